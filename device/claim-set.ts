/**
 * Steps 11, 12 and 17's types: from a signed payload to claims whose types and patterns hold. Both forms give their
 * members by claim name here; what the claims mean for this device is for rules.ts.
 */
import { type Claims, type Cnf, type Lim, PATTERNS } from './claims.ts';
import type { Json, JsonObject } from './json.ts';
import { Rejected } from './rejected.ts';

/** Claims after step 12: `lim` and `cnf` are known to be objects, and nothing more. */
export interface ClaimSet extends Omit<Claims, 'lim' | 'cnf' | 'req' | 'cnonce'> {
  readonly lim: JsonObject;
  readonly cnf: JsonObject | undefined;
  readonly req: string | undefined;
  readonly cnonce: string | undefined;
}

const REQUIRED = Object.freeze(['ver', 'iss', 'sub', 'aud', 'jti', 'iat', 'nbf', 'exp', 'scope', 'lim']);
const LIM_MEMBERS: readonly string[] = Object.freeze(['dur', 'use', 'rel']);

/**
 * Step 12. Unknown top-level members are information and are ignored.
 *
 * @throws Rejected E_CLAIM_MISSING before any E_CLAIM_TYPE
 */
export function parseClaimSet(members: JsonObject): ClaimSet {
  if (!REQUIRED.every((name) => members.has(name))) throw new Rejected('E_CLAIM_MISSING');
  return {
    ver: integer(members.get('ver'), 0),
    iss: text(members.get('iss'), PATTERNS.iss),
    sub: text(members.get('sub'), PATTERNS.sub),
    aud: text(members.get('aud'), PATTERNS.deviceId),
    jti: text(members.get('jti'), PATTERNS.bytes16),
    iat: integer(members.get('iat'), 0),
    nbf: integer(members.get('nbf'), 0),
    exp: integer(members.get('exp'), 0),
    scope: text(members.get('scope'), PATTERNS.scope),
    lim: object(members.get('lim')),
    req: members.has('req') ? text(members.get('req'), PATTERNS.bytes32) : undefined,
    cnonce: members.has('cnonce') ? text(members.get('cnonce'), PATTERNS.bytes16) : undefined,
    cnf: members.has('cnf') ? object(members.get('cnf')) : undefined,
  };
}

/** Step 17 up to its types: an unknown member may be a restriction that this firmware cannot keep, so it refuses. */
export function parseLim(lim: JsonObject): Lim {
  for (const name of lim.keys()) if (!LIM_MEMBERS.includes(name)) throw new Rejected('E_LIMIT');
  return {
    dur: integer(lim.get('dur'), 1),
    ...(lim.has('use') && { use: integer(lim.get('use'), 1) }),
    ...(lim.has('rel') && { rel: text(lim.get('rel'), PATTERNS.bytes32) }),
  };
}

/** The claims as the rest of the firmware sees them, once every step has passed. */
export function toClaims(set: ClaimSet, lim: Lim, cnf: Cnf | undefined): Claims {
  const { ver, iss, sub, aud, jti, iat, nbf, exp, scope, req, cnonce } = set;
  return {
    ...{ ver, iss, sub, aud, jti, iat, nbf, exp, scope, lim },
    ...(req !== undefined && { req }),
    ...(cnonce !== undefined && { cnonce }),
    ...(cnf !== undefined && { cnf }),
  };
}

function integer(value: Json | undefined, min: number): number {
  if (typeof value !== 'number' || value < min) throw new Rejected('E_CLAIM_TYPE');
  return value;
}

function text(value: Json | undefined, pattern: RegExp): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new Rejected('E_CLAIM_TYPE');
  return value;
}

function object(value: Json | undefined): JsonObject {
  if (!(value instanceof Map)) throw new Rejected('E_CLAIM_TYPE');
  return value;
}
