/**
 * Who a bearer token speaks for (architecture 7). Any issuer named in the registry may sign; the token only says which
 * one to ask, and everything that is trusted comes from the registry's row: where the keys are, which audience, which
 * organisation. Roles are never read from a token.
 *
 * Whatever is wrong is answered `unauthenticated` and nothing more; the cause is kept for the operator, without any part of
 * the token.
 */
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { sha256Base64url } from '../../core/hash.ts';
import { personIdFor } from '../../core/identity.ts';
import type { Authenticator, Identity } from '../../core/ports.ts';
import { Problem } from '../../core/problems.ts';
import type { Issuer } from '../../core/registry.ts';
import type { EpochSeconds, Seconds } from '../../core/units.ts';

type KeySet = ReturnType<typeof createRemoteJWKSet>;
type LoadIssuer = (issuer: string) => Promise<Issuer | undefined>;

/** What `find` knows of an issuer, and until when. */
interface KnownIssuer {
  readonly row: Issuer;
  readonly keys: KeySet;
  readonly until: EpochSeconds;
}

/** Public-key algorithms only: with a shared secret whoever can check a token could make one (RFC 8725 section 3.1). */
const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
/** `JWT` and none for issuers older than RFC 9068 (Cognito among them); any other type is another kind of token. */
const TYPES: readonly (string | undefined)[] = Object.freeze([undefined, 'JWT', 'at+jwt', 'application/at+jwt']);
/** One shift: whatever `exp` an issuer sets, a day-old token is not somebody at work. */
const MAX_AGE: Seconds = 12 * 3600;
/** Clocks of issuer and broker are both kept by NTP. */
const CLOCK_TOLERANCE: Seconds = 10;
/** A suspended issuer, or one that moved, is noticed within this time. */
const ISSUER_LIFE: Seconds = 300;
const MAX_CHARACTERS = 8192;
const MAX_SUBJECT = 255;
const MAX_ISSUER = 255;

/**
 * Checks bearer tokens against the issuers that `loadIssuer` knows. A failure of `loadIssuer` itself is not the
 * caller's doing and passes through as it was thrown.
 */
export function bearerAuthenticator(loadIssuer: LoadIssuer): Authenticator {
  const find = rememberIssuers(loadIssuer);
  return {
    async identify(bearer, now) {
      const known = await find(peekIssuerUnverified(bearer), now);
      try {
        return identityFrom(await verifiedClaims(bearer, known, now), known.row, bearer);
      } catch (cause) {
        throw unauthenticated(cause);
      }
    },
  };
}

/**
 * The one state of this file, for the life of a container: without it each request would read the registry and fetch
 * the issuer's keys again. Only issuers of the registry are kept, so strangers cannot fill it; keys are jose's to refresh.
 */
function rememberIssuers(loadIssuer: LoadIssuer): (issuer: string, now: EpochSeconds) => Promise<KnownIssuer> {
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
function keysOf(row: Issuer, kept: KnownIssuer | undefined): KeySet {
  return kept?.row.jwksUri === row.jwksUri ? kept.keys : createRemoteJWKSet(new URL(row.jwksUri));
}

/**
 * The issuer that the token claims: good for looking up a row, for nothing else.
 *
 * Also refuses a token that is spelt in another way than its issuer spelt it. Decoders skip white space and spare bits,
 * so the same token could be written a thousand ways; each would be another session, with fresh tries for codes.
 */
function peekIssuerUnverified(bearer: string): string {
  try {
    const parts = bearer.length <= MAX_CHARACTERS ? bearer.split('.') : [];
    if (parts.length !== 3 || !parts.every(isCanonicalBase64url)) throw new Error('not a compact JWS');
    const { iss } = decodeJwt(bearer);
    if (typeof iss !== 'string' || iss.length > MAX_ISSUER || !iss.isWellFormed()) throw new Error('no usable issuer');
    return iss;
  } catch (cause) {
    throw unauthenticated(cause);
  }
}

function isCanonicalBase64url(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;
}

async function verifiedClaims(bearer: string, known: KnownIssuer, now: EpochSeconds): Promise<JWTPayload> {
  const { payload, protectedHeader } = await jwtVerify(bearer, known.keys, {
    algorithms: ALGORITHMS,
    issuer: known.row.issuer,
    requiredClaims: ['sub', 'exp', 'iat'],
    maxTokenAge: MAX_AGE,
    clockTolerance: CLOCK_TOLERANCE,
    currentDate: new Date(now * 1000),
  });
  if (!TYPES.includes(protectedHeader.typ)) throw new Error('another type of token');
  if (!isForAudience(payload, known.row.audience)) throw new Error('another audience');
  return payload;
}

/**
 * A token for us names our audience. Cognito's access tokens name none: there the client stands for it. A token that
 * says of itself that it is no access token (Cognito's id token, whose `aud` is the client) is none, whatever it names.
 */
function isForAudience(claims: JWTPayload, audience: string): boolean {
  const use = claims['token_use'];
  if (use !== undefined && use !== 'access') return false;
  if (claims.aud === undefined) return use === 'access' && claims['client_id'] === audience;
  return [claims.aud].flat().includes(audience);
}

function identityFrom(claims: JWTPayload, row: Issuer, bearer: string): Identity {
  const { sub } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > MAX_SUBJECT) throw new Error('no usable subject');
  return {
    organisation: row.organisation,
    person: personIdFor(row.organisation, sub),
    session: sha256Base64url(`wardkey-session-v1\0${bearer}`),
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
function unauthenticated(error: unknown): Problem {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return new Problem('unauthenticated', {}, { cause: new Error(code ?? message) });
}
