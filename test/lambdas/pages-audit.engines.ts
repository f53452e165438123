/** The audit of a hospital through the running broker: what a search finds, page by page, and what is taken away of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Phone } from '../../local/demo/broker.ts';
import { type Seen, visitsTo } from '../support/console-visits.ts';
import {
  type Asked,
  approve,
  ask,
  HOSPITAL,
  MONITOR,
  type RunningBroker,
  rowOf,
  runBroker,
  SECURITY_HEADERS,
  VENTILATOR,
} from '../support/running-broker.ts';

const ANAESTHESIA = 'E5GY-3BZU';
/** Texts that would be more than text in a page, in a spreadsheet or in a program; each as the reason of a request. */
const TRICKS: readonly string[] = [
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '＝1+1',
  '＠SUM(A1)',
  `"><script>alert(1)</script><img src=x onerror='alert(1)'>`,
  '","=1+1","',
  "cmd|' /C calc'!A0",
  `${'long '.repeat(99)}end`,
];

let running: RunningBroker;
let osei: Phone;
let okafor: Phone;
const tricks: Asked[] = [];
let closed: Asked;
let inHouse: Asked;
let elsewhere: Asked;
let seen: Seen;

beforeAll(async () => {
  running = await runBroker();
  const { scene } = running;
  seen = visitsTo(running);
  const [technician, approver, mwangi] = await Promise.all([
    scene.phone('j.osei', 'medserv'),
    scene.phone('d.okafor', HOSPITAL),
    scene.phone('d.mwangi', HOSPITAL),
  ]);
  [osei, okafor] = [technician, approver];
  for (const reason of TRICKS) tricks.push(await ask(osei, MONITOR.code, undefined, { reason }));
  const [first] = tricks;
  if (!first) throw new Error('not asked');
  await approve(scene, okafor, first, { decision: 'deny', reason: '=2+2' });
  closed = await ask(osei, MONITOR.code);
  await approve(scene, okafor, closed);
  await osei.post(`/requests/${closed.id}/close`, { outcome: 'fixed', note: 'Done.' });
  inHouse = await ask(mwangi, VENTILATOR.code, ['calibration.adjust']);
  elsewhere = await ask(osei, ANAESTHESIA);
});
afterAll(() => running.stop());

const AUDIT = `/console/${HOSPITAL}/audit`;

async function textOf(path: string, login = 'e.fischer'): Promise<string> {
  const page = await seen(login, path);
  expect([path, page.status]).toEqual([path, 200]);
  return page.text;
}

