/** Hostile and honest tokens against the Authenticator, with an issuer's keys behind a real address. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CompactSign, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { bearerAuthenticator } from '../../adapters/oidc/bearer.ts';
import { Problem } from '../../core/problems.ts';
import type { Issuer } from '../../core/registry.ts';
import { answerJson, type LoopbackServer, serveLoopback } from '../../local/loopback-server.ts';

const NOW = 1_800_000_000;
const ISSUER = 'https://id.hdo-north.example/realm';
const AUDIENCE = 'https://wardkey.example/api';

const claims = { iss: ISSUER, sub: 'auth0|7', aud: AUDIENCE, iat: NOW - 60, exp: NOW + 3600, auth_time: NOW - 90 };
const cognito = { ...claims, aud: undefined, token_use: 'access', client_id: AUDIENCE };

const es = await generateKeyPair('ES256', { extractable: true });
const rs = await generateKeyPair('RS256', { extractable: true });
const ps = await generateKeyPair('PS256', { extractable: true });
const es384 = await generateKeyPair('ES384', { extractable: true });
const stranger = await generateKeyPair('ES256');

async function jwks() {
  const keys = { 'es-1': es, 'rs-1': rs, 'ps-1': ps, 'es384-1': es384 };
  return {
    keys: await Promise.all(
      Object.entries(keys).map(async ([kid, key]) => ({ ...(await exportJWK(key.publicKey)), kid })),
    ),
  };
}

type Signed = {
  claims?: object;
  header?: { readonly [member: string]: unknown };
  key?: Parameters<SignJWT['sign']>[0];
};

const headerOf = (changes: object): JWTHeaderParameters => ({ alg: 'ES256', kid: 'es-1', typ: 'at+jwt', ...changes });

function token({ claims: body = claims, header = {}, key = es.privateKey }: Signed = {}): Promise<string> {
  return new SignJWT({ ...body }).setProtectedHeader(headerOf(header)).sign(key);
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

let server: LoopbackServer;
let fetched = 0;
let row: Issuer | undefined;
let loaded: string[];
let authenticator: ReturnType<typeof bearerAuthenticator>;

beforeAll(async () => {
  const keySet = await jwks();
  server = await serveLoopback(0, async (_request, response) => {
    fetched += 1;
    answerJson(response, 200, keySet, 'application/json');
  });
});
afterAll(() => server.close());
beforeEach(() => {
  [fetched, loaded] = [0, []];
  row = { issuer: ISSUER, organisation: 'hdo-north', jwksUri: `${server.endpoint}/jwks`, audience: AUDIENCE };
  authenticator = bearerAuthenticator(async (issuer) => {
    loaded.push(issuer);
    return issuer === ISSUER ? row : undefined;
  });
});

async function refusalOf(bearer: string, now = NOW): Promise<Problem> {
  const error = await authenticator.identify(bearer, now).then(
    () => new Error('accepted'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw error;
  return error;
}

describe('identify accepts', () => {
  test('a token of RFC 9068, and says whom the registry knows by it', async () => {
    expect(await authenticator.identify(await token(), NOW)).toEqual({
      organisation: 'hdo-north',
      // printf 'hdo-north\0auth0|7' | sha256sum | xxd -r -p | base32 | tr A-Z a-z | cut -c1-20
      person: 'p_zkrpwhokksc26uothxxj',
      session: expect.stringMatching(/^[\w-]{43}$/),
      authenticatedAt: NOW - 90,
    });
  });

  test.each<[string, Signed]>([
    ['RS256', { header: { alg: 'RS256', kid: 'rs-1' }, key: rs.privateKey }],
    ['PS256', { header: { alg: 'PS256', kid: 'ps-1' }, key: ps.privateKey }],
    ['the type JWT', { header: { typ: 'JWT' } }],
    ['the type in full', { header: { typ: 'application/at+jwt' } }],
    ['an audience among several', { claims: { ...claims, aud: ['https://other.example', AUDIENCE] } }],
    [
      "Cognito's access token, where the client stands for the audience",
      { claims: cognito, header: { typ: undefined } },
    ],
    ['the last second before it expires', { claims: { ...claims, exp: NOW + 1 } }],
  ])('%s', async (_name, signed) => {
    await expect(authenticator.identify(await token(signed), NOW)).resolves.toMatchObject({
      organisation: 'hdo-north',
    });
  });

  test('gives each token a session of its own, and the same token always the same', async () => {
    const [first, second] = [await token(), await token()];
    const sessions = [];
    for (const bearer of [first, first, second]) sessions.push((await authenticator.identify(bearer, NOW)).session);
    expect(sessions[0]).toBe(sessions[1]);
    expect(sessions[0]).not.toBe(sessions[2]);
  });

  test.each([
    ['no sign-in time: long ago', undefined, 0],
    ['a sign-in time that is no number: long ago', '1799999999', 0],
    ['a sign-in after the token: when the token was made', NOW + 500, NOW - 60],
  ])('%s', async (_name: string, auth_time: unknown, expected: number) => {
    const { authenticatedAt } = await authenticator.identify(await token({ claims: { ...claims, auth_time } }), NOW);
    expect(authenticatedAt).toBe(expected);
  });
});

describe('identify refuses as unauthenticated', () => {
  const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef');

  test.each<[string, Signed]>([
    ['an expired token', { claims: { ...claims, exp: NOW - 11 } }],
    ['a token without expiry', { claims: { ...claims, exp: undefined } }],
    ['a token without a time of issue', { claims: { ...claims, iat: undefined } }],
    ['a token of the future', { claims: { ...claims, iat: NOW + 60 } }],
    ['a token not valid yet', { claims: { ...claims, nbf: NOW + 60 } }],
    ['a token older than a shift', { claims: { ...claims, iat: NOW - 13 * 3600 } }],
    ['another audience', { claims: { ...claims, aud: 'https://other.example' } }],
    ['no audience', { claims: { ...claims, aud: undefined } }],
    ["another client's token of Cognito", { claims: { ...cognito, client_id: 'other' } }],
    ["Cognito's id token", { claims: { ...claims, token_use: 'id' } }],
    ["Cognito's id token without audience", { claims: { ...cognito, token_use: 'id' } }],
    ['another issuer', { claims: { ...claims, iss: 'https://id.other.example' } }],
    ['no issuer', { claims: { ...claims, iss: undefined } }],
    ['an issuer with a slash more', { claims: { ...claims, iss: `${ISSUER}/` } }],
    ['no subject', { claims: { ...claims, sub: undefined } }],
    ['an empty subject', { claims: { ...claims, sub: '' } }],
    ['a subject of 256 characters', { claims: { ...claims, sub: 'x'.repeat(256) } }],
    ['a device token', { header: { typ: 'dsat+jwt' } }],
    ['a logout token', { header: { typ: 'logout+jwt' } }],
    ['a key that the issuer does not publish', { key: stranger.privateKey }],
    ['an unknown kid', { header: { kid: 'es-2' } }],
    ['HS256', { header: { alg: 'HS256' }, key: secret }],
    [
      'ES384, though the issuer publishes such a key',
      { header: { alg: 'ES384', kid: 'es384-1' }, key: es384.privateKey },
    ],
    ['an unknown critical header', { header: { crit: ['exp'], exp: NOW } }],
  ])('%s', async (_name, signed) => {
    const made = token(signed).catch(() => forced(signed));
    expect((await refusalOf(await made)).type).toBe('unauthenticated');
  });

  /** What jose's own signer will not make. */
  function forced({ claims: body = claims, header = {}, key = es.privateKey }: Signed): Promise<string> {
    const plain = new CompactSign(Buffer.from(JSON.stringify(body)));
    return plain.setProtectedHeader(headerOf(header)).sign(key, { crit: { exp: true } });
  }

  test.each([
    ['alg none', () => `${encoded({ alg: 'none' })}.${encoded(claims)}.`],
    ['alg none with a signature', () => `${encoded({ alg: 'none' })}.${encoded(claims)}.AAAA`],
    ['nothing', () => ''],
    ['no JWT', () => 'opaque'],
    ['two parts', () => `${encoded({ alg: 'ES256' })}.${encoded(claims)}`],
    ['five parts', () => 'a.b.c.d.e'],
    ['8,193 characters', () => `${encoded({ alg: 'ES256' })}.${'A'.repeat(9000)}.AAAA`],
    ['claims that are no object', () => `${encoded({ alg: 'ES256' })}.${encoded([1])}.AAAA`],
  ])('%s', async (_name, make) => {
    expect((await refusalOf(make())).type).toBe('unauthenticated');
    expect(fetched).toBe(0);
  });

  test('changed claims under the old signature', async () => {
    const [header, , signature] = (await token()).split('.');
    expect((await refusalOf(`${header}.${encoded({ ...claims, sub: 'auth0|8' })}.${signature}`)).type).toBe(
      'unauthenticated',
    );
  });

  test.each([
    ['padding', (bearer: string) => `${bearer}=`],
    ['white space at the end', (bearer: string) => `${bearer} `],
    ['a line end inside', (bearer: string) => bearer.replace('.', '.\n')],
    [
      'spare bits of the last character',
      (bearer: string) => bearer.replace(/.$/, (last) => (last === 'A' ? 'B' : nextOf(last))),
    ],
  ])('the same token spelt with %s: it would be a fresh session', async (_name, respell) => {
    expect((await refusalOf(respell(await token()))).type).toBe('unauthenticated');
  });

  test('and keeps no claim in the cause, though jose does', async () => {
    const { cause } = await refusalOf(await token({ claims: { ...claims, exp: NOW - 11 } }));
    expect([cause, { ...(cause as object) }]).toEqual([new Error('ERR_JWT_EXPIRED'), {}]);
  });

  test('with a cause for the operator, and no part of the token in it', async () => {
    const bearer = await token({ claims: { ...claims, aud: 'https://other.example' } });
    const { cause, message, extra } = await refusalOf(bearer);
    expect(cause).toMatchObject({ message: 'another audience' });
    expect({ message, extra }).toEqual({ message: 'unauthenticated', extra: {} });
  });
});

