import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromBase64url, toBase64url, toHex } from '../../../core/token/base64url.ts';

describe('toBase64url, fromBase64url and toHex', () => {
  test.each([
    ['', '', ''],
    ['66', 'Zg', 'f'],
    ['666f', 'Zm8', 'fo'],
    ['666f6f', 'Zm9v', 'foo'],
    ['666f6f626172', 'Zm9vYmFy', 'foobar'],
    ['fbefff', '--__', '62 and 63'],
  ])('write %s as %s (RFC 4648 section 10)', (hex, text) => {
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
    expect(toBase64url(bytes)).toBe(text);
    expect(toHex(fromBase64url(text))).toBe(hex);
  });

  test('agree with node on all bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      }),
    );
  });
});
