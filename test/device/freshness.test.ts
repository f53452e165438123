/** Steps 20-22: time, challenge, use, technician, each at its edge. */

import { createHash, pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { endSession, makeChallenge } from '../../device/index.ts';
import { answerOf, codeOf, deviceWith, other, world } from '../support/dsat-device.ts';
import { JTI, makeToken, NONCE, signRaw, T0, thumbprint } from '../support/dsat-maker.ts';

const { hospital } = world;
const good = makeToken(hospital);
const at = (now: number | null, uptime = 10) => ({ now, uptime });

describe('step 20 with a clock', () => {
  test.each<[string, number | null, string]>([
    ['clock is not set', null, 'E_CLOCK'],
    ['clock is a second below floor - skew', T0 - 100_000 - 121, 'E_CLOCK'],
    ['clock is at floor - skew', T0 - 100_000 - 120, 'E_NOT_YET'],
    ['clock is 121 s before iat', T0 - 121, 'E_NOT_YET'],
    ['clock is 120 s before iat', T0 - 120, 'OK'],
    ['clock is 119 s after exp', T0 + 3719, 'OK'],
    ['clock is 120 s after exp', T0 + 3720, 'E_EXPIRED'],
  ])('when the %s', (_name, now, code) => {
    for (const letter of ['A', 'B']) expect(answerOf(deviceWith({ class: letter }), good, {}, at(now))).toBe(code);
  });
  test('refuses nbf ahead though iat is past', () => {
    const token = makeToken(hospital, { nbf: T0 + 600, exp: T0 + 1200 });
    expect(answerOf(deviceWith(), token, {}, at(T0 + 479))).toBe('E_NOT_YET');
    expect(answerOf(deviceWith(), token, {}, at(T0 + 480))).toBe('OK');
  });
  test('refuses after the end of the key, by the skew', () => {
    const device = () => deviceWith({}, {}, { naf: T0 + 10 });
    expect(answerOf(device(), good, {}, at(T0 + 130))).toBe('OK');
    expect(answerOf(device(), good, {}, at(T0 + 131))).toBe('E_KEY_TIME');
    expect(answerOf(device(), good, {}, at(T0 + 3720))).toBe('E_EXPIRED');
  });
  test('takes an accepted iat as its floor: the clock cannot be put back before it', () => {
    const device = deviceWith();
    expect(answerOf(device, good)).toBe('OK');
    endSession(device);
    const earlier = makeToken(hospital, { jti: NONCE, iat: T0 - 500, nbf: T0 - 500, exp: T0 });
    expect(answerOf(device, earlier, {}, at(T0 - 121))).toBe('E_CLOCK');
    expect(answerOf(device, earlier, {}, at(T0 - 120))).toBe('OK');
  });
  test.each([
    ['none stands', undefined, 'E_NONCE'],
    ['another stands', 'AAAAAAAAAAAAAAAAAAAAAA', 'E_NONCE'],
    ['it stands, however old', NONCE, 'OK'],
  ])('with a cnonce when %s', (_name, v, code) => {
    const device = deviceWith();
    device.challenge = v === undefined ? undefined : { v, at: 0 };
    expect(answerOf(device, makeToken(hospital, { cnonce: NONCE }), {}, at(T0, 999_999))).toBe(code);
  });
  test('needs no cnonce while a challenge stands, and a success clears it', () => {
    const device = deviceWith();
    device.challenge = { v: NONCE, at: 0 };
    expect(answerOf(device, good)).toBe('OK');
    expect(device.challenge).toBeUndefined();
  });
  test('judges the cnonce before the clock', () => {
    expect(answerOf(deviceWith(), makeToken(hospital, { cnonce: NONCE }), {}, at(null))).toBe('E_NONCE');
  });
});

describe('step 20 without a clock', () => {
  const bound = makeToken(hospital, { cnonce: NONCE });
  const clockless = () => {
    const device = deviceWith({ class: 'C' });
    device.challenge = { v: NONCE, at: 10 };
    return device;
  };
  test('compares no claim with a clock, whatever it says', () => {
    for (const now of [null, 0, T0 + 999_999_999]) expect(answerOf(clockless(), bound, {}, at(now))).toBe('OK');
  });
  test('refuses a token without cnonce', () => expect(answerOf(clockless(), good)).toBe('E_NONCE_MISSING'));
  test('refuses another cnonce and keeps the challenge', () => {
    const device = clockless();
    expect(answerOf(device, makeToken(hospital, { cnonce: 'AAAAAAAAAAAAAAAAAAAAAA' }))).toBe('E_NONCE');
    expect(answerOf(device, bound)).toBe('OK');
  });
  test('lets a challenge live 1800 s, then drops it', () => {
    expect(answerOf(clockless(), bound, {}, at(null, 1810))).toBe('OK');
    const device = clockless();
    expect(answerOf(device, bound, {}, at(null, 1811))).toBe('E_NONCE_EXPIRED');
    expect(answerOf(device, bound, {}, at(null, 1811))).toBe('E_NONCE_NONE');
  });
  test('burns neither jti nor challenge by a bad signature', () => {
    const device = clockless();
    expect(answerOf(device, makeToken(other, { cnonce: NONCE }))).toBe('E_SIG');
    expect(answerOf(device, bound)).toBe('OK');
  });
  test('does not raise the floor', () => {
    const device = clockless();
    const floor = device.store.read().floor;
    answerOf(device, bound);
    expect(device.store.read().floor).toBe(floor);
  });
  test('kills a challenge by the next one', () => {
    const device = clockless();
    makeChallenge(device, 10, () => Buffer.from('00112233445566778899aabbccddeeff', 'hex'));
    expect(device.challenge).toEqual({ v: 'ABEiM0RVZneImaq7zN3u_w', at: 10 });
    expect(answerOf(device, bound)).toBe('E_NONCE');
  });
  test('makes no challenge from a dead generator, and the old one is dead too', () => {
    const device = clockless();
    expect(codeOf(() => makeChallenge(device, 10, () => Buffer.alloc(16)))).toBe('E_NONCE_NONE');
    expect(answerOf(device, bound)).toBe('E_NONCE_NONE');
  });
});

describe('step 21, use', () => {
  test('refuses a revoked jti', () => {
    expect(answerOf(deviceWith({}, { revoked_jtis: [JTI] }), good)).toBe('E_REVOKED');
  });
  test('opens once, also in other bytes', () => {
    const device = deviceWith();
    expect(answerOf(device, good)).toBe('OK');
    expect(answerOf(device, good)).toBe('E_REPLAY');
    endSession(device);
    expect(answerOf(device, makeToken(hospital, { note: 'other bytes' }))).toBe('E_REPLAY');
  });
  test('opens as often as `use` says', () => {
    const device = deviceWith();
    const token = makeToken(hospital, { lim: { dur: 1800, use: 2 } });
    expect(answerOf(device, token)).toBe('OK');
    expect(answerOf(device, token)).toBe('E_BUSY');
    endSession(device);
    expect(answerOf(device, token)).toBe('OK');
    endSession(device);
    expect(answerOf(device, token)).toBe('E_REPLAY');
  });
  test('refuses a start when the time is spent, before it looks for a running session', () => {
    const device = deviceWith();
    const token = makeToken(hospital, { lim: { dur: 60, use: 3 } });
    expect(answerOf(device, token)).toBe('OK');
    expect(answerOf(device, token)).toBe('E_BUDGET');
  });
  test('refuses a second token while a session runs', () => {
    const device = deviceWith();
    expect(answerOf(device, good)).toBe('OK');
    expect(answerOf(device, makeToken(hospital, { jti: NONCE }))).toBe('E_BUSY');
  });
  test('refuses a new jti when the store is full, lets a known one resume, and makes room only below the floor', () => {
    const device = deviceWith({ limits: { replay_cap: 2 } });
    const jti = (letter: string) => `${letter.repeat(21)}A`;
    const open = (claims: object, now: number) => {
      endSession(device);
      return answerOf(device, makeToken(hospital, claims), {}, at(now));
    };
    expect(open({ jti: jti('a'), exp: T0 + 100 }, T0)).toBe('OK');
    expect(open({ jti: jti('b'), exp: T0 + 200, lim: { dur: 600, use: 2 } }, T0)).toBe('OK');
    expect(open({ jti: jti('c') }, T0 + 60)).toBe('E_STORE_FULL');
    expect(open({ jti: jti('b'), exp: T0 + 200, lim: { dur: 600, use: 2 }, iat: T0 + 150 }, T0 + 150)).toBe('OK');
    expect(open({ jti: jti('c'), iat: T0 + 300, nbf: T0 + 300 }, T0 + 300)).toBe('E_STORE_FULL');
    device.store.commit({ ...device.store.read(), revision: device.store.read().revision + 1, floor: T0 + 220 });
    expect(open({ jti: jti('c'), iat: T0 + 300, nbf: T0 + 300 }, T0 + 300)).toBe('E_STORE_FULL');
    device.store.commit({ ...device.store.read(), revision: device.store.read().revision + 1, floor: T0 + 221 });
    expect(open({ jti: jti('c'), iat: T0 + 300, nbf: T0 + 300 }, T0 + 300)).toBe('OK');
    expect([...device.store.read().tokens.keys()]).toEqual([jti('b'), jti('c')]);
  });
  test('goes on for ever on class C, where no clock makes room and a spent challenge never comes again', () => {
    const device = deviceWith({ class: 'C', limits: { replay_cap: 2 } });
    const codes = Array.from({ length: 8 }, (_, visit) => {
      const challenge = makeChallenge(device, 10 + visit, () =>
        Buffer.from(Array.from({ length: 16 }, (_, byte) => visit + byte)),
      );
      const jti = Buffer.alloc(16, 100 + visit).toString('base64url');
      const token = makeToken(hospital, { jti, cnonce: challenge.v });
      const first = answerOf(device, token, {}, { now: null, uptime: 10 + visit });
      endSession(device);
      return [first, answerOf(device, token, {}, { now: null, uptime: 10 + visit })];
    });
    expect(codes).toEqual(Array.from({ length: 8 }, () => ['OK', 'E_NONCE_NONE']));
    expect(device.store.read().tokens.size).toBe(2);
  });
  test('leaves no trace of a refused token', () => {
    const device = deviceWith();
    const before = device.store.read();
    for (const token of [makeToken(other), makeToken(hospital, { aud: 'gs1:other' }), '', 'x.y.z'])
      answerOf(device, token);
    expect(device.store.read()).toBe(before);
  });
});

describe('step 22, release code', () => {
  const salt = Buffer.alloc(16, 7);
  const n = 10_000;
  const h = pbkdf2Sync('4829105736', salt, n, 16, 'sha256').toString('base64url');
  const s = salt.toString('base64url');
  const withRc = (rc: unknown) => makeToken(hospital, { cnf: { rc } });
  const token = withRc({ s, h, n });
  test.each<[string, string, object, string]>([
    ['no code', token, {}, 'E_CNF_REQUIRED'],
    ['an empty code', token, { code: '' }, 'E_CNF_REQUIRED'],
    ['a proof in place of a code', token, { pop: {} }, 'E_CNF_REQUIRED'],
    ['a wrong code', token, { code: '4829105737' }, 'E_CNF'],
    ['a code that is no text', token, { code: 4829105736 }, 'E_CNF'],
    ['a code of any length', token, { code: '4'.repeat(100_000) }, 'E_CNF'],
    ['no method', makeToken(hospital, { cnf: {} }), { code: '4829105736' }, 'E_CNF'],
    ['two methods', makeToken(hospital, { cnf: { rc: 5, jkt: 'x' } }), {}, 'E_CNF'],
    ['an unknown method', makeToken(hospital, { cnf: { pin: 'x' } }), {}, 'E_CNF'],
    ['__proto__ as method', makeToken(hospital, { cnf: JSON.parse('{"__proto__":{}}') }), {}, 'E_CNF'],
    ['rc that is no object', withRc('x'), {}, 'E_CLAIM_TYPE'],
    ['n absent', withRc({ s, h }), {}, 'E_CLAIM_TYPE'],
    ['n below 10000', withRc({ s, h, n: 9_999 }), { code: '4829105736' }, 'E_CLAIM_TYPE'],
    ['n above a million', withRc({ s, h, n: 1_000_001 }), { code: '4829105736' }, 'E_CLAIM_TYPE'],
    ['n as text', withRc({ s, h, n: '10000' }), {}, 'E_CLAIM_TYPE'],
    ['a short salt', withRc({ s: 'AA', h, n }), { code: '4829105736' }, 'E_CNF'],
    ['a missing salt, no code', withRc({ h, n }), {}, 'E_CNF_REQUIRED'],
  ])('refuses %s', (_name, presented, input, code) => expect(answerOf(deviceWith(), presented, input)).toBe(code));
  test('accepts the right code', () => expect(answerOf(deviceWith(), token, { code: '4829105736' })).toBe('OK'));
  test('refuses a token without cnf where the device requires one', () => {
    expect(answerOf(deviceWith({ require_cnf: true }), good)).toBe('E_CNF_REQUIRED');
    expect(answerOf(deviceWith({ require_cnf: true }), token, { code: '4829105736' })).toBe('OK');
  });
  test('counts wrong codes only, and burns the token by the fifth', () => {
    const device = deviceWith();
    for (let round = 1; round <= 4; round += 1) {
      expect(answerOf(device, token, { code: `wrong-${round}` })).toBe('E_CNF');
      expect(answerOf(device, token, {})).toBe('E_CNF_REQUIRED');
    }
    expect(device.store.read().tokens.get(JTI)).toEqual({ starts: 0, spent: 0, bad: 4, exp: T0 + 3600 });
    expect(answerOf(device, token, { code: 'wrong-5' })).toBe('E_CNF');
    expect(answerOf(device, token, { code: '4829105736' })).toBe('E_REPLAY');
  });
  test('does not forget wrong codes for a right one', () => {
    const device = deviceWith();
    const twice = makeToken(hospital, { cnf: { rc: { s, h, n } }, lim: { dur: 1800, use: 3 } });
    for (let round = 1; round <= 4; round += 1) expect(answerOf(device, twice, { code: 'wrong' })).toBe('E_CNF');
    expect(answerOf(device, twice, { code: '4829105736' })).toBe('OK');
    endSession(device);
    expect(answerOf(device, twice, { code: 'wrong' })).toBe('E_CNF');
    expect(answerOf(device, twice, { code: '4829105736' })).toBe('E_REPLAY');
  });
});

describe('step 22, proof of possession', () => {
  const { jwk } = other;
  const token = makeToken(hospital, { cnf: { jkt: thumbprint(jwk) } });
  const proofFor = (presented: string, cnonce = '') => {
    const digest = createHash('sha256').update(presented).digest();
    const message = Buffer.concat([Buffer.from('dsat-pop-v1\0'), digest, Buffer.from(cnonce, 'base64url')]);
    return signRaw(other, message).toString('base64url');
  };
  const sig = proofFor(token);
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'E_CNF_REQUIRED'],
    ['text', 'x', 'E_CNF'],
    ['a key without signature', { jwk }, 'E_CNF'],
    ['a signature without key', { sig }, 'E_CNF'],
    ['another key', { jwk: hospital.jwk, sig }, 'E_CNF'],
    ['an extra member', { jwk: { ...jwk, use: 'sig' }, sig }, 'E_CNF'],
    ['another curve', { jwk: { ...jwk, crv: 'P-384' }, sig }, 'E_CNF'],
    ['a padded coordinate', { jwk: { ...jwk, x: `${jwk.x}=` }, sig }, 'E_CNF'],
    ['a proof for another token', { jwk, sig: proofFor(good) }, 'E_CNF'],
    ['a proof with a nonce that the token lacks', { jwk, sig: proofFor(token, NONCE) }, 'E_CNF'],
    ['a padded signature', { jwk, sig: `${sig}==` }, 'E_CNF'],
  ])('refuses %s', (_name, pop, code) => expect(answerOf(deviceWith(), token, { pop })).toBe(code));
  test('refuses a jkt that is no text', () => {
    expect(answerOf(deviceWith(), makeToken(hospital, { cnf: { jkt: 5 } }), { pop: { jwk, sig } })).toBe('E_CNF');
  });
  test('does not count wrong proofs: they cannot be guessed', () => {
    const device = deviceWith();
    for (let round = 0; round < 6; round += 1) expect(answerOf(device, token, { pop: {} })).toBe('E_CNF');
    expect(answerOf(device, token, { pop: { jwk, sig } })).toBe('OK');
  });
  test('accepts the right proof, with the challenge in it where the token has one', () => {
    expect(answerOf(deviceWith(), token, { pop: { jwk, sig } })).toBe('OK');
    const bound = makeToken(hospital, { cnonce: NONCE, cnf: { jkt: thumbprint(jwk) } });
    const device = deviceWith({ class: 'C' });
    device.challenge = { v: NONCE, at: 0 };
    expect(answerOf(device, bound, { pop: { jwk, sig: proofFor(bound) } })).toBe('E_CNF');
    expect(answerOf(device, bound, { pop: { jwk, sig: proofFor(bound, NONCE) } })).toBe('OK');
  });
});
