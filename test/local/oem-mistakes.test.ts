/** Files and command lines that the maker's tool cannot use: exit code 2, and a word on what is wrong where. */
import { describe, expect, test } from '@jest/globals';
import { DEVICE, Desk, G, G2, MODEL, PROFILE, requestFor } from '../support/oem-desk.ts';

const desk = new Desk();
desk.openRoot(2, 'root-1', 'root-2', 'root-3');
const UNDER = '--root root-v1.json --key root-1.pem --key root-2.pem';
const FULL = `--profile profile.json ${UNDER}`;
const KEYS = { 'st-marys-2026a': G, 'st-marys-2026b': G2 };

desk.save('profile-draft.json', PROFILE);
desk.oem(`profile profile-draft.json ${UNDER} > profile.json`);
desk.save('request-0.json', requestFor(0, KEYS));
desk.save('request-1.json', requestFor(1, KEYS));
desk.oem(`sign-request request-0.json ${FULL} > bundle-v1.json`);
desk.oem(`sign-request request-1.json ${FULL} --current bundle-v1.json > bundle-v2.json`);
desk.save('owner-draft.json', { device: DEVICE, hospital: 'st-marys' });
desk.oem(`owner owner-draft.json ${UNDER} > owner-v1.json`);
desk.oem('root root-draft.json --current root-v1.json --key root-1.pem --key root-2.pem > root-v2.json');

