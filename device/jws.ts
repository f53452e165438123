/**
 * Steps 1-10 for the JWS compact form (RFC 7515 section 7.1): from characters to a payload that a key of the bundle
 * signed. Nothing of the payload is parsed, shown or logged before the last line.
 */
import { decodeBase64url } from './base64url.ts';
import { ALG_ES256, type Code, type Header, MAX_JWS_CHARACTERS, PATTERNS, TYP_JWS } from './claims.ts';
import { type JsonObject, parseObject } from './json.ts';
import { isSignedBy } from './p256.ts';
import { Rejected } from './rejected.ts';
import type { TokenKey, Trust } from './trust.ts';

/** What the signature vouches for, still unread, and the key that made it. Both forms end here. */
export interface Signed {
  readonly payload: Buffer;
  readonly key: TokenKey;
  /** The bytes as presented, which a proof of possession names by their hash (section 6). */
  readonly token: Buffer;
}

/** Token and header depth (section 1). */
export const TOKEN_DEPTH = 3;

type Row<T> = readonly [code: Code, breaks: (subject: T) => boolean];

const TEXT_RULES: readonly Row<string>[] = Object.freeze([
  ['E_SIZE', (text) => text.length < 1 || text.length > MAX_JWS_CHARACTERS],
  ['E_CHARSET', (text) => !/^[A-Za-z0-9_.-]+$/.test(text)],
]);

const HEADER_RULES: readonly Row<JsonObject>[] = Object.freeze([
  ['E_CRIT', (header) => header.has('crit')],
  ['E_HEADER', (header) => header.size !== 3 || !['alg', 'kid', 'typ'].every((n) => typeof header.get(n) === 'string')],
  ['E_TYP', (header) => header.get('typ') !== TYP_JWS],
  ['E_KID', (header) => !PATTERNS.kid.test(String(header.get('kid')))],
]);

const KEY_RULES: readonly Row<{ key: TokenKey; alg: string; trust: Trust }>[] = Object.freeze([
  ['E_KEY_PURPOSE', ({ key }) => key.use !== 'token'],
  ['E_KEY_REVOKED', ({ key, trust }) => trust.bundle?.revokedKids.has(key.kid) !== false],
  ['E_ALG', ({ key, alg }) => key.alg !== alg],
  ['E_ALG_RETIRED', ({ alg, trust }) => trust.bundle?.algs.includes(alg) !== true],
  ['E_ALG', ({ alg }) => alg !== ALG_ES256],
]);

/**
 * Steps 1-10.
 *
 * @param text the token exactly as it arrived: not trimmed, not unwrapped
 * @throws Rejected with the code of the first step that fails
 */
export function openJws(text: string, trust: Trust): Signed {
  refuseBy(TEXT_RULES, text);
  const [header, payload, signature] = decodeSegments(text.split('.'));
  const { alg, kid } = parseHeader(header, trust);
  const key = keyFor(kid, alg, trust);
  if (signature.length !== 64) throw new Rejected('E_SIG_FORMAT');
  const token = Buffer.from(text, 'latin1');
  const signingInput = token.subarray(0, text.lastIndexOf('.'));
  if (!isSignedBy(key.key, signingInput, signature)) throw new Rejected('E_SIG');
  return { payload, key, token };
}

/** Steps 8 and 9: the header only names an entry; everything else is the entry's. */
function keyFor(kid: string, alg: string, trust: Trust): TokenKey {
  const key = trust.bundle?.keys.get(kid);
  if (key === undefined) throw new Rejected('E_KEY_UNKNOWN');
  refuseBy(KEY_RULES, { key, alg, trust });
  return key;
}

/** Steps 3 and 4. */
function decodeSegments(segments: readonly string[]): [Buffer, Buffer, Buffer] {
  if (segments.length !== 3 || segments.includes('')) throw new Rejected('E_SEGMENTS');
  const [header, payload, signature] = segments.map(decodeBase64url);
  if (header === undefined || payload === undefined || signature === undefined) throw new Rejected('E_B64');
  return [header, payload, signature];
}

/** Steps 5-7. */
function parseHeader(bytes: Buffer, trust: Trust): Header {
  const header = parseObject(bytes.toString('latin1'), TOKEN_DEPTH);
  refuseBy(HEADER_RULES, header);
  if (trust.pinned.form !== 'jws') throw new Rejected('E_FORM');
  return { alg: String(header.get('alg')), kid: String(header.get('kid')), typ: TYP_JWS };
}

function refuseBy<T>(rules: readonly Row<T>[], subject: T): void {
  for (const row of rules) if (row[1](subject)) throw new Rejected(row[0]);
}
