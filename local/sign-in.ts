/**
 * Signs a seeded person in at a local issuer over plain HTTP, step by step what a browser does: authorization request
 * with PKCE, the form, the redirect back, the code for a token. For the demo and for tests.
 */
import { randomBytes } from 'node:crypto';
import { sha256Base64url } from '../core/hash.ts';
import { API_SCOPE, CLIENT_ID, REDIRECT_PATH } from './oidc/client.ts';

/** Never listened on: the redirect is read, not followed. */
const REDIRECT_URI = `http://127.0.0.1:1${REDIRECT_PATH}`;
const MAX_STEPS = 10;

export type Cookies = Map<string, string>;

/** The access token of the account; throws with what the issuer answered when it does not let it in. */
export async function signIn(issuer: string, login: string, password: string): Promise<string> {
  const [verifier, state] = [randomBytes(32).toString('base64url'), randomBytes(16).toString('base64url')];
  const answer = await authorize(issuer, verifier, state, new URLSearchParams({ login, password }));
  // RFC 9207: the answer names who answers, so that one issuer's code is not taken to another.
  if (answer.get('state') !== state || answer.get('iss') !== issuer) throw new Error('not the answer to this sign-in');
  return redeem(issuer, verifier, answer.get('code') ?? '');
}

/** Follows the issuer's redirects, filling in the form on the way, until it leads back to the client. */
async function authorize(
  issuer: string,
  verifier: string,
  state: string,
  form: URLSearchParams,
): Promise<URLSearchParams> {
  const cookies: Cookies = new Map();
  let next = authorizationRequest(issuer, verifier, state);
  for (let step = 0; step < MAX_STEPS && !next.href.startsWith(REDIRECT_URI); step += 1) {
    const page = await visit(next, cookies);
    const answer = page.status === 200 ? await visit(next, cookies, form) : page;
    next = new URL(redirectOf(answer), next);
  }
  return next.searchParams;
}

function authorizationRequest(issuer: string, verifier: string, state: string): URL {
  const url = new URL(`${issuer}/auth`);
  url.search = new URLSearchParams({
    client_id: CLIENT_ID,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope: `openid ${API_SCOPE}`,
    state,
    code_challenge: sha256Base64url(verifier),
    code_challenge_method: 'S256',
  }).toString();
  return url;
}

export async function visit(url: URL, cookies: Cookies, form?: URLSearchParams): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie },
    ...(form && { method: 'POST', body: form }),
  });
  // A body that nobody reads keeps its connection open, and breaks in our hands when the issuer ends.
  await response.arrayBuffer();
  for (const line of response.headers.getSetCookie()) keep(cookies, line);
  return response;
}

/** Names are enough: one sign-in at one issuer meets no two cookies of a name. */
export function keep(cookies: Cookies, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === '') cookies.delete(name);
  else cookies.set(name, value);
}

function redirectOf(response: Response): string {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`the issuer did not let the account in: ${response.status}`);
  return location;
}

async function redeem(issuer: string, verifier: string, code: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    code,
    code_verifier: verifier,
  });
  const response = await fetch(`${issuer}/token`, { method: 'POST', body });
  if (!response.ok) throw new Error(`the issuer gave no token: ${response.status}`);
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}
