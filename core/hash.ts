/** Hashing, the one thing core takes from `node:crypto`: pure functions of their input, the same everywhere. */
import { createHmac, hash, pbkdf2Sync } from 'node:crypto';
import type { Base64url, Hex } from './units.ts';

/** SHA-256 as lower-case hex. One-shot: 1.5 x the speed of `createHash`. */
export function sha256Hex(data: string | Uint8Array): Hex {
  return hash('sha256', data, 'hex');
}

/** SHA-256 as 43 characters of base64url. */
export function sha256Base64url(data: string | Uint8Array): Base64url {
  return hash('sha256', data, 'base64url');
}

/** SHA-256 as 32 bytes. */
export function sha256Bytes(data: string | Uint8Array): Uint8Array {
  return hash('sha256', data, 'buffer');
}

/** HMAC-SHA-256 (RFC 2104), 32 bytes. */
export function hmacSha256(key: string | Uint8Array, data: string | Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(data).digest();
}

/** PBKDF2-HMAC-SHA-256 (RFC 8018 5.2) of an ASCII password. */
export function pbkdf2Sha256(password: string, salt: Uint8Array, iterations: number, length: number): Uint8Array {
  return pbkdf2Sync(password, salt, iterations, length, 'sha256');
}
