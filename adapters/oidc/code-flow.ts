/**
 * The port `CodeFlow`: authorization code with PKCE as a public client (RFC 6749 section 4.1, RFC 7636, OpenID Connect Core
 * 3.1). Who somebody is comes from the id token, checked by the rules of every token of an issuer, and by its nonce.
 */
import type { JWTPayload } from 'jose';
import type { CodeFlow } from '../../core/page-ports.ts';
import type { Issuer } from '../../core/registry.ts';
import { discoverEndpoints, fetchJson } from './discovery.ts';
import { keysOf, personIn, unauthenticated, verifiedClaims } from './known-issuers.ts';

/** Id tokens say `JWT` or nothing; an access token (`at+jwt`) is none. */
const TYPES: readonly (string | undefined)[] = Object.freeze([undefined, 'JWT']);
/** As old as a session may become. It also makes an issuer say when the person signed in (OpenID Connect Core 2). */
const MAX_SIGN_IN_AGE = 12 * 3600;

/** @param returnTo our own address, as it is registered with every issuer */
export function codeFlow(returnTo: string): CodeFlow {
  const endpointsOf = discoverEndpoints();
  const keys = rememberKeys();
  return {
    async address(issuer, { state, nonce, challenge, isAnew }) {
      const url = new URL((await endpointsOf(issuer.issuer)).authorization);
      const parameters = {
        client_id: clientOf(issuer),
        response_type: 'code',
        redirect_uri: returnTo,
        scope: 'openid',
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        max_age: String(MAX_SIGN_IN_AGE),
        ...(isAnew && { prompt: 'login' }),
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.href;
    },
    async redeem(issuer, { code, iss }, { verifier, nonce }, now) {
      const { token, namesItself } = await endpointsOf(issuer.issuer);
      // RFC 9207: one issuer's code is not taken to another.
      if (iss === undefined ? namesItself : iss !== issuer.issuer) throw unauthenticated(new Error('another issuer'));
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientOf(issuer),
        redirect_uri: returnTo,
        code,
        code_verifier: verifier,
      });
      const answer = await fetchJson(token, { method: 'POST', body });
      try {
        const claims = await verifiedClaims(idTokenIn(answer), { row: issuer, keys: keys(issuer) }, TYPES, now);
        if (!isForClient(claims, clientOf(issuer))) throw new Error('another client');
        if (claims['nonce'] !== nonce) throw new Error('another nonce');
        return personIn(claims, issuer);
      } catch (cause) {
        throw unauthenticated(cause);
      }
    },
  };
}

/** jose keeps an issuer's keys and asks for new ones; an issuer whose row names another address is another. */
function rememberKeys() {
  const known = new Map<string, { readonly row: Issuer; readonly keys: ReturnType<typeof keysOf> }>();
  return (row: Issuer) => {
    const keys = keysOf(row, known.get(row.issuer));
    known.set(row.issuer, { row, keys });
    return keys;
  };
}

function clientOf({ clientId, audience }: Issuer): string {
  return clientId ?? audience;
}

/** The code is used, over or another's: the issuer says so with a 4xx. */
function idTokenIn({ status, body }: Awaited<ReturnType<typeof fetchJson>>): string {
  const token = body['id_token'];
  if (status !== 200 || typeof token !== 'string') throw new Error(`no id token: ${status}`);
  return token;
}

/**
 * Made for us and nobody beside us (OpenID Connect Core 3.1.3.7). A token that says of itself that it is for access
 * (Cognito's `token_use`) is no id token, whatever it names.
 */
function isForClient(claims: JWTPayload, client: string): boolean {
  const use = claims['token_use'];
  const party = claims['azp'];
  const isIdToken = use === undefined || use === 'id';
  const isOurs = claims.aud !== undefined && [claims.aud].flat().join(' ') === client;
  return isIdToken && isOurs && (party === undefined || party === client);
}
