/**
 * What somebody types to be more than text is refused or stays text, wherever one may type: on the pages that show it, as Chromium
 * reads them, in the mails, in the exports.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Browser as Chromium } from 'playwright-core';
import { hasUnsafe } from '../../core/text.ts';
import { launchBrowser } from '../../local/chromium.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { Administrator } from '../support/administrator.ts';
import { Browser, type Page } from '../support/browser.ts';
import { HOSTILE_TEXTS, INERT_TEXTS } from '../support/injection.ts';
import type { Who } from '../support/page-table.ts';
import {
  type Asked,
  approve,
  ask,
  HOSPITAL,
  MONITOR,
  type RunningBroker,
  runBroker,
} from '../support/running-broker.ts';
import { browsersAt } from './seen-in-chromium.ts';

/** A list of texts goes through pages, on a machine that has little time. */
const PATIENCE = 600_000;
const OSEI: Who = ['j.osei', 'medserv'];
const OKAFOR: Who = ['d.okafor', HOSPITAL];
const AUDITOR: Who = ['e.fischer', HOSPITAL];
const ADMIN: Who = ['a.kowalski', HOSPITAL];

/** No page of ours has one of these; what somebody typed would. */
const FOREIGN =
  'img, iframe, object, embed, base, b, c, [src], [onload], [onerror], [onfocus], [onmouseover], [onclick], [style], script:not([nonce]), [href*="//evil.example"], [action*="//evil.example"], [href^="javascript:"]';

let running: RunningBroker;
let chromium: Chromium;
let browserOf: ReturnType<typeof browsersAt>;
let osei: Phone;
let lindqvist: Phone;
let anna: Administrator;

beforeAll(async () => {
  [running, chromium] = await Promise.all([runBroker(), launchBrowser()]);
  osei = await running.scene.phone('j.osei', 'medserv');
  lindqvist = await running.scene.phone('p.lindqvist', HOSPITAL);
  anna = await Administrator.signedIn(running, 'a.kowalski', HOSPITAL);
  browserOf = browsersAt(running, chromium, { [anna.member.login]: anna });
}, PATIENCE);
afterAll(async () => {
  await chromium?.close();
  await running?.stop();
});

/** Opens the page, and holds that nothing of it is anything but text. @returns what it says */
async function inertAt(who: Who, path: string): Promise<string> {
  const { page, strange } = await browserOf(who);
  strange.length = 0;
  const answer = await page.goto(`${running.broker.addresses.api}${path}`, { waitUntil: 'load' });
  const found = await page.evaluate(
    (foreign) => ({
      elements: [...document.querySelectorAll(foreign)].map(({ outerHTML }) => outerHTML.slice(0, 120)),
      hit: (window as unknown as { __hit?: unknown }).__hit ?? 'none',
      says: document.body.textContent ?? '',
    }),
    FOREIGN,
  );
  const { says, ...rest } = found;
  expect([path, answer?.status(), rest, strange]).toEqual([path, 200, { elements: [], hit: 'none' }, []]);
  expect([path, hiddenIn(says)]).toEqual([path, []]);
  return says;
}

/** The same of an answer to a form, read by Chromium's own parser. */
async function inertIn(documents: readonly string[]): Promise<void> {
  const { page } = await browserOf(AUDITOR);
  const found = await page.evaluate(
    ({ all, foreign }) => {
      const parsed = all.map((text) => new DOMParser().parseFromString(text, 'text/html'));
      return parsed.map((one) => ({
        elements: [...one.querySelectorAll(foreign)].map(({ outerHTML }) => outerHTML.slice(0, 120)),
        says: one.body.textContent ?? '',
      }));
    },
    { all: documents, foreign: FOREIGN },
  );
  expect(found.flatMap(({ elements }) => elements)).toEqual([]);
  expect(found.flatMap(({ says }) => hiddenIn(says))).toEqual([]);
}

/** What nobody can see, by its code points; line ends stand between a page's own elements. */
function hiddenIn(text: string): readonly string[] {
  const hidden = [...text.replaceAll(/[\n\t]/g, '')].filter(hasUnsafe);
  return hidden.map((character) => character.codePointAt(0)?.toString(16) ?? '');
}

/** A form took it (303) or said why not; in both cases what is shown is text. */
async function sent(page: Page): Promise<string | undefined> {
  if (page.status === 303) return page.headers.get('location') ?? '';
  expect([200, 403, 422]).toContain(page.status);
  await inertIn([page.text]);
  return undefined;
}

