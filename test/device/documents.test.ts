/** Section 3: every way in which a signed document is refused, in its order, and what an accepted one changes. */
import { describe, expect, test } from '@jest/globals';
import {
  applyDocument,
  type Device,
  type DocumentKind,
  parseEnvelope,
  receiveDocument,
  type Trust,
} from '../../device/index.ts';
import { answerOf, codeOf, deviceWith, world } from '../support/dsat-device.ts';
import {
  bundleDocument,
  DEVICE_ID,
  keyDocument,
  MODEL,
  makeEnvelope,
  makeKey,
  makeToken,
  T0,
} from '../support/dsat-maker.ts';

const { hospital, root1, root2, envelopeFor } = world;
const NOW = { now: T0, uptime: 0 };
const keys = [keyDocument('h42-a', hospital)];
const bundle = (more: object = {}) => bundleDocument(keys, { version: 18, ...more });
const owner = (more: object = {}) => ({ kind: 'owner', device: DEVICE_ID, hospital: 'hosp-0099', version: 2, ...more });
const root = (more: object = {}) => ({ ...world.root, version: 4, ...more });
const profile = (more: object = {}) => ({
  kind: 'profile',
  model: MODEL,
  version: 1,
  class: 'B',
  form: 'jws',
  scopes: [{ name: 'svc.read', tier: 'T0' }],
  scope_bits: { '1': 'svc.read' },
  max_life: 14_400,
  max_dur: 7_200,
  max_use: 3,
  require_cnf: false,
  ...more,
});
const trust = deviceWith().trust;
const apply = (kind: DocumentKind, envelope: unknown, held: Trust = trust, moment: { now: number | null } = NOW) =>
  codeOf(() => applyDocument(held, kind, envelope, { uptime: 0, ...moment }));

const receive = (device: Device, kind: DocumentKind, envelope: unknown, keep = () => {}) =>
  receiveDocument(device, { kind, envelope }, NOW, keep);

describe('an envelope', () => {
  const good = envelopeFor('bundle', bundle());
  const [one, two] = good.signatures;
  const again = (count: number) => Array(count).fill(two);
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'E_META'],
    ['null', null, 'E_META'],
    ['text', 'x', 'E_META'],
    ['an array', [], 'E_META'],
    ['no payload', { signatures: [] }, 'E_META'],
    ['a payload by inheritance', Object.create(good), 'E_META'],
    ['no signatures', { payload: good.payload }, 'E_META'],
    ['signatures as an object', { payload: good.payload, signatures: {} }, 'E_META'],
    ['17 signatures, before the alphabet', { payload: '=', signatures: [one, ...again(16)] }, 'E_META'],
    ['a signature that is no object', { ...good, signatures: [one, two, 5] }, 'E_META'],
    ['more than 64 KiB', { ...good, payload: 'A'.repeat(87_384) }, 'E_META'],
    ['padding', { ...good, payload: `${good.payload}=` }, 'E_CHARSET'],
    ['a newline', { ...good, payload: `${good.payload}\n` }, 'E_CHARSET'],
    ['spare bits', { payload: 'AB', signatures: [] }, 'E_B64'],
    ['no signature', { ...good, signatures: [] }, 'E_META_THRESHOLD'],
    ['one of two', { ...good, signatures: [one] }, 'E_META_THRESHOLD'],
    ['one twice', { ...good, signatures: [one, one] }, 'E_META_THRESHOLD'],
    ['one under two kids', { ...good, signatures: [one, { ...one, kid: 'root2' }] }, 'E_META_THRESHOLD'],
    ['an unknown signer', { ...good, signatures: [one, { ...two, kid: '__proto__' }] }, 'E_META_THRESHOLD'],
    [
      'a changed payload',
      { ...good, payload: envelopeFor('bundle', bundle({ version: 19 })).payload },
      'E_META_THRESHOLD',
    ],
    ['another kind, by its signature', envelopeFor('owner', bundle()), 'E_META_THRESHOLD'],
    ['another kind, by its payload', envelopeFor('bundle', owner()), 'E_META'],
    ['what is no JSON', envelopeFor('bundle', 'kind'), 'E_JSON'],
    ['nothing signed', envelopeFor('bundle', ''), 'E_JSON'],
    ['an array', envelopeFor('bundle', '[]'), 'E_JSON'],
    ['a member twice', envelopeFor('bundle', '{"kind":"bundle","kind":"bundle"}'), 'E_JSON_DUP'],
    ['depth 6', envelopeFor('bundle', '{"kind":[[[[[0]]]]]}'), 'E_JSON_DEPTH'],
    ['33 keys', envelopeFor('bundle', bundle({ revoked_kids: Array(33).fill('k') })), 'E_JSON'],
  ])('refuses %s', (_name, envelope, code) => expect(apply('bundle', envelope)).toBe(code));
  test.each<[string, unknown]>([
    [
      'signatures that cannot count beside those that do',
      { ...good, signatures: [{ kid: 5, sig: 5 }, {}, { ...two, sig: 'x' }, one, two] },
    ],
    ['16 signatures', { ...good, signatures: [one, ...again(15)] }],
    ['an unknown payload member', envelopeFor('bundle', bundle({ note: { deep: { deeper: [[]] } } }))],
  ])('accepts %s', (_name, envelope) => expect(apply('bundle', envelope)).toBe('OK'));
  test('counts keys, not names, if a pinned root names one key twice', () => {
    const doubled = { ...trust, root: { ...trust.root, keys: new Map(trust.root.keys) } };
    const first = trust.root.keys.get('root1');
    if (first !== undefined) doubled.root.keys.set('root2', first);
    expect(apply('bundle', { ...good, signatures: [one, { ...one, kid: 'root2' }] }, doubled)).toBe('E_META_THRESHOLD');
  });
  test('is read from text by the strict parser, whose strings may be long only in `payload`', () => {
    expect(apply('bundle', parseEnvelope(JSON.stringify(good)))).toBe('OK');
    expect(codeOf(() => parseEnvelope(JSON.stringify(good, null, 1)))).toBe('E_JSON');
    expect(codeOf(() => parseEnvelope(`{"payload":"","payload":""}`))).toBe('E_JSON_DUP');
    expect(codeOf(() => parseEnvelope(JSON.stringify({ ...good, note: 'n'.repeat(257) })))).toBe('E_JSON');
  });
});

