/**
 * Asking for access by the pages of the running broker, as a browser without a script does it: from the device to a request,
 * with everything that was entered kept on the way, and each refusal said where something can be done about it.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { change } from '../../local/demo/registry-acts.ts';
import { Browser, type Page } from '../support/browser.ts';
import { approve, ask, type RunningBroker, rowOf, runBroker, SECURITY_HEADERS } from '../support/running-broker.ts';

const MONITOR = 'M3XG-5JDA';
const VENTILATOR = '7F3K-29QX';

let running: RunningBroker;
let api: string;
let osei: Browser;

beforeAll(async () => {
  running = await runBroker();
  api = running.broker.addresses.api;
  osei = await browserOf('j.osei', 'medserv');
});
afterAll(() => running.stop());

async function browserOf(login: string, organisation: string): Promise<Browser> {
  const browser = new Browser();
  await browser.signIn(api, running.scene.member(login, organisation));
  return browser;
}

const leadsTo = ({ status, headers }: Page) => [status, headers.get('location')];

/** Status and heading of a page that runs nothing and may not be kept. */
function seen({ status, headers, text }: Page) {
  expect(Object.fromEntries(headers)).toMatchObject({
    ...SECURITY_HEADERS,
    'content-type': 'text/html; charset=utf-8',
  });
  return [status, /<h1[^>]*>\s*([^<]*?)\s*<\/h1>/.exec(text)?.[1]];
}

