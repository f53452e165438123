/** A technician's visits in a browser without JavaScript, through the running broker: from waiting to the receipt. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestChain } from '../../core/keys.ts';
import { type Phone, send } from '../../local/demo/broker.ts';
import { openDevice } from '../../local/demo/device.ts';
import { openOem, trustFileFor } from '../../local/oem.ts';
import { OEM_KEYS } from '../../local/stack-files.ts';
import { Browser, type Page } from '../support/browser.ts';
import {
  approve,
  ask,
  breakIn,
  eventsOf,
  MONITOR,
  type RunningBroker,
  recordsOf,
  runBroker,
  VENTILATOR,
} from '../support/running-broker.ts';

const PUMP = { id: 'gs1:01/09521000001015/21/A2000417', code: '4HKD-8WQ3' };
const CHALLENGE = 'AAECAwQFBgcICQoLDA0ODw';
const T2 = ['calibration.adjust'];

let running: RunningBroker;
let api: string;
let osei: Phone;
let lindqvist: Phone;
/** J. Osei's browser, signed in. */
let phone: Browser;

beforeAll(async () => {
  running = await runBroker();
  api = running.broker.addresses.api;
  osei = await running.scene.phone('j.osei', 'medserv');
  lindqvist = await running.scene.phone('p.lindqvist', 'st-marys');
  phone = await signedIn('j.osei', 'medserv');
});
afterAll(() => running.stop());

async function signedIn(login: string, organisation: string): Promise<Browser> {
  const browser = new Browser();
  await browser.signIn(api, running.scene.member(login, organisation));
  return browser;
}

const visit = (id: string, more = '', browser = phone) => browser.visit(`${api}/visits/${id}${more}`);
const code = () => running.scene.code(osei.member);

/** Approved by one, and by a clinical release where the tier wants it. */
async function approved(device: string, scopes?: readonly string[], more?: object): Promise<string> {
  const asked = await ask(osei, device, scopes, more);
  const answer = await approve(running.scene, lindqvist, asked, { clinicalRelease: true });
  expect(answer.status).toBe(200);
  return asked.id;
}

async function activate(page: Page, id: string, fields: Record<string, string> = {}): Promise<Page> {
  return phone.submit(page, `/visits/${id}/activate`, { code: await code(), ...fields });
}

/** Text of a page as it is read, tags away. */
const read = ({ text }: Page) =>
  (text.split('<main')[1] ?? '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', '’')
    .replaceAll(/\s+/g, ' ');
const tokenIn = ({ text }: Page) => /<code class="wk-token">([\w-]+\.[\w-]+\.[\w-]+)<\/code>/.exec(text)?.[1] ?? '';
const releaseCodeIn = ({ text }: Page) => /class="wk-release">(\d+)</.exec(text)?.[1];
const heading = ({ text }: Page) => /<h1[^>]*>([^<]*)<\/h1>/.exec(text)?.[1];