/** 64 bytes leave two characters and four spare bits: the next letter spells the same bytes. */
function nextOf(last: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(last) + 1] ?? '';
}

describe('the registry', () => {
  test('is asked once in five minutes an issuer, and its keys are fetched once', async () => {
    for (const now of [NOW, NOW + 1, NOW + 299]) await authenticator.identify(await token(), now);
    expect([loaded, fetched]).toEqual([[ISSUER], 1]);
    await authenticator.identify(await token(), NOW + 300);
    expect([loaded, fetched]).toEqual([[ISSUER, ISSUER], 1]);
  });

  test('that forgot an issuer shuts it out within five minutes', async () => {
    await authenticator.identify(await token(), NOW);
    row = undefined;
    expect((await refusalOf(await token(), NOW + 300)).type).toBe('unauthenticated');
  });

  test('is asked for nothing but the name that the token claims, and fetches nothing for strangers', async () => {
    await refusalOf(await token({ claims: { ...claims, iss: 'http://169.254.169.254/' } }));
    expect([loaded, fetched]).toEqual([['http://169.254.169.254/'], 0]);
  });

  test('that cannot be read is a fault, not a wrong token', async () => {
    const broken = bearerAuthenticator(() => Promise.reject(new Problem('audit-unavailable')));
    await expect(broken.identify(await token(), NOW)).rejects.toMatchObject({ type: 'audit-unavailable' });
  });
});
