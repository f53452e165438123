/**
 * Signing in to the pages through the running broker, by authorization code and PKCE at the organisation's own issuer, and
 * what becomes of the session: nobody gets one with anything but his own answer, and none outlives its reason.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import type { CastMember } from '../../local/seed.ts';
import { Browser, type Page } from '../support/browser.ts';
import { type RunningBroker, runBroker, SECURITY_HEADERS } from '../support/running-broker.ts';

const COOKIE = 'wardkey-session';
const KEPT = 'wardkey-signing-in';

let running: RunningBroker;
let api: string;
let osei: CastMember;
let okafor: CastMember;

beforeAll(async () => {
  running = await runBroker();
  api = running.broker.addresses.api;
  osei = running.scene.member('j.osei', 'medserv');
  okafor = running.scene.member('d.okafor', 'st-marys');
});
afterAll(() => running.stop());

async function signedIn(member: CastMember): Promise<Browser> {
  const browser = new Browser();
  const { status } = await browser.signIn(api, member);
  expect(status).toBe(303);
  return browser;
}

/** The status of a page that runs nothing and may not be kept. */
function pageStatus({ status, headers }: Page): number {
  expect(Object.fromEntries(headers)).toMatchObject({
    ...SECURITY_HEADERS,
    'content-type': 'text/html; charset=utf-8',
  });
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'nonce-[\w-]{22}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  );
  return status;
}

const leadsTo = ({ status, headers }: Page) => [status, headers.get('location')];
const nonceIn = ({ text }: Page) => /name="nonce" value="([\w-]{43})"/.exec(text)?.[1] ?? '';

