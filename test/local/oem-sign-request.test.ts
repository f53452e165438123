/** Bundles from the maker's tool: what a signing request becomes, and what is told of it before it is signed. */
import { describe, expect, test } from '@jest/globals';
import { Desk, G, G2, MODEL, NOW, PROFILE, requestFor } from '../support/oem-desk.ts';

/** `openssl dgst -sha256` of their SubjectPublicKeyInfo. */
const FINGERPRINT_G = '5cd2 52fb 0ce8 9324 36fa f8cc d104 0981 b89e e4ad 6b9f e9e2 a2b7 e71a acb2 7cd3';
const FINGERPRINT_G2 = 'dc0c e633 dbcc 913d afaf a4b8 9ac4 4d8c e683 fdfc 3f60 c8bd f212 13b9 f2b5 34ba';

const desk = new Desk();
desk.openRoot(2, 'root-1', 'root-2', 'root-3');
const ROOT = '--root root-v1.json';
const BOTH = '--key root-1.pem --key root-2.pem';
const PAPERS = `--profile profile-v1.json ${ROOT}`;
desk.save('profile-draft.json', PROFILE);
desk.oem(`profile profile-draft.json ${ROOT} ${BOTH} > profile-v1.json`);
desk.save('request-0.json', requestFor(0, { 'st-marys-2026a': G, 'st-marys-2026b': G2 }));
desk.oem(`sign-request request-0.json ${PAPERS} ${BOTH} --until 2027-12-31 > bundle-v1.json`);

