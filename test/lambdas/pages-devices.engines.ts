/**
 * The console's pages of devices through the running broker: found by any name, changed by forms, imported from a file that two
 * people let in, printed as stickers, tested against the policy; and nothing of it for anybody else.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importRef } from '../../core/keys.ts';
import { change as changeByApi } from '../../local/demo/registry-acts.ts';
import type { CastMember } from '../../local/seed.ts';
import { Browser, type Page } from '../support/browser.ts';
import { fileOf } from '../support/device-file.ts';
import { until } from '../support/polling.ts';
import { readQr } from '../support/read-qr.ts';
import { HOSPITAL, MONITOR, type RunningBroker, runBroker, VENTILATOR } from '../support/running-broker.ts';

let running: RunningBroker;
let api: string;
let kowalski: CastMember;
let browser: Browser;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '1';
  running = await runBroker();
  delete process.env['WARDKEY_COOL_DOWN'];
  api = running.broker.addresses.api;
  kowalski = running.scene.member('a.kowalski', HOSPITAL);
  browser = await signedIn(kowalski);
});
afterAll(() => running.stop());

async function signedIn(member: CastMember): Promise<Browser> {
  const own = new Browser();
  expect((await own.signIn(api, member)).status).toBe(303);
  return own;
}

const at = (path: string) => `${api}/console/${HOSPITAL}/${path}`;
const see = (path: string, by = browser) => by.visit(at(path));
const leadsTo = ({ status, headers }: Page) => [status, headers.get('location')];
/** What the page says, without its frame. */
const said = ({ text }: Page) => text.slice(text.indexOf('<main'));
const codes = ({ text }: Page) =>
  [...text.matchAll(/<a class="govuk-link wk-whole" href="[^"]+">([2-9A-Z]{4}-[2-9A-Z]{4})<\/a>/g)].map(
    ([, code]) => code,
  );

/** Where a list goes on. */
function linkIn({ text, url }: Page, way: 'next' | 'prev'): URL {
  const [, href = ''] =
    new RegExp(`<a class="govuk-link govuk-pagination__link" href="([^"]+)" rel="${way}">`).exec(text) ?? [];
  return new URL(href.replaceAll('&amp;', '&'), url);
}

/** Opens the page that holds a form and sends it with `fields`. */
async function send(path: string, action: string, fields: Record<string, string>, by = browser): Promise<Page> {
  return by.submit(await see(path, by), `/console/${HOSPITAL}/${action}`, fields);
}

const change = (path: string, fields: Record<string, string>) =>
  send(`changes/${path}`, `changes/${path.split('?')[0]}`, fields);

/** The proposal that a form led to, confirmed by the second administrator and come into force. */
async function confirmed(sent: Page): Promise<string> {
  const [status, location] = leadsTo(sent);
  expect([status, sent.text]).toEqual([303, '']);
  const id = /\/proposals\/([0-9a-f]{20})$/.exec(String(location))?.[1] ?? '';
  const haddad = await running.scene.phone('b.haddad', HOSPITAL);
  const { body } = await haddad.get(`/registry/${HOSPITAL}/proposals`);
  const { digest } = body.items.find((one: { id: string }) => one.id === id);
  const code = await running.scene.code(haddad.member);
  const path = `/registry/${HOSPITAL}/proposals/${id}/confirm`;
  expect((await haddad.post(path, { digest, code })).status).toBe(200);
  return id;
}

