/** Issuers that answer well and badly: what is believed of them, and that only the right id token makes somebody known. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { codeFlow } from '../../adapters/oidc/code-flow.ts';
import { Problem } from '../../core/problems.ts';
import type { Issuer } from '../../core/registry.ts';
import { answerJson, type LoopbackServer, readBody, serveLoopback } from '../../local/loopback-server.ts';

const NOW = 1_800_000_000;
const BACK = 'https://wardkey.example/signed-in';
const NONCE = 'n'.repeat(43);
const KEPT = { verifier: 'v'.repeat(43), nonce: NONCE };

const own = await generateKeyPair('ES256', { extractable: true });
const stranger = await generateKeyPair('ES256');

let server: LoopbackServer;
let row: Issuer;
let discovery: Record<string, unknown>;
let claims: Record<string, unknown>;
let header: { alg: string; kid: string; typ?: string };
let key: typeof own.privateKey;
/** Answers a path in another way than the honest issuer does. */
let instead: Record<string, (response: ServerResponse) => void>;
let asked: string[];

beforeAll(async () => {
  server = await serveLoopback(0, answer);
});
afterAll(() => server.close());
beforeEach(() => {
  const issuer = server.endpoint;
  row = { issuer, organisation: 'hdo-north', jwksUri: `${issuer}/jwks`, audience: 'client-1' };
  discovery = { issuer, authorization_endpoint: `${issuer}/auth?tenant=1`, token_endpoint: `${issuer}/token` };
  claims = { iss: issuer, sub: '7', aud: 'client-1', iat: NOW - 1, exp: NOW + 60, auth_time: NOW - 9, nonce: NONCE };
  header = { alg: 'ES256', kid: 'k' };
  key = own.privateKey;
  [instead, asked] = [{}, []];
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  asked.push(`${request.method} ${path} ${(await readBody(request, 4096))?.toString() ?? ''}`.trimEnd());
  const other = instead[path];
  if (other) return other(response);
  if (path === '/jwks')
    return answerJson(response, 200, { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k' }] }, 'application/json');
  if (path === '/token') {
    const id_token = await new SignJWT(claims).setProtectedHeader(header).sign(key);
    return answerJson(response, 200, { id_token, access_token: 'x', token_type: 'Bearer' }, 'application/json');
  }
  answerJson(response, 200, discovery, 'application/json');
}

const redeem = (answered: { code: string; iss?: string } = { code: 'c' }) =>
  codeFlow(BACK).redeem(row, answered, KEPT, NOW);

async function problemOf(result: Promise<unknown>): Promise<string> {
  const error = await result.then(
    () => new Error('accepted'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw error;
  return `${error.type}: ${error.cause instanceof Error ? error.cause.message : ''}`;
}

describe('address', () => {
  const request = { state: 's', nonce: NONCE, challenge: 'ch', isAnew: false };

  test('is the endpoint that the issuer names, with what is asked', async () => {
    const url = new URL(await codeFlow(BACK).address(row, request));
    expect(url.href.startsWith(`${server.endpoint}/auth?tenant=1&client_id=client-1&response_type=code&`)).toBe(true);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      redirect_uri: BACK,
      state: 's',
      code_challenge: 'ch',
    });
  });

  test('asks for a new sign-in where one is wanted, and only there', async () => {
    const promptOf = async (isAnew: boolean) =>
      new URL(await codeFlow(BACK).address(row, { ...request, isAnew })).searchParams.get('prompt');
    expect([await promptOf(true), await promptOf(false)]).toEqual(['login', null]);
  });

  test('names the client of the row where it has one', async () => {
    const url = new URL(await codeFlow(BACK).address({ ...row, clientId: 'pages' }, request));
    expect(url.searchParams.get('client_id')).toBe('pages');
  });

  test('asks the issuer once', async () => {
    const flow = codeFlow(BACK);
    await flow.address(row, request);
    await flow.address(row, request);
    expect(asked).toEqual(['GET /.well-known/openid-configuration']);
  });

  const AT = '/.well-known/openid-configuration';
  test.each<[string, () => void, string]>([
    ['names another issuer', () => (discovery['issuer'] = 'https://evil.example'), 'another issuer'],
    ['names no issuer', () => delete discovery['issuer'], 'another issuer'],
    ['names no endpoint', () => delete discovery['authorization_endpoint'], 'no usable endpoint'],
    [
      'names an endpoint over http',
      () => (discovery['token_endpoint'] = 'http://evil.example/token'),
      'no usable endpoint',
    ],
    ['names a script', () => (discovery['authorization_endpoint'] = 'javascript:alert(1)'), 'no usable endpoint'],
    [
      'names an endpoint with a password',
      () => (discovery['token_endpoint'] = 'https://a:b@c.example/'),
      'no usable endpoint',
    ],
    [
      'redirects',
      () => (instead[AT] = (response) => response.writeHead(302, { location: '/token' }).end()),
      'TypeError',
    ],
    ['is not JSON', () => (instead[AT] = (response) => response.end('<html>')), 'SyntaxError'],
    ['is a list', () => (instead[AT] = (response) => response.end('[]')), 'another issuer'],
    ['is too long', () => (instead[AT] = (response) => response.end(`"${'a'.repeat(70_000)}"`)), 'status 200'],
    ['is not there', () => (instead[AT] = (response) => response.writeHead(404).end('{}')), 'status 404'],
    ['is broken', () => (instead[AT] = (response) => response.writeHead(500).end()), 'status 500'],
    ['breaks off', () => (instead[AT] = (response) => void response.destroy()), 'TypeError'],
  ])('is none where its document %s', async (_name, breakIt, why) => {
    breakIt();
    expect(await problemOf(codeFlow(BACK).address(row, request))).toBe(`issuer-unavailable: ${why}`);
  });

  test('is asked for again after a fault', async () => {
    const flow = codeFlow(BACK);
    instead[AT] = (response) => response.writeHead(500).end();
    await problemOf(flow.address(row, request));
    instead = {};
    expect(await flow.address(row, request)).toContain('/auth?');
  });
});

describe('redeem', () => {
  test('takes the code with its verifier, and knows the person by organisation and subject', async () => {
    expect(await redeem()).toEqual({
      organisation: 'hdo-north',
      person: 'p_6wbtip6377ysl4qhp7yx',
      authenticatedAt: NOW - 9,
    });
    const body = `grant_type=authorization_code&client_id=client-1&redirect_uri=${encodeURIComponent(BACK)}&code=c&code_verifier=${'v'.repeat(43)}`;
    expect(asked).toContain(`POST /token ${body}`);
  });

  test.each<[string, () => void]>([
    ['of Cognito', () => Object.assign(claims, { token_use: 'id' })],
    ['for a list of one', () => Object.assign(claims, { aud: ['client-1'], azp: 'client-1' })],
    ['that says JWT', () => Object.assign(header, { typ: 'JWT' })],
  ])('takes an id token %s', async (_name, change) => {
    change();
    expect(await redeem()).toMatchObject({ organisation: 'hdo-north' });
  });

  test.each<[string, () => void, string]>([
    ['with another nonce', () => (claims['nonce'] = 'o'.repeat(43)), 'another nonce'],
    ['without nonce', () => delete claims['nonce'], 'another nonce'],
    ['for another client', () => (claims['aud'] = 'client-2'), 'another client'],
    ['for two clients', () => (claims['aud'] = ['client-1', 'client-2']), 'another client'],
    ['for nobody', () => (claims['aud'] = []), 'another client'],
    ['without audience', () => delete claims['aud'], 'another client'],
    ['given to another party', () => (claims['azp'] = 'client-2'), 'another client'],
    ['that is for access', () => (claims['token_use'] = 'access'), 'another client'],
    ['of the type of access tokens', () => (header.typ = 'at+jwt'), 'another type of token'],
    ['of another issuer', () => (claims['iss'] = 'https://evil.example'), 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['that is over', () => Object.assign(claims, { iat: NOW - 90, exp: NOW - 60 }), 'ERR_JWT_EXPIRED'],
    ['of tomorrow', () => (claims['iat'] = NOW + 60), 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['of yesterday', () => (claims['iat'] = NOW - 86_400), 'ERR_JWT_EXPIRED'],
    ['without subject', () => delete claims['sub'], 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['of a stranger', () => (key = stranger.privateKey), 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
  ])('knows nobody by an id token %s', async (_name, change, why) => {
    change();
    expect(await problemOf(redeem())).toBe(`unauthenticated: ${why}`);
  });

  test.each<[string, (response: ServerResponse) => void, string]>([
    [
      'that is used',
      (response) => response.writeHead(400).end('{"error":"invalid_grant"}'),
      'unauthenticated: no id token: 400',
    ],
    [
      'answered without id token',
      (response) => response.end('{"access_token":"x"}'),
      'unauthenticated: no id token: 200',
    ],
    [
      'answered with a redirect',
      (response) => response.writeHead(307, { location: '/x' }).end(),
      'issuer-unavailable: TypeError',
    ],
    ['answered with a fault', (response) => response.writeHead(503).end(), 'issuer-unavailable: status 503'],
  ])('knows nobody by a code %s', async (_name, other, why) => {
    instead['/token'] = other;
    expect(await problemOf(redeem())).toBe(why);
  });

  test('an answer that names another issuer, or none where it names itself, is not redeemed', async () => {
    expect(await problemOf(redeem({ code: 'c', iss: 'https://evil.example' }))).toBe('unauthenticated: another issuer');
    discovery['authorization_response_iss_parameter_supported'] = true;
    expect(await problemOf(redeem())).toBe('unauthenticated: another issuer');
    expect(asked.filter((one) => one.startsWith('POST'))).toEqual([]);
    expect(await redeem({ code: 'c', iss: row.issuer })).toMatchObject({ organisation: 'hdo-north' });
  });

  test('a sign-in of which the issuer does not say when counts as long ago', async () => {
    delete claims['auth_time'];
    expect(await redeem()).toMatchObject({ authenticatedAt: 0 });
  });
});