describe('list-visits', () => {
  test('says what will stand there', async () => {
    const rossi = await signedIn('a.rossi', 'kestrel-biomed');
    const page = await rossi.visit(`${api}/visits`);
    expect([page.status, read(page)]).toEqual([200, expect.stringContaining('You have asked for no access yet.')]);
  });

  test('shows the own ones, newest first, with device, reference and state', async () => {
    const first = await ask(osei, MONITOR.code);
    // Those of one second stand in no order.
    await running.scene.skip(1);
    const second = await ask(osei, VENTILATOR.code);
    const page = await phone.visit(`${api}/visits`);
    const ids = [...page.text.matchAll(/href="\/visits\/(st-marys_\w+)"/g)].map(([, id]) => id);
    expect(ids.slice(0, 2)).toEqual([second.id, first.id]);
    expect(read(page)).toContain(`${second.reference}, St. Mary’s`);
    expect(read(page)).toMatch(/VX-7 #001234 .*○ Waiting/);
  });

  test('goes on page by page, to the end and back', async () => {
    for (let count = 0; count < 26; count += 1) await ask(osei, MONITOR.code);
    const first = await phone.visit(`${api}/visits`);
    const next = /href="(\/visits\?after=[\w-]+)"/.exec(first.text)?.[1] ?? '';
    const second = await phone.visit(`${api}${next}`);
    expect([second.status, second.text.includes('>\nNewest\n<')]).toEqual([200, true]);
    const on = ({ text }: Page) => [...text.matchAll(/href="\/visits\/(st-marys_\w+)"/g)].map(([, id]) => id);
    expect(on(first)).toHaveLength(25);
    expect(on(second).filter((id) => on(first).includes(id))).toEqual([]);
  });

  test.each(['?after=%3Cb', '?limit=3', '?x=1'])('refuses %s', async (query) => {
    expect((await phone.visit(`${api}/visits${query}`)).status).toBe(400);
  });

  test('is in the menu of a technician, and of nobody else', async () => {
    const auditor = await signedIn('e.fischer', 'st-marys');
    const has = async (browser: Browser) => (await browser.visit(`${api}/`)).text.includes('href="/visits"');
    expect([await has(phone), await has(auditor)]).toEqual([true, false]);
  });
});

describe('show-visit while it waits', () => {
  test('says the reference, until when, and how far each question came; never who was asked', async () => {
    const { id, reference } = await ask(osei, VENTILATOR.code);
    await running.scene.mail(running.scene.member('d.okafor', 'st-marys'), reference);
    const page = await visit(id);
    const words = read(page);
    expect(heading(page)).toBe('○ Waiting for the hospital');
    expect(words).toContain(`Reference ${reference}`);
    expect(words).toMatch(/(?:30|2\d) min left, until \d\d:\d\d C[SD]T/);
    expect(words).toMatch(/Sent to the hospital .* Asked person 1 of \d: HTM approver, by mail .* Decided/);
    expect(page.text).not.toMatch(/Lindqvist|Okafor/);
  });

  test('is loaded anew by the browser, and by a script where one runs', async () => {
    const page = await visit((await ask(osei, VENTILATOR.code)).id);
    expect(page.text).toContain('<noscript><meta http-equiv="refresh" content="10"></noscript>');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'nonce-([\w-]{22})'; script-src 'nonce-\1'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
  });

  test('is withdrawn by its form, once; a second time finds it done', async () => {
    const { id } = await ask(osei, VENTILATOR.code);
    const page = await visit(id);
    const sent = await phone.submit(page, `/visits/${id}/withdraw`);
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `/visits/${id}`]);
    expect((await phone.submit(page, `/visits/${id}/withdraw`)).status).toBe(303);
    expect(heading(await visit(id))).toBe('↩ Withdrawn');
    expect((await eventsOf(running.stores, id)).filter((type) => type === 'request.withdrawn')).toHaveLength(1);
  });

  test('is not withdrawn any more once it is decided, and says so', async () => {
    const asked = await ask(osei, MONITOR.code);
    const page = await visit(asked.id);
    await approve(running.scene, lindqvist, asked);
    const late = await phone.submit(page, `/visits/${asked.id}/withdraw`);
    expect([late.status, read(late)]).toEqual([409, expect.stringContaining('Somebody else was first.')]);
    expect(heading(await visit(asked.id))).toMatch(/^✓ Approved until/);
  });
});

describe('show-visit after it was decided', () => {
  test('a denied one says by whom and why, inert, and where to ask again', async () => {
    const { id, digest } = await ask(osei, MONITOR.code);
    const body = { decision: 'deny', digest, code: await running.scene.code(lindqvist.member) };
    const reason = 'In use <script>alert(1)</script> until "noon"';
    expect((await lindqvist.post(`/requests/${id}/decision`, { ...body, reason })).status).toBe(200);
    const page = await visit(id);
    expect(heading(page)).toBe('✕ Denied');
    expect(read(page)).toMatch(/Denied by P\S+ Lindqvist on \d{4}-\d\d-\d\d at \d\d:\d\d C[SD]T\./);
    expect(page.text).toContain('Reason: In use &lt;script&gt;alert(1)&lt;/script&gt; until &quot;noon&quot;');
    expect(page.text).toContain(`href="/d/${MONITOR.code}"`);
    expect(page.text).not.toContain('http-equiv="refresh"');
  });

  test('an approved one has the form, more time with its cap, and the way to finish; it is not emptied by a refresh', async () => {
    const id = await approved(MONITOR.code);
    const page = await visit(id);
    expect(read(page)).toMatch(/No token has been handed out yet/);
    expect(page.text).toContain(`href="/d/${MONITOR.code}/what?extends=${id}"`);
    expect(read(page)).toContain('there are 16 h in all; 30 min are taken');
    expect(page.text).toContain('inputmode="numeric"');
    expect(page.text).toContain('autocomplete="one-time-code"');
    expect(page.text).not.toContain('http-equiv="refresh"');
  });

  test('a revoked one says what a token that is out still opens', async () => {
    const id = await approved(MONITOR.code);
    await activate(await visit(id), id);
    await lindqvist.post(`/requests/${id}/revoke`, { reason: 'Needed for a patient.' });
    const words = read(await visit(id));
    expect(words).toContain('Reason: Needed for a patient.');
    expect(words).toContain('A device without a network cannot know');
    expect(words).toContain('Do not go on at');
  });
});

