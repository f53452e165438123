/** `npm run code` with what an enrolment answered. */
import { describe, expect, test } from '@jest/globals';
import { totpCodes } from '../../adapters/otp/totp.ts';
import { codeOfUri } from '../../local/code.ts';

/** RFC 6238 appendix B: the last six of eight digits, SHA-1. */
const SECRET = Buffer.from('12345678901234567890');

describe('code', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ])('of the URI of an enrolment at %i is what an app shows', (now, code) => {
    expect(codeOfUri(totpCodes.uri(SECRET, 'Wardkey', 'a.kowalski@st-marys.example'), now)).toBe(code);
  });

  test.each([
    ['without a secret', 'otpauth://totp/Wardkey'],
    ['with a secret that is no base32', 'otpauth://totp/Wardkey?secret=1'],
  ])('is none of a URI %s', (_what, uri) => {
    expect(() => codeOfUri(uri, 59)).toThrow();
  });
});
