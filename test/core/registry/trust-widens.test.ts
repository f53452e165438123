/** What a document allows more than the one before it: each way by name, and that nothing else slips through. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { widensTrust } from '../../../core/registry/trust-widens.ts';
import type { BundleDocument, KeyDocument, OwnerDocument, ProfileDocument } from '../../../device/claims.ts';

const KEY: KeyDocument = {
  kid: 'h-1',
  alg: 'ES256',
  pub: `04${'ab'.repeat(64)}`,
  use: 'token',
  iss: 'st-marys',
  aud_prefix: 'gs1:01/09521000001039/',
  scopes: ['log.read', 'diag.run'],
  max_life: 14_400,
  max_dur: 7200,
  nbf: 1000,
  naf: 9000,
};
const BUNDLE: BundleDocument = {
  kind: 'bundle',
  version: 4,
  root_version: 1,
  issued: 1000,
  models: ['gs1:01/09521000001039'],
  algs: ['ES256'],
  keys: [KEY, { ...KEY, kid: 'h-2', pub: `04${'cd'.repeat(64)}` }],
  revoked_kids: ['h-2'],
  revoked_jtis: ['WWTaBVrjHPjrcjDhkKUEiQ'],
};
const PROFILE: ProfileDocument = {
  kind: 'profile',
  model: 'gs1:01/09521000001039',
  version: 4,
  class: 'B',
  form: 'jws',
  scopes: [
    { name: 'log.read', tier: 'T0' },
    { name: 'diag.run', tier: 'T2' },
  ],
  scope_bits: { '1': 'log.read', '2': 'diag.run' },
  max_life: 14_400,
  max_dur: 7200,
  max_use: 2,
  require_cnf: true,
};
const OWNER: OwnerDocument = { kind: 'owner', device: 'gs1:01/1/21/1', hospital: 'st-marys', version: 4 };
const [, revoked] = BUNDLE.keys;
const withKey = (more: Partial<KeyDocument>): Partial<BundleDocument> => ({ keys: [{ ...KEY, ...more }] });

describe('widensTrust of a bundle', () => {
  test.each<[string, Partial<BundleDocument>, readonly string[]]>([
    ['the same', {}, []],
    ['another root and date', { root_version: 2, issued: 5 }, []],
    ['a key revoked', { revoked_kids: ['h-2', 'h-1'] }, []],
    ['a key dropped', { keys: [] }, []],
    ['a scope less', withKey({ scopes: ['log.read'] }), []],
    ['shorter', withKey({ max_life: 60, max_dur: 60, nbf: 1001, naf: 8999 }), []],
    ['fewer devices', withKey({ aud_prefix: 'gs1:01/09521000001039/21/P7' }), []],
    ['the same key spelt in capitals', withKey({ pub: `04${'AB'.repeat(64)}` }), []],
    ['a dropped key no longer among the revoked', { keys: [KEY], revoked_kids: [] }, []],
    ['a new key', { keys: [...BUNDLE.keys, { ...KEY, kid: 'h-3' }] }, ['bundle 5 delegates key h-3']],
    ['a new key that is revoked', { keys: [KEY, { ...KEY, kid: 'h-3' }], revoked_kids: ['h-2', 'h-3'] }, []],
    ['a revoked key taken back', { revoked_kids: [] }, ['bundle 5 delegates key h-2']],
    ['another public key', withKey({ pub: revoked?.pub ?? '' }), ['bundle 5 delegates key h-1']],
    ['another use', withKey({ use: 'receipt' }), ['bundle 5 delegates key h-1']],
    ['another issuer', withKey({ iss: 'cedar-county' }), ['bundle 5 delegates key h-1']],
    ['another algorithm of a key', withKey({ alg: 'ES384' }), ['bundle 5 delegates key h-1']],
    ['a scope more', withKey({ scopes: ['log.read', 'os.shell'] }), ['bundle 5 delegates os.shell to key h-1']],
    ['longer sessions', withKey({ max_dur: 7201 }), ['bundle 5 raises max_dur to key h-1']],
    ['longer tokens', withKey({ max_life: 14_401 }), ['bundle 5 raises max_life to key h-1']],
    ['a longer delegation', withKey({ naf: 9001 }), ['bundle 5 raises naf to key h-1']],
    ['an earlier delegation', withKey({ nbf: 999 }), ['bundle 5 lowers nbf to key h-1']],
    ['more devices', withKey({ aud_prefix: 'gs1:01/' }), ['bundle 5 delegates more devices to key h-1']],
    ['an algorithm more', { algs: ['ES256', 'ES384'] }, ['bundle 5 takes ES384']],
    ['a model more', { models: [...BUNDLE.models, 'gs1:01/1'] }, ['bundle 5 is for gs1:01/1']],
    ['a token no longer revoked', { revoked_jtis: [] }, ['bundle 5 takes revoked tokens again']],
  ])('%s', (_name, more, ways) => {
    expect(widensTrust(BUNDLE, { ...BUNDLE, version: 5, ...more })).toEqual(ways);
  });

  test('is everything of the first', () => {
    expect(widensTrust(undefined, BUNDLE)).toEqual(['bundle 4 is the first']);
  });
});

describe('widensTrust of a profile', () => {
  test.each<[string, Partial<ProfileDocument>, readonly string[]]>([
    ['the same', {}, []],
    ['a scope less', { scopes: PROFILE.scopes.slice(1), scope_bits: { '2': 'diag.run' } }, []],
    ['a higher tier', { scopes: [{ name: 'diag.run', tier: 'T3' }] }, []],
    ['shorter', { max_life: 60, max_dur: 60, max_use: 1 }, []],
    ['a lower tier', { scopes: [{ name: 'diag.run', tier: 'T1' }] }, ['profile 5 offers diag.run']],
    ['a tier that is none', { scopes: [{ name: 'diag.run', tier: 'T9' }] }, ['profile 5 offers diag.run']],
    ['a scope more', { scopes: [{ name: 'os.shell', tier: 'T4' }] }, ['profile 5 offers os.shell']],
    ['longer tokens', { max_life: 14_401 }, ['profile 5 raises max_life']],
    ['longer sessions', { max_dur: 7201 }, ['profile 5 raises max_dur']],
    ['more starts', { max_use: 3 }, ['profile 5 raises max_use']],
    ['no proof of the technician', { require_cnf: false }, ['profile 5 drops require_cnf']],
    ['another class', { class: 'A' }, ['profile 5 changes class']],
    ['another form', { form: 'cwt' }, ['profile 5 changes form']],
    ['another scope under a number', { scope_bits: { '1': 'os.shell' } }, ['profile 5 changes scope_bits']],
  ])('%s', (_name, more, ways) => {
    expect(widensTrust(PROFILE, { ...PROFILE, version: 5, ...more })).toEqual(ways);
  });
});

test('an owner document widens when another hospital owns the device', () => {
  expect(widensTrust(OWNER, { ...OWNER, version: 5 })).toEqual([]);
  expect(widensTrust(OWNER, { ...OWNER, version: 5, hospital: 'cedar-county' })).toEqual([
    'owner 5 gives the device to cedar-county',
  ]);
});

/** A token as a device of one bundle would look at it (token profile 5), written down apart from the code under test. */
interface Probe {
  readonly kid: string;
  readonly pub: string;
  readonly iss: string;
  readonly scope: string;
  readonly life: number;
  readonly dur: number;
  readonly iat: number;
  readonly jti: string;
}