async function decided(deny: string): Promise<Asked> {
  const asked = await ask(osei, MONITOR.code, ['diag.run'], { reason: deny });
  await approve(running.scene, lindqvist, asked, { decision: 'deny', reason: deny });
  return asked;
}

async function revoked(reason: string): Promise<Asked> {
  const asked = await ask(osei, MONITOR.code, ['diag.run'], { reason });
  await approve(running.scene, lindqvist, asked);
  expect((await lindqvist.post(`/requests/${asked.id}/revoke`, { reason })).status).toBe(200);
  return asked;
}

async function closed(note: string): Promise<Asked> {
  const asked = await ask(osei, MONITOR.code, ['diag.run'], { reason: note });
  await approve(running.scene, lindqvist, asked);
  const close = { outcome: 'fixed', note, suspicion: note };
  expect((await osei.post(`/requests/${asked.id}/close`, close)).status).toBe(200);
  return asked;
}

test.each(INERT_TEXTS)(
  'why somebody asks, denies, revokes and what he found is text: %s',
  async (_name, text) => {
    const [no, back, done] = [await decided(text), await revoked(text), await closed(text)];
    for (const { id } of [no, back, done]) {
      expect(await inertAt(OSEI, `/visits/${id}`)).toContain(text);
      expect(await inertAt(OKAFOR, `/decisions/${id}`)).toContain(text);
      expect(await inertAt(AUDITOR, `/console/${HOSPITAL}/requests/${id}`)).toContain(text);
    }
    expect(await inertAt(OSEI, `/visits/${done.id}/receipt`)).toContain(text);
  },
  PATIENCE,
);

test(
  'the reason typed into the form of the phone is text on the page to check, or refused there',
  async () => {
    const phone = new Browser();
    const { api } = running.broker.addresses;
    await phone.signIn(api, osei.member);
    const at = `/d/${MONITOR.code}`;
    const why = await phone.visit(`${api}${at}/why?scopes=diag.run&minutes=30`);
    const shown: string[] = [];
    for (const [, reason] of HOSTILE_TEXTS) {
      const fields = { workOrder: reason, activity: 'calibration', reason };
      shown.push((await phone.submit(why, `${at}/check`, fields)).text);
      shown.push((await phone.submit(why, `${at}/check`, { ...fields, workOrder: 'WO-1' })).text);
    }
    await inertIn(shown);
  },
  PATIENCE,
);

/** Forms of the registry, by what is typed into them; and where it stands then. */
const REGISTRY: readonly (readonly [string, (text: string) => readonly [string, object], readonly string[]])[] = [
  ['the name of a person', (printedName) => [`describe-person?person=${technician()}`, { printedName }], ['people']],
  [
    'the name of the invited',
    (printedName) => ['invite-person', { printedName, email: 'a.b@st-marys.example', roles: 'technician' }],
    ['invitations'],
  ],
  [
    'a site',
    (site) => ['describe-hospital', { sites: ['Main', site].join('\r\n') }],
    ['hospital', 'policy', 'devices'],
  ],
  ['the hospital’s name', (name) => ['describe-hospital', { name }], ['hospital', '']],
  [
    'a unit',
    (unit) => [`change-device?device=${MONITOR.code}`, { unit }],
    ['devices', `devices/${MONITOR.code}`, 'stickers'],
  ],
  ['a tag', (tag) => [`change-device?device=${MONITOR.code}`, { tag }], ['devices']],
  [
    'units of a role',
    (units) => [`grant-role?person=${technician()}`, { role: 'clinical_owner', units }],
    ['proposals'],
  ],
  [
    'why a device is stopped',
    (reason) => ['report-device?device=B8VN-7CKE', { status: 'suspended', reason, typed: 'SM-40007' }],
    ['devices/B8VN-7CKE', 'history'],
  ],
];
const technician = () => running.scene.member('d.mwangi', HOSPITAL).person;

test.each(REGISTRY)(
  '%s is text where it stands, or refused',
  async (_name, formOf, places) => {
    let taken = 0;
    for (const [, text] of HOSTILE_TEXTS) {
      const [path, fields] = formOf(text);
      const to = await sent(await anna.change(path, fields as Record<string, string>));
      if (to === undefined) continue;
      taken += 1;
      await inertAt(ADMIN, to);
      for (const place of places) await inertAt(ADMIN, `/console/${HOSPITAL}/${place}`.replace(/\/$/, ''));
    }
    expect(taken > 0 || _name === 'a tag').toBe(true);
  },
  PATIENCE,
);