describe('show-devices', () => {
  test.each([
    ['its sticker code', '7F3K-29QX'],
    ['its sticker code in small letters, without the dash', '7f3k29qx'],
    ['its asset tag', 'SM-20417'],
    ['its CMMS id', 'CM-0088417'],
    ['its device id', VENTILATOR.id],
    ['its UDI as on the label', '(01)09521000001022(21)001234'],
    ['its UDI as a link', 'https://id.example/01/09521000001022/21/001234'],
  ])('%s leads straight to the device', async (_name, name) => {
    const page = await see(
      `devices?${new URLSearchParams({ name, state: '', site: '', unit: '', model: '', stage: '' })}`,
    );
    expect(leadsTo(page)).toEqual([303, `/console/${HOSPITAL}/devices/7F3K-29QX`]);
  });

  test.each([
    ['a part of the serial number', 'name=00123', ['7F3K-29QX']],
    ['a state', 'state=lost', ['4HKF-6TR9']],
    ['a model', 'model=u-9', ['W6DK-4RMX', 'W6DJ-8NFV']],
    ['a stage as it is today', 'stage=end_of_support', ['W6DJ-8NFV']],
    ['a unit and a model', 'unit=icu&model=VX', ['C9RT-4MWB', '7F3K-29QX']],
    ['a site', 'site=Main&model=C-64', ['Q2PW-9HTS']],
    ['what nothing is', 'name=CC-0071', []],
  ])('lists by %s', async (_name, query, found) => {
    const page = await see(`devices?${query}`);
    expect([page.status, codes(page)]).toEqual([200, found]);
  });

  test('says what will stand there where nothing fits', async () => {
    expect(said(await see('devices?model=nothing'))).toContain('No device fits.');
  });

  test.each(['state=gone', 'stage=x', 'more=1', 'state=lost&state=lost', 'after=%00'])('refuses %s', async (query) => {
    expect((await see(`devices?${query}`)).status).toBe(400);
  });
});

describe('show-device', () => {
  test('says what it is, what became of it, and how to change it', async () => {
    const page = await see(`devices/${MONITOR.code}`);
    expect(page.status).toBe(200);
    for (const words of [
      'PM-12 #P7-0099',
      'SM-30099',
      'limited support',
      `${api}/d/${MONITOR.code}`,
      'changes/report-device',
    ])
      expect(said(page)).toContain(words);
  });

  test.each(['K4SB-6WGQ', 'CC-0071', 'AAAA-AAAA', '%2e%2e'])('%s is not there', async (code) => {
    expect((await see(`devices/${code}`)).status).toBe(404);
  });

  test('an auditor sees it and no way to change it', async () => {
    const auditor = await signedIn(running.scene.member('e.fischer', HOSPITAL));
    const page = await see(`devices/${MONITOR.code}`, auditor);
    expect([page.status, page.text.includes('/changes/')]).toEqual([200, false]);
    expect((await see('import', auditor)).status).toBe(403);
    expect((await see(`changes/change-device?device=${MONITOR.code}`, auditor)).status).toBe(403);
  });
});

describe('changes of a device', () => {
  test('one that moves nobody’s power is in force at once and stands in the history', async () => {
    const page = await see('changes/change-device?device=B8VN-7CKE');
    const shown = [...page.text.matchAll(/name="(tag|unit|cmms)" type="text"[^>]*value="([^"]*)"/g)].map((one) =>
      one.slice(1),
    );
    expect(shown).toEqual([
      ['tag', 'SM-40007'],
      ['unit', 'MRI 1'],
    ]);
    for (const unit of ['MRI 2', 'MRI 3']) {
      const fields = { tag: 'SM-40007', site: 'Main', unit, stage: 'support' };
      const code = await running.scene.code(kowalski);
      const sent = await change('change-device?device=B8VN-7CKE', { ...fields, code });
      expect(sent.headers.get('location')).toContain('/done?');
      const done = await browser.visit(new URL(sent.headers.get('location') ?? '', sent.url));
      const [, now = ''] = /href="([^"]+)">See how it stands now/.exec(done.text) ?? [];
      expect(leadsTo(await browser.visit(new URL(now, sent.url)))).toEqual([
        303,
        `/console/${HOSPITAL}/devices/B8VN-7CKE`,
      ]);
    }
    const device = await see('devices/B8VN-7CKE');
    expect(said(device)).toContain('<strong>unit</strong> from MRI 2 to MRI 3');
    expect(said(device)).toContain('Change device');
    expect(said(device)).toContain('✓ As the log has it');
  });

  test('one that is reported lost has its tag typed', async () => {
    const code = await running.scene.code(kowalski);
    const path = 'report-device?device=4HKE-2YN7';
    const fields = { status: 'lost', reason: 'Not on the ward.', code };
    const mistyped = await change(path, { ...fields, typed: 'SM-10417' });
    expect([mistyped.status, said(mistyped)]).toEqual([422, expect.stringContaining('Type the name exactly')]);
    expect((await change(path, { ...fields, typed: 'SM-10418' })).status).toBe(303);
    const page = await see('devices/4HKE-2YN7');
    expect(said(page)).toContain('✕ Lost');
    expect(said(page)).toContain('Not on the ward.');
    expect(said(page)).toContain('Found: back in service');
  });

  test('one that is registered takes a second person, and has a sticker then', async () => {
    const code = await running.scene.code(kowalski);
    const fields = {
      udi: '(01)09521000001039(21)P7-0777',
      tag: 'SM-30777',
      cmms: '',
      site: 'Main',
      unit: 'ICU 3',
      stage: 'support',
      code,
    };
    const wrong = await change('register-device', { ...fields, udi: '(01)09521000001038(21)P7-0777' });
    expect([wrong.status, said(wrong)]).toEqual([422, expect.stringContaining('Check “UDI”.')]);
    await confirmed(await change('register-device', fields));
    const page = await until(async () => {
      const found = await see('devices?name=SM-30777');
      return found.status === 303 ? found : undefined;
    });
    expect(page.headers.get('location')).toMatch(/\/devices\/[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  });
});