function takes({ keys, algs, revoked_kids, revoked_jtis }: BundleDocument, probe: Probe): boolean {
  const key = keys.find(({ kid }) => kid === probe.kid);
  if (!key || revoked_kids.includes(probe.kid) || revoked_jtis.includes(probe.jti)) return false;
  const isKey = key.use === 'token' && key.pub === probe.pub && key.iss === probe.iss && algs.includes(key.alg);
  const isWithin =
    probe.life <= key.max_life && probe.dur <= key.max_dur && probe.iat >= key.nbf && probe.iat <= key.naf;
  return isKey && isWithin && key.scopes.includes(probe.scope);
}

const few = (...values: readonly string[]) => fc.constantFrom(...values);
const small = fc.integer({ min: 1, max: 3 });
const anyKey = fc.record({
  kid: few('k1', 'k2'),
  pub: few('p1', 'p2'),
  use: few('token', 'receipt'),
  iss: few('h1', 'h2'),
  alg: few('ES256', 'ES384'),
  aud_prefix: fc.constant('m/'),
  scopes: fc.subarray(['s1', 's2']),
  max_life: small,
  max_dur: small,
  nbf: small,
  naf: small,
});
const anyBundle = fc.record({
  kind: fc.constant('bundle' as const),
  version: fc.constant(1),
  root_version: fc.constant(1),
  issued: fc.constant(1),
  models: fc.constant(['m']),
  algs: fc.subarray(['ES256', 'ES384']),
  keys: fc.uniqueArray(anyKey, { selector: ({ kid }) => kid, maxLength: 2 }),
  revoked_kids: fc.subarray(['k1', 'k2']),
  revoked_jtis: fc.subarray(['j1']),
});
const anyProbe: fc.Arbitrary<Probe> = fc.record({
  kid: few('k1', 'k2'),
  pub: few('p1', 'p2'),
  iss: few('h1', 'h2'),
  scope: few('s1', 's2'),
  life: small,
  dur: small,
  iat: small,
  jti: few('j1', 'j2'),
});