/** Requests of a page, in the order in which they stand there. */
const idsIn = (text: string) =>
  [...text.matchAll(/<li>\n<p class="govuk-body"><strong><a [^>]*\/requests\/([\w-]+)"/g)].map(([, id]) => id);
describe('search-access', () => {
  test('finds all requests of the hospital, newest first, whatever their state', async () => {
    const text = await textOf(AUDIT);
    const own = [...tricks, closed, inHouse, elsewhere].map(({ id }) => id);
    expect([...idsIn(text)].sort()).toEqual([...own].sort());
    const times = [...text.matchAll(/Asked <time datetime="([^"]+)"/g)].map(([, at]) => at);
    expect(times).toEqual([...times].sort().reverse());
    expect(text).toContain(`13 requests fit of 13 looked at, and there are no older ones.`);
  });

  const idsOf = (...asked: readonly (Asked | undefined)[]) => asked.map((one) => one?.id).sort();

  test.each<[string, () => readonly (string | undefined)[]]>([
    ['?status=denied', () => idsOf(tricks[0])],
    ['?status=closed', () => idsOf(closed)],
    ['?status=revoked', () => []],
    ['?tier=T2', () => idsOf(inHouse)],
    ['?servicer=in_house', () => idsOf(inHouse)],
    [`?servicer=${HOSPITAL}`, () => idsOf(inHouse)],
    ['?servicer=oem', () => []],
    ['?servicer=kestrel-biomed', () => []],
    [`?device=${ANAESTHESIA}`, () => idsOf(elsewhere)],
    ['?device=SM-50012', () => idsOf(elsewhere)],
    [`?device=${encodeURIComponent(VENTILATOR.id)}`, () => idsOf(inHouse)],
    ['?status=pending&tier=T2&servicer=&technician=&device=&from=&to=&after=', () => idsOf(inHouse)],
    ['?status=denied&tier=T2', () => []],
    ['?to=2020-01-01', () => []],
    ['?from=2020-01-01&status=closed', () => idsOf(closed)],
    ['?from=2099-01-01', () => []],
  ])('%s finds what fits', async (query, ids) => {
    expect([...idsIn(await textOf(`${AUDIT}${query}`))].sort()).toEqual(ids());
  });

  test('leads from every line to what else somebody did, and says whose it is', async () => {
    const { person } = running.scene.member('d.mwangi', HOSPITAL);
    expect(await textOf(AUDIT)).toContain(`/audit?technician=${person}">David Mwangi</a>`);
    const text = await textOf(`${AUDIT}?technician=${person}&tier=T2`);
    expect(idsIn(text)).toEqual([inHouse.id]);
    expect(text).toContain('Only of David Mwangi.');
    expect(text).toContain('Searched for tier T2, technician David Mwangi.');
    expect(text).toContain('href="/console/st-marys/audit?tier=T2">Of everybody</a>');
    expect(text).toContain(`<input type="hidden" name="technician" value="${person}">`);
  });

  test.each([
    '?status=open',
    '?tier=T9',
    '?technician=osei',
    '?servicer=A b',
    '?more=1',
    '?tier=T1&tier=T2',
    '?after=x',
    `?device=${'x'.repeat(106)}`,
  ])('refuses %s', async (query) => {
    expect((await seen('e.fischer', `${AUDIT}${query}`)).status).toBe(400);
  });

  test.each([
    ['?from=2026-02-30', 'from', 'Enter the first day as 2026-11-27.'],
    ['?to=%22%3E%3Cb%3E', 'to', 'Enter the last day as 2026-11-27.'],
    ['?from=2026-11-27&to=2026-11-26', 'to', 'The last day is before the first.'],
    ['?device=NOPE-0000', 'device', 'No device of this hospital has this code, tag or UDI.'],
    ['?device=N9JM-2FXE', 'device', 'No device of this hospital has this code, tag or UDI.'],
    ['?device=gs1:%3Cb%3E', 'device', 'No device of this hospital has this code, tag or UDI.'],
  ])('%s is shown again with what is wrong at its field', async (query, field, says) => {
    const page = await seen('e.fischer', `${AUDIT}${query}`);
    expect(page.status).toBe(400);
    expect(page.text).toContain('<title>Error: Audit');
    expect(page.text).toContain(`<a href="#${field}">${says}</a>`);
    expect(page.text).not.toContain('<b>');
    expect((await seen('e.fischer', `${AUDIT}/csv${query}`)).status).toBe(400);
    expect((await seen('e.fischer', `${AUDIT}/json${query}`)).status).toBe(400);
  });

  test.each(['', '/csv', '/json'])(
    '%s is for auditors and administrators, others of the staff are told so',
    async (path) => {
      for (const login of ['e.fischer', 'a.kowalski']) expect((await seen(login, `${AUDIT}${path}`)).status).toBe(200);
      for (const login of ['d.okafor', 'm.chen', 's.patel', 'l.moreau', 'n.adeyemi']) {
        const page = await seen(login, `${AUDIT}${path}`);
        expect([login, page.status]).toEqual([login, 403]);
        expect(page.text).toContain('The registry and the log are read by administrators and auditors.');
      }
    },
  );
});

describe('an export', () => {
  async function csvOf(path: string): Promise<readonly Record<string, string>[]> {
    const { headers, text } = await seen('e.fischer', path);
    expect(Object.fromEntries(headers)).toMatchObject({
      ...SECURITY_HEADERS,
      'content-type': 'text/csv; charset=utf-8; header=present',
    });
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
    return parse(text, { columns: true });
  }

  test('as CSV has a line for each request, with ids, times and the hash at the end of its chain', async () => {
    const rows = await csvOf(`${AUDIT}/csv?status=closed`);
    const row = await rowOf(running.stores, closed.id);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      request: closed.id,
      reference: closed.reference,
      status: 'closed',
      outcome: 'fixed',
      tier: 'T1',
      scopes: 'diag.run',
      working_seconds: '1800',
      device: MONITOR.id,
      technician: osei.member.person,
      servicer: 'medserv',
      servicer_type: 'iso',
      ended_by: osei.member.person,
      approvals: `${okafor.member.person} as htm_approver`,
      events: '5',
      head: row.head,
      next_file: '',
    });
    expect(rows[0]?.['submitted']).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Math.floor(Date.parse(rows[0]?.['submitted'] ?? '') / 1000)).toBe(row.submittedAt);
  });

  test('as CSV holds no cell that a spreadsheet computes, and every text whole', async () => {
    const rows = await csvOf(`${AUDIT}/csv`);
    expect(rows).toHaveLength(13);
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[\s]*[=+\-@＝＋－＠\t\r]/.test(cell))).toEqual([]);
    for (const [at, reason] of TRICKS.entries()) {
      const row = rows.find(({ request }) => request === tricks[at]?.id);
      expect(row?.['reason']?.replace(/^'/, '')).toBe(reason);
    }
    expect(rows.find(({ request }) => request === tricks[0]?.id)?.['end_reason']).toBe("'=2+2");
  });

  test('as JSON holds the same, as data, and nothing that a page would run', async () => {
    const { headers, text } = await seen('e.fischer', `${AUDIT}/json?tier=T1`);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('content-disposition')).toBe('attachment; filename="wardkey-st-marys.json"');
    expect(text).not.toContain('<');
    const { hospital, filter, lookedAt, requests, next } = JSON.parse(text);
    expect([hospital, filter, lookedAt, requests.length, next]).toEqual([HOSPITAL, { tier: 'T1' }, 13, 12, undefined]);
    const reasons = requests.map(({ reason }: { readonly reason: string }) => reason);
    expect(reasons).toEqual(expect.arrayContaining([...TRICKS]));
  });

  test('as a page shows the same texts inert', async () => {
    const [, , , , , , script] = tricks;
    const text = await textOf(`/console/${HOSPITAL}/requests/${script?.id}`);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toMatch(/<script>|<img/);
  });

  test('names its file by what was searched for', async () => {
    const { headers } = await seen('a.kowalski', `${AUDIT}/csv?status=closed&from=2020-01-01&to=2099-12-31`);
    const name = 'attachment; filename="wardkey-st-marys-closed-2020-01-01-2099-12-31.csv"';
    expect(headers.get('content-disposition')).toBe(name);
  });
});