describe('import of a file', () => {
  /** HTML, a formula, a bidirectional override, and a name that is too long. */
  const HOSTILE = [
    'udi,tag,site,unit',
    '(01)09521000001039(21)Q1,<script>alert(1)</script>,Main,Ward',
    '(01)09521000001039(21)Q2,"=HYPERLINK(""http://evil.example"")",Main,Ward',
    '(01)09521000001039(21)Q3,QQ-3,"<img src=x onerror=alert(1)>",Ward\u202eX',
    `(01)09521000001039(21)Q4,QQ-4,Main,${'W'.repeat(70)}`,
  ].join('\n');

  test('with faults shows each by line with what to do, keeps the text, and runs nothing of it', async () => {
    const code = await running.scene.code(kowalski);
    const page = await send('import', 'import', { csv: HOSTILE, code });
    expect(page.status).toBe(422);
    expect(page.text).toContain('<title>Error: Import devices');
    expect(said(page)).toContain('Nothing of the file was taken: 4 things are wrong with it.');
    const rows = [
      ...page.text.matchAll(
        /<tr class="govuk-table__row">\n<td class="govuk-table__cell govuk-table__cell--numeric">(\d+)<\/td>\n<td class="govuk-table__cell">([^<]*)<\/td>\n<td class="govuk-table__cell">([^<]*)</g,
      ),
    ];
    expect(rows.map(([, ...cells]) => cells)).toEqual([
      ['2', 'tag', 'Must have 3 to 40 of A-Z a-z 0-9 . _ / - and begin with a letter or digit.'],
      ['3', 'tag', 'Begins with a character that a spreadsheet runs as a formula.'],
      ['4', 'unit', 'Holds a control, bidirectional or invisible character, or broken Unicode.'],
      ['5', 'unit', 'Has more than 64 characters.'],
    ]);
    expect(said(page)).toContain('Leave the first character out');
    expect(said(page)).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt;,Main,Ward\n(01)09521000001039(21)Q2,&quot;=HYPERLINK',
    );
    expect(said(page)).not.toMatch(/<script|<img|\u202e/);
  });

  test('without a code that is accepted keeps the text as well', async () => {
    const page = await send('import', 'import', { csv: fileOf(2), code: '000000' });
    expect([page.status, said(page)]).toEqual([403, expect.stringContaining('IM-T00001,Main')]);
    expect(said(page)).toContain('href="#code"');
  });

  test('of nothing asks for a file', async () => {
    const page = await send('import', 'import', { csv: ' \n', code: '' });
    expect([page.status, said(page)]).toEqual([422, expect.stringContaining('Choose a file, or paste its text.')]);
  });

  test('chosen as a file is proposed, confirmed by the second administrator, and its devices are found', async () => {
    const page = await see('import');
    const hidden = [...page.text.matchAll(/<input type="hidden" name="(nonce|key)" value="([^"]+)">/g)];
    const parts = new FormData();
    for (const [, name = '', value = ''] of hidden.slice(-2)) parts.set(name, value);
    parts.set('csv', 'what stands in the box is not taken');
    parts.set('code', await running.scene.code(kowalski));
    parts.set('file', new File([`\uFEFF${fileOf(30)}`], 'devices.csv', { type: 'text/csv' }));
    const cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, origin: api, 'sec-fetch-site': 'same-origin' };
    const answer = await fetch(at('import'), { method: 'POST', body: parts, headers, redirect: 'manual' });
    const sent = { url: page.url, status: answer.status, headers: answer.headers, text: await answer.text() };
    const id = await confirmed(sent);
    expect(said(await see(`proposals/${id}`))).toContain(`/console/${HOSPITAL}/proposals/${id}/file"`);
    const kept = await see(`proposals/${id}/file`);
    expect([kept.text, kept.headers.get('content-type'), kept.headers.get('content-disposition')]).toEqual([
      fileOf(30),
      'text/csv; charset=utf-8',
      `attachment; filename="devices-${id}.csv"`,
    ]);
    await until(async () => {
      const { row } = await running.stores.store.load({ row: importRef(HOSPITAL, id) });
      return row?.status === 'done' ? row : undefined;
    });
    expect(codes(await see('devices?unit=Ward+9')).length).toBe(30);
  });

  test('that is no UTF-8 is refused with what to do', async () => {
    const page = await see('import');
    const parts = new FormData();
    parts.set('file', new Blob([new Uint8Array([0x75, 0xe4, 0x0a])], { type: 'text/csv' }), 'devices.csv');
    const cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, origin: page.url.origin };
    const answer = await fetch(at('import'), { method: 'POST', body: parts, headers });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('CSV UTF-8')]);
  });

  test('is taken as a file by no other form', async () => {
    const parts = new FormData();
    parts.set('policy', '{}');
    const cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at('policy'), { method: 'POST', body: parts, headers: { cookie, origin: api } });
    expect(answer.status).toBe(415);
  });
});

