/**
 * All the cryptography of this room, and its only import of node:crypto: ES256 (ECDSA on P-256 with SHA-256, RFC 7518
 * section 3.4), SHA-256, PBKDF2, random bytes. To port the verifier to another library, port this file.
 */
import { createPublicKey, hash, type KeyObject, pbkdf2Sync, randomBytes, timingSafeEqual, verify } from 'node:crypto';
import { PATTERNS } from './claims.ts';

/** A P-256 public key that can verify. */
export type PublicKey = KeyObject;

/** SubjectPublicKeyInfo of an uncompressed P-256 point, up to the point (RFC 5480). */
const SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
/** The order of the group (SEC 2, 2.4.2). */
const ORDER = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
const ZERO = Buffer.alloc(32);

/** Builds the key once, when a document is applied; undefined for anything that is not a point of the curve. */
export function importPoint(hex: string): PublicKey | undefined {
  if (!PATTERNS.point.test(hex)) return undefined;
  try {
    return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, Buffer.from(hex, 'hex')]), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/**
 * Is `signature` (r||s, 64 bytes) one of `key` over `message`? High s is valid: half of all honest signatures have it.
 *
 * Converting to DER first is faster on Node 24 than its own `ieee-p1363` encoding (docs/performance.md).
 */
export function isSignedBy(key: PublicKey | undefined, message: Uint8Array, signature: Uint8Array): boolean {
  const r = signature.subarray(0, 32);
  const s = signature.subarray(32);
  if (key === undefined || !isScalar(r) || !isScalar(s)) return false;
  return verify('sha256', message, key, toDer(r, s));
}

/** 1 <= value < n. Zero and n itself have made other verifiers accept anything. */
function isScalar(value: Uint8Array): boolean {
  return value.length === 32 && Buffer.compare(value, ZERO) > 0 && Buffer.compare(value, ORDER) < 0;
}

/** DER of SEQUENCE { INTEGER r, INTEGER s }: shortest form, a zero byte before a set top bit. */
function toDer(r: Uint8Array, s: Uint8Array): Uint8Array {
  const [first, second] = [leadingZeros(r), leadingZeros(s)];
  const der = Buffer.allocUnsafe(70 - first - second + signByte(r, first) + signByte(s, second));
  der[0] = 0x30;
  der[1] = der.length - 2;
  const next = putInteger(der, 2, r, first);
  putInteger(der, next, s, second);
  return der;
}

function leadingZeros(value: Uint8Array): number {
  let count = 0;
  while (value[count] === 0) count += 1;
  return count;
}

function signByte(value: Uint8Array, from: number): number {
  return (value[from] ?? 0) >> 7;
}

/** @returns where the next integer begins */
function putInteger(der: Uint8Array, at: number, value: Uint8Array, from: number): number {
  const pad = signByte(value, from);
  const length = value.length - from + pad;
  der[at] = 0x02;
  der[at + 1] = length;
  der[at + 2] = 0;
  der.set(value.subarray(from), at + 2 + pad);
  return at + 2 + length;
}

export function sha256(bytes: Uint8Array | string): Buffer {
  return hash('sha256', bytes, 'buffer');
}

/** 16 bytes of PBKDF2-HMAC-SHA256 (RFC 8018 section 5.2). */
export function stretchCode(code: string, salt: Uint8Array, rounds: number): Buffer {
  return pbkdf2Sync(code, salt, rounds, 16, 'sha256');
}

/** Equality that takes as long for a near miss as for a far one. */
export function isEqualSecret(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

export function random16(): Uint8Array {
  return randomBytes(16);
}