test(
  'a place of a policy is text where it is compared, and so is a policy that is none',
  async () => {
    const path = `/console/${HOSPITAL}/policy`;
    const page = await anna.open(path);
    const [, json = ''] = /<textarea[^>]*name="policy"[^>]*>([^<]*)<\/textarea>/.exec(page.text) ?? [];
    const policy = JSON.parse(json.replaceAll('&quot;', '"'));
    const shown: string[] = [];
    for (const [, text] of HOSTILE_TEXTS) {
      const tightenings = [{ units: [text], tiers: { T1: { holdCap: 600 } } }];
      for (const typed of [JSON.stringify({ ...policy, tightenings }), text])
        shown.push((await anna.submit(page, path, { policy: typed })).text);
    }
    await inertIn(shown);
  },
  PATIENCE,
);

test(
  'the cells of a file are text where its faults are told',
  async () => {
    const path = `/console/${HOSPITAL}/import`;
    const page = await anna.open(path);
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = HOSTILE_TEXTS.map(([, text]) => `(01)09521000001039(21)Q1,${Array(3).fill(quoted(text)).join(',')}`);
    const csv = ['udi,tag,site,unit', ...lines].join('\r\n');
    const faults = await anna.submit(page, path, { csv, code: await anna.code() });
    expect(faults.status).toBe(422);
    await inertIn([faults.text]);
  },
  PATIENCE,
);

test(
  'lists and searches show all of it as text',
  async () => {
    for (const place of ['', '/audit', '/delivery', '/report', '/history', '/people', '/proposals', '/invitations'])
      await inertAt(ADMIN, `/console/${HOSPITAL}${place}`);
    for (const [who, path] of [
      [OSEI, '/visits'],
      [OKAFOR, '/decisions'],
      [OSEI, `/d/${MONITOR.code}/what`],
    ] as const)
      await inertAt(who, path);
    for (const [, text] of HOSTILE_TEXTS) {
      const query = new URLSearchParams({ name: text.toWellFormed() });
      const answer = await anna.open(`/console/${HOSPITAL}/devices?${query}`);
      await inertIn([answer.text]);
    }
  },
  PATIENCE,
);

test(
  'no mail holds more than text, nor a subject of two lines',
  async () => {
    const answer = await fetch(`${running.broker.addresses.inbox}/messages.json`);
    const mails = (await answer.json()) as readonly { subject: string; text: string; html: string }[];
    expect(mails.length).toBeGreaterThan(0);
    expect(mails.filter(({ subject }) => hasUnsafe(subject))).toEqual([]);
    // We put U+200C, which no text of the list holds, into addresses that are not ours, so that none becomes a link.
    const hidden = mails.flatMap(({ text }) => hiddenIn(text));
    expect(hidden.filter((one) => one !== '200c')).toEqual([]);
    const { page } = await browserOf(AUDITOR);
    const foreign = FOREIGN.replace(', [style]', '');
    const found = await page.evaluate(
      ({ all, selector }) =>
        all.flatMap((text) =>
          [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll(selector)].map(
            (one) => one.outerHTML,
          ),
        ),
      { all: mails.map(({ html }) => html), selector: foreign },
    );
    expect(found).toEqual([]);
  },
  PATIENCE,
);

test(
  'the files of the audit hold every text whole, and no cell that a spreadsheet computes',
  async () => {
    const auditor = await Administrator.signedIn(running, 'e.fischer', HOSPITAL);
    const csv = await auditor.open(`/console/${HOSPITAL}/audit/csv`);
    const rows = parse(csv.text, { columns: true }) as readonly Record<string, string>[];
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell))).toEqual([]);
    const json = await auditor.open(`/console/${HOSPITAL}/audit/json`);
    expect(json.text).not.toContain('<');
    const reasons = JSON.parse(json.text).requests.map(({ reason }: { readonly reason: string }) => reason);
    for (const [, text] of INERT_TEXTS) {
      expect(reasons).toContain(text);
      expect(cells.some((cell) => cell === text || cell === `'${text}`)).toBe(true);
    }
  },
  PATIENCE,
);