describe('a list that is longer than a page', () => {
  test('goes on where it ended, and every device stands on one page', async () => {
    const seen: (string | undefined)[] = [];
    let page = await see('devices');
    for (let step = 0; step < 10; step += 1) {
      seen.push(...codes(page));
      if (!page.text.includes('rel="next"')) break;
      page = await browser.visit(linkIn(page, 'next'));
    }
    expect(said(page)).toContain('From the beginning');
    expect(seen.length).toBe(42);
    expect(new Set(seen).size).toBe(42);
  });
});

describe('show-stickers', () => {
  test('has for each device at a place a code that a scanner reads as its page, and its words', async () => {
    const page = await see('stickers?site=Main&unit=Ultrasound&model=');
    expect(page.status).toBe(200);
    const drawn = [...page.text.matchAll(/<svg class="wk-qr".*?<\/svg>/gs)].map(([svg]) => readQr(svg));
    expect(drawn).toEqual([`${api}/d/W6DJ-8NFV`, `${api}/d/W6DK-4RMX`]);
    expect(said(page)).toContain('<strong>W6DJ-8NFV</strong><br>U-9 #US-3381<br>SM-60381<br>Main, Ultrasound');
  });
});

describe('show-history', () => {
  test('shows who changed the hospital’s rows, and asks where nothing was asked', async () => {
    expect(said(await see('history'))).toContain('What about?');
    const page = await see('history?entity=device%3AB8VN-7CKE');
    expect(said(page)).toContain('Anna Kowalski (st-marys), administrator of the hospital, signed in, with a code.');
  });

  test('goes back and forth over a log that is longer than a page, and no event stands twice', async () => {
    const haddad = await running.scene.phone('b.haddad', HOSPITAL);
    for (let n = 1; n <= 30; n += 1) {
      const body = { device: 'E5GY-3BZU', unit: `OR ${n}` };
      expect((await changeByApi(running.scene, haddad, [HOSPITAL, 'change-device'], body)).status).toBe(201);
    }
    const units = ({ text }: Page) =>
      [...text.matchAll(/<strong>unit<\/strong> from OR \d+ to OR (\d+)</g)].map(([, n]) => Number(n));
    const newest = await see('history?entity=device%3AE5GY-3BZU');
    expect(units(newest)).toEqual(Array.from({ length: 25 }, (_, at) => 30 - at));
    const earlier = await browser.visit(linkIn(newest, 'next'));
    expect(units(earlier)).toEqual([5, 4, 3, 2]);
    expect(units(await browser.visit(linkIn(earlier, 'prev')))).toEqual(units(newest));
    expect(said(await see('devices/E5GY-3BZU'))).toContain('All of its log');
  });

  test.each(['person', 'secret:x', 'device:<b>'])('%s has no log, and is inert', async (entity) => {
    const page = await see(`history?${new URLSearchParams({ entity })}`);
    expect([page.status, said(page)]).toEqual([404, expect.stringContaining('Nothing of this name has a log here.')]);
    expect(said(page)).not.toContain('<b>');
  });
});

