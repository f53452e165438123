/**
 * Bad input against the running broker (faults.md): what is sent, to which route, and the one answer it gets. An answer
 * is a problem of the closed list, carries the security headers and nothing of what was sent.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProblemType } from '../../core/problems.ts';
import { ROUTES, type Route } from '../../lambdas/routes.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { signIn } from '../../local/sign-in.ts';
import { badBodiesFor, MARKER } from '../support/bad-bodies.ts';
import { INERT_TEXTS } from '../support/injection.ts';
import { REGISTRY_BODIES } from '../support/registry-bodies.ts';
import {
  asking,
  HOSPITAL,
  newKey,
  type RawAnswer,
  type RawRequest,
  type RunningBroker,
  runBroker,
  SECURITY_HEADERS,
  sendRaw,
  VENTILATOR,
} from '../support/running-broker.ts';

/** A body that each JSON route takes; a new route needs its row here. */
const VALID: Readonly<Record<string, object>> = Object.freeze({
  'request-access': asking(VENTILATOR.code),
  'withdraw-access': {},
  'revoke-access': { reason: 'No longer needed.' },
  'close-access': { outcome: 'fixed', note: 'Sensor replaced.' },
  'decide-access': { decision: 'deny', digest: 'A'.repeat(43), code: '123456' },
  'mint-token': { device: VENTILATOR.id, code: '123456' },
  'begin-enrolment': {},
  'confirm-enrolment': { code: '123456' },
  ...REGISTRY_BODIES,
});

const rows: readonly Route[] = ROUTES;
/** What comes from Slack is known by its signature before it is looked at (slack-attacks). */
const JSON_ROUTES = rows.filter((route) => route.method === 'POST' && !route.form && route.caller !== 'slack');
const BEARER_ROUTES = rows.filter((route) => route.caller === 'bearer');
const PATHS = {
  '{request}': `${HOSPITAL}_AAAAAAAAAAAA`,
  '{hospital}': HOSPITAL,
  '{device}': VENTILATOR.code,
  '{tenant}': HOSPITAL,
  '{proposal}': '0123456789abcdef0123',
  '{ticket}': 'A'.repeat(43),
};

let running: RunningBroker;
let osei: Phone;
let bearer: string;

beforeAll(async () => {
  running = await runBroker();
  osei = await running.scene.phone('j.osei', 'medserv');
  bearer = await signIn(`${running.broker.addresses.oidc}/oidc/medserv`, 'j.osei', osei.member.password);
});
afterAll(() => running.stop());

const raw = (request: RawRequest): Promise<RawAnswer> => sendRaw(running.broker.addresses.api, request);
const pathOf = (route: Route): string =>
  Object.entries(PATHS).reduce((path, [name, value]) => path.replace(name, value), route.path);
const signedIn = () => ({ authorization: `Bearer ${bearer}` });

