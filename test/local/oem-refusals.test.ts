/** What the maker's tool does not hand out, because a device would not take it or its tokens: exit code 1, the code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bundleDraft, DEVICE, Desk, ENTRY, G, G2, MODEL, NOW, PROFILE, requestFor } from '../support/oem-desk.ts';

const desk = new Desk();
desk.openRoot(2, 'root-1', 'root-2', 'root-3');
const UNDER = '--root root-v1.json --key root-1.pem --key root-2.pem';
const FULL = `--profile profile.json ${UNDER}`;
const MADE = desk.read('root-v1.json');

desk.save('profile-draft.json', PROFILE);
desk.oem(`profile profile-draft.json ${UNDER} > profile.json`);
desk.oem('profile profile-draft.json --root root-v1.json --key root-1.pem > profile-half.json');
desk.save('profile-other-draft.json', { ...PROFILE, model: 'gs1:01/09521000001039' });
desk.oem(`profile profile-other-draft.json ${UNDER} > profile-other.json`);

const KEYS = { 'st-marys-2026a': G, 'st-marys-2026b': G2 };
desk.save('request-0.json', requestFor(0, KEYS));
desk.save('request-1.json', requestFor(1, KEYS));
desk.save('request-swapped.json', requestFor(1, { 'st-marys-2026a': G2, 'st-marys-2026b': G }));
desk.save('request-other.json', requestFor(0, KEYS, { model: 'gs1:01/09521000001039' }));
desk.save('request-cedar.json', requestFor(0, { 'cedar-2026a': G }, { hospital: 'cedar-county' }));
desk.oem(`sign-request request-0.json ${FULL} > bundle-v1.json`);
desk.oem(`sign-request request-1.json ${FULL} --current bundle-v1.json > bundle-v2.json`);
desk.oem(`sign-request request-other.json --profile profile-other.json ${UNDER} > bundle-other.json`);
desk.oem(`sign-request request-cedar.json ${FULL} > bundle-cedar.json`);

desk.save('owner-draft.json', { device: DEVICE, hospital: 'st-marys' });
desk.oem(`owner owner-draft.json ${UNDER} > owner-v1.json`);
desk.oem(`owner owner-draft.json --current owner-v1.json ${UNDER} > owner-v2.json`);
desk.save('owner-else-draft.json', { device: `${MODEL}/21/9`, hospital: 'st-marys' });

const rotate = (from: string) => `root root-draft.json --current ${from} --key root-1.pem --key root-2.pem`;
desk.oem(`${rotate('root-v1.json')} > root-v2.json`);
desk.oem(`${rotate('root-v2.json')} > root-v3.json`);
const [one, two] = ['root-1', 'root-2'].map((name) => JSON.parse(desk.read(`${name}.json`)));
desk.save('root-twice-draft.json', { threshold: 2, keys: [one, { ...one, kid: 'root-9' }] });
desk.save('root-high-draft.json', { threshold: 3, keys: [one, two] });

const doubled = JSON.stringify(desk.payload('owner-v1.json')).replace('{', '{"hospital":"cedar-county",');
desk.save('owner-doubled.json', { payload: Buffer.from(doubled).toString('base64url'), signatures: [] });

const halden = new Desk();
halden.openRoot(1, 'halden-1');
halden.save('profile-draft.json', PROFILE);
halden.oem('profile profile-draft.json --root root-v1.json --key halden-1.pem > profile.json');
halden.save('request.json', requestFor(0, KEYS));
halden.oem('sign-request request.json --profile profile.json --root root-v1.json --key halden-1.pem > bundle.json');
for (const [name, content] of [
  ['root', 'root-v1'],
  ['bundle', 'bundle'],
  ['profile', 'profile'],
] as const) {
  desk.save(`halden-${name}.json`, halden.read(`${content}.json`));
}
writeFileSync(join(desk.home, 'halden-1.pem'), halden.read('halden-1.pem'));

const drafts: Readonly<Record<string, object>> = {
  good: bundleDraft(ENTRY),
  scope: bundleDraft({ ...ENTRY, scopes: ['log.read', 'config.write'] }),
  sessions: bundleDraft({ ...ENTRY, max_dur: 7201 }),
  tokens: bundleDraft({ ...ENTRY, max_life: 14_401 }),
  prefix: bundleDraft({ ...ENTRY, aud_prefix: MODEL }),
  hospitals: bundleDraft(ENTRY, { ...ENTRY, kid: 'cedar-2026a', iss: 'cedar-county' }),
  models: { ...bundleDraft(ENTRY), models: [MODEL, 'gs1:01/09521000001039'] },
  revoked: { ...bundleDraft(ENTRY), revoked_kids: ['st-marys-2026a'] },
  twice: bundleDraft(ENTRY, ENTRY),
  crowded: { ...bundleDraft(), revoked_kids: Array.from({ length: 33 }, (_, at) => `st-marys-${at}`) },
};
for (const [name, draft] of Object.entries(drafts)) desk.save(`draft-${name}.json`, draft);
desk.oem(`bundle draft-good.json ${FULL} > bundle-late.json`);

describe('a device would not take it: exit code 1 and the code, for', () => {
  test.each([
    [
      'a profile with one signature missing',
      `sign-request request-0.json --profile profile-half.json ${UNDER}`,
      'E_META_THRESHOLD: a device would not take profile-half.json',
    ],
    [
      'a profile of another maker',
      `sign-request request-0.json --profile halden-profile.json ${UNDER}`,
      'E_META_THRESHOLD: a device would not take halden-profile.json',
    ],
    [
      'a current bundle of another maker',
      `sign-request request-1.json ${FULL} --current halden-bundle.json`,
      'E_META_THRESHOLD: a device would not take halden-bundle.json',
    ],
    [
      'a current bundle of another model',
      `sign-request request-1.json ${FULL} --current bundle-other.json`,
      'E_META_MODEL: a device would not take bundle-other.json',
    ],
    [
      'a current bundle of another hospital',
      `sign-request request-1.json ${FULL} --current bundle-cedar.json`,
      'E_ISS: st-marys-2026a is of another hospital than the bundle or the one before it',
    ],
    [
      'a request for another model than the profile',
      `sign-request request-other.json ${FULL}`,
      'E_META_MODEL: the bundle is for gs1:01/09521000001039, the profile for gs1:01/09521000001022',
    ],
    [
      'a known kid with another key',
      `sign-request request-swapped.json ${FULL} --current bundle-v1.json`,
      'E_SIG: st-marys-2026a stood for another public key in the bundle before: a new key has a new kid',
    ],
    [
      'a key that is asked for and revoked',
      `sign-request request-1.json ${FULL} --current bundle-v1.json --revoke st-marys-2026a`,
      'E_KEY_REVOKED: st-marys-2026a is delegated and revoked',
    ],
    [
      'a chain of roots with a gap',
      `owner owner-draft.json --root root-v1.json --root root-v3.json --key root-1.pem`,
      'E_META_GAP: a device would not take root-v3.json',
    ],
    [
      'a chain of roots of two makers',
      `owner owner-draft.json --root root-v1.json --root halden-root.json --key root-1.pem`,
      'E_META_THRESHOLD: a device would not take halden-root.json',
    ],
    [
      'a root with one key under two kids',
      'root root-twice-draft.json --key root-1.pem',
      'E_META: a device would not take the new root',
    ],
    [
      'a root that more keys must sign than it has',
      'root root-high-draft.json --key root-1.pem --key root-2.pem',
      'E_META: a device would not take the new root',
    ],
    [
      'an older root than the current one',
      'root --add root-v2.json --current root-v3.json --key root-3.pem',
      'E_META_ROLLBACK: a device would not take root-v2.json',
    ],
    [
      'a root that skips one',
      'root --add root-v3.json --current root-v1.json --key root-3.pem',
      'E_META_GAP: a device would not take root-v3.json',
    ],
    [
      'an older owner than the current one',
      'owner --add owner-v1.json --current owner-v2.json --root root-v1.json --key root-3.pem',
      'E_META_ROLLBACK: a device would not take owner-v1.json',
    ],
    [
      'a payload that names two hospitals',
      'owner --add owner-doubled.json --root root-v1.json --key root-3.pem',
      'E_JSON_DUP: a device would not take owner-doubled.json',
    ],
    [
      'a current owner of another device',
      `owner owner-else-draft.json --current owner-v1.json ${UNDER}`,
      'E_META_MODEL: a device would not take owner-v1.json',
    ],
    [
      'a bundle that stands already',
      'bundle --add bundle-v2.json --current bundle-v2.json --profile profile.json --root root-v1.json --key root-3.pem',
      'E_META_SAME: a device would not take bundle-v2.json',
    ],
    [
      'a bundle that another root vouches for',
      `bundle --add bundle-v1.json --profile profile.json --root root-v1.json --root root-v2.json --key root-3.pem`,
      'E_META_ROOT: a device would not take bundle-v1.json',
    ],
    [
      'a bundle from the future',
      `bundle --add bundle-late.json --profile profile.json --root root-v1.json --key root-3.pem --now ${NOW - 121}`,
      'E_NOT_YET: a device would not take bundle-late.json',
    ],
    [
      'a scope that is not in the profile',
      `bundle draft-scope.json ${FULL}`,
      'E_SCOPE: st-marys-2026a has a scope that the profile does not offer',
    ],
    [
      'longer sessions than in the profile',
      `bundle draft-sessions.json ${FULL}`,
      'E_DURATION: st-marys-2026a may grant longer sessions than the profile',
    ],
    [
      'longer tokens than in the profile',
      `bundle draft-tokens.json ${FULL}`,
      'E_LIFETIME: st-marys-2026a may sign longer tokens than the profile',
    ],
    [
      'a key for a neighbouring model',
      `bundle draft-prefix.json ${FULL}`,
      'E_AUD: st-marys-2026a is for devices of another model',
    ],
    [
      'keys of two hospitals',
      `bundle draft-hospitals.json ${FULL}`,
      'E_ISS: st-marys-2026a is of another hospital than the bundle or the one before it',
    ],
    [
      'a bundle for two models',
      `bundle draft-models.json ${FULL}`,
      'E_META_MODEL: the bundle is for gs1:01/09521000001022, gs1:01/09521000001039, the profile for gs1:01/09521000001022',
    ],
    [
      'a draft that delegates what it revokes',
      `bundle draft-revoked.json ${FULL}`,
      'E_KEY_REVOKED: st-marys-2026a is delegated and revoked',
    ],
    ['a kid that stands twice', `bundle draft-twice.json ${FULL}`, 'E_META: a device would not take the new bundle'],
    [
      'more revocations than a list holds',
      `bundle draft-crowded.json ${FULL}`,
      'E_JSON: a device would not take the new bundle',
    ],
  ])('%s', (_name, line, said) => {
    const { status, talk } = desk.oem(`${line} > out.json`);
    expect({ status, said: talk.at(-1), out: desk.read('out.json') }).toEqual({ status: 1, said, out: '' });
  });
});

test('nothing that was refused has changed what was made', () => {
  expect(desk.read('root-v1.json')).toBe(MADE);
});