describe('show-policy', () => {
  const asked = (more: Record<string, string> = {}) => {
    const osei = running.scene.member('j.osei', 'medserv').person;
    const question = {
      device: VENTILATOR.code,
      technician: '',
      other: osei,
      minutes: '60',
      notInClinicalUse: 'yes',
      ...more,
    };
    return see(`policy?${new URLSearchParams(question)}`);
  };

  test('says what each tier takes, in words', async () => {
    const page = await see('policy');
    expect(page.status).toBe(200);
    expect(said(page)).toContain('Undecided requests die after 30 min.');
    expect(said(page)).toContain('1 person approves and confirms that no patient is connected');
    expect(said(page)).toContain('limited support');
    expect(said(page)).toContain('David Mwangi, St. Mary&#39;s Teaching Hospital');
  });

  test('says of a possible request what it takes and who could give it', async () => {
    const page = await asked({ 'calibration.adjust': 'yes' });
    expect(page.status).toBe(200);
    expect(said(page)).toContain('○ Would be asked for');
    expect(said(page)).toContain('Tier T2: 1 person approves and confirms');
    expect(said(page)).toMatch(/<li>[^<]+: HTM approver<\/li>/);
  });

  test('says of an impossible one why not, as the technician would be told', async () => {
    const page = await asked({ 'os.shell': 'yes', device: 'W6DJ-8NFV' });
    expect(page.status).toBe(200);
    expect(said(page)).toContain('✕ Refused');
    expect(said(await asked({ 'diag.run': 'yes', device: 'CC-0071' }))).toContain('(device_unknown)');
  });

  test('asks for what is missing in a question, at its field', async () => {
    const page = await asked({ other: 'Osei', minutes: '0' });
    expect(page.status).toBe(422);
    for (const field of ['other', 'scopes', 'minutes']) expect(said(page)).toContain(`href="#${field}"`);
  });
});