describe('whose visit it is', () => {
  test.each(['', '/close', '/receipt'])('another technician finds nothing at %s', async (more) => {
    const id = await approved(MONITOR.code);
    const rossi = await signedIn('a.rossi', 'kestrel-biomed');
    expect((await visit(id, more, rossi)).status).toBe(404);
    expect((await visit('st-marys_AAAAAAAAAAAA', more)).status).toBe(404);
  });

  test.each(['/activate', '/withdraw', '/close'])("another technician's form to %s finds nothing", async (to) => {
    const mwangi = await running.scene.phone('d.mwangi', 'st-marys');
    const own = await ask(mwangi, MONITOR.code);
    if (to !== '/withdraw') await approve(running.scene, lindqvist, own);
    const others = await approved(MONITOR.code);
    const browser = await signedIn('d.mwangi', 'st-marys');
    const page = await visit(own.id, to === '/close' ? to : '', browser);
    const [, form = ''] = page.text.split(`action="/visits/${own.id}${to}"`);
    const [, nonce = ''] = /name="nonce" value="([\w-]+)"/.exec(form) ?? [];
    expect(nonce).not.toBe('');
    const fields = {
      '/activate': { key: 'k'.repeat(20), code: '000000' },
      '/withdraw': {},
      '/close': { outcome: 'fixed', softwareVersion: '', note: 'x', suspicion: '' },
    }[to];
    const before = await eventsOf(running.stores, others);
    const answer = await browser.visit(`${api}/visits/${others}${to}`, { form: { nonce, ...fields } });
    expect([answer.status, tokenIn(answer)]).toEqual([404, '']);
    expect(await eventsOf(running.stores, others)).toEqual(before);
  });

  test('staff of the hospital reads, and has no form', async () => {
    const { id } = await ask(osei, MONITOR.code);
    const page = await visit(id, '', await signedIn('d.okafor', 'st-marys'));
    expect([page.status, page.text.includes('/withdraw"')]).toEqual([200, false]);
  });

  test.each([
    ['of another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['of a sister site', { 'sec-fetch-site': 'same-site' }],
  ])('a form %s hands out nothing', async (_name, headers) => {
    const id = await approved(MONITOR.code);
    const page = await visit(id);
    const [, nonce = ''] = /activate"[\s\S]*?name="nonce" value="([\w-]+)"/.exec(page.text) ?? [];
    const form = { nonce, key: 'k'.repeat(20), code: await code() };
    const answer = await phone.visit(`${api}/visits/${id}/activate`, { form, headers });
    expect([answer.status, tokenIn(answer)]).toEqual([403, '']);
    expect(await eventsOf(running.stores, id)).not.toContain('token.issued');
  });

  test('the nonce of one form is not good for another', async () => {
    const { id } = await ask(osei, MONITOR.code);
    const [, nonce = ''] = /withdraw"[\s\S]*?name="nonce" value="([\w-]+)"/.exec((await visit(id)).text) ?? [];
    const form = { nonce, outcome: 'fixed', softwareVersion: '', note: 'x', suspicion: '' };
    expect((await phone.visit(`${api}/visits/${id}/close`, { form })).status).toBe(403);
  });
});

describe('activate-visit', () => {
  async function deviceOf({ id, code: sticker }: typeof PUMP, home: string) {
    const papers = (await send(`${api}/devices/${sticker}/trust`, { method: 'GET' })).body;
    const maker = openOem(join(running.broker.dataDir, OEM_KEYS), 'oem-aurora');
    return openDevice(join(running.broker.dataDir, home), id, trustFileFor(maker, papers));
  }

  test('shows a token that the device takes, once, as text, file and QR; not kept and in no address', async () => {
    const id = await approved(MONITOR.code);
    const page = await activate(await visit(id), id);
    expect([page.status, page.headers.get('cache-control'), page.url.search]).toEqual([200, 'no-store', '']);
    const token = tokenIn(page);
    expect(page.text).toContain(`href="data:application/octet-stream,${token}" download="wardkey-`);
    expect(page.text).toContain('<svg class="wk-qr"');
    expect(page.text).not.toContain('class="wk-release"');
    expect(page.headers.get('content-security-policy')).not.toContain('connect-src');
    expect(read(page)).toMatch(/within 14 min|within 15 min/);
    expect(read(page)).toContain('no further token is handed out');
    const device = await deviceOf(MONITOR, 'monitor');
    const at = running.scene.now();
    expect(await device.present(token, at)).toMatchObject({ accepted: true });
    expect(await device.present(token, at)).toMatchObject({ code: 'E_REPLAY' });
    expect((await visit(id)).text).not.toContain(token);
  });

  test('shows the release code where the device wants one, and the device wants it', async () => {
    const id = await approved(VENTILATOR.code);
    const page = await activate(await visit(id), id);
    const device = await deviceOf(VENTILATOR, 'ventilator');
    const at = running.scene.now();
    expect(await device.present(tokenIn(page), at)).toMatchObject({ code: 'E_CNF_REQUIRED' });
    expect(releaseCodeIn(page)).toMatch(/^\d{10}$/);
    const answer = await device.present(tokenIn(page), at, { code: releaseCodeIn(page) ?? '' });
    expect(answer).toMatchObject({ accepted: true });
  });

  test('takes the challenge of a device without a clock, in groups as it is read', async () => {
    const id = await approved(PUMP.code);
    const page = await visit(id);
    expect(read(page)).toContain('On the device’s service screen');
    const without = await activate(page, id, { cnonce: '' });
    expect([without.status, read(without)]).toEqual([
      403,
      expect.stringContaining('This device has no clock: enter the challenge that it shows.'),
    ]);
    const odd = await activate(without, id, { cnonce: 'zu kurz' });
    expect([odd.status, odd.text]).toEqual([422, expect.stringContaining('href="#cnonce"')]);
    const right = await activate(odd, id, { cnonce: CHALLENGE.replaceAll(/(.{6})/g, '$1 ') });
    const pump = await deviceOf(PUMP, 'pump');
    expect(await pump.present(tokenIn(right), running.scene.now(), { nonce: CHALLENGE })).toMatchObject({
      accepted: true,
    });
  });

  test('shows the form again after a wrong code, with the API’s words and without the code', async () => {
    const id = await approved(MONITOR.code);
    const page = await phone.submit(await visit(id), `/visits/${id}/activate`, { code: '000000' });
    expect([page.status, page.text.includes('000000'), tokenIn(page)]).toEqual([403, false, '']);
    expect(page.text).toContain('<title>Error: Activate at');
    expect(page.text).toContain('<a href="#code">The one-time code was not accepted. Wait for the next one.</a>');
    expect(tokenIn(await activate(page, id))).not.toBe('');
  });

  test('sent again within a minute shows the same token; later says why not, and offers a new one', async () => {
    const id = await approved(MONITOR.code);
    const page = await visit(id);
    const first = await activate(page, id);
    const again = await phone.submit(page, `/visits/${id}/activate`, { code: '000000' });
    expect(tokenIn(again).split('.').slice(0, 2)).toEqual(tokenIn(first).split('.').slice(0, 2));
    expect((await eventsOf(running.stores, id)).filter((type) => type === 'token.issued')).toHaveLength(1);
    await running.scene.skip(61);
    const late = await phone.submit(page, `/visits/${id}/activate`, { code: '000000' });
    expect([late.status, read(late)]).toEqual([410, expect.stringContaining('Activate again for a new one.')]);
    expect(tokenIn(await activate(late, id))).not.toBe('');
  });

  test('after a revocation hands out nothing and leads back', async () => {
    const id = await approved(MONITOR.code);
    const page = await visit(id);
    await lindqvist.post(`/requests/${id}/revoke`, { reason: 'Needed.' });
    const late = await activate(page, id);
    expect([late.status, read(late)]).toEqual([403, expect.stringContaining('The access was revoked.')]);
    expect(late.text).toContain(`href="/visits/${id}"`);
  });

  test.each([
    ['without a key', { key: '' }],
    ['with a key of another form', { key: 'k k' }],
    ['with a field more', { device: MONITOR.id }],
  ])('%s is no form of ours', async (_name, fields) => {
    const id = await approved(MONITOR.code);
    expect((await activate(await visit(id), id, fields)).status).toBe(422);
  });
});

const RECORD = {
  returned: 'record',
  softwareVersion: '4.2.1',
  selfTest: 'passed',
  testEquipment: 'Flow analyser FA-2',
  performance: 'as_specified',
  cybersecurity: 'as_specified',
};
const CLOSED = { outcome: 'fixed', note: 'Seal replaced.', suspicion: '', softwareVersion: '' };

describe('close-visit', () => {
  async function close(id: string, fields: Record<string, string>): Promise<Page> {
    return phone.submit(await visit(id, '/close'), `/visits/${id}/close`, { ...CLOSED, ...fields });
  }

  test('of T1 asks for no record and leads to the visit', async () => {
    const id = await approved(MONITOR.code);
    expect((await visit(id, '/close')).text).not.toContain('name="selfTest"');
    const page = await close(id, {});
    expect([page.status, page.headers.get('location')]).toEqual([303, `/visits/${id}`]);
    expect(heading(await visit(id))).toBe('■ Closed');
  });

  test('keeps what was written, and shows it inert on the receipt', async () => {
    const id = await approved(MONITOR.code);
    const suspicion = `<img src=x onerror=alert(1)> 'a' & "b" =HYPERLINK("x")`;
    await close(id, { note: '  two\r\n lines <b>bold</b> ', suspicion });
    const [last] = (await recordsOf(running.stores, requestChain(id))).slice(-1);
    expect(last?.data).toEqual({ outcome: 'fixed', note: 'two lines <b>bold</b>', suspicion });
    const receipt = await visit(id, '/receipt');
    expect(receipt.text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(receipt.text).not.toMatch(/<img|<b>bold/);
  });

  test.each<[string, Record<string, string>, string]>([
    ['no outcome', { outcome: '' }, '#outcome'],
    ['an outcome that is none', { outcome: 'perfect' }, '#outcome'],
    ['no note', { note: ' ' }, '#note'],
    ['a note that turns the line', { note: 'a\u202eb' }, '#note'],
    ['a suspicion that is too long', { suspicion: 'a'.repeat(501) }, '#suspicion'],
    ['a version that is too long', { softwareVersion: '1'.repeat(65) }, '#softwareVersion'],
  ])('%s is said at its field, and what was written stays', async (_name, fields, href) => {
    const id = await approved(MONITOR.code);
    const page = await close(id, { ...{ suspicion: 'A new account.' }, ...fields });
    expect([page.status, page.text]).toEqual([422, expect.stringContaining(`<a href="${href}">`)]);
    if (href !== '#suspicion') expect(page.text).toContain('>\nA new account.</textarea>');
    expect(await eventsOf(running.stores, id)).not.toContain('request.closed');
  });

  test('of T2 as fixed with a record that passes: the device is returned to service', async () => {
    const id = await approved(VENTILATOR.code, T2);
    expect((await close(id, RECORD)).status).toBe(303);
    expect(read(await visit(id))).toContain('The device is returned to service.');
    expect((await osei.get(`/requests/${id}`)).body).toMatchObject({
      outcome: 'fixed',
      service: 'returned_to_service',
    });
    expect(await breakIn(running.broker, id)).toBeUndefined();
  });

  test.each<[string, Record<string, string>, number, string]>([
    ['as fixed without a word', {}, 403, 'Give version, self-test, test equipment'],
    ['as fixed and not returned', { returned: 'not_returned' }, 403, 'Give version, self-test, test equipment'],
    ['with a record without version', { ...RECORD, softwareVersion: '' }, 403, 'Give version, self-test'],
    ['with half a record', { ...RECORD, testEquipment: '' }, 422, 'Fill in the whole record'],
    [
      'as fixed with a failed self-test',
      { ...RECORD, selfTest: 'failed' },
      403,
      'A device that does not pass is not fixed.',
    ],
  ])('of T2 %s is refused by name', async (_name, fields, status, says) => {
    const id = await approved(VENTILATOR.code, T2);
    const page = await close(id, fields);
    expect([page.status, read(page)]).toEqual([status, expect.stringContaining(says)]);
    expect(await eventsOf(running.stores, id)).not.toContain('request.closed');
  });

  test.each<[string, Record<string, string>]>([
    ['by saying so', { outcome: 'not_fixed', returned: 'not_returned' }],
    ['by a record of what failed', { ...RECORD, outcome: 'not_fixed', performance: 'not_as_specified' }],
  ])('of T2 without return %s stands as not_returned_to_service', async (_name, fields) => {
    const id = await approved(VENTILATOR.code, T2);
    expect((await close(id, fields)).status).toBe(303);
    expect(read(await visit(id))).toContain('not_returned_to_service');
    expect((await osei.get(`/requests/${id}`)).body.service).toBe('not_returned_to_service');
    expect(read(await phone.visit(`${api}/visits`))).toContain('Not returned to service');
    expect(await breakIn(running.broker, id)).toBeUndefined();
  });

  test('the API refuses the same by the same names', async () => {
    const id = await approved(VENTILATOR.code, T2);
    const body = { outcome: 'fixed', note: 'Done.' };
    const refused = await osei.post(`/requests/${id}/close`, body);
    expect([refused.status, refused.body.reason, refused.body.rule]).toEqual([403, 'return_to_service_missing', 'R13']);
    const record = {
      selfTest: 'failed',
      testEquipment: 'none',
      performance: 'as_specified',
      cybersecurity: 'as_specified',
    };
    const failed = await osei.post(`/requests/${id}/close`, { ...body, softwareVersion: '4', returnToService: record });
    expect([failed.status, failed.body.reason]).toEqual([403, 'return_to_service_failed']);
  });

  test('sent twice closes once; with other words it is too late', async () => {
    const id = await approved(VENTILATOR.code, T2);
    const page = await visit(id, '/close');
    const send = (fields: object) => phone.submit(page, `/visits/${id}/close`, { ...CLOSED, ...RECORD, ...fields });
    expect([(await send({})).status, (await send({})).status]).toEqual([303, 303]);
    expect((await send({ outcome: 'not_needed' })).status).toBe(409);
    expect((await eventsOf(running.stores, id)).filter((type) => type === 'request.closed')).toHaveLength(1);
    expect((await visit(id, '/close')).headers.get('location')).toBe(`/visits/${id}`);
  });

  test('after the time is over it can still be closed, and before the visit says that it should be', async () => {
    const id = await approved(VENTILATOR.code, T2);
    await activate(await visit(id), id);
    await running.scene.skip(900 + 1800 + 1);
    const page = await visit(id);
    expect(read(page)).toContain('Finish the visit: say what was done');
    expect((await close(id, RECORD)).status).toBe(303);
    expect(read(await visit(id))).toContain('The device is returned to service.');
  });
});

describe('read-receipt', () => {
  beforeAll(async () => {
    // What came before took longer than a sign-in of a program lasts.
    osei = await running.scene.phone('j.osei', 'medserv');
    lindqvist = await running.scene.phone('p.lindqvist', 'st-marys');
  });

  test('says what was asked, decided, handed out, done, and where the log ended', async () => {
    const id = await approved(VENTILATOR.code, T2);
    await activate(await visit(id), id);
    const form = await visit(id, '/close');
    await phone.submit(form, `/visits/${id}/close`, { ...CLOSED, ...RECORD, suspicion: 'A new account.' });
    const page = await visit(id, '/receipt');
    const words = read(page);
    const { digest } = (await osei.get(`/requests/${id}`)).body;
    const stored = await running.stores.ledger.events(requestChain(id));
    for (const says of [
      'WO-88213',
      'Tokens handed out: 1',
      'Flow analyser FA-2',
      'A new account.',
      'The device is returned to service.',
      digest,
      `Last event ${stored.length} `,
      stored.at(-1)?.hash ?? '-',
    ]) {
      expect(words).toContain(says);
    }
    expect(page.text).not.toContain('<script');
  });

  test('is not there before the end, and leads to how the visit stands', async () => {
    const { id } = await ask(osei, MONITOR.code);
    const page = await visit(id, '/receipt');
    expect([page.status, page.headers.get('location')]).toEqual([303, `/visits/${id}`]);
  });

  test("is read by the hospital's auditor and the employer's administrator", async () => {
    const id = await approved(MONITOR.code);
    await osei.post(`/requests/${id}/close`, { outcome: 'not_needed', note: 'It worked.' });
    for (const [login, organisation] of [
      ['e.fischer', 'st-marys'],
      ['m.duarte', 'medserv'],
    ] as const) {
      expect((await visit(id, '/receipt', await signedIn(login, organisation))).status).toBe(200);
    }
  });
});
