/** A maker's models through the running broker: whose they are, when they have figures, and that the page names nobody. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AccessRequest } from '../../core/access/request.ts';
import { makersModelRef, modelRef } from '../../core/keys.ts';
import type { Model } from '../../core/registry.ts';
import { DEVICES } from '../../local/seed/devices.ts';
import { ORGANISATIONS } from '../../local/seed/organisations.ts';
import { OFFICE, STAFF, TECHNICIANS } from '../../local/seed/people.ts';
import { Browser } from '../support/browser.ts';
import { type Seen, visitsTo } from '../support/console-visits.ts';
import { plant } from '../support/planted-requests.ts';
import {
  approve,
  ask,
  HOSPITAL,
  MONITOR,
  type RunningBroker,
  rowOf,
  runBroker,
  SECURITY_HEADERS,
} from '../support/running-broker.ts';

const TRICKS = `"><img src=x onerror=alert(1)> =1+1 'x'`;
const DAY = 86_400;
const OTHERS = ['cedar-county', 'lakeside-imaging'] as const;
const VENTILATORS = 'gs1:01/09521000001022';
const PUMPS = 'gs1:01/09521000001015';
const FEW = 'Fewer than 3 hospitals asked for access, or none did.';

let running: RunningBroker;
let seen: Seen;
let asked: readonly AccessRequest[];

beforeAll(async () => {
  running = await runBroker();
  seen = visitsTo(running);
  const { scene, stores } = running;
  const [osei, okafor] = await Promise.all([scene.phone('j.osei', 'medserv'), scene.phone('d.okafor', HOSPITAL)]);
  const approved = await ask(osei, MONITOR.code);
  await approve(scene, okafor, approved);
  const denied = await ask(osei, MONITOR.code, undefined, { reason: TRICKS, workOrder: 'WO-4711' });
  await approve(scene, okafor, denied, { decision: 'deny', reason: TRICKS });
  const waiting = await ask(osei, MONITOR.code);
  asked = await Promise.all([approved, denied, waiting].map(({ id }) => rowOf(stores, id)));
});
afterAll(() => running.stop());

let planted = 0;
/** Like `row`, of another hospital or model. */
function like(row: AccessRequest, hospital: string, facts: Partial<AccessRequest['facts']> = {}): AccessRequest {
  planted += 1;
  const id = `${hospital}_PLANTED${String(planted).padStart(5, '0')}`;
  return { ...row, id, facts: { ...row.facts, request: id, hospital, ...facts } };
}

const models = (login: string, organisation: string, tenant = organisation, query = '') =>
  seen(login, `/console/${tenant}/models${query}`, organisation);

/** What stands under a model's name, as far as the next. */
async function partOf(name: string): Promise<string> {
  const { status, text } = await models('s.lang', 'oem-aurora');
  expect(status).toBe(200);
  return text.split('<h2 ').find((part) => part.includes(`>${name}</h2>`)) ?? '';
}

/** The rows of a table of the model: what is counted, and how often. */
function rowsIn(part: string, caption: string): readonly (readonly string[])[] {
  const table = part.split('<caption').find((one) => one.includes(`: ${caption}</caption>`)) ?? '';
  const rows = [
    ...(table.split('</table>')[0] ?? '').matchAll(/<th scope="row"[^>]*>(.*?)<\/th>\s*<td[^>]*>(.*?)<\/td>/gs),
  ];
  return rows.map((row) =>
    row.slice(1).map((cell) =>
      cell
        .replaceAll(/<[^>]+>/g, '')
        .replaceAll(/\s+/g, ' ')
        .replaceAll(' ,', ',')
        .trim(),
    ),
  );
}