/** The messages of the error summary, each with the field that it leads to. */
function errorsIn({ text }: Page): readonly (readonly string[])[] {
  const [, list = ''] = /govuk-error-summary__list">([\s\S]*?)<\/ul>/.exec(text) ?? [];
  return [...list.matchAll(/<li>(?:<a href="([^"]*)">)?([^<]*)/g)].map(([, href = '', says = '']) => [href, says]);
}

/** What stands after a key of a summary list. */
function answerTo(key: string, { text }: Page): string {
  const [, value = ''] = new RegExp(`<dt[^>]*>${key}</dt>\\s*<dd[^>]*>([\\s\\S]*?)</dd>`).exec(text) ?? [];
  return value.replaceAll(/<[^>]*>/g, '').trim();
}

const WHY = {
  workOrder: 'WO-88213',
  activity: 'corrective_maintenance',
  reason: 'Self-test fails after power-up.',
};

const whyAt = (browser: Browser, code: string, query: string) => browser.visit(`${api}/d/${code}/why?${query}`);
const check = (browser: Browser, page: Page, code: string, fields: Parameters<Browser['submit']>[2]) =>
  browser.submit(page, `/d/${code}/check`, fields);

/** From the choice to the page with the button that sends. */
async function checked(browser: Browser, code: string, query: string, fields: Parameters<Browser['submit']>[2] = WHY) {
  return check(browser, await whyAt(browser, code, query), code, fields);
}

async function requestsOf(login: string, organisation: string) {
  const { body } = await (await running.scene.phone(login, organisation)).get('/requests?limit=100');
  return body.items as readonly { readonly id: string; readonly facts: Record<string, unknown> }[];
}

describe('find-device', () => {
  test('asks for a name, and is in the menu of technicians only', async () => {
    expect(seen(await osei.visit(`${api}/d`))).toEqual([200, 'Which device?']);
    expect((await osei.visit(`${api}/`)).text).toContain('<a class="govuk-link" href="/d">Ask for access</a>');
    const okafor = await browserOf('d.okafor', 'st-marys');
    expect((await okafor.visit(`${api}/`)).text).not.toContain('href="/d"');
    const refused = await okafor.visit(`${api}/d`);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('Only a technician can ask for access.');
  });

  test.each([
    ['the sticker’s code', '7F3K-29QX'],
    ['the code in small letters and without its hyphen', ' 7f3k29qx '],
    ['the link of the QR code', 'https://wardkey.example/d/7F3K-29QX'],
    ['the asset tag', 'sm-20417'],
    ['the hospital’s own id', 'CM-0088417'],
    ['the UDI of the label', '(01)09521000001022(21)001234'],
    ['the UDI with spaces and a lot', '(01) 09521000001022 (21) 001234 (10) A7'],
    ['the UDI as it is scanned', ']d20109521000001022\u001d21001234'],
    ['the UDI without brackets', '010952100000102221001234'],
    ['a Digital Link', 'https://id.gs1.org/01/09521000001022/21/001234'],
    ['the device’s id', 'gs1:01/09521000001022/21/001234'],
  ])('leads to the device by %s', async (_name, device) => {
    const answer = await osei.visit(`${api}/d?${new URLSearchParams({ device })}`);
    expect(leadsTo(answer)).toEqual([303, '/d/7F3K-29QX']);
  });

  test.each([
    ['nothing', ' ', 422, 'Enter the sticker’s code'],
    ['a code that nothing has', '7F3K-2222', 404, 'No device with this sticker code, asset tag or CMMS id'],
    ['a UDI that nothing has', '(01)09521000001022(21)999', 404, 'serial number 999 was found'],
    ['a UDI with a wrong check digit', '(01)09521000001023(21)1', 404, 'The check digit of the GTIN is wrong.'],
    ['a UDI without a serial number', '(01)09521000001022', 404, 'The serial number (21) is missing.'],
    ['markup', '<script>alert(1)</script>', 404, 'No device with this sticker code'],
  ])('says of %s what to try, and keeps it', async (_name, device, status, says) => {
    const page = await osei.visit(`${api}/d?${new URLSearchParams({ device })}`);
    expect(seen(page)).toEqual([status, 'Which device?']);
    expect(errorsIn(page)).toEqual([['#device', expect.stringContaining(says)]]);
    expect(page.text).not.toContain('<script');
    if (device === '7F3K-2222') expect(page.text).toContain('value="7F3K-2222"');
  });

  test('gives one answer for what is not there and for what is another hospital’s', async () => {
    // MedServ has no agreement with Lakeside Imaging.
    const pages = await Promise.all(['D8WA-5GNH', 'D8WA-5GNX'].map((code) => osei.visit(`${api}/d?device=${code}`)));
    const [there, not] = pages.map(({ status, text }) => [status, inert(text)]);
    expect(there).toEqual(not);
    const direct = await Promise.all(['D8WA-5GNH', 'D8WA-5GNX'].map((code) => osei.visit(`${api}/d/${code}`)));
    const [shown, none] = direct.map(({ status, text }) => [status, inert(text)]);
    expect(shown).toEqual(none);
    expect(shown?.[0]).toBe(404);
  });

  test('says so where the agreement is over, and shows nothing of the device', async () => {
    const rossi = await browserOf('a.rossi', 'kestrel-biomed');
    for (const path of ['/d?device=Y3CT-7KPR', '/d/Y3CT-7KPR', '/d/Y3CT-7KPR/what']) {
      const page = await rossi.visit(`${api}${path}`);
      expect(seen(page)).toEqual([403, 'Which device?']);
      expect(errorsIn(page)[0]?.[1]).toContain('agreement with this hospital is not in force today');
      expect(page.text).not.toMatch(/AN-4120|CC-0320|Anaesthesia/);
    }
  });
});

/** A page without what differs from one showing to the next. */
function inert(text: string): string {
  return text.replaceAll(/nonce="[^"]*"|value="[\w-]{43}"|D8WA-5GN[HX]/g, '');
}

describe('show-device', () => {
  test('says which device it is, and leads on', async () => {
    const page = await osei.visit(`${api}/d/${VENTILATOR}`);
    expect(seen(page)).toEqual([200, 'Is this the device?']);
    expect(['Device', 'Serial number', 'Asset tag', 'Place', 'State'].map((key) => answerTo(key, page))).toEqual([
      'Ventilator VX-7',
      '001234',
      'SM-20417',
      'ICU 3, Main',
      '✓ In service',
    ]);
    expect(page.text).toContain(`href="/d/${VENTILATOR}/what"`);
  });

  test.each([
    ['4HKF-6TR9', 'j.osei', 'medserv', 'The device is reported lost.', 'biomed@st-marys.example'],
    ['G7NA-3XJB', 'j.osei', 'medserv', 'The device is retired.', 'biomed@meridian-lab.example'],
    [VENTILATOR, 'k.svensson', 'medserv', 'Your competence record for this model has expired.', 'administrator'],
    ['E5GY-3BZU', 'b.yilmaz', 'kestrel-biomed', 'No competence record for this model', 'administrator'],
  ])('of %s says to %s of %s why nothing can be asked for: %s', async (code, login, organisation, says, next) => {
    const browser = await browserOf(login, organisation);
    const page = await browser.visit(`${api}/d/${code}`);
    expect(seen(page)).toEqual([200, 'Is this the device?']);
    expect(page.text).toContain(says);
    expect(page.text).toContain(next);
    expect(page.text).not.toContain(`/d/${code}/what`);
    for (const step of ['what', 'why?scopes=diag.run&minutes=30']) {
      const further = await browser.visit(`${api}/d/${code}/${step}`);
      expect(seen(further)).toEqual([403, 'Is this the device?']);
      expect(further.text).toContain(says);
    }
  });

  test('is not there for somebody suspended, who has no session', async () => {
    const petrov = await browserOf('l.petrov', 'medserv');
    expect(leadsTo(await petrov.visit(`${api}/d/${VENTILATOR}`))).toEqual([303, `/sign-in?to=%2Fd%2F${VENTILATOR}`]);
  });
});

describe('choose-scopes', () => {
  test('offers what is possible by tier, and says of the rest why it is not', async () => {
    const page = await osei.visit(`${api}/d/${VENTILATOR}/what`);
    expect(seen(page)).toEqual([200, 'What do you need?']);
    expect(page.text).toMatch(/value="diag.run"(?![^>]*disabled)/);
    expect(page.text).toMatch(/value="os.shell"[^>]* disabled/);
    expect(page.text).toContain('The manufacturer did not design this into the model.');
    // MedServ's agreement ends at T3; the profile has factory.reset.
    expect(page.text).toContain('Your organisation’s agreement with this hospital does not cover this.');
    expect(page.text).not.toMatch(/<(input|option)[^>]*(checked|selected)/);
  });

  test.each([
    ['past its support', 'W6DJ-8NFV', ['j.osei', 'medserv'], 'no responsibility agreement is in force'],
    ['of unknown stage', 'W6DK-4RMX', ['j.osei', 'medserv'], 'no responsibility agreement is in force'],
    ['at a hospital that closes a tier', 'K4SB-6WGQ', ['g.ito', 'oem-aurora'], 'The hospital allows nobody to do this'],
  ] as const)('says so of a device %s', async (_name, code, [login, organisation], says) => {
    const browser = await browserOf(login, organisation);
    expect((await browser.visit(`${api}/d/${code}/what`)).text).toContain(says);
  });

  test.each([
    [
      'nothing',
      '',
      422,
      [
        ['#scopes', 'Choose what you need.'],
        ['#minutes', 'Choose how long you need.'],
      ],
    ],
    ['no time', 'scopes=diag.run&minutes=', 422, [['#minutes', 'Choose how long you need.']]],
    [
      'a scope that nobody knows',
      'scopes=teleport.now&minutes=30',
      403,
      [['#scopes', 'A scope is not one Wardkey knows.']],
    ],
    [
      'too long a time',
      'scopes=diag.run&minutes=480',
      403,
      [['#minutes', expect.stringContaining('longer than the hospital allows')]],
    ],
    [
      'a scope that is not designed in',
      'scopes=diag.run&scopes=os.shell&minutes=30',
      403,
      [['#scopes', expect.stringContaining('does not offer')]],
    ],
  ])('shows %s again with the reason', async (_name, query, status, errors) => {
    const page = await whyAt(osei, VENTILATOR, query);
    expect(seen(page)).toEqual([status, 'What do you need?']);
    expect(errorsIn(page)).toEqual(errors);
    if (query.includes('diag.run')) expect(page.text).toMatch(/value="diag.run" checked/);
  });

  test.each(['scopes=<b>', 'minutes=1e3', 'minutes=30&minutes=60', 'extends=x', 'reason=Fault', 'more=1'])(
    'takes no %s in the address',
    async (query) => {
      expect((await osei.visit(`${api}/d/${VENTILATOR}/what?${query}`)).status).toBe(400);
    },
  );
});

describe('check-request', () => {
  test('shows all answers, who is asked, by when, and what if nobody can be reached', async () => {
    const page = await checked(osei, VENTILATOR, 'scopes=diag.run&scopes=calibration.adjust&minutes=60', {
      ...WHY,
      notInClinicalUse: 'yes',
    });
    expect(seen(page)).toEqual([200, 'Check your answers']);
    const keys = [
      'Device',
      'What',
      'How long',
      'Work order',
      'Work',
      'Reason',
      'You declare',
      'Asked first',
      'It takes',
    ];
    expect(keys.map((key) => answerTo(key, page))).toEqual([
      'Ventilator VX-7 #001234, ICU 3, St. Mary&#39;s Teaching Hospital',
      'run diagnostics, adjust the calibration (diag.run, calibration.adjust)',
      '60 min',
      'WO-88213',
      'corrective maintenance',
      'Self-test fails after power-up.',
      'Not in clinical use, no patient connected.',
      '1 person: HTM approver',
      '1 person approves and confirms that no patient is connected; at most 4 h, begun within 15 min of an activation.',
    ]);
    expect(answerTo('If they are silent', page)).toBe('After 10 min the next on call are asked.');
    expect(answerTo('Decided by', page)).toMatch(/^30 min after you send it; sent now, by \d\d:\d\d C[SD]T\./);
    expect(answerTo('If nobody can be reached', page)).toContain('biomed@st-marys.example');
    expect(page.text).not.toContain('Okafor');
  });

  test('changes nothing', async () => {
    const before = await requestsOf('j.osei', 'medserv');
    await checked(osei, VENTILATOR, 'scopes=diag.run&minutes=60');
    expect(await requestsOf('j.osei', 'medserv')).toEqual(before);
  });

  test('keeps what was entered, whatever is changed', async () => {
    const first = await checked(osei, MONITOR, 'scopes=diag.run&scopes=log.read&minutes=45', {
      ...WHY,
      notInClinicalUse: 'yes',
    });
    const what = await check(osei, first, MONITOR, { change: 'what' });
    expect(seen(what)).toEqual([200, 'What do you need?']);
    expect(what.text).toMatch(/value="log.read" checked/);
    expect(what.text).toContain('value="45" selected');
    const why = await check(osei, what, MONITOR, { scopes: 'selftest.run', minutes: '30', change: 'why' });
    expect(seen(why)).toEqual([200, 'Why?']);
    expect(why.text).toContain('value="WO-88213"');
    expect(why.text).toContain('>\nSelf-test fails after power-up.</textarea>');
    expect(why.text).toMatch(/name="activity" type="radio" value="corrective_maintenance" checked/);
    expect(why.text).toMatch(/name="notInClinicalUse" type="checkbox" value="yes" checked/);
    const again = await check(osei, why, MONITOR, { ...WHY, workOrder: 'WO-2' });
    expect(['What', 'How long', 'Work order'].map((key) => answerTo(key, again))).toEqual([
      'run the self-test (selftest.run)',
      '30 min',
      'WO-2',
    ]);
  });

  test('says everything that is wrong with the reasons at once, and keeps them', async () => {
    const page = await checked(osei, MONITOR, 'scopes=diag.run&minutes=30', {
      workOrder: '=HYPERLINK("http://x")',
      reason: 'x'.repeat(501),
    });
    expect(seen(page)).toEqual([422, 'Why?']);
    expect(errorsIn(page)).toEqual([
      ['#workOrder', expect.stringContaining('begins with a letter or digit')],
      ['#activity', 'Choose what kind of work it is.'],
      ['#reason', 'Shorten the reason to 500 characters. It has 501.'],
    ]);
    expect(page.text).toContain('value="=HYPERLINK(&quot;http://x&quot;)"');
    expect(page.text).toContain('x'.repeat(501));
  });

  test('asks for compensating controls where the support demands them, and says so if they are missing', async () => {
    const query = 'scopes=software.restore&minutes=60';
    const why = await whyAt(osei, MONITOR, query);
    expect(why.text).toContain('Compensating controls are in place.');
    expect((await whyAt(osei, MONITOR, 'scopes=diag.run&minutes=30')).text).not.toContain('Compensating');
    const page = await check(osei, why, MONITOR, WHY);
    expect(seen(page)).toEqual([403, 'Why?']);
    expect(errorsIn(page)).toEqual([
      ['#compensatingControls', expect.stringContaining('attest the compensating controls')],
    ]);
    const attested = await check(osei, page, MONITOR, { ...WHY, compensatingControls: 'yes' });
    expect(seen(attested)).toEqual([200, 'Check your answers']);
    expect(answerTo('Asked first', attested)).toMatch(/^\d people: .*security approver/);
  });

  test('is no way to a device of others', async () => {
    const why = await whyAt(osei, MONITOR, 'scopes=diag.run&minutes=30');
    const form = { ...formIn(why, `/d/${MONITOR}/check`), ...WHY };
    for (const code of ['D8WA-5GNH', 'D8WA-5GNX'])
      expect((await osei.visit(`${api}/d/${code}/check`, { form })).status).toBe(404);
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }, {}],
    ['another site', { 'sec-fetch-site': 'cross-site' }, {}],
    ['no page', {}, { nonce: '' }],
  ])('takes no form of %s', async (_name, headers, fields) => {
    const why = await whyAt(osei, MONITOR, 'scopes=diag.run&minutes=30');
    const form = { ...formIn(why, `/d/${MONITOR}/check`), ...WHY, ...fields };
    expect((await osei.visit(`${api}/d/${MONITOR}/check`, { form, headers })).status).toBe(403);
  });
});

