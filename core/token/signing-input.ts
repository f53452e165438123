/**
 * What a grant becomes on the wire: the JWS signing input of a DSAT (docs/token-format.md), clamped to the grant, the
 * device and its key. The broker mints `nbf = iat`, one start, and binds the device's challenge where it offers one.
 */
import type { Claims, Cnf } from '../../device/claims.ts';
import { digestOf } from '../access/facts.ts';
import type { ApprovedRequest } from '../access/request.ts';
import type { Terms } from '../policy/evaluate.ts';
import type { Base64url, EpochSeconds, Seconds } from '../units.ts';
import { toBase64url } from './base64url.ts';

/** Times of one activation. */
export interface Activation {
  readonly nbf: EpochSeconds;
  /** Last moment of a start at the device: bounded by the tier, the approved window, the device and its key. */
  readonly exp: EpochSeconds;
  /** Length of the session once started. */
  readonly dur: Seconds;
}

/** The times of a token minted at `now` for `request`, which is approved and not over. */
export function activationFor(request: ApprovedRequest, terms: Terms, now: EpochSeconds): Activation {
  const { facts, grant } = request;
  // A policy that gives less by now is followed, one that gives more is not: what was shown bounds it (R8, R9).
  const life = Math.min(facts.startWithin, terms.requirement.startWithin, terms.model.maxLife, terms.key.maxLife);
  return {
    nbf: now,
    exp: Math.min(now + life, grant.until),
    // What was shown and signed bounds the session, also where device or key take more by now (R9).
    dur: Math.min(facts.sessionSeconds, grant.until - now, terms.sessionCap),
  };
}

/** What a token says beside its times. */
export interface TokenParts {
  readonly jti: Base64url;
  readonly cnonce?: Base64url | undefined;
  readonly cnf?: Cnf | undefined;
}

/** `BASE64URL(header).BASE64URL(payload)`: the bytes that are logged first and signed afterwards. */
export function signingInputFor(request: ApprovedRequest, terms: Terms, times: Activation, parts: TokenParts): string {
  const { facts } = request;
  const claims: Claims = {
    ver: 1,
    iss: facts.hospital,
    sub: terms.person.pseudonym,
    aud: facts.device,
    jti: parts.jti,
    iat: times.nbf,
    nbf: times.nbf,
    exp: times.exp,
    scope: facts.scopes.join(' '),
    lim: { dur: times.dur, use: 1 },
    req: digestOf(facts),
    ...(parts.cnonce === undefined ? {} : { cnonce: parts.cnonce }),
    ...(parts.cnf === undefined ? {} : { cnf: parts.cnf }),
  };
  return `${segment({ alg: 'ES256', kid: terms.key.kid, typ: 'dsat+jwt' })}.${segment(claims)}`;
}

function segment(value: object): string {
  return toBase64url(new TextEncoder().encode(JSON.stringify(value)));
}
