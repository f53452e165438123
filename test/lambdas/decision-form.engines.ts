/**
 * The decision page's form against the running broker, as robots, other sites and guessers send it (faults.md): nothing
 * decides but the page's own form with the right code of the right person.
 */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keyOf } from '../../adapters/aws/dynamo-rows.ts';
import { codeRef, requestChain } from '../../core/keys.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { codeAt } from '../../local/seed.ts';
import { MARKER } from '../support/bad-bodies.ts';
import {
  type Asked,
  ask,
  breakIn,
  HOSPITAL,
  linkTo,
  MONITOR,
  type RawAnswer,
  type RunningBroker,
  recordsOf,
  rowOf,
  runBroker,
  SECURITY_HEADERS,
  sendRaw,
  VENTILATOR,
} from '../support/running-broker.ts';

let running: RunningBroker;
let osei: Phone;
let okafor: Pick<Phone, 'member'>;
let asked: Asked;
let link: string;

beforeAll(async () => {
  running = await runBroker();
  osei = await running.scene.phone('j.osei', 'medserv');
  okafor = { member: running.scene.member('d.okafor', HOSPITAL) };
});
afterAll(() => running.stop());
beforeEach(async () => {
  if (open.length === 0) open = await askTwelve();
  [asked, link] = open.pop() ?? [asked, link];
});

/** Requests that wait for a test each, so that not every test waits for its mail. */
let open: (readonly [Asked, string])[] = [];

function askTwelve(): Promise<(readonly [Asked, string])[]> {
  return Promise.all(Array.from({ length: 12 }, () => askAndMail(MONITOR.code)));
}

async function askAndMail(device: string, scopes?: readonly string[]): Promise<readonly [Asked, string]> {
  const one = await ask(osei, device, scopes);
  return [one, new URL(await linkTo(running.scene, okafor, one.reference)).pathname];
}

const origin = () => running.broker.addresses.api;
const get = (path: string, method = 'GET') => sendRaw(origin(), { method, path });

type Fields = readonly (readonly [string, string])[];
const fields = (code: string, more: Fields = []): Fields => [
  ['decision', 'approve'],
  ['digest', asked.digest],
  ['scopes', 'diag.run'],
  ['code', code],
  ...more,
];

/** Posts the form; `headers` are the browser's own unless they say otherwise. */
function post(form: Fields, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  const body = new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();
  const own = {
    origin: origin(),
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
  };
  return sendRaw(origin(), { method: 'POST', path: link, headers: { ...own, ...headers }, body });
}

/** The status of an answer that is a page, runs nothing and echoes nothing. */
function pageStatus({ status, headers, text }: RawAnswer): number {
  expect(headers).toMatchObject({ ...SECURITY_HEADERS, 'content-type': 'text/html; charset=utf-8' });
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'nonce-[\w-]{22}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  );
  expect(text).not.toContain(MARKER);
  return status;
}

/** Failed tries of the approver that stand. */
async function failsOf({ member }: Pick<Phone, 'member'>): Promise<number> {
  const key = { TableName: 'wardkey-credentials', Key: keyOf(codeRef(member.person)), ConsistentRead: true };
  return Number((await running.stores.client.send(new GetItemCommand(key))).Item?.['fails']?.N);
}

const statusNow = async () => (await rowOf(running.stores, asked.id)).status;
const refusals = async () =>
  (await recordsOf(running.stores, requestChain(asked.id)))
    .filter(({ type }) => type === 'decision.refused')
    .map(({ data }) => (data as { readonly code: string }).code);

describe('opening the link', () => {
  test('changes nothing, however often and by whatever robot', async () => {
    const before = await rowOf(running.stores, asked.id);
    for (const query of [
      '',
      '?choice=approve',
      '?choice=deny',
      `?choice=${MARKER}`,
      '?utm_source=mail&choice=approve',
    ]) {
      expect(pageStatus(await get(link + query))).toBe(200);
      expect((await get(link + query, 'HEAD')).status).toBe(200);
    }
    expect(await rowOf(running.stores, asked.id)).toEqual(before);
  });

  test.each([MARKER, 'A'.repeat(43), '%00', `..%2f${MARKER}`])('that was never sent is nothing: %s', async (ticket) => {
    const answer = await get(`/decide/${ticket}`);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain(MARKER);
  });
});