/** The single hidden fields of the form that goes to `action`. */
function formIn({ text }: Page, action: string): Record<string, string> {
  const [, own = ''] = text.split(`action="${action}"`);
  const [form = ''] = own.split('</form>');
  const fields = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
}

describe('send-request', () => {
  const send = (browser: Browser, page: Page, code: string) => browser.submit(page, `/d/${code}/ask`);

  test('sends what was checked, and leads to the visit', async () => {
    const page = await checked(osei, VENTILATOR, 'scopes=diag.run&scopes=selftest.run&minutes=30', {
      ...WHY,
      notInClinicalUse: 'yes',
    });
    const [status, location] = leadsTo(await send(osei, page, VENTILATOR));
    expect(status).toBe(303);
    const [, id = ''] = /^\/visits\/(st-marys_[A-Z0-9]{12})$/.exec(String(location)) ?? [];
    expect((await rowOf(running.stores, id)).facts).toMatchObject({
      device: 'gs1:01/09521000001022/21/001234',
      scopes: ['diag.run', 'selftest.run'],
      holdSeconds: 1800,
      ...WHY,
      declarations: { notInClinicalUse: true, compensatingControls: false },
    });
    const device = await osei.visit(`${api}/d/${VENTILATOR}`);
    expect(device.text).toContain(`href="/visits/${id}"`);
  });

  test('makes one request of a button that is pressed twice', async () => {
    const page = await checked(osei, MONITOR, 'scopes=diag.run&minutes=30');
    const before = await requestsOf('j.osei', 'medserv');
    const answers = await Promise.all([send(osei, page, MONITOR), send(osei, page, MONITOR)]);
    const later = await send(osei, page, MONITOR);
    const places = [...answers, later].map(leadsTo);
    expect(new Set(places.map(String)).size).toBe(1);
    expect(places[0]?.[0]).toBe(303);
    expect(await requestsOf('j.osei', 'medserv')).toHaveLength(before.length + 1);
  });

  test('does not take the key of one page for the answers of another', async () => {
    const [one, two] = [
      await checked(osei, MONITOR, 'scopes=diag.run&minutes=30'),
      await checked(osei, MONITOR, 'scopes=diag.run&minutes=45'),
    ];
    await send(osei, one, MONITOR);
    const { key } = formIn(one, `/d/${MONITOR}/ask`);
    const mixed = await osei.submit(two, `/d/${MONITOR}/ask`, { key: key ?? '' });
    expect(mixed.status).toBe(422);
  });

  test.each([
    ['markup', '<script>alert(1)</script><b>"\'&', '&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;&quot;&#39;&amp;'],
    ['a formula', "=cmd|'/c calc'!A0", '=cmd|&#39;/c calc&#39;!A0'],
    ['500 characters', 'W'.repeat(500), 'W'.repeat(500)],
    ['line breaks', 'One.\r\nTwo.', 'One. Two.'],
    ['letters in two spellings', 'Gera\u0308t', 'Gerät'],
  ])('keeps a reason of %s as text', async (_name, reason, shown) => {
    const page = await checked(osei, MONITOR, 'scopes=diag.run&minutes=30', { ...WHY, reason });
    expect(seen(page)).toEqual([200, 'Check your answers']);
    expect(page.text).toContain(`>${shown}</dd>`);
    expect(page.text).not.toMatch(/<script|<b>/);
    const answer = await send(osei, page, MONITOR);
    expect(answer.status).toBe(303);
    const kept = await rowOf(running.stores, String(answer.headers.get('location')).replace('/visits/', ''));
    expect(kept.facts.reason).toBe(reason.normalize('NFC').replace('\r\n', ' '));
  });

  test.each([
    ['that turns its direction', 'Pump \u202e001'],
    ['with a zero-width space', 'Pump\u200b001'],
    ['with a control', 'Pump\u0007001'],
    ['with a soft hyphen', 'Pu\u00admp'],
  ])('refuses a reason %s, and shows where', async (_name, reason) => {
    const page = await checked(osei, MONITOR, 'scopes=diag.run&minutes=30', { ...WHY, reason });
    expect(seen(page)).toEqual([422, 'Why?']);
    expect(errorsIn(page)).toEqual([['#reason', expect.stringContaining('cannot be seen')]]);
    expect(page.text).not.toContain(reason);
    expect(page.text).toContain('\ufffd');
  });

  test('says why not where something changed since it was checked, keeps the answers, and records the refusal', async () => {
    const page = await checked(osei, 'C9RT-4MWB', 'scopes=diag.run&minutes=30');
    const kowalski = await running.scene.phone('a.kowalski', 'st-marys');
    const lost = { device: 'C9RT-4MWB', status: 'lost', reason: 'Not on the ward.' };
    expect((await change(running.scene, kowalski, ['st-marys', 'report-device'], lost)).status).toBe(201);
    const refused = await send(osei, page, 'C9RT-4MWB');
    expect(seen(refused)).toEqual([403, 'Check your answers']);
    expect(errorsIn(refused)).toEqual([['', 'The device is reported lost.']]);
    expect(answerTo('Reason', refused)).toBe(WHY.reason);
    expect(refused.text).not.toContain('Send the request');
  });

  test.each([
    ['foreign', { origin: 'https://evil.example' }, {}, 403],
    ['without nonce', {}, { nonce: '' }, 403],
    ['without key', {}, { key: '' }, 422],
  ])('takes no form that is %s', async (_name, headers, fields, status) => {
    const page = await checked(osei, MONITOR, 'scopes=diag.run&minutes=30');
    const form = { ...formIn(page, `/d/${MONITOR}/ask`), ...fields };
    expect((await osei.visit(`${api}/d/${MONITOR}/ask`, { form, headers })).status).toBe(status);
  });

  test('asks by the same steps in-house', async () => {
    const mwangi = await browserOf('d.mwangi', 'st-marys');
    const page = await checked(mwangi, VENTILATOR, 'scopes=log.read&minutes=30');
    expect((await send(mwangi, page, VENTILATOR)).status).toBe(303);
  });
});