const request = requestFor(0, KEYS);
const entry = { kid: 'st-marys-2026a', alg: 'ES256', pub: G, state: 'active' };
const files: Readonly<Record<string, object | string>> = {
  spaced: JSON.stringify(request, null, 2),
  doubled: JSON.stringify(request).replace('{', '{"hospital":"cedar-county",'),
  kind: { ...request, kind: 'bundle' },
  more: { ...request, scopes: ['service.mode'] },
  less: { kind: 'signing-request', hospital: 'st-marys', model: MODEL, bundle_version: 0 },
  hospital: { ...request, hospital: 'St Marys' },
  none: { ...request, keys: [] },
  alg: { ...request, keys: [{ ...entry, alg: 'RS256' }] },
  state: { ...request, keys: [{ ...entry, state: 'old' }] },
  point: { ...request, keys: [{ ...entry, pub: `${G.slice(0, -1)}4` }] },
  kids: { ...request, keys: [entry, { ...entry, pub: G2 }] },
  pubs: { ...request, keys: [entry, { ...entry, kid: 'st-marys-2026b', pub: G.toUpperCase() }] },
  version: { ...request, bundle_version: '0' },
};
for (const [name, content] of Object.entries(files)) desk.save(`bad-${name}.json`, content);
desk.save('profile-typo-draft.json', { ...PROFILE, max_dur: 7200.5 });
desk.save('owner-typo-draft.json', { device: DEVICE, hospitl: 'st-marys' });
desk.save('owner-short-draft.json', { device: DEVICE });
desk.save('owner-torn-draft.json', '{"device":');
desk.save('rsa.pem', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n');
desk.oem('new-key stranger.pem > stranger.json');
desk.save('copy.pem', desk.read('root-1.pem'));

describe('it is a mistake: exit code 2 and a word on it, for', () => {
  test.each([
    [
      'a request in another JSON than the strict one',
      `sign-request bad-spaced.json ${FULL}`,
      'bad-spaced.json is not in the strict JSON of documents (E_JSON)',
    ],
    [
      'a request that names two hospitals',
      `sign-request bad-doubled.json ${FULL}`,
      'bad-doubled.json is not in the strict JSON of documents (E_JSON_DUP)',
    ],
    [
      'a request that is none',
      `sign-request bad-kind.json ${FULL}`,
      'bad-kind.json: kind must be one of signing-request',
    ],
    [
      'a request that asks for more',
      `sign-request bad-more.json ${FULL}`,
      'bad-more.json: "scopes" does not belong there',
    ],
    ['a request without keys', `sign-request bad-less.json ${FULL}`, 'bad-less.json: "keys" is missing'],
    [
      'a request of no hospital',
      `sign-request bad-hospital.json ${FULL}`,
      'bad-hospital.json: hospital must be a hospital id such as st-marys',
    ],
    ['a request for no key', `sign-request bad-none.json ${FULL}`, 'bad-none.json: keys must be a list of 1 or more'],
    [
      'a request for another algorithm',
      `sign-request bad-alg.json ${FULL}`,
      'bad-alg.json: keys[0]: alg must be one of ES256',
    ],
    [
      'a request for a key in no known state',
      `sign-request bad-state.json ${FULL}`,
      'bad-state.json: keys[0]: state must be one of active, next',
    ],
    [
      'a request for a key that is off the curve',
      `sign-request bad-point.json ${FULL}`,
      'bad-point.json: keys[0]: pub must be a P-256 public key: 04 and 128 hex digits, a point of the curve',
    ],
    ['a request for two keys of one kid', `sign-request bad-kids.json ${FULL}`, 'bad-kids.json: two keys have one kid'],
    [
      'a request for one key under two kids',
      `sign-request bad-pubs.json ${FULL}`,
      'bad-pubs.json: two keys have one pub',
    ],
    [
      'a request with no number for a version',
      `sign-request bad-version.json ${FULL}`,
      'bad-version.json: bundle_version must be a whole number from 0',
    ],
    [
      'a request that follows another bundle',
      `sign-request request-1.json ${FULL} --current bundle-v2.json`,
      'the broker holds bundle version 1 and --current is version 2',
    ],
    [
      'a request that follows a bundle that is not given',
      `sign-request request-1.json ${FULL}`,
      'the broker holds bundle version 1 and no --current is given',
    ],
    [
      'a revocation of a kid that nobody had',
      `sign-request request-1.json ${FULL} --current bundle-v1.json --revoke st-marys-1999`,
      '--revoke st-marys-1999: no such key in the current bundle',
    ],
    ['no profile', `sign-request request-0.json ${UNDER}`, '--profile, the profile of the model is needed'],
    ['no root', 'owner owner-draft.json --key root-1.pem', '--root is needed: the root document that devices hold'],
    ['no draft', `owner ${UNDER}`, 'a draft is needed'],
    ['no key', 'owner owner-draft.json --root root-v1.json', 'nothing is signed: --key is needed'],
    [
      'a key that is not of the root',
      'owner owner-draft.json --root root-v1.json --key stranger.pem',
      'stranger.pem is no key of root version 1',
    ],
    [
      'one key in two files',
      'owner owner-draft.json --root root-v1.json --key root-1.pem --key copy.pem',
      'copy.pem has signed already: two signatures of one key count once',
    ],
    [
      'a second turn of one signer',
      'owner --add owner-v1.json --root root-v1.json --key root-2.pem',
      'root-2.pem has signed already: two signatures of one key count once',
    ],
    [
      'a file that holds no P-256 key',
      'owner owner-draft.json --root root-v1.json --key rsa.pem',
      'rsa.pem holds no P-256 private key',
    ],
    [
      'a root that follows none',
      'root --add root-v2.json --key root-3.pem',
      '--current is needed: the root before version 2',
    ],
    [
      'a next version that follows none',
      'bundle --add bundle-v2.json --profile profile.json --root root-v1.json --key root-3.pem',
      '--current is needed: the bundle before version 2',
    ],
    ['an envelope of another kind', `owner --add bundle-v1.json ${UNDER}`, 'bundle-v1.json holds no owner document'],
    [
      'a draft in place of an envelope',
      `owner --add owner-draft.json ${UNDER}`,
      'owner-draft.json: payload must be base64url',
    ],
    [
      'a misspelt member',
      `owner owner-typo-draft.json ${UNDER}`,
      'owner-typo-draft.json: "hospitl" does not belong there',
    ],
    ['a missing member', `owner owner-short-draft.json ${UNDER}`, 'owner-short-draft.json: "hospital" is missing'],
    [
      'half a number',
      `profile profile-typo-draft.json ${UNDER}`,
      'profile-typo-draft.json: max_dur must be a whole number from 1',
    ],
    ['half a draft', `owner owner-torn-draft.json ${UNDER}`, 'owner-torn-draft.json: Unexpected end of JSON input'],
  ])('%s', (_name, line, said) => {
    const { status, talk } = desk.oem(`${line} > out.json`);
    expect({ status, said: talk.at(-1), out: desk.read('out.json') }).toEqual({ status: 2, said, out: '' });
  });

  test('a key file that is there: it stays what it was', () => {
    const before = desk.read('root-1.pem');
    const { status, talk } = desk.oem('new-key root-1.pem > out.json');
    expect({ status, talk, after: desk.read('root-1.pem') }).toEqual({
      status: 2,
      talk: ['root-1.pem is there already: a key is never overwritten'],
      after: before,
    });
  });
});

describe('the command line cannot be read: exit code 2 and the usage, for', () => {
  test.each([
    ['no command', '', ' is no command'],
    ['a command that there is not', 'publish', 'publish is no command'],
    ['an option of another command', 'owner owner-draft.json --days 3', 'owner takes no --days'],
    ['two drafts', 'owner owner-draft.json owner-draft.json', 'one file at a time'],
    ['a draft beside an envelope', 'owner owner-draft.json --add owner-v1.json', 'either a draft or --add'],
    ['a time that is none', 'owner owner-draft.json --now noon', '--now is whole seconds since 1970'],
    ['two ends', 'sign-request request-0.json --until 2027-01-01 --days 3', 'either --until or --days'],
    ['a day that there is not', 'sign-request request-0.json --until 2027-02-30', '--until is a day, YYYY-MM-DD'],
    ['a day that is over', 'sign-request request-0.json --until 2026-11-22', '--until 2026-11-22 is over'],
    ['no days', 'sign-request request-0.json --days 0', '--days is a whole number from 1 to 9999'],
  ])('%s', (_name, line, said) => {
    const { status, talk } = desk.oem(line);
    expect({ status, talk: talk.slice(0, 2) }).toEqual({ status: 2, talk: [said, 'usage: oem new-key FILE'] });
  });
});