describe('begin-sign-in', () => {
  test('a page without a session leads to the sign-in, and remembers which page', async () => {
    expect(leadsTo(await new Browser().visit(`${api}/`))).toEqual([303, '/sign-in']);
  });

  test('asks for the organisation, by a form that leads on', async () => {
    const page = await new Browser().visit(`${api}/sign-in?to=/requests`);
    expect(pageStatus(page)).toBe(200);
    expect(page.text).toContain('<input type="hidden" name="to" value="/requests">');
  });

  test('says so of an organisation that is not here, and of nothing else', async () => {
    const page = await new Browser().visit(`${api}/sign-in?organisation=nowhere`);
    expect(pageStatus(page)).toBe(404);
    expect(page.text).toContain('No organisation of that name');
  });

  test.each(['organisation=A%3Cb', 'organisation=a&organisation=b', 'next=1'])('refuses %s', async (query) => {
    expect(pageStatus(await new Browser().visit(`${api}/sign-in?${query}`))).toBe(400);
  });

  test('leads to the issuer with state, nonce and an S256 challenge, new ones each time', async () => {
    const browser = new Browser();
    const [one, two] = [
      await browser.visit(`${api}/sign-in?organisation=medserv`),
      await browser.visit(`${api}/sign-in?organisation=medserv`),
    ];
    expect(pageStatus(one)).toBe(200);
    const [first, second] = [Browser.next(one)?.searchParams, Browser.next(two)?.searchParams];
    expect(Object.fromEntries(first ?? [])).toMatchObject({
      client_id: 'wardkey-web',
      response_type: 'code',
      redirect_uri: `${api}/signed-in`,
      scope: 'openid',
      code_challenge_method: 'S256',
      max_age: '43200',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first?.get(name)).toMatch(/^[\w-]{43}$/);
      expect(second?.get(name)).not.toBe(first?.get(name));
    }
    expect(one.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^wardkey-signing-in=[\w.-]+; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
  });
});

describe('finish-sign-in', () => {
  test('gives a session of twelve hours and forgets what was kept for it', async () => {
    const browser = new Browser();
    const answer = await browser.signIn(api, osei);
    expect(leadsTo(answer)).toEqual([303, '/']);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^wardkey-session=[\w.-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/),
      'wardkey-signing-in=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    ]);
    const start = await browser.visit(`${api}/`);
    expect(pageStatus(start)).toBe(200);
    expect(start.text).toContain('>Joseph Osei</h1>\n<p class="govuk-body">technician</p>');
    expect(start.text).toContain('<span>MedServ</span>');
  });

  test.each([
    ['/requests?status=open', '/requests?status=open'],
    ['//evil.example', '/'],
    ['https://evil.example/', '/'],
    ['/\\evil.example', '/'],
  ])('asked to lead to %s leads to %s', async (to, leads) => {
    expect(leadsTo(await new Browser().signIn(api, okafor, to))).toEqual([303, leads]);
  });

  test('shows the roles at the hospital', async () => {
    expect((await (await signedIn(okafor)).visit(`${api}/`)).text).toContain('>HTM approver</p>');
  });

  const ALTERED: readonly (readonly [string, (answer: URL, browser: Browser) => void])[] = [
    ['with another state', (answer) => answer.searchParams.set('state', 'A'.repeat(43))],
    ['without state', (answer) => answer.searchParams.delete('state')],
    ['without code', (answer) => answer.searchParams.delete('code')],
    ['with another code', (answer) => answer.searchParams.set('code', 'A'.repeat(43))],
    [
      "with another issuer's name",
      (answer) => answer.searchParams.set('iss', `${running.broker.addresses.oidc}/oidc/st-marys`),
    ],
    ["without the issuer's name", (answer) => answer.searchParams.delete('iss')],
    ['with an error', (answer) => (answer.search = `?error=access_denied&state=${answer.searchParams.get('state')}`)],
    ['in a browser that did not ask', (_, browser) => browser.jar.clear()],
    [
      'with a cookie that was changed',
      (_, browser) => browser.jar.set(KEPT, `${browser.jar.get(KEPT)?.slice(0, -4)}AAAA`),
    ],
    ['with a session for what was kept', (_, browser) => browser.jar.set(KEPT, sessionOfOsei)],
  ];
  let sessionOfOsei: string;
  beforeAll(async () => {
    sessionOfOsei = (await signedIn(osei)).jar.get(COOKIE) ?? '';
  });

  test.each(ALTERED)('an answer %s signs nobody in', async (_name, alter) => {
    const browser = new Browser();
    const answer = await browser.toAnswer(api, osei);
    alter(answer, browser);
    const page = await browser.visit(answer);
    expect(pageStatus(page)).toBe(401);
    expect(page.text).toContain('Sign in first.');
    expect(browser.jar.has(COOKIE)).toBe(false);
  });

  test('a code is good once, whatever browser brings it', async () => {
    const browser = new Browser();
    const answer = await browser.toAnswer(api, osei);
    const kept = browser.jar.get(KEPT) ?? '';
    expect((await browser.visit(answer)).status).toBe(303);
    browser.jar.set(KEPT, kept);
    browser.jar.delete(COOKIE);
    expect(pageStatus(await browser.visit(answer))).toBe(401);
    expect(browser.jar.has(COOKIE)).toBe(false);
  });

  test("one sign-in's answer with another's cookie signs nobody in", async () => {
    const [mine, other] = [new Browser(), new Browser()];
    const answer = await mine.toAnswer(api, osei);
    await other.toAnswer(api, osei);
    expect(pageStatus(await other.visit(answer))).toBe(401);
  });

  test("another sign-in's code with one's own state signs nobody in: it was asked with another verifier", async () => {
    const [mine, other] = [new Browser(), new Browser()];
    const [answer, others] = [await mine.toAnswer(api, osei), await other.toAnswer(api, okafor)];
    const same = await new Browser().toAnswer(api, osei);
    for (const code of [others, same].map((one) => one.searchParams.get('code') ?? '')) {
      answer.searchParams.set('code', code);
      expect(pageStatus(await mine.visit(answer))).toBe(401);
    }
  });

  test('after a quarter of an hour it has to begin anew', async () => {
    const browser = new Browser();
    const begun = await browser.visit(`${api}/sign-in?organisation=medserv`);
    await running.scene.skip(901);
    const state = Browser.next(begun)?.searchParams.get('state') ?? '';
    expect(pageStatus(await browser.visit(`${api}/signed-in?code=x&state=${state}`))).toBe(401);
  });

  test('somebody suspended is told so, and is not signed in', async () => {
    const browser = new Browser();
    const page = await browser.signIn(api, running.scene.member('l.petrov', 'medserv'));
    expect(pageStatus(page)).toBe(403);
    expect(page.text).toContain('The access of this person is suspended.');
    expect(browser.jar.has(COOKIE)).toBe(false);
  });

  test('somebody whom nobody invited is signed in, and told so', async () => {
    const page = await (await signedIn(running.scene.member('n.brandt', 'medserv'))).visit(`${api}/`);
    expect(pageStatus(page)).toBe(200);
    expect(page.text).toContain('You are not registered yet');
  });
});

describe('a session', () => {
  test('has a new id each time, so that none can be planted', async () => {
    const browser = await signedIn(osei);
    const planted = browser.jar.get(COOKIE);
    const nonce = nonceIn(await browser.visit(`${api}/`));
    await browser.signIn(api, osei);
    expect(browser.jar.get(COOKIE)).not.toBe(planted);
    expect(nonceIn(await browser.visit(`${api}/`))).not.toBe(nonce);
  });

  test.each<[string, (value: string) => string]>([
    ['changed in its text', (value) => `${value.slice(0, -6)}AAAAAA`],
    ['cut', (value) => value.slice(0, -10)],
    ['of nothing', () => 'x'],
    ['without a key', () => `${Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString('base64url')}....`],
  ])('%s is none', async (_name, alter) => {
    const browser = await signedIn(osei);
    browser.jar.set(COOKIE, alter(browser.jar.get(COOKIE) ?? ''));
    const answer = await browser.visit(`${api}/`);
    expect(leadsTo(answer)).toEqual([303, '/sign-in']);
    expect(answer.headers.getSetCookie()).toEqual(['wardkey-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax']);
  });

  test('that came twice is none', async () => {
    const value = (await signedIn(osei)).jar.get(COOKIE);
    const headers = { cookie: `${COOKIE}=${value}; ${COOKIE}=${value}` };
    expect((await new Browser().visit(`${api}/`, { headers })).status).toBe(303);
  });

  test('is no bearer token, and a bearer token is no session', async () => {
    const browser = await signedIn(osei);
    const bearer = { authorization: `Bearer ${browser.jar.get(COOKIE)}` };
    expect((await browser.visit(`${api}/requests`)).status).toBe(401);
    expect((await new Browser().visit(`${api}/requests`, { headers: bearer })).status).toBe(401);
  });

  test('ends when its person is suspended, with his next page', async () => {
    const yilmaz = running.scene.member('b.yilmaz', 'kestrel-biomed');
    const browser = await signedIn(yilmaz);
    expect((await browser.visit(`${api}/`)).status).toBe(200);
    const [nyberg, weiss] = [
      await running.scene.phone('c.nyberg', 'kestrel-biomed'),
      await running.scene.phone('p.weiss', 'kestrel-biomed'),
    ];
    const { person } = yilmaz;
    expect((await change(running.scene, nyberg, ['kestrel-biomed', 'suspend-person'], { person })).status).toBe(201);
    expect(leadsTo(await browser.visit(`${api}/`))).toEqual([303, '/sign-in']);
    const back = await change(running.scene, nyberg, ['kestrel-biomed', 'reinstate-person'], { person });
    expect((await confirm(running.scene, weiss, back)).status).toBe(200);
  });
});

describe('sign-out', () => {
  test('ends the session, for a copy of its cookie too', async () => {
    const browser = await signedIn(osei);
    const copy = browser.jar.get(COOKIE) ?? '';
    const nonce = nonceIn(await browser.visit(`${api}/`));
    const answer = await browser.visit(`${api}/sign-out`, { form: { nonce } });
    expect(leadsTo(answer)).toEqual([303, '/sign-in']);
    expect(browser.jar.has(COOKIE)).toBe(false);
    browser.jar.set(COOKIE, copy);
    expect(leadsTo(await browser.visit(`${api}/`))).toEqual([303, '/sign-in']);
  });

  const FOREIGN: readonly (readonly [string, Record<string, string>])[] = [
    ['of another origin', { origin: 'https://evil.example' }],
    ['of no origin', { origin: 'null' }],
    ['of another port', { origin: 'http://127.0.0.1:1' }],
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of a sister site', { 'sec-fetch-site': 'same-site' }],
    ['of no page', { 'sec-fetch-site': 'none' }],
  ];

  test.each(FOREIGN)('a form %s is refused, and the session stays', async (_name, headers) => {
    const browser = await signedIn(osei);
    const nonce = nonceIn(await browser.visit(`${api}/`));
    const page = await browser.visit(`${api}/sign-out`, { form: { nonce }, headers });
    expect(pageStatus(page)).toBe(403);
    expect((await browser.visit(`${api}/`)).status).toBe(200);
  });

  test.each<[string, (own: string, others: string) => string]>([
    ['without nonce', () => ''],
    ["with another session's nonce", (_own, others) => `nonce=${others}`],
    ['with a nonce cut short', (own) => `nonce=${own.slice(1)}`],
    ['with its nonce twice', (own) => `nonce=${own}&nonce=${own}`],
  ])('a form %s is refused', async (_name, bodyOf) => {
    const [browser, other] = [await signedIn(osei), await signedIn(osei)];
    const nonces = [nonceIn(await browser.visit(`${api}/`)), nonceIn(await other.visit(`${api}/`))] as const;
    const cookie = `${COOKIE}=${browser.jar.get(COOKIE)}`;
    const headers = { cookie, origin: api, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${api}/sign-out`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: bodyOf(...nonces),
    });
    expect(answer.status).toBe(403);
    expect((await browser.visit(`${api}/`)).status).toBe(200);
  });

  test('a form with one field more is no form of ours', async () => {
    const browser = await signedIn(osei);
    const nonce = nonceIn(await browser.visit(`${api}/`));
    expect(pageStatus(await browser.visit(`${api}/sign-out`, { form: { nonce, more: '1' } }))).toBe(422);
  });

  test('without a session leads to the sign-in', async () => {
    expect(leadsTo(await new Browser().visit(`${api}/sign-out`, { form: {} }))).toEqual([303, '/sign-in']);
  });
});

test('a session ends after twelve hours, used or not', async () => {
  const browser = await signedIn(osei);
  await running.scene.skip(12 * 3600 - 60);
  expect((await browser.visit(`${api}/`)).status).toBe(200);
  await running.scene.skip(61);
  expect(leadsTo(await browser.visit(`${api}/`))).toEqual([303, '/sign-in']);
});
