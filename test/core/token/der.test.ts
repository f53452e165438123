import { describe, expect, test } from '@jest/globals';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { parseDerSignature } from '../../../core/token/der.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (raw: Uint8Array | undefined) => raw && Buffer.from(raw).toString('hex');

const N = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
const N_MINUS_1 = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550';
const ONE = `${'00'.repeat(31)}01`;

describe('parseDerSignature accepts', () => {
  test.each([
    ['the smallest integers', '3006020101020101', ONE + ONE],
    ['a sign byte where the top bit is set', '30080202008002020080', `${'00'.repeat(31)}80${'00'.repeat(31)}80`],
    ['both integers at n-1', `3046022100${N_MINUS_1}022100${N_MINUS_1}`, N_MINUS_1 + N_MINUS_1],
    ['a 32-byte integer without a sign byte', `30250220${'7f'.repeat(32)}020101`, '7f'.repeat(32) + ONE],
  ])('%s', (_name, der, raw) => {
    expect(hexOf(parseDerSignature(bytes(der)))).toBe(raw);
  });
});

describe('parseDerSignature refuses', () => {
  test.each([
    ['nothing', ''],
    ['a sequence without content', '3000'],
    ['another outer tag', '3106020101020101'],
    ['another inner tag', '3006030101020101'],
    ['one integer only', '3003020101'],
    ['a third integer', '3009020101020101020101'],
    ['r = 0', '3006020100020101'],
    ['s = 0', '3006020101020100'],
    ['an integer of no bytes', '30050200020101'],
    ['a negative r', '3006020180020101'],
    ['a negative s', '30060201010201ff'],
    ['a padded r', '300702020001020101'],
    ['a padded s', '300702010102020001'],
    ['a padded zero', '300702020000020101'],
    ['r = n', `3026022100${N}020101`],
    ['s = n', `3026020101022100${N}`],
    ['an integer of 33 bytes', `3026022101${'00'.repeat(32)}020101`],
    ['an integer of 34 bytes', `302702220080${'00'.repeat(32)}020101`],
    ['bytes after the sequence', '300602010102010100'],
    ['bytes inside the sequence after s', '300702010102010100'],
    ['a sequence length too short', '3005020101020101'],
    ['a sequence length too long', '3007020101020101'],
    ['an integer length over the end', '3006020101020201'],
    ['the long form of a length', '308106020101020101'],
    ['the indefinite length', '30800201010201010000'],
    ['the long form of an integer length', '300702810101020101'],
    ['a signature of P-384', `306402307f${'11'.repeat(47)}02307f${'11'.repeat(47)}`],
  ])('%s', (_name, der) => {
    expect(parseDerSignature(bytes(der))).toBeUndefined();
  });
});

describe('parseDerSignature and an independent encoder', () => {
  const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const secret = p256.utils.randomSecretKey(new Uint8Array(48).fill(7));

  test('agree on every signature', () => {
    fc.assert(
      fc.property(digest, (message) => {
        const raw = p256.sign(message, secret, { prehash: false, lowS: false });
        const der = p256.Signature.fromBytes(raw, 'compact').toBytes('der');
        expect(hexOf(parseDerSignature(der))).toBe(Buffer.from(raw).toString('hex'));
      }),
    );
  });

  test('agree that a changed byte is another signature or none', () => {
    fc.assert(
      fc.property(digest, fc.nat(71), fc.integer({ min: 1, max: 255 }), (message, at, flip) => {
        const raw = p256.sign(message, secret, { prehash: false, lowS: false });
        const der = p256.Signature.fromBytes(raw, 'compact').toBytes('der');
        const index = at % der.length;
        der[index] = (der[index] ?? 0) ^ flip;
        expect(hexOf(parseDerSignature(der))).not.toBe(Buffer.from(raw).toString('hex'));
      }),
    );
  });

  test('never throw on garbage, and re-encode to the same bytes what they accept', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (garbage) => {
        const raw = parseDerSignature(garbage);
        if (raw) expect(p256.Signature.fromBytes(raw, 'compact').toBytes('der')).toEqual(garbage);
      }),
    );
  });
});
