/**
 * Where an issuer signs people in and takes codes, as it says itself (OpenID Connect Discovery 1.0 section 4). Asked at run
 * time, so that the registry holds one address for an issuer and two people confirm one, and an issuer may move its
 * endpoints. Only issuers of the registry are asked, nobody else's address is ever fetched.
 */
import { Problem } from '../../core/problems.ts';

export interface Endpoints {
  readonly authorization: string;
  readonly token: string;
  /** The issuer names itself in each answer (RFC 9207), so that one without a name is somebody else's. */
  readonly namesItself: boolean;
}

/** Long enough to cost nothing, short enough that endpoints which moved are found within the hour. */
const LIFE_MS = 3_600_000;
const TIMEOUT_MS = 5_000;
const MAX_CHARACTERS = 64 * 1024;

/** What is kept for the life of a container; issuers of the registry only. */
export function discoverEndpoints(): (issuer: string) => Promise<Endpoints> {
  const kept = new Map<string, { readonly endpoints: Endpoints; readonly until: number }>();
  return async (issuer) => {
    const known = kept.get(issuer);
    if (known && performance.now() < known.until) return known.endpoints;
    const endpoints = endpointsIn(
      await answerOf(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
      issuer,
    );
    kept.set(issuer, { endpoints, until: performance.now() + LIFE_MS });
    return endpoints;
  };
}

/**
 * JSON of an issuer; a redirect is not followed, as it would lead where nobody agreed to.
 * @returns status and body, `{}` where it is no object
 * @throws Problem issuer-unavailable when nothing, too much or a fault of the issuer comes back
 */
export async function fetchJson(
  url: string,
  init: { readonly method?: string; readonly body?: URLSearchParams } = {},
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  try {
    const headers = { accept: 'application/json' };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { ...init, headers, redirect: 'error', signal });
    const text = await response.text();
    if (response.status >= 500 || text.length > MAX_CHARACTERS) throw new Error(`status ${response.status}`);
    return { status: response.status, body: objectIn(text) };
  } catch (cause) {
    throw unavailable(cause);
  }
}

async function answerOf(url: string): Promise<Readonly<Record<string, unknown>>> {
  const { status, body } = await fetchJson(url);
  if (status !== 200) throw unavailable(new Error(`status ${status}`));
  return body;
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A document that names another issuer is another's (section 4.3). */
function endpointsIn(said: Readonly<Record<string, unknown>>, issuer: string): Endpoints {
  if (said['issuer'] !== issuer) throw unavailable(new Error('another issuer'));
  return {
    authorization: addressIn(said['authorization_endpoint'], issuer),
    token: addressIn(said['token_endpoint'], issuer),
    namesItself: said['authorization_response_iss_parameter_supported'] === true,
  };
}

/** Never less protected than the issuer: codes go there. */
function addressIn(value: unknown, issuer: string): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const isSafe =
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && url.hostname === '127.0.0.1' && issuer.startsWith('http:'));
  if (!url || !isSafe || url.username !== '' || url.hash !== '') throw unavailable(new Error('no usable endpoint'));
  return url.href;
}

/** What was thrown is kept by its name: messages hold addresses. */
function unavailable(error: unknown): Problem {
  const { name = 'unknown', message = '' } = Object(error) as Partial<Error>;
  return new Problem('issuer-unavailable', {}, { cause: new Error(name === 'Error' ? message : name) });
}
