/**
 * The issuers that the registry names, and what is asked of every token of theirs, bearer or id token (architecture 7).
 * Everything that is trusted comes from the registry's row: where the keys are, which audience, which organisation.
 */
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { personIdFor } from '../../core/identity.ts';
import type { Identity } from '../../core/ports.ts';
import { Problem } from '../../core/problems.ts';
import type { Issuer } from '../../core/registry.ts';
import type { EpochSeconds, Seconds } from '../../core/units.ts';

type KeySet = ReturnType<typeof createRemoteJWKSet>;
export type LoadIssuer = (issuer: string) => Promise<Issuer | undefined>;

/** What `find` knows of an issuer, and until when. */
export interface KnownIssuer {
  readonly row: Issuer;
  readonly keys: KeySet;
  readonly until: EpochSeconds;
}

/** Public-key algorithms only: with a shared secret whoever can check a token could make one (RFC 8725 section 3.1). */
const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
/** One shift: whatever `exp` an issuer sets, a day-old token is not somebody at work. */
const MAX_AGE: Seconds = 12 * 3600;
/** Clocks of issuer and broker are both kept by NTP. */
const CLOCK_TOLERANCE: Seconds = 10;
/** A suspended issuer, or one that moved, is noticed within this time. */
const ISSUER_LIFE: Seconds = 300;
const MAX_SUBJECT = 255;

/**
 * The one state of this file, for the life of a container: without it each request would read the registry and fetch
 * the issuer's keys again. Only issuers of the registry are kept, so strangers cannot fill it; keys are jose's to refresh.
 */
export function rememberIssuers(loadIssuer: LoadIssuer): (issuer: string, now: EpochSeconds) => Promise<KnownIssuer> {
  const known = new Map<string, KnownIssuer>();
  return async (issuer, now) => {
    const kept = known.get(issuer);
    if (kept && now < kept.until) return kept;
    const row = await loadIssuer(issuer);
    if (!row) {
      known.delete(issuer);
      throw unauthenticated(new Error('the issuer is not in the registry'));
    }
    const entry = { row, keys: keysOf(row, kept), until: now + ISSUER_LIFE };
    known.set(issuer, entry);
    return entry;
  };
}

/** The address comes from the registry, never from the token: nobody can make the broker fetch what he likes. */
export function keysOf(row: Issuer, kept: Pick<KnownIssuer, 'row' | 'keys'> | undefined): KeySet {
  return kept?.row.jwksUri === row.jwksUri ? kept.keys : createRemoteJWKSet(new URL(row.jwksUri));
}

/** Claims of a token that this issuer signed and whose `typ` is one of `types`. @throws whatever jose throws */
export async function verifiedClaims(
  token: string,
  { row, keys }: Pick<KnownIssuer, 'row' | 'keys'>,
  types: readonly (string | undefined)[],
  now: EpochSeconds,
): Promise<JWTPayload> {
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    algorithms: ALGORITHMS,
    issuer: row.issuer,
    requiredClaims: ['sub', 'exp', 'iat'],
    maxTokenAge: MAX_AGE,
    clockTolerance: CLOCK_TOLERANCE,
    currentDate: new Date(now * 1000),
  });
  if (!types.includes(protectedHeader.typ)) throw new Error('another type of token');
  return payload;
}

/** Whom verified claims of an issuer speak of. */
export function personIn(claims: JWTPayload, row: Issuer): Omit<Identity, 'session'> {
  const { sub } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > MAX_SUBJECT) throw new Error('no usable subject');
  return {
    organisation: row.organisation,
    person: personIdFor(row.organisation, sub),
    authenticatedAt: signInTime(claims),
  };
}

/**
 * When the person last signed in (RFC 9068 section 2.2.1). An issuer that does not say leaves 0, long ago: `iat` would
 * make every refreshed token look like a fresh sign-in. Never later than the token itself.
 */
function signInTime(claims: JWTPayload): EpochSeconds {
  const time = claims['auth_time'];
  return typeof time === 'number' && Number.isSafeInteger(time) ? Math.min(time, claims.iat ?? 0) : 0;
}

/** jose hangs the claims on its errors; what stays is its code, so that no log holds a person's claims. */
export function unauthenticated(error: unknown): Problem {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return new Problem('unauthenticated', {}, { cause: new Error(code ?? message) });
}