describe('a bundle', () => {
  test.each<[string, object, string]>([
    ['another root version, before a rollback', { root_version: 2, version: 1 }, 'E_META_ROOT'],
    ['an older version', { version: 16 }, 'E_META_ROLLBACK'],
    ['the same version', { version: 17 }, 'E_META_SAME'],
    ['a version 10001 ahead, before the model', { version: 10_018, models: [] }, 'E_META_JUMP'],
    [
      'no model of ours, before a kid twice',
      { models: ['gs1:01/0950600013435', `${MODEL}/`], keys: [...keys, ...keys] },
      'E_META_MODEL',
    ],
    ['a kid twice, before the date', { keys: [...keys, ...keys], issued: T0 + 121 }, 'E_META'],
    ['a date to come', { issued: T0 + 121 }, 'E_NOT_YET'],
    ['a date as text', { issued: 'today' }, 'E_META'],
    ['no keys', { keys: undefined }, 'E_META'],
    ['a key without purpose', { keys: [keyDocument('h42-a', hospital, { use: undefined })] }, 'E_META'],
    ['a key of an unheard-of purpose', { keys: [keyDocument('h42-a', hospital, { use: 'anything' })] }, 'E_META'],
    [
      'a key that is no point',
      { keys: [keyDocument('h42-a', hospital, { pub: `02${hospital.pub.slice(2, 66)}` })] },
      'E_META',
    ],
    ['a kid of another alphabet', { keys: [keyDocument('h42 a', hospital)] }, 'E_META'],
    ['a key of any age', { keys: [keyDocument('h42-a', hospital, { naf: null })] }, 'E_META'],
    ['revoked kids as text', { revoked_kids: 'h42-a' }, 'E_META'],
    ['a version below zero in words', { version: '18' }, 'E_META'],
  ])('is refused with %s', (_name, more, code) =>
    expect(apply('bundle', envelopeFor('bundle', bundle(more)))).toBe(code),
  );
  test.each<[string, object]>([
    ['10000 ahead', { version: 10_017 }],
    ['of the device alone', { models: [DEVICE_ID] }],
    ['issued within the skew', { issued: T0 + 120 }],
    ['without any key', { keys: [] }],
    ['with a key of an algorithm to come', { keys: [keyDocument('pq', hospital, { alg: 'ML-DSA-65', pub: 'AA' })] }],
  ])('is accepted %s', (_name, more) => expect(apply('bundle', envelopeFor('bundle', bundle(more)))).toBe('OK'));
  test('meets no clock where there is none to trust', () => {
    const late = envelopeFor('bundle', bundle({ issued: T0 + 9999 }));
    expect(apply('bundle', late, deviceWith({ class: 'C' }).trust)).toBe('OK');
    expect(apply('bundle', late, trust, { now: null })).toBe('OK');
  });
  test('revokes what the one before allowed', () => {
    const device = deviceWith();
    receive(device, 'bundle', envelopeFor('bundle', bundle({ revoked_kids: ['h42-a'] })));
    expect(answerOf(device, makeToken(hospital))).toBe('E_KEY_REVOKED');
    expect(device.store.read().versions.bundle).toBe(18);
  });
  test('is kept before it is counted, so that a power cut between the two loses nothing', () => {
    const device = deviceWith();
    const counted: number[] = [];
    receive(device, 'bundle', envelopeFor('bundle', bundle()), () => counted.push(device.store.read().versions.bundle));
    expect([...counted, device.store.read().versions.bundle]).toEqual([17, 18]);
  });
  test('is not applied when it cannot be kept', () => {
    const device = deviceWith();
    const fail = () => {
      throw new Error('disk full');
    };
    expect(() => receive(device, 'bundle', envelopeFor('bundle', bundle()), fail)).toThrow('disk full');
    expect([device.trust.versions.bundle, device.store.read().versions.bundle]).toEqual([17, 17]);
  });
  test('leaves everything as it was when it is refused', () => {
    const device = deviceWith();
    const before = { trust: device.trust, durable: device.store.read() };
    expect(codeOf(() => receive(device, 'bundle', {}))).toBe('E_META');
    expect({ trust: device.trust, durable: device.store.read() }).toEqual(before);
  });
});