describe('a form from elsewhere', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['another site', { origin: 'https://evil.example' }],
    ['no site', { origin: 'null' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['a name that begins alike', { origin: 'http://127.0.0.1.evil.example' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['no page', { 'sec-fetch-site': 'none' }],
    ['two sites', { origin: `http://127.0.0.1, https://${MARKER}.example` }],
  ])('%s is refused before the code is looked at', async (_name, headers) => {
    const [before, fails] = [await rowOf(running.stores, asked.id), await failsOf(okafor)];
    expect(pageStatus(await post(fields(codeAt(okafor.member.totpSecret, running.scene.now())), headers))).toBe(403);
    expect(await rowOf(running.stores, asked.id)).toEqual(before);
    expect(await failsOf(okafor)).toBe(fails);
  });

  test('without Origin is no browser’s, and is refused as well', async () => {
    const form = fields(codeAt(okafor.member.totpSecret, running.scene.now()));
    const body = new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(pageStatus(await sendRaw(origin(), { method: 'POST', path: link, headers, body }))).toBe(403);
    expect(await statusNow()).toBe('pending');
  });

  test.each(['application/json', 'multipart/form-data; boundary=x', 'text/plain'])('%s is no form', async (type) => {
    expect(pageStatus(await post(fields('000000'), { 'content-type': type }))).toBe(415);
  });
});

describe('a form that is not whole', () => {
  test.each<[string, () => Fields]>([
    ['without digest', () => fields('123456').filter(([name]) => name !== 'digest')],
    ['with another digest twice', () => fields('123456', [['digest', 'A'.repeat(43)]])],
    ['without decision', () => fields('123456').filter(([name]) => name !== 'decision')],
    ['with both decisions', () => fields('123456', [['decision', 'deny']])],
    ['with an unknown field', () => fields('123456', [[MARKER, MARKER]])],
    ['with __proto__', () => fields('123456', [['__proto__', MARKER]])],
    ['without a scope', () => fields('123456').filter(([name]) => name !== 'scopes')],
    ['with a time that is none', () => fields('123456', [['holdMinutes', '-1']])],
    ['with a role that is none', () => fields('123456', [['role', 'king']])],
    ['with nothing', () => []],
  ])('%s is shown again, and takes no try', async (_name, form) => {
    const fails = await failsOf(okafor);
    expect(pageStatus(await post(form()))).toBe(422);
    expect(await failsOf(okafor)).toBe(fails);
    expect(await refusals()).toEqual([]);
  });

  test('of over 32 KiB is refused', async () => {
    expect(pageStatus(await post(fields('123456', [['reason', 'x'.repeat(33_000)]])))).toBe(413);
  });

  test('with a digest of other facts is shown the new ones', async () => {
    const form = fields(await running.scene.code(okafor.member)).map(([name, value]) =>
      name === 'digest' ? ([name, 'A'.repeat(43)] as const) : ([name, value] as const),
    );
    expect(pageStatus(await post(form))).toBe(412);
    expect([await statusNow(), await refusals()]).toEqual(['pending', ['stale_view']]);
  });
});

describe('a code', () => {
  test.each<[string, string]>([
    ['absent', ''],
    ['of five digits', '12345'],
    ['of seven digits', '1234567'],
    ['in full-width digits', '\uff11\uff12\uff13\uff14\uff15\uff16'],
    ['in Arabic digits', '\u0661\u0662\u0663\u0664\u0665\u0666'],
    ['with space', '123 456'],
    ['with a sign', '+12345'],
    ['in words', MARKER],
    ['with a line break', '123456\n'],
  ])('%s is refused as a wrong one, and takes no try', async (_name, code) => {
    const fails = await failsOf(okafor);
    expect(pageStatus(await post(fields(code)))).toBe(403);
    expect([await failsOf(okafor), await statusNow(), await refusals()]).toEqual([fails, 'pending', ['code_rejected']]);
  });

  test.each<[string, () => string]>([
    ['two steps old', () => codeAt(okafor.member.totpSecret, running.scene.now() - 60)],
    ['of the next step', () => codeAt(okafor.member.totpSecret, running.scene.now() + 30)],
    [
      "of another person's",
      () => codeAt(running.scene.member('p.lindqvist', HOSPITAL).totpSecret, running.scene.now()),
    ],
    ['of the technician', () => codeAt(osei.member.totpSecret, running.scene.now())],
  ])('%s is wrong, and takes a try', async (_name, code) => {
    const fails = await failsOf(okafor);
    expect(pageStatus(await post(fields(code())))).toBe(403);
    expect([await failsOf(okafor), await statusNow(), await refusals()]).toEqual([
      fails + 1,
      'pending',
      ['code_rejected'],
    ]);
  });

  test('sent twice is none', async () => {
    const right = await running.scene.code(okafor.member);
    expect(pageStatus(await post(fields(right, [['code', '000000']])))).toBe(403);
    expect(await statusNow()).toBe('pending');
  });

  test('that approved another request is used', async () => {
    const code = await running.scene.code(okafor.member);
    expect((await post(fields(code))).status).toBe(303);
    [asked, link] = await askAndMail(MONITOR.code);
    expect(pageStatus(await post(fields(code)))).toBe(403);
    expect([await statusNow(), await refusals()]).toEqual(['pending', ['code_rejected']]);
  });

  test('that is wrong five times closes the link for a quarter of an hour, to the right one too', async () => {
    const { scene } = running;
    if (scene.now() % 900 > 840) await scene.skip(60);
    for (let count = 0; count < 5; count += 1) expect(pageStatus(await post(fields('000000')))).toBe(403);
    expect(pageStatus(await post(fields('000000')))).toBe(429);
    const right = await scene.code(okafor.member);
    expect(pageStatus(await post(fields(right)))).toBe(429);
    expect(await refusals()).toContain('tries_exhausted');
    // Others are not locked out by it, nor is he elsewhere.
    const [closed, first] = [link, asked];
    [asked, link] = await askAndMail(VENTILATOR.code);
    expect((await post(fields(right))).status).toBe(303);
    await scene.skip(900 - (scene.now() % 900));
    open = [];
    [link, asked] = [closed, first];
    expect((await post(fields(await scene.code(okafor.member)))).status).toBe(303);
    expect(await statusNow()).toBe('approved');
  });
});

describe('a robot', () => {
  test('that sends the form empty ten times uses up no try: the right code still decides', async () => {
    for (let count = 0; count < 10; count += 1) expect(pageStatus(await post(fields('')))).toBe(403);
    expect((await post(fields(await running.scene.code(okafor.member)))).status).toBe(303);
    expect(await statusNow()).toBe('approved');
    expect(await breakIn(running.broker, asked.id)).toBeUndefined();
  });
});

describe('a decided link', () => {
  test('takes the same answer again as done, and the opposite as late', async () => {
    expect((await post(fields(await running.scene.code(okafor.member)))).status).toBe(303);
    const before = await rowOf(running.stores, asked.id);
    expect((await post(fields(await running.scene.code(okafor.member)))).status).toBe(303);
    const code = await running.scene.code(okafor.member);
    const opposite = [
      ['decision', 'deny'],
      ['digest', asked.digest],
      ['reason', 'No.'],
      ['code', code],
    ] as const;
    expect(pageStatus(await post(opposite))).toBe(409);
    expect(await rowOf(running.stores, asked.id)).toEqual(before);
  });
});

describe('a request of tier T3', () => {
  test('is not decided through a link, whatever the code', async () => {
    [asked, link] = await askAndMail(VENTILATOR.code, ['software.restore']);
    const code = await running.scene.code(okafor.member);
    const form = [...fields(code, [['clinicalRelease', 'yes']])].map(([name, value]) =>
      name === 'scopes' ? (['scopes', 'software.restore'] as const) : ([name, value] as const),
    );
    const fails = await failsOf(okafor);
    expect(pageStatus(await post(form))).toBe(403);
    expect([await statusNow(), await refusals()]).toEqual(['pending', ['sign_in_required']]);
    // The right code was no guess: its try is given back, and it is not used.
    expect(await failsOf(okafor)).toBe(fails);
  });
});

describe('a ticket', () => {
  test('shows the result for a day after the decision, then it is dead', async () => {
    const { scene } = running;
    expect((await post(fields(await scene.code(okafor.member)))).status).toBe(303);
    await scene.skip(86_390);
    expect(pageStatus(await get(link))).toBe(200);
    await scene.skip(15);
    expect(pageStatus(await get(link))).toBe(404);
    expect(pageStatus(await post(fields(await scene.code(okafor.member))))).toBe(404);
  });
});
