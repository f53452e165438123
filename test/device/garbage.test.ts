/** Whatever arrives, the answer is a code: never a crash, never an open door. Seeds are printed by fast-check. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyDocument, parseEnvelope, Rejected } from '../../device/index.ts';
import { parseObject } from '../../device/json.ts';
import { answerOf, codeOf, deviceWith, world } from '../support/dsat-device.ts';
import { CLAIMS, HEADER, makeToken, signTexts, T0 } from '../support/dsat-maker.ts';

const { hospital } = world;
const good = makeToken(hospital);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
const codes = expect.stringMatching(/^E_[A-Z0-9_]+$/);

describe('a token', () => {
  test('of any text is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) =>
        expect(answerOf(deviceOnce, text)).toEqual(codes),
      ),
    );
  });
  test('of any bytes is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => expect(answerOf(deviceOnce, bytes)).toEqual(codes)),
    );
  });
  test('of any three segments is refused', () => {
    const segment = fc
      .uint8Array({ minLength: 1, maxLength: 200 })
      .map((bytes) => Buffer.from(bytes).toString('base64url'));
    fc.assert(
      fc.property(segment, segment, segment, (...three) =>
        expect(answerOf(deviceOnce, three.join('.'))).toEqual(codes),
      ),
    );
  });
  test('with any one character changed is refused', () => {
    const at = fc.nat(good.length - 1);
    fc.assert(
      fc.property(at, fc.constantFrom(...ALPHABET), (index, letter) => {
        fc.pre(good[index] !== letter);
        expect(answerOf(deviceOnce, good.slice(0, index) + letter + good.slice(index + 1))).toEqual(codes);
      }),
      { numRuns: 500 },
    );
  });
  test('with any cut, insertion or repetition is refused', () => {
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(good.length), (from, to) => {
        const changed = good.slice(0, from) + good.slice(to);
        fc.pre(changed !== good);
        expect(answerOf(deviceOnce, changed)).toEqual(codes);
      }),
    );
  });
  test('rightly signed, with any header and payload, opens or is refused by a code', () => {
    const text = fc.oneof(fc.json(), fc.string({ unit: 'binary-ascii' }), fc.constant(JSON.stringify(HEADER)));
    fc.assert(
      fc.property(text, text, (header, payload) =>
        expect(answerOf(deviceOnce, signTexts(hospital, header, payload))).toEqual(codes),
      ),
    );
  });
  test('rightly signed, with any one claim of any value, opens at most by the rules', () => {
    const value = fc.oneof(fc.jsonValue(), fc.nat(), fc.constantFrom('', '*', '__proto__'));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(CLAIMS).filter((name) => name !== 'sub')), value, (name, any) => {
        fc.pre(JSON.stringify(any) !== JSON.stringify({ ...CLAIMS }[name as keyof typeof CLAIMS]));
        const answer = answerOf(deviceWith(), makeToken(hospital, { [name]: any }));
        expect(answer).toMatch(/^(OK|E_[A-Z0-9_]+)$/);
        if (answer === 'OK') expect(['iat', 'nbf', 'exp', 'scope', 'jti', 'lim']).toContain(name);
      }),
    );
  });
});

describe('a document', () => {
  test('of any value is refused', () => {
    const { trust } = deviceOnce;
    fc.assert(
      fc.property(fc.anything(), (any) =>
        expect(codeOf(() => applyDocument(trust, 'bundle', any, { now: T0, uptime: 0 }))).toEqual(codes),
      ),
    );
  });
  test('rightly signed, of any JSON, is refused by a code', () => {
    const { trust } = deviceOnce;
    fc.assert(
      fc.property(
        fc.constantFrom('root', 'bundle', 'owner', 'profile'),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (kind, any) => {
          const envelope = world.envelopeFor(kind, { ...any, kind });
          expect(codeOf(() => applyDocument(trust, kind, envelope, { now: T0, uptime: 0 }))).toEqual(codes);
        },
      ),
    );
  });
  test('as any text is an envelope or a code', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) =>
        expect(codeOf(() => parseEnvelope(text))).toMatch(/^(OK|E_JSON.*)$/),
      ),
    );
  });
});

describe('the strict parser', () => {
  const name = fc.string({ unit: 'grapheme-ascii', maxLength: 20 }).filter((text) => !/["\\]/.test(text));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 2 },
      name,
      fc.maxSafeNat(),
      fc.constantFrom(true, false, null),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(name, tie('value'), { maxKeys: 5 }),
    ),
  }));
  test('reads what JSON.parse reads, within the subset', () => {
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 5 }), (object) => {
        const text = JSON.stringify(object);
        expect(toPlain(parseObject(text, 5))).toEqual(JSON.parse(text));
      }),
    );
  });
  test('never reads what JSON.parse does not', () => {
    fc.assert(
      fc.property(
        fc.dictionary(name, value, { maxKeys: 5 }),
        fc.nat(),
        fc.string({ maxLength: 1 }),
        (object, at, letter) => {
          const text = JSON.stringify(object);
          const changed = text.slice(0, at % text.length) + letter + text.slice((at % text.length) + 1);
          const mine = attempt(() => toPlain(parseObject(changed, 5)));
          if (mine !== undefined) expect(mine).toEqual(JSON.parse(changed));
        },
      ),
      { numRuns: 500 },
    );
  });
});

const deviceOnce = deviceWith();

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Rejected) return undefined;
    throw error;
  }
}

function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (!(value instanceof Map)) return value;
  const entries = [...value].map(([name, member]) => [name, toPlain(member)]);
  return JSON.parse(JSON.stringify(Object.fromEntries(entries)));
}