describe('the models of a maker', () => {
  test.each([
    ['another maker', 'h.vogt', 'oem-halden'],
    ['a technician', 'j.osei', 'medserv'],
    ["a servicer's administrator", 'm.duarte', 'medserv'],
    ['an approver', 'd.okafor', HOSPITAL],
    ["a hospital's administrator", 'a.kowalski', HOSPITAL],
    ["a hospital's auditor", 'e.fischer', HOSPITAL],
  ])('are not there for %s, as nowhere is', async (_name, login, organisation) => {
    const [page, nowhere] = [
      await models(login, organisation, 'oem-aurora'),
      await models(login, organisation, 'nowhere'),
    ];
    expect([page.status, nowhere.status]).toEqual([404, 404]);
    expect(page.text).toContain('There is nothing here for you.');
  });

  test('are refused by name to whoever of the maker publishes nothing', async () => {
    expect((await models('g.ito', 'oem-aurora')).status).toBe(403);
  });

  test.each([
    ['a hospital', 'a.kowalski', HOSPITAL],
    ['a servicer', 'm.duarte', 'medserv'],
  ])('are not there of %s, which is no maker', async (_name, login, organisation) => {
    expect((await models(login, organisation)).status).toBe(404);
  });

  test('lead whoever is not signed in to the sign-in, and change nothing', async () => {
    const url = `${running.broker.addresses.api}/console/oem-aurora/models`;
    const { status, headers } = await new Browser().visit(url);
    expect([status, headers.get('location')]).toEqual([303, '/sign-in?to=%2Fconsole%2Foem-aurora%2Fmodels']);
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await fetch(url, { method })).status).toBe(405);
  });

  test('are his own and no others, and stand in his menu', async () => {
    const { text, headers } = await models('s.lang', 'oem-aurora');
    expect([...text.matchAll(/<h2 [^>]*>([^<]+)<\/h2>/g)].map(([, name]) => name)).toEqual([
      'LV-3',
      'VX-7',
      'PM-12',
      'A-5',
    ]);
    const menu = text.split('<nav class="wk-menu"')[1]?.split('</nav>')[0];
    expect(menu).toMatch(/href="\/console\/oem-aurora\/models"[^>]*>Models</);
    expect(Object.fromEntries(headers)).toMatchObject(SECURITY_HEADERS);
    const halden = await models('h.vogt', 'oem-halden');
    expect(halden.text).toMatch(/>M1\.5<\/h2>[\s\S]*>C-64<\/h2>[\s\S]*>U-9<\/h2>/);
    expect(halden.text).not.toContain('PM-12');
  });

  test.each(['?after=%00', '?more=1', `?after=${'A'.repeat(201)}`, '?after=Zm9v'])('refuse %s', async (query) => {
    expect((await models('s.lang', 'oem-aurora', 'oem-aurora', query)).status).toBe(400);
  });

  test('go on over pages, each model once', async () => {
    const { monitor } = await running.stores.store.load({ monitor: modelRef('gs1:01/09521000001084') });
    const names = Array.from({ length: 12 }, (_, at) => `Analyser ${String(at).padStart(2, '0')}`);
    const writes = names.flatMap((name, at) => {
      const id = `gs1:01/1952100000${String(at).padStart(4, '0')}`;
      const row = { ...monitor, id, name } as Model;
      return [
        { kind: 'insert', ref: modelRef(id), row } as const,
        { kind: 'insert', ref: makersModelRef('oem-larkspur', id), row: { model: id } } as const,
      ];
    });
    expect(await running.stores.store.commit({ events: [], writes })).toBeUndefined();
    const first = await models('t.quist', 'oem-larkspur');
    const next = /href="\/console\/oem-larkspur\/models(\?after=[\w-]+)"/.exec(first.text)?.[1];
    const second = await models('t.quist', 'oem-larkspur', 'oem-larkspur', next);
    const shown = [first, second].map(({ text }) =>
      [...text.matchAll(/<h2 [^>]*>([^<]+)<\/h2>/g)].map(([, name]) => name),
    );
    expect(shown.map(({ length }) => length)).toEqual([10, 3]);
    expect(shown.flat()).toEqual(['H-200', ...names]);
  });
});