describe('oem sign-request', () => {
  test('tells what it is about to delegate, with fingerprints that can be read out', () => {
    const { talk, status } = desk.oem(`sign-request request-0.json ${PAPERS} --key root-3.pem --days 30`);
    expect({ status, talk }).toEqual({
      status: 0,
      talk: [
        'bundle, version 1, under root version 1: delegates for gs1:01/09521000001022',
        '  new key st-marys-2026a of st-marys, for token',
        `    ${FINGERPRINT_G}`,
        '    scopes log.read diag.run',
        '    sessions up to 7200 s, tokens up to 14400 s',
        '    from 2026-11-23T10:13:20Z until 2026-12-23T10:13:20Z',
        '  new key st-marys-2026b of st-marys, for token',
        `    ${FINGERPRINT_G2}`,
        '    scopes log.read diag.run',
        '    sessions up to 7200 s, tokens up to 14400 s',
        '    from 2026-11-23T10:13:20Z until 2026-12-23T10:13:20Z',
        'signed by 1 of the 2 keys that root version 1 asks for: root-3',
        'not complete: a device answers E_META_THRESHOLD until the missing keys have signed it too (--add)',
      ],
    });
  });

  test('delegates what the profile offers and no more', () => {
    const entry = {
      alg: 'ES256',
      use: 'token',
      iss: 'st-marys',
      aud_prefix: 'gs1:01/09521000001022/',
      scopes: ['log.read', 'diag.run'],
      max_life: 14_400,
      max_dur: 7200,
      nbf: 1_795_428_800,
      naf: 1_830_297_599,
    };
    expect(desk.payload('bundle-v1.json')).toEqual({
      kind: 'bundle',
      version: 1,
      root_version: 1,
      issued: 1_795_428_800,
      models: ['gs1:01/09521000001022'],
      algs: ['ES256'],
      keys: [
        { kid: 'st-marys-2026a', pub: G, ...entry },
        { kid: 'st-marys-2026b', pub: G2, ...entry },
      ],
      revoked_kids: [],
      revoked_jtis: [],
    });
    expect([...(desk.deviceWith(['bundle', 'bundle-v1.json']).bundle?.keys.keys() ?? [])]).toEqual([
      'st-marys-2026a',
      'st-marys-2026b',
    ]);
  });

  test('lasts a year if nobody says how long', () => {
    const { talk } = desk.oem(`sign-request request-0.json ${PAPERS} --key root-1.pem`);
    expect(talk).toContain('    from 2026-11-23T10:13:20Z until 2027-11-23T10:13:20Z');
  });

  test('goes on where the current bundle stands, drops what is not named and revokes what is', () => {
    desk.save('request-1.json', requestFor(1, { 'st-marys-2026b': G2 }));
    const later = `--current bundle-v1.json --now ${NOW + 86_400} --days 1 --revoke st-marys-2026a`;
    const { talk } = desk.oem(`sign-request request-1.json ${PAPERS} ${BOTH} ${later} > bundle-v2.json`);
    expect(talk.slice(0, -2)).toEqual([
      'bundle, version 2, under root version 1: delegates for gs1:01/09521000001022',
      '  standing key st-marys-2026b of st-marys, for token',
      `    ${FINGERPRINT_G2}`,
      '    scopes log.read diag.run',
      '    sessions up to 7200 s, tokens up to 14400 s',
      '    from 2026-11-23T10:13:20Z until 2026-11-25T10:13:20Z',
      '  no longer delegated: st-marys-2026a of st-marys',
      '  revoked key: st-marys-2026a',
    ]);
  });

  test('keeps revocations that the bundle before had', () => {
    desk.save('request-2.json', requestFor(2, { 'st-marys-2026b': G2 }));
    const later = `--now ${NOW + 86_400}`;
    desk.oem(`sign-request request-2.json ${PAPERS} ${BOTH} --current bundle-v2.json ${later} > bundle-v3.json`);
    expect(desk.payload('bundle-v3.json')).toMatchObject({ version: 3, revoked_kids: ['st-marys-2026a'] });
  });

  test('makes the bundle anew after a rotation of the root, from papers that are older than it, and goes on from there', () => {
    desk.oem(`root root-draft.json --current root-v1.json ${BOTH} > root-v2.json`);
    const chain = '--root root-v1.json --root root-v2.json --profile profile-v1.json --current bundle-v1.json';
    desk.save('request-1.json', requestFor(1, { 'st-marys-2026a': G, 'st-marys-2026b': G2 }));
    const { status } = desk.oem(`sign-request request-1.json ${chain} ${BOTH} > bundle-root-2.json`);
    expect(status).toBe(0);
    expect(desk.payload('bundle-root-2.json')).toMatchObject({ version: 2, root_version: 2 });
    const papers = ['bundle-v1.json', 'root-v2.json', 'bundle-root-2.json'] as const;
    expect(desk.deviceWith(['bundle', papers[0]], ['root', papers[1]], ['bundle', papers[2]]).versions.bundle).toBe(2);
    desk.save('request-2.json', requestFor(2, { 'st-marys-2026b': G2 }));
    const onwards = chain.replace('bundle-v1.json', 'bundle-root-2.json');
    expect(desk.oem(`sign-request request-2.json ${onwards} ${BOTH}`).talk.at(-1)).toBe('complete: a device takes it');
  });

  test('shows the request and signs nothing without a key', () => {
    const { status, talk } = desk.oem(`sign-request request-0.json ${PAPERS} > nothing.json`);
    expect({ status, last: talk.at(-1), out: desk.read('nothing.json') }).toEqual({
      status: 2,
      last: 'nothing is signed: --key is needed',
      out: '',
    });
  });
});

describe('oem bundle', () => {
  test('says which revocations a draft leaves out', () => {
    desk.save('forgetful-draft.json', {
      models: [MODEL],
      algs: ['ES256'],
      keys: [],
      revoked_kids: [],
      revoked_jtis: ['WWTaBVrjHPjrcjDhkKUEiQ'],
    });
    const { talk } = desk.oem(
      `bundle forgetful-draft.json --profile profile-v1.json --current bundle-v2.json ${ROOT} ${BOTH} --now ${NOW + 86_400}`,
    );
    expect(talk.slice(1, 4)).toEqual([
      '  no longer delegated: st-marys-2026b of st-marys',
      '  revoked token: WWTaBVrjHPjrcjDhkKUEiQ',
      '  no longer revoked: key st-marys-2026a',
    ]);
  });
});