/** Some of a key anew. */
const patch = fc.record(
  { pub: few('p1', 'p2'), scopes: fc.subarray(['s1', 's2']), max_life: small, max_dur: small, nbf: small, naf: small },
  { requiredKeys: [] },
);
/** A bundle and a near relative: two at random nearly always widen. */
const related = anyBundle.chain((before) =>
  fc
    .tuple(fc.constant(before), fc.nat(1), patch, fc.subarray(['k1', 'k2']), fc.subarray(['j1']))
    .map(([, at, more, revoked_kids, revoked_jtis]): readonly [BundleDocument, BundleDocument] => [
      before,
      {
        ...before,
        keys: before.keys.map((key, n) => (n === at ? { ...key, ...more } : key)),
        revoked_kids,
        revoked_jtis,
      },
    ]),
);

test('a bundle under which a device takes a token that it refused before, widens', () => {
  let found = 0;
  fc.assert(
    fc.property(related, anyProbe, ([before, after], probe) => {
      if (!takes(after, probe) || takes(before, probe)) return;
      found += 1;
      expect(widensTrust(before, after)).not.toEqual([]);
    }),
    { numRuns: 20_000 },
  );
  expect(found).toBeGreaterThan(0);
});

test('a bundle that only drops, revokes and shortens widens nothing', () => {
  const pair = anyBundle.chain((before) => fc.tuple(fc.constant(before), narrowed(before)));
  fc.assert(fc.property(pair, ([before, after]) => widensTrust(before, after).length === 0));
});

function narrowed(before: BundleDocument): fc.Arbitrary<BundleDocument> {
  const shorter = (key: KeyDocument) =>
    fc.record({ scopes: fc.subarray([...key.scopes]), less: fc.nat(2) }).map(({ scopes, less }) => ({
      ...key,
      scopes,
      max_life: key.max_life - less,
      naf: key.naf - less,
      nbf: key.nbf + less,
    }));
  return fc
    .record({
      keys: fc.tuple(...before.keys.map(shorter)).chain((keys) => fc.subarray(keys)),
      kids: fc.subarray(['k1', 'k2']),
      algs: fc.subarray([...before.algs]),
    })
    .map(({ keys, kids, algs }) => ({ ...before, keys, algs, revoked_kids: [...before.revoked_kids, ...kids] }));
}