describe('the figures', () => {
  test('are none while one hospital asked, nor for two', async () => {
    expect(await partOf('PM-12')).toContain(FEW);
    await plant(running.stores, [asked.map((row) => like(row, OTHERS[0]))].flat());
    const part = await partOf('PM-12');
    expect(part).toContain(FEW);
    expect(part).not.toContain('<table');
  });

  test('are of three hospitals, and what one did alone is counted with something else', async () => {
    const [approved] = asked;
    if (approved?.status !== 'approved') throw new Error('not approved');
    const closed: AccessRequest = {
      ...like(approved, OTHERS[0], { tier: 'T2', activity: 'calibration', servicerType: 'in_house' }),
      status: 'closed',
      grant: approved.grant,
      ended: { at: approved.at, by: approved.facts.technician },
      outcome: 'fixed',
      softwareVersion: TRICKS,
      returnToService: {
        selfTest: 'passed',
        testEquipment: TRICKS,
        performance: 'as_specified',
        cybersecurity: 'as_specified',
      },
    };
    await plant(running.stores, [...asked.map((row) => like(row, OTHERS[1])), closed]);
    const part = await partOf('PM-12');
    expect(part).toContain('10 requests.');
    expect(rowsIn(part, 'outcome')).toEqual([
      ['✓ Approved', '3'],
      ['✕ Denied', '3'],
      ['◷ Expired', 'none'],
      ['↩ Withdrawn', 'none'],
      ['◷ Not started in time', 'none'],
      ['⊘ Revoked', 'none'],
      ['○ Waiting, ■ Finished, together', '4'],
    ]);
    expect(rowsIn(part, 'tier')).toEqual([
      ['T0', 'none'],
      ['T3', 'none'],
      ['T4', 'none'],
      ['T1, T2, together', '10'],
    ]);
    expect(rowsIn(part, 'servicer')).toEqual([
      ['OEM (manufacturer)', 'none'],
      ['ISO (independent), In-house, together', '10'],
    ]);
    expect(rowsIn(part, 'return to service')).toEqual([
      ['✕ Not returned to service', 'none'],
      ['✓ Returned to service, No return owed, or not yet, together', '10'],
    ]);
    expect(rowsIn(part, 'activity').at(-1)).toEqual(['Corrective maintenance, Calibration, together', '10']);
    expect(rowsIn(part, 'stage of the device').filter(([, count]) => count !== 'none')).toEqual([
      ['Limited support', '10'],
    ]);
  });

  test('name no person, no other organisation and no device, and hold nothing that anybody wrote', async () => {
    const { text } = await models('s.lang', 'oem-aurora');
    const people = [...STAFF, ...TECHNICIANS, ...OFFICE].flatMap(([, login, name]) => [login, name]);
    const organisations = ORGANISATIONS.flatMap(([id, , name]) => [id, name]);
    const devices = DEVICES.flatMap(([, , serial, code, tag, unit]) => [serial, code, tag, unit]);
    const own = ['s.lang', 'Stefan Lang', 'oem-aurora', 'Aurora Medical Devices'];
    const requests = asked.flatMap(({ id, facts }) => [id, id.slice(-12), facts.technician]);
    const written = ['onerror', 'WO-', '=1+1', 'p_'];
    const names = [...people, ...organisations, ...devices, ...requests, ...written];
    const shown = text
      .replaceAll(/<style[\s\S]*?<\/style>/g, '')
      // Random letters may spell the shortest of the names.
      .replaceAll(/ (nonce|value)="[\w-]{16,}"/g, '')
      .replaceAll('&#39;', "'")
      .replaceAll('Wardkey', '');
    expect(names.length).toBeGreaterThan(150);
    expect(names.filter((name) => !own.includes(name) && shown.includes(name))).toEqual([]);
  });

  test('count the last ninety days', async () => {
    const [, denied] = asked;
    if (!denied) throw new Error('not asked');
    const old = [HOSPITAL, ...OTHERS].map((hospital) => ({
      ...like(denied, hospital, { model: VENTILATORS }),
      submittedAt: denied.submittedAt - 91 * DAY,
    }));
    await plant(running.stores, old);
    expect(await partOf('VX-7')).toContain(FEW);
    const late = old.map((row) => ({ ...like(row, row.facts.hospital), submittedAt: denied.submittedAt - 89 * DAY }));
    await plant(running.stores, late);
    expect(await partOf('VX-7')).toContain('3 requests.');
  });

  test('are of the newest thousand, and say so', async () => {
    const [, denied] = asked;
    if (!denied) throw new Error('not asked');
    const hospitals = [HOSPITAL, ...OTHERS];
    const rows = Array.from({ length: 1001 }, (_, at) => like(denied, hospitals[at % 3] ?? HOSPITAL, { model: PUMPS }));
    await plant(running.stores, rows.slice(1));
    expect(await partOf('LV-3')).not.toContain('There are more');
    await plant(running.stores, rows.slice(0, 1));
    const part = await partOf('LV-3');
    expect(part).toContain('There are more: only the newest 1000 requests were counted.');
    expect(part).toContain('1000 requests.');
  });
});

test('a visit moves in the figures as it goes on', async () => {
  const { scene } = running;
  const osei = await scene.phone('j.osei', 'medserv');
  const waiting = asked.at(-1);
  if (!waiting) throw new Error('not asked');
  expect((await osei.post(`/requests/${waiting.id}/withdraw`, {})).status).toBe(200);
  // Withdrawn at one hospital: counted with the ones that wait and the one that is finished.
  expect(rowsIn(await partOf('PM-12'), 'outcome').at(-1)).toEqual([
    '○ Waiting, ↩ Withdrawn, ■ Finished, together',
    '4',
  ]);
});