describe('more time', () => {
  let parent: string;

  beforeAll(async () => {
    const phone = await running.scene.phone('j.osei', 'medserv');
    const asked = await ask(phone, MONITOR, ['selftest.run'], { holdSeconds: 14_400, workOrder: 'WO-MORE' });
    parent = asked.id;
    const lindqvist = await running.scene.phone('p.lindqvist', 'st-marys');
    expect((await approve(running.scene, lindqvist, asked)).status).toBe(200);
  });

  test('goes on from the visit: same job, linked, within what the total leaves', async () => {
    const what = await osei.visit(`${api}/d/${MONITOR}/what?extends=${parent}`);
    expect(seen(what)).toEqual([200, 'What do you need?']);
    expect(what.text).toContain('<strong>12 h</strong> are left');
    expect(what.text).toMatch(/value="selftest.run" checked/);
    expect(what.text).toContain(`<input type="hidden" name="extends" value="${parent}">`);
    const why = await whyAt(osei, MONITOR, `scopes=selftest.run&minutes=60&extends=${parent}`);
    expect(why.text).toContain('value="WO-MORE"');
    const other = await check(osei, why, MONITOR, WHY);
    expect(errorsIn(other)).toEqual([
      ['#workOrder', expect.stringContaining('same device, technician and work order')],
    ]);
    const page = await check(osei, why, MONITOR, { ...WHY, workOrder: 'WO-MORE' });
    const answer = await osei.submit(page, `/d/${MONITOR}/ask`);
    expect(answer.status).toBe(303);
    const { facts, totalHold } = await rowOf(
      running.stores,
      String(answer.headers.get('location')).replace('/visits/', ''),
    );
    expect([facts.extends, totalHold]).toEqual([parent, 18_000]);
  });

  test.each([
    ['another’s', () => 'cedar-county_AAAAAAAAAAAA', MONITOR],
    ['one on another device', () => parent, VENTILATOR],
  ])('is not asked for on a visit that is %s', async (_name, id, code) => {
    const page = await osei.visit(`${api}/d/${code}/what?extends=${id()}`);
    expect(seen(page)).toEqual([403, 'What do you need?']);
    expect(errorsIn(page)).toEqual([['', expect.stringContaining('More time can only be asked for')]]);
    expect(page.text).toContain('Ask anew, without it');
  });
});
