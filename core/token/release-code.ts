/**
 * The release code: what makes a stolen QR not enough (token profile 6, `cnf.rc`). Derived from the technician's own
 * session and the token's jti, so that a repeated mint shows the same code while nothing of it is stored anywhere.
 */
import type { ReleaseCodeHash } from '../../device/claims.ts';
import { hmacSha256, pbkdf2Sha256, sha256Base64url } from '../hash.ts';
import type { Base64url, Seconds } from '../units.ts';
import { toBase64url, toHex } from './base64url.ts';

/** Stretching of a guess against the hash in the token. */
const ITERATIONS = 100_000;
const HOUR: Seconds = 3600;

/** 10 digits for a token of at most an hour, else 12. */
export function releaseCodeFor(session: Base64url, jti: Base64url, lifeSeconds: Seconds): string {
  const digits = lifeSeconds <= HOUR ? 10 : 12;
  const mac = hmacSha256(session, `wardkey-release-code-v1\0${jti}`);
  const number = BigInt(`0x${toHex(mac.subarray(0, 8))}`);
  return (number % 10n ** BigInt(digits)).toString().padStart(digits, '0');
}

/** What the token carries of `code`. */
export function releaseCodeHash(code: string, salt: Uint8Array): ReleaseCodeHash {
  return { s: toBase64url(salt), h: toBase64url(pbkdf2Sha256(code, salt, ITERATIONS, 16)), n: ITERATIONS };
}

/** A session's name in tables: a hash of what derives release codes, which itself is never stored. */
export function sessionName(session: Base64url): Base64url {
  return sha256Base64url(`wardkey-session-name-v1\0${session}`);
}
