/** A person signs in at a local issuer over HTTP, and the broker's Authenticator reads the token that comes out. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bearerAuthenticator } from '../../adapters/oidc/bearer.ts';
import { personIdFor } from '../../core/identity.ts';
import type { Issuer } from '../../core/registry.ts';
import type { OidcOptions, OidcServer } from '../../local/oidc.ts';
import { signIn } from '../../local/sign-in.ts';
import { scratchDirectory, spawnServer } from '../support/stand-in.ts';

const AUDIENCE = 'urn:wardkey:api';
const options: OidcOptions = {
  organisations: [
    { id: 'hdo-north', name: 'North <General> & Co' },
    { id: 'iso-medserv', name: 'Medserv' },
  ],
  accounts: [
    { organisation: 'hdo-north', subject: 'n-1', login: 'ada', password: 'ada-demo' },
    { organisation: 'hdo-north', subject: 'n-2', login: 'bob', password: 'bob-demo' },
    { organisation: 'iso-medserv', subject: 'm-1', login: 'tim', password: 'tim-demo' },
  ],
  dataDir: scratchDirectory(),
  audience: AUDIENCE,
};

// In a process of its own: jest's module loader never finishes loading oidc-provider.
const start = (changes: Partial<OidcOptions>) =>
  spawnServer<OidcServer>('local/oidc.ts', 'startOidc', { ...options, ...changes });

let oidc: Awaited<ReturnType<typeof start>>;
let north: string;
let medserv: string;

beforeAll(async () => {
  oidc = await start({});
  [north = '', medserv = ''] = oidc.issuers.map(({ issuer }) => issuer);
});
afterAll(() => oidc.kill());

const now = () => Math.floor(Date.now() / 1000);
const authenticatorOf = (issuers: readonly Issuer[]) =>
  bearerAuthenticator(async (issuer) => issuers.find((row) => row.issuer === issuer));
const claimsOf = (bearer: string) => JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString());

describe('a person who signed in', () => {
  test('is known to the Authenticator by organisation and subject', async () => {
    const identity = await authenticatorOf(oidc.issuers).identify(await signIn(north, 'ada', 'ada-demo'), now());
    expect(identity).toMatchObject({ organisation: 'hdo-north', person: personIdFor('hdo-north', 'n-1') });
    expect(now() - identity.authenticatedAt).toBeLessThan(10);
  });

  test('has an access token of an hour that says so as Cognito does', async () => {
    const claims = claimsOf(await signIn(medserv, 'tim', 'tim-demo'));
    expect(claims).toMatchObject({
      iss: medserv,
      sub: 'm-1',
      aud: AUDIENCE,
      client_id: 'wardkey-web',
      scope: 'wardkey',
      token_use: 'access',
    });
    expect(claims.exp - claims.iat).toBe(3600);
  });

  test('is nobody once the token expired', async () => {
    const bearer = await signIn(north, 'ada', 'ada-demo');
    const later = now() + 3611;
    await expect(authenticatorOf(oidc.issuers).identify(bearer, later)).rejects.toMatchObject({
      type: 'unauthenticated',
    });
  });

  test('is nobody to an API of another audience', async () => {
    const others = oidc.issuers.map((row) => ({ ...row, audience: 'urn:other:api' }));
    const bearer = await signIn(north, 'ada', 'ada-demo');
    await expect(authenticatorOf(others).identify(bearer, now())).rejects.toMatchObject({ type: 'unauthenticated' });
  });

  test("is nobody under another organisation's keys", async () => {
    const [first, second] = oidc.issuers;
    const crossed = [{ ...first, jwksUri: second?.jwksUri ?? '' } as Issuer];
    const bearer = await signIn(north, 'ada', 'ada-demo');
    await expect(authenticatorOf(crossed).identify(bearer, now())).rejects.toMatchObject({ type: 'unauthenticated' });
  });

  test('still is somebody after the issuer was killed and started again at its port', async () => {
    const dataDir = scratchDirectory();
    const before = await start({ dataDir });
    const bearer = await signIn(before.issuers[0]?.issuer ?? '', 'ada', 'ada-demo');
    await before.kill();
    const after = await start({ dataDir, port: Number(new URL(before.endpoint).port) });
    const identity = authenticatorOf(after.issuers).identify(bearer, now());
    await expect(identity).resolves.toMatchObject({ organisation: 'hdo-north' });
    await after.kill();
  });
});

describe('an issuer', () => {
  const request = {
    client_id: 'wardkey-web',
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1:4711/callback',
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  const authorize = (changes: Record<string, string>) => {
    const members = Object.entries({ ...request, ...changes }).filter(([, value]) => value !== '');
    return fetch(`${north}/auth?${new URLSearchParams(members)}`, { redirect: 'manual' });
  };

  test('lets the client come back to any port of loopback', async () => {
    const response = await authorize({});
    expect([response.status, new URL(response.headers.get('location') ?? '', north).pathname]).toEqual([
      303,
      expect.stringMatching(/^\/oidc\/hdo-north\/sign-in\//),
    ]);
  });

  test.each([
    ['a redirect to another machine', { redirect_uri: 'http://evil.example/callback' }],
    ['a redirect to another path', { redirect_uri: 'http://127.0.0.1:4711/other' }],
    ['an unknown client', { client_id: 'other' }],
  ])('refuses %s without a redirect', async (_name, changes) => {
    expect((await authorize(changes)).status).toBe(400);
  });

  test.each([
    ['a request without PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['PKCE in plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'id_token', nonce: 'n' }, 'unsupported_response_type'],
    ['a resource that is not the API', { resource: 'https://other.example' }, 'invalid_target'],
  ])('refuses %s', async (_name, changes, error) => {
    const location = (await authorize(changes)).headers.get('location') ?? '';
    expect(new URL(location.replace('#', '?')).searchParams.get('error')).toBe(error);
  });

  test("does not know another organisation's accounts", async () => {
    await expect(signIn(north, 'tim', 'tim-demo')).rejects.toThrow('403');
  });

  test('makes an account wait after five wrong passwords, the right one too, and no other account', async () => {
    for (let tries = 0; tries < 5; tries += 1) await expect(signIn(north, 'bob', 'wrong')).rejects.toThrow('403');
    await expect(signIn(north, 'bob', 'bob-demo')).rejects.toThrow('429');
    await expect(signIn(north, 'ada', 'ada-demo')).resolves.toMatch(/^ey/);
  });
});

describe('the sign-in page', () => {
  test('loads nothing from anywhere and escapes the name of the organisation', async () => {
    const page = await openPage();
    expect(page.html).toContain('<h1>Sign in at North &#60;General&#62; &#38; Co</h1>');
    expect(page.html).not.toMatch(/<(script|link|img|iframe)|https?:/);
    expect(page.policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });

  test('opens only in the browser that began', async () => {
    const page = await openPage();
    expect((await fetch(page.url)).status).toBe(400);
    const form = new URLSearchParams({ login: 'ada', password: 'ada-demo' });
    expect((await fetch(page.url, { method: 'POST', body: form })).status).toBe(400);
  });

  async function openPage() {
    const query = 'client_id=wardkey-web&response_type=code&redirect_uri=http://127.0.0.1/callback&scope=openid';
    const challenge = '&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256';
    const start = await fetch(`${north}/auth?${query}${challenge}`, { redirect: 'manual' });
    const url = new URL(start.headers.get('location') ?? '', north);
    const cookie = start.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const response = await fetch(url, { headers: { cookie } });
    return { url, html: await response.text(), policy: response.headers.get('content-security-policy') };
  }
});