describe('compare-policy and propose-policy', () => {
  const policyOf = async () => {
    const { text } = await see('policy');
    const [, json = ''] = /<textarea[^>]*name="policy"[^>]*>([^<]*)<\/textarea>/.exec(text) ?? [];
    return JSON.parse(json.replaceAll('&quot;', '"'));
  };

  test('says where another policy is looser, what would change, and lets it be proposed', async () => {
    const policy = await policyOf();
    const looser = { ...policy, tiers: { ...policy.tiers, T1: { ...policy.tiers.T1, holdCap: 28_800 } } };
    const page = await send('policy', 'policy', { policy: JSON.stringify(looser, undefined, '\t') });
    expect(page.status).toBe(200);
    expect(said(page)).toContain('It is looser than the policy in force');
    expect(said(page)).toContain('<li>tiers/T1/holdCap</li>');
    expect(said(page)).toContain('at most 8 h');
    const action = `/console/${HOSPITAL}/policy/propose`;
    const [, json = ''] = /name="policy" value="([^"]*)"/.exec(page.text) ?? [];
    const fields = { policy: json.replaceAll('&quot;', '"') };
    const refused = await browser.submit(page, action, { ...fields, code: '000000' });
    expect([refused.status, said(refused)]).toEqual([403, expect.stringContaining('href="#code"')]);
    const sent = await browser.submit(page, action, { ...fields, code: await running.scene.code(kowalski) });
    expect(leadsTo(sent)).toEqual([303, expect.stringMatching(/^\/console\/st-marys\/proposals\/[0-9a-f]{20}$/)]);
  });

  test('a tighter one is in force at once', async () => {
    const policy = await policyOf();
    const tighter = { ...policy, tiers: { ...policy.tiers, T0: { ...policy.tiers.T0, holdCap: 3600 } } };
    const page = await send('policy', 'policy', { policy: JSON.stringify(tighter) });
    expect(said(page)).toContain('It only tightens');
    const fields = { policy: JSON.stringify(tighter), code: await running.scene.code(kowalski) };
    const sent = await browser.submit(page, `/console/${HOSPITAL}/policy/propose`, fields);
    expect(sent.headers.get('location')).toContain('/done?verb=set-policy');
    expect((await policyOf()).tiers.T0.holdCap).toBe(3600);
  });

  test.each([
    ['no JSON', '{"version":', 'not one JSON object'],
    ['a member twice', '{"version":1,"version":2}', 'not one JSON object'],
    ['one of another form', '{"version":1}', 'approveWithin: '],
    ['HTML', '<script>alert(1)</script>', 'not one JSON object'],
  ])('%s is shown again with what is wrong', async (_name, policy, says) => {
    const page = await send('policy', 'policy', { policy });
    expect([page.status, said(page)]).toEqual([422, expect.stringContaining(says)]);
    expect(said(page)).not.toContain('<script>');
    expect(said(page)).not.toContain('/policy/propose');
  });

  test('one that could never be used cannot be proposed', async () => {
    const policy = await policyOf();
    const page = await send('policy', 'policy', {
      policy: JSON.stringify({
        ...policy,
        tiers: { ...policy.tiers, T1: { ...policy.tiers.T1, approvals: 9, differentRoles: true } },
      }),
    });
    expect(page.status).toBe(422);
    expect(said(page)).toContain('tiers/T1/approvals: asks for more people in different roles');
  });
});

describe('for whom the pages are', () => {
  const PATHS = ['devices', `devices/${MONITOR.code}`, 'stickers', 'history?entity=hospital', 'import', 'policy'];

  test.each(PATHS)(
    '%s is not there for a servicer’s technician and for another hospital’s administrator',
    async (path) => {
      const [osei, reyes] = [
        running.scene.member('j.osei', 'medserv'),
        running.scene.member('o.reyes', 'lakeside-imaging'),
      ];
      expect((await see(path, await signedIn(osei))).status).toBe(404);
      expect((await see(path, await signedIn(reyes))).status).toBe(404);
    },
  );

  test('a form from another site, without its nonce or with another form’s does nothing', async () => {
    const page = await see('import');
    const [, nonce = ''] = /name="nonce" value="([^"]+)">\s*<input type="hidden" name="key"/.exec(page.text) ?? [];
    const fields = { csv: fileOf(1, 900), code: await running.scene.code(kowalski), key: 'a'.repeat(32) };
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const tries = [
      browser.visit(at('import'), { form: { ...fields, nonce }, headers: foreign }),
      browser.visit(at('import'), { form: fields }),
      browser.visit(at('policy/propose'), { form: { policy: '{}', code: '000000', key: 'a'.repeat(32), nonce } }),
    ];
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(codes(await see('devices?name=IM-T00900'))).toEqual([]);
  });
});