/** What an answer says, without its fixed title. */
function problemIn({ status, headers, text }: RawAnswer) {
  const { type, status: said, title, ...more } = JSON.parse(text) as Record<string, unknown>;
  expect(headers).toMatchObject({
    ...SECURITY_HEADERS,
    'content-type': 'application/problem+json',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  expect(text).not.toContain(MARKER);
  expect(title).toMatch(/^[A-Z][^\n]{5,80}\.$/);
  expect(said).toBe(status);
  return { status, type, ...more };
}

function problem(status: number, type: ProblemType, more: object = {}) {
  return { status, type: `/problems/${type}`, ...more };
}

describe('a body on every JSON route', () => {
  test.each(JSON_ROUTES)('$verb refuses whatever is not its object', async (route) => {
    const valid = VALID[route.verb];
    if (!valid) throw new Error(`${route.verb} is new: give it a body`);
    const got: string[] = [];
    const wanted: string[] = [];
    for (const bad of badBodiesFor(valid, route.maxBytes)) {
      const headers = {
        ...signedIn(),
        'idempotency-key': newKey(),
        ...(bad.headers ?? { 'content-type': 'application/json' }),
      };
      const answer = problemIn(await raw({ method: 'POST', path: pathOf(route), headers, body: bad.body }));
      got.push(`${bad.name}: ${answer.status} ${String(answer.type)}`);
      wanted.push(`${bad.name}: ${bad.problem[0]} /problems/${bad.problem[1]}`);
    }
    expect(got).toEqual(wanted);
  });

  test('over 10 MB is answered by the gateway itself', async () => {
    const headers = { ...signedIn(), 'content-type': 'application/json' };
    const body = Buffer.alloc(11 * 1024 * 1024, MARKER);
    const answer = await raw({ method: 'POST', path: '/requests', headers, body });
    expect([answer.status, answer.text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    // On the same connection: whoever sends too much can go on.
    expect((await raw({ path: '/requests', headers: signedIn() })).status).toBe(200);
  });
});

describe('a query', () => {
  // Pages answer as pages (sessions.engines.ts).
  const gets = rows.filter(
    (route) => route.method === 'GET' && !['ticket', 'session'].includes(route.caller) && route.function !== 'portal',
  );

  test.each(gets)('$verb refuses an unknown parameter and a repeated one', async (route) => {
    for (const query of [`${MARKER}=1`, 'limit=1&limit=2', 'status=pending&status=pending', `access_token=${MARKER}`]) {
      const answer = await raw({ path: `${pathOf(route)}?${query}`, headers: signedIn() });
      expect([query, problemIn(answer)]).toEqual([query, problem(400, 'bad-request')]);
    }
  });

  test.each(['limit=0', 'limit=101', 'limit=1e1', 'limit=-1', 'limit=', 'status=open', `after=${MARKER}!`, 'after='])(
    'a list refuses %s',
    async (query) => {
      expect(problemIn(await raw({ path: `/requests?${query}`, headers: signedIn() }))).toEqual(
        problem(400, 'bad-request'),
      );
    },
  );
});

describe('a path', () => {
  test.each([
    '//requests',
    '/requests/',
    '/requests//withdraw',
    '/./requests',
    '/../requests',
    '/requests/../openapi.json',
    '/%2e%2e/requests',
    '/requests/%2e%2e',
    '/requests/%00',
    `/requests/${HOSPITAL}_AAAAAAAAAAAA%00`,
    `/requests/${MARKER}%2F${MARKER}`,
    '/requests/%zz',
    '/requests/%E0%A4%A',
    '/requests/%F0%9F%94%91',
    '/requests/a%3Fb',
    '/REQUESTS',
    `/requests;${MARKER}`,
    `/hospitals/${HOSPITAL}%23R/requests`,
    `/hospitals/${'a'.repeat(129)}/requests`,
    '/_clock',
    `/${MARKER}`,
  ])('%s is nothing', async (path) => {
    expect(problemIn(await raw({ path, headers: signedIn() }))).toEqual(problem(404, 'not-found'));
  });

  test.each([`/requests/${MARKER.repeat(200)}`, `/requests?after=${MARKER.repeat(200)}`, `/${MARKER.repeat(200)}`])(
    'of over 2,048 characters is too long',
    async (path) => {
      expect(problemIn(await raw({ path, headers: signedIn() }))).toEqual(problem(414, 'uri-too-long'));
    },
  );

  test('of 20,000 characters does not reach a function', async () => {
    expect((await raw({ path: `/${'a'.repeat(20_000)}`, headers: signedIn() })).status).toBe(431);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST'])(
    '%s where there is only GET is told what there is',
    async (method) => {
      const answer = await raw({ method, path: '/openapi.json' });
      expect(problemIn(answer)).toEqual(problem(405, 'method-not-allowed'));
      expect(answer.headers.allow).toBe('GET');
    },
  );
});

describe('who calls', () => {
  const FORGED = {
    'x-amzn-oidc-identity': 'p_forged',
    'x-amzn-oidc-data': `a.${Buffer.from('{"sub":"d.okafor"}').toString('base64url')}.c`,
    'x-amzn-oidc-accesstoken': 'a.b.c',
    'x-forwarded-user': 'd.okafor',
    'x-forwarded-email': 'd.okafor@st-marys.example',
    'x-remote-user': 'd.okafor',
    'x-apigateway-authorizer': 'd.okafor',
    cookie: '__Host-session=d.okafor',
    'content-type': 'application/json',
  };

  test.each(BEARER_ROUTES)('$verb knows nobody by a header of a proxy', async (route) => {
    const answer = await raw({
      method: route.method,
      path: pathOf(route),
      headers: FORGED,
      ...(route.method === 'POST' ? { body: '{}' } : {}),
    });
    expect(problemIn(answer)).toEqual(problem(401, 'unauthenticated'));
  });

  test.each<[string, () => string | string[]]>([
    ['no token', () => 'Bearer'],
    ['an empty token', () => 'Bearer '],
    ['another scheme', () => `Basic ${Buffer.from('d.okafor:x').toString('base64')}`],
    ['two tokens in one header', () => `Bearer ${bearer}, Bearer ${bearer}`],
    ['two headers', () => [`Bearer ${bearer}`, `Bearer ${bearer}`]],
    ['two headers, the first empty', () => ['', `Bearer ${bearer}`]],
    ['two parts', () => `Bearer ${bearer.split('.').slice(0, 2).join('.')}`],
    ['a cut token', () => `Bearer ${bearer.slice(0, -4)}`],
    ['a padded token', () => `Bearer ${bearer}=`],
    ['a word before the token', () => `Bearer x ${bearer}`],
    ['a token without algorithm', () => `Bearer ${unsigned()}.`],
    ['no JWT', () => `Bearer ${MARKER}`],
    ['9,000 characters', () => `Bearer ${'A'.repeat(9000)}.B.C`],
  ])('%s is not signed in', async (_name, authorization) => {
    const headers = { authorization: authorization() };
    expect(problemIn(await raw({ path: '/requests', headers }))).toEqual(problem(401, 'unauthenticated'));
  });

  const unsigned = () =>
    [{ alg: 'none', typ: 'at+jwt' }, JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString())]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
});

describe('an Idempotency-Key', () => {
  const creating = JSON_ROUTES.filter((route) => route.creates);
  const send = (route: Route, keys: NonNullable<RawRequest['headers']>) =>
    raw({
      method: 'POST',
      path: pathOf(route),
      headers: { ...signedIn(), 'content-type': 'application/json', ...keys },
      body: JSON.stringify(VALID[route.verb]),
    });

  test.each(creating)('$verb demands one of 16 to 64 plain characters', async (route) => {
    const bad: readonly NonNullable<RawRequest['headers']>[] = [
      {},
      { 'idempotency-key': '' },
      { 'idempotency-key': 'k'.repeat(15) },
      { 'idempotency-key': 'k'.repeat(65) },
      { 'idempotency-key': `${MARKER}#${MARKER}` },
      { 'idempotency-key': ['k'.repeat(16), 'k'.repeat(16)] },
    ];
    for (const keys of bad) {
      expect(problemIn(await send(route, keys))).toEqual(
        problem(400, 'bad-request', { detail: 'Send an Idempotency-Key of 16 to 64 characters A-Z a-z 0-9 _ -.' }),
      );
    }
  });

  test('used again with another body, or on another route, is a mismatch', async () => {
    const key = newKey();
    const { body: first } = await osei.post('/requests', asking(VENTILATOR.code), key);
    expect((await osei.post('/requests', asking(VENTILATOR.code), key)).body.id).toBe(first.id);
    const other = await osei.post('/requests', asking(VENTILATOR.code, ['selftest.run']), key);
    const mint = { device: VENTILATOR.id, code: await running.scene.code(osei.member) };
    const minted = await osei.post(`/requests/${first.id}/tokens`, mint, key);
    expect([other.status, other.body.type, minted.status, minted.body.type]).toEqual([
      422,
      '/problems/idempotency-mismatch',
      422,
      '/problems/idempotency-mismatch',
    ]);
  });
});

describe('request-access', () => {
  const submit = async (change: object): Promise<RawAnswer> =>
    raw({
      method: 'POST',
      path: '/requests',
      headers: { ...signedIn(), 'content-type': 'application/json', 'idempotency-key': newKey() },
      body: JSON.stringify({ ...asking(VENTILATOR.code), ...change }),
    });
  const many = Array.from({ length: 1000 }, (_, index) => `s${index}`);

  test.each<[string, object]>([
    ['a device that nobody has', { device: 'ZZZZ-ZZZZ' }],
    ['a device of a hospital without agreement', { device: 'D8WA-5GNH' }],
    ['its asset tag', { device: 'LI-0012' }],
    ['its whole id', { device: 'gs1:01/09521000001046/21/MR-0012' }],
  ])('%s is not there', async (_name, change) => {
    expect(problemIn(await submit(change))).toEqual(problem(404, 'not-found'));
  });

  test.each<[string, object, string, string]>([
    ['a retired device', { device: 'G7NA-3XJB' }, 'device_retired', 'R8'],
    ['a lost device', { device: '4HKF-6TR9' }, 'device_lost', 'R8'],
    ['a scope that nobody knows', { scopes: [MARKER] }, 'scope_unknown', 'R1'],
    ['a scope of JavaScript', { scopes: ['constructor'] }, 'scope_unknown', 'R1'],
    ['a scope that the model has not', { scopes: ['os.shell'] }, 'scope_not_in_profile', 'R1'],
    ['a second more than the policy allows', { holdSeconds: 14_401 }, 'duration_over_cap', 'R1'],
    ['more time on a request that is not there', { extends: `${HOSPITAL}_AAAAAAAAAAAA` }, 'extension_mismatch', 'R6'],
  ])('%s is refused by name', async (_name, change, reason, rule) => {
    expect(problemIn(await submit(change))).toEqual(
      problem(403, 'forbidden', { reason, rule, detail: expect.any(String) }),
    );
  });

  test.each<[string, object, string]>([
    ['any scope', { scopes: ['*'] }, '/scopes/0'],
    ['no scope', { scopes: [] }, '/scopes'],
    ['a scope twice', { scopes: ['diag.run', 'diag.run'] }, '/scopes'],
    ['a thousand scopes', { scopes: many }, '/scopes'],
    ['no time', { holdSeconds: 0 }, '/holdSeconds'],
    ['a time before', { holdSeconds: -3600 }, '/holdSeconds'],
    ['half a second', { holdSeconds: 600.5 }, '/holdSeconds'],
    ['a time as text', { holdSeconds: '3600' }, '/holdSeconds'],
    ['more than a day', { holdSeconds: 86_401 }, '/holdSeconds'],
    ['a time that no integer holds', { holdSeconds: 2 ** 60 }, '/holdSeconds'],
    ['a work order with a formula', { workOrder: `=${MARKER}` }, '/workOrder'],
    ['text that turns round', { reason: `${MARKER}\u202egnp.exe` }, '/reason'],
    ['an isolate', { reason: `${MARKER}\u2066x` }, '/reason'],
    ['zero width', { reason: `${MARKER}\u200b` }, '/reason'],
    ['a filler that nobody sees', { reason: `a\u3164${MARKER}` }, '/reason'],
    ['tag characters', { reason: `a\u{e0041}${MARKER}` }, '/reason'],
    ['a bell', { reason: `${MARKER}\u0007` }, '/reason'],
    ['a NUL', { reason: `${MARKER}\u0000` }, '/reason'],
    ['a line break', { reason: `${MARKER}\nBcc: x@y.example` }, '/reason'],
    ['half a surrogate', { reason: `${MARKER}\ud800` }, '/reason'],
    ['letters that are not composed', { reason: 'e\u0301' }, '/reason'],
    ['space only', { reason: '  ' }, '/reason'],
    ['501 characters', { reason: 'x'.repeat(501) }, '/reason'],
  ])('%s is not of the form', async (_name, change, pointer) => {
    const { errors, ...rest } = problemIn(await submit(change)) as { errors?: readonly { pointer: string }[] };
    expect(rest).toEqual(problem(422, 'schema'));
    expect(errors?.map((error) => error.pointer)).toContain(pointer);
  });

  test.each(INERT_TEXTS)('a reason that is only text stays text: %s', async (_name, reason) => {
    const answer = await submit({ reason });
    const { facts, reference } = JSON.parse(answer.text) as { facts: { reason: string }; reference: string };
    expect([answer.status, facts.reason]).toEqual([201, reason]);
    const okafor = running.scene.member('d.okafor', HOSPITAL);
    const mail = await running.scene.mail(okafor, reference);
    expect(mail.subject).not.toContain(reason);
    const link = /\/decide\/[\w-]+/.exec(mail.text)?.[0] ?? '';
    const page = await raw({ path: link });
    for (const shown of [page.text, String(Object(mail).html)]) {
      expect(shown).not.toMatch(/<script|<img|<svg onload|<form action=https|<a href="https:\/\/evil/);
    }
  });
});
