/**
 * Step 22 and section 6: a stolen token must not be enough. The technician shows that he holds the key, or types the
 * release code, that the token names. Order: methods, shape, input missing, input wrong.
 */
import { decodeBase64url } from './base64url.ts';
import type { ClaimSet } from './claim-set.ts';
import { type Cnf, PATTERNS, RELEASE_CODE_ROUNDS } from './claims.ts';
import type { Json, JsonObject } from './json.ts';
import type { Signed } from './jws.ts';
import { importPoint, isEqualSecret, isSignedBy, sha256, stretchCode } from './p256.ts';
import { Rejected, WrongCode } from './rejected.ts';

/** What the technician gives beside the token. Untrusted: `pop` is whatever arrived where `{jwk, sig}` belongs. */
export interface Input {
  /** The release code as typed. */
  readonly code?: unknown;
  /** Proof of possession: `{jwk, sig}` (section 6). */
  readonly pop?: unknown;
}

const METHODS: readonly string[] = Object.freeze(['jkt', 'rc']);
/** A code is 8 to 12 characters; nothing longer is worth stretching. */
const MAX_CODE_CHARACTERS = 64;
const POP_DOMAIN = Buffer.from('dsat-pop-v1\0', 'latin1');

/**
 * Step 22.
 *
 * @returns the method that held, or undefined if the token names none and the device does not require one
 * @throws Rejected E_CNF_REQUIRED, E_CNF, E_CLAIM_TYPE; WrongCode if a release code must be counted
 */
export function checkBinding(claims: ClaimSet, signed: Signed, input: Input, isRequired: boolean): Cnf | undefined {
  if (claims.cnf === undefined && isRequired) throw new Rejected('E_CNF_REQUIRED');
  if (claims.cnf === undefined) return undefined;
  const [method] = claims.cnf.keys();
  if (claims.cnf.size !== 1 || method === undefined || !METHODS.includes(method)) throw new Rejected('E_CNF');
  if (method === 'jkt') return checkProof(claims, claims.cnf.get('jkt'), signed.token, input.pop);
  return checkCode(claims, claims.cnf.get('rc'), input.code);
}

function checkCode(claims: ClaimSet, rc: Json | undefined, code: unknown): Cnf {
  if (!isObject(rc)) throw new Rejected('E_CLAIM_TYPE');
  const { min, max } = RELEASE_CODE_ROUNDS;
  const n = rc.get('n');
  if (typeof n !== 'number' || n < min || n > max) throw new Rejected('E_CLAIM_TYPE');
  if (isAbsent(code)) throw new Rejected('E_CNF_REQUIRED');
  const [s, h] = [rc.get('s'), rc.get('h')];
  if (typeof code !== 'string' || !isBytes(s, PATTERNS.bytes16) || !isBytes(h, PATTERNS.bytes16)) {
    throw new WrongCode(claims.jti, claims.exp);
  }
  if (!isRightCode(code, s, h, n)) throw new WrongCode(claims.jti, claims.exp);
  return { rc: { s, h, n } };
}

function isRightCode(code: string, s: string, h: string, n: number): boolean {
  if (code.length > MAX_CODE_CHARACTERS) return false;
  return isEqualSecret(stretchCode(code, Buffer.from(s, 'base64url'), n), Buffer.from(h, 'base64url'));
}

function checkProof(claims: ClaimSet, jkt: Json | undefined, token: Buffer, pop: unknown): Cnf {
  if (isAbsent(pop)) throw new Rejected('E_CNF_REQUIRED');
  const point = pointOf(member(pop, 'jwk'));
  const sig = member(pop, 'sig');
  if (point === undefined || typeof jkt !== 'string' || !isBytes(sig, PATTERNS.bytes64)) throw new Rejected('E_CNF');
  if (thumbprintOf(point) !== jkt) throw new Rejected('E_CNF');
  const cnonce = Buffer.from(claims.cnonce ?? '', 'base64url');
  const message = Buffer.concat([POP_DOMAIN, sha256(token), cnonce]);
  const key = importPoint(`04${toHex(point.x)}${toHex(point.y)}`);
  if (!isSignedBy(key, message, Buffer.from(sig, 'base64url'))) throw new Rejected('E_CNF');
  return { jkt };
}

/** A public JWK with exactly kty, crv, x, y; a private or extra member is no public key of ours. */
function pointOf(jwk: unknown): { x: string; y: string } | undefined {
  if (typeof jwk !== 'object' || jwk === null || Object.keys(jwk).length !== 4) return undefined;
  if (member(jwk, 'kty') !== 'EC' || member(jwk, 'crv') !== 'P-256') return undefined;
  const [x, y] = [member(jwk, 'x'), member(jwk, 'y')];
  return isBytes(x, PATTERNS.bytes32) && isBytes(y, PATTERNS.bytes32) ? { x, y } : undefined;
}

/** RFC 7638: SHA-256 of the required members in lexical order. */
function thumbprintOf({ x, y }: { x: string; y: string }): string {
  return sha256(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).toString('base64url');
}

/** Own members only: `pop` comes from outside. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

function isBytes(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

/** Nothing typed is nothing given: it costs none of the five tries. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function toHex(base64url: string): string {
  return decodeBase64url(base64url)?.toString('hex') ?? '';
}