describe('report-access', () => {
  const REPORT = `/console/${HOSPITAL}/report`;

  test('compares servicers, and says how many requests it covers', async () => {
    const text = await textOf(REPORT);
    expect(text).toContain('It covers 13 requests.');
    const rowOf = (says: string) => {
      const row = text.split('<tr ').find((one) => one.includes(`>${says}</th>`)) ?? '';
      return [...row.matchAll(/<td [^>]*>([^<]+)<\/td>/g)].map(([, cell]) => cell);
    };
    expect(rowOf('Asked')).toEqual(['none', '12', '1']);
    expect(rowOf('Approved')).toEqual(['none', '1', 'none']);
    expect(rowOf('Denied')).toEqual(['none', '1', 'none']);
    expect(rowOf('Waiting')).toEqual(['none', '10', '1']);
    expect(rowOf('Approved of those answered')).toEqual(['none', '50 %', 'none']);
    expect(rowOf('Median time to decision')).toEqual(['none', expect.stringMatching(/^\d+ min$/), 'none']);
  });

  test('of days on which nobody asked says so; of no days what is wrong', async () => {
    expect(await textOf(`${REPORT}?from=2020-01-01&to=2020-01-31`)).toContain('Nobody asked for access on these days.');
    const page = await seen('e.fischer', `${REPORT}?from=2020-02-01&to=2020-01-31`);
    expect(page.status).toBe(400);
    expect(page.text).toContain('<a href="#to">The last day is before the first.</a>');
  });

  test('is for auditors and administrators', async () => {
    expect((await seen('a.kowalski', REPORT)).status).toBe(200);
    expect((await seen('d.okafor', REPORT)).status).toBe(403);
  });
});
