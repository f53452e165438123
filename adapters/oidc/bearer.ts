/**
 * Who a bearer token speaks for (architecture 7). Any issuer named in the registry may sign; the token only says which
 * one to ask, and everything that is trusted comes from the registry's row: where the keys are, which audience, which
 * organisation. Roles are never read from a token.
 *
 * Whatever is wrong is answered `unauthenticated` and nothing more; the cause is kept for the operator, without any part of
 * the token.
 */
import { decodeJwt, type JWTPayload } from 'jose';
import { sha256Base64url } from '../../core/hash.ts';
import type { Authenticator } from '../../core/ports.ts';
import { type LoadIssuer, personIn, rememberIssuers, unauthenticated, verifiedClaims } from './known-issuers.ts';

/** `JWT` and none for issuers older than RFC 9068 (Cognito among them); any other type is another kind of token. */
const TYPES: readonly (string | undefined)[] = Object.freeze([undefined, 'JWT', 'at+jwt', 'application/at+jwt']);
const MAX_CHARACTERS = 8192;
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
        const claims = await verifiedClaims(bearer, known, TYPES, now);
        if (!isForAudience(claims, known.row.audience)) throw new Error('another audience');
        return { ...personIn(claims, known.row), session: sha256Base64url(`wardkey-session-v1\0${bearer}`) };
      } catch (cause) {
        throw unauthenticated(cause);
      }
    },
  };
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