describe('a root', () => {
  const fresh = makeKey();
  const next = root({
    keys: [
      { kid: 'root2', pub: root2.pub },
      { kid: 'root3', pub: fresh.pub },
    ],
  });
  const signedBy = (document: object, ...signers: (readonly [string, ReturnType<typeof makeKey>])[]) =>
    makeEnvelope('root', document, signers);
  const two = [
    ['root1', root1],
    ['root2', root2],
  ] as const;
  test.each<[string, object, string]>([
    ['the version that stands', root({ version: 3 }), 'E_META_ROLLBACK'],
    ['an older version', root({ version: 2 }), 'E_META_ROLLBACK'],
    ['a version left out', root({ version: 5 }), 'E_META_GAP'],
    ['threshold 0, before the version', root({ version: 3, threshold: 0 }), 'E_META'],
    ['a threshold above its keys', root({ threshold: 3 }), 'E_META'],
    ['no keys', root({ keys: [] }), 'E_META'],
    [
      'a kid twice',
      root({
        keys: [
          { kid: 'r', pub: root1.pub },
          { kid: 'r', pub: root2.pub },
        ],
      }),
      'E_META',
    ],
    [
      'a key twice',
      root({
        keys: [
          { kid: 'a', pub: root1.pub },
          { kid: 'b', pub: root1.pub },
        ],
      }),
      'E_META',
    ],
    [
      'a key twice in two spellings',
      root({
        keys: [
          { kid: 'a', pub: root1.pub },
          { kid: 'b', pub: root1.pub.toUpperCase() },
        ],
      }),
      'E_META',
    ],
    [
      'a key that is no point',
      root({
        keys: [
          { kid: 'a', pub: 'x' },
          { kid: 'b', pub: root1.pub },
        ],
      }),
      'E_META',
    ],
  ])('is refused with %s', (_name, document, code) => expect(apply('root', signedBy(document, ...two))).toBe(code));
  test('is refused when only the old keys signed', () => {
    expect(apply('root', signedBy(next, ...two))).toBe('E_META_THRESHOLD');
  });
  test('is refused when only the new keys signed', () => {
    expect(apply('root', signedBy(next, ['root2', root2], ['root3', fresh]))).toBe('E_META_THRESHOLD');
  });
  test('is applied when both thresholds signed; then only its own keys count, and bundles come anew', () => {
    const device = deviceWith();
    receive(device, 'root', signedBy(next, ...two, ['root3', fresh]));
    expect(answerOf(device, makeToken(hospital))).toBe('E_KEY_UNKNOWN');
    expect(apply('bundle', envelopeFor('bundle', bundle({ root_version: 4 })), device.trust)).toBe('E_META_THRESHOLD');
    const renewed = makeEnvelope('bundle', bundle({ root_version: 4 }), [
      ['root2', root2],
      ['root3', fresh],
    ]);
    receive(device, 'bundle', renewed);
    expect(answerOf(device, makeToken(hospital))).toBe('OK');
  });
});

describe('an owner', () => {
  test.each<[string, object, string]>([
    ['the version that stands', owner({ version: 1 }), 'E_META_SAME'],
    ['an older version', owner({ version: 0 }), 'E_META_ROLLBACK'],
    ['a version 10001 ahead', owner({ version: 10_002 }), 'E_META_JUMP'],
    ['another device', owner({ device: `${DEVICE_ID}0` }), 'E_META_MODEL'],
    ['a hospital in capitals', owner({ hospital: 'HOSP' }), 'E_META'],
  ])('is refused with %s', (_name, document, code) =>
    expect(apply('owner', envelopeFor('owner', document))).toBe(code),
  );
  test('ends the former owner’s word at once', () => {
    const device = deviceWith();
    receive(device, 'owner', envelopeFor('owner', owner()));
    expect(answerOf(device, makeToken(hospital))).toBe('E_ISS');
  });
});

describe('a profile', () => {
  test.each<[string, object, string]>([
    ['another model', { model: `${MODEL}/21` }, 'E_META_MODEL'],
    ['an unknown class', { class: 'D' }, 'E_META'],
    ['an unknown form', { form: 'jwt' }, 'E_META'],
    ['require_cnf as a number', { require_cnf: 1 }, 'E_META'],
    ['scope bits as a list', { scope_bits: [] }, 'E_META'],
    ['a bit that is none', { scope_bits: { '32': 'svc.read' } }, 'E_META'],
    ['max_dur 0', { max_dur: 0 }, 'E_META'],
  ])('is refused with %s', (_name, more, code) =>
    expect(apply('profile', envelopeFor('profile', profile(more)))).toBe(code),
  );
  test('is kept as it was signed', () => {
    expect(applyDocument(trust, 'profile', envelopeFor('profile', profile()), NOW).profile).toEqual(profile());
  });
});
