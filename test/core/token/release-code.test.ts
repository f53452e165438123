import { describe, expect, test } from '@jest/globals';
import { releaseCodeFor, releaseCodeHash, sessionName } from '../../../core/token/release-code.ts';

const SESSION = 'c2Vzc2lvbi1vbmU';
const JTI = 'AAECAwQFBgcICQoLDA0ODw';

describe('releaseCodeFor', () => {
  // printf 'wardkey-release-code-v1\0<jti>' | openssl dgst -sha256 -hmac <session>; first 8 bytes, last digits.
  test.each([
    ['10 digits for an hour at most', SESSION, JTI, 3_600, '8259739355'],
    ['12 digits for a second more', SESSION, JTI, 3_601, '208259739355'],
    ['another code in another session', 'c2Vzc2lvbi10d28', JTI, 900, '4407555845'],
    ['another code for another token', SESSION, 'EBESExQVFhcYGRobHB0eHw', 900, '1977524166'],
    ['zeros in front', SESSION, '-it68KgRuazeYCqst442OA', 900, '0051806899'],
  ])('is %s', (_name, session, jti, life, code) => {
    expect(releaseCodeFor(session, jti, life)).toBe(code);
  });
});

describe('releaseCodeHash', () => {
  // python: hashlib.pbkdf2_hmac('sha256', b'0123456789', bytes(range(16)), 100000, 16)
  test('is 16 bytes of PBKDF2 over 100,000 rounds', () => {
    expect(
      releaseCodeHash(
        '0123456789',
        Uint8Array.from({ length: 16 }, (_, at) => at),
      ),
    ).toEqual({
      s: 'AAECAwQFBgcICQoLDA0ODw',
      h: 'PYPiwlGUJwEFwZig5Ep2OA',
      n: 100_000,
    });
  });
});

describe('sessionName', () => {
  test('is a hash that neither is the session nor gives a release code', () => {
    expect(sessionName(SESSION)).toBe('jZGrzm13D3ZOC3k65yv1ehhkaxPi2QWsoL1KNx_ovyU');
  });
});
