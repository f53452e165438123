/**
 * Every role tries every route, with a right code where one is asked for. What each gets is compared with
 * test/golden/authorization.txt: a changed line is a changed power and is read in review. `UPDATE_GOLDEN=1` writes it anew.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CHANGE_VERBS } from '../../core/registry/verbs.ts';
import { routeKeyOf } from '../../lambdas/route-key.ts';
import { ROUTES, type Route } from '../../lambdas/routes.ts';
import { type Answer, type Broker, type Phone, Scene, send, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { PREFIX } from '../../local/tables.ts';
import { storesAt } from '../contracts/store-harness.ts';
import { Browser, type Page } from '../support/browser.ts';
import { plantLink, plantWorkspace } from '../support/slack-workspace.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const GOLDEN = new URL('../golden/authorization.txt', import.meta.url);
const MONITOR = { code: 'M3XG-5JDA', id: 'gs1:01/09521000001039/21/P7-0099' };

/** Who tries: role as it is named in the table, login, organisation. The requests are J. Osei's at St. Mary's. */
const PEOPLE: readonly (readonly [string, string, string])[] = [
  ['technician', 'j.osei', 'medserv'],
  ['technician of another servicer', 'a.rossi', 'kestrel-biomed'],
  ['technician in-house', 'd.mwangi', 'st-marys'],
  ['technician suspended', 'l.petrov', 'medserv'],
  ['iso_admin', 'm.duarte', 'medserv'],
  ['oem_publisher', 's.lang', 'oem-aurora'],
  ['htm_approver', 'd.okafor', 'st-marys'],
  ['htm_approver of another hospital', 'o.reyes', 'lakeside-imaging'],
  ['clinical_owner', 'm.chen', 'st-marys'],
  ['security_approver', 's.patel', 'st-marys'],
  ['domain_safety', 'l.moreau', 'st-marys'],
  ['hdo_admin', 'a.kowalski', 'st-marys'],
  ['auditor', 'e.fischer', 'st-marys'],
  ['emergency_custodian', 'n.adeyemi', 'st-marys'],
];

let home: string;
let broker: Broker;
let scene: Scene;
let osei: Phone;
let lindqvist: Phone;
let keys = 0;

beforeAll(async () => {
  home = scratchDirectory();
  broker = await startBroker(home);
  scene = new Scene(broker);
  osei = await scene.phone('j.osei', 'medserv');
  lindqvist = await scene.phone('p.lindqvist', 'st-marys');
  await linkStaff();
});

/** Everybody of St. Mary's has an account of Slack to unlink, and a workspace to link another one in. */
async function linkStaff(): Promise<void> {
  const stores = storesAt(broker.addresses.dynamodb, PREFIX);
  await plantWorkspace(stores, 'st-marys', 'T0PLANTED');
  const staff = PEOPLE.filter(([, , organisation]) => organisation === 'st-marys');
  for (const [at, [, login, organisation]] of staff.entries()) {
    const { person } = scene.member(login, organisation);
    await plantLink(stores, { person, organisation, team: 'T0PLANTED', user: `U0PLANTED${at}` });
  }
  stores.client.destroy();
}

afterAll(async () => {
  await stopBroker(broker);
  rmSync(home, { recursive: true, force: true });
});

const nextKey = () => `authorization-${String(++keys).padStart(4, '0')}`;

const wish = () => ({
  device: MONITOR.code,
  scopes: ['diag.run'],
  holdSeconds: 1800,
  workOrder: `WO-${++keys}`,
  activity: 'calibration',
  reason: 'Who may do what.',
  declarations: { notInClinicalUse: true, compensatingControls: false },
});

interface Target {
  readonly id: string;
  readonly digest: string;
}

async function pending(): Promise<Target> {
  return (await osei.post('/requests', wish(), nextKey())).body;
}

async function approved(): Promise<Target> {
  const target = await pending();
  const code = await scene.code(lindqvist.member);
  await lindqvist.post(`/requests/${target.id}/decision`, { decision: 'approve', digest: target.digest, code });
  return target;
}

/** A request in the state in which the verb could succeed, made anew when the last one was used up. */
function supply(make: () => Promise<Target>) {
  let kept: Target | undefined;
  return {
    get: async () => {
      kept ??= await make();
      return kept;
    },
    usedUp: () => {
      kept = undefined;
    },
  };
}

type Body = (who: Phone, target: Target) => Promise<object>;
const codeOf = (who: Phone) => scene.code(who.member);

/** Bodies that are right in every respect but, perhaps, who sends them. */
const BODIES: Readonly<Record<string, Body>> = {
  'request-access': async () => wish(),
  'withdraw-access': async () => ({}),
  'revoke-access': async () => ({ reason: 'Needed for a patient.' }),
  'close-access': async () => ({ outcome: 'fixed', note: 'Done.' }),
  'decide-access': async (who, { digest }) => ({ decision: 'approve', digest, code: await codeOf(who) }),
  'mint-token': async (who) => ({ device: MONITOR.id, code: await codeOf(who) }),
  'begin-enrolment': async () => ({}),
  'confirm-enrolment': async () => ({ code: '000000', oldCode: '000000' }),
  'confirm-change': async (who) => ({ digest: 'A'.repeat(43), code: await codeOf(who) }),
  'link-account': async (who) => ({ other: who.member.person, code: await codeOf(who) }),
  // Right in all but the code: nobody leaves while others still try.
  leave: async () => ({ code: 'none' }),
  'preview-policy': async () => ({}),
};

/** Queries that a route cannot do without. */
const QUERIES: Readonly<Record<string, string>> = {
  'signing-request': `?hospital=st-marys&model=${encodeURIComponent('gs1:01/09521000001039')}`,
  'read-history': '?entity=hospital',
  'show-change-done': `?verb=freeze-hospital&entity=hospital&at=1&proof=${'A'.repeat(43)}`,
  'give-reason': '?scopes=diag.run&minutes=30',
  'read-events': `?chain=${encodeURIComponent('T#st-marys#G#H')}`,
};

/** Whose page it is, where no hospital has one. */
const TENANTS: Readonly<Record<string, string>> = { 'show-models': 'oem-aurora' };

interface Sent {
  /** The page that holds the form. */
  readonly on: (target: Target) => string;
  /** The form on that page whose answer holds this one. */
  readonly through?: { readonly action: string; readonly fields: () => Record<string, string> };
  /** What it holds beside its hidden fields. */
  readonly fields?: (who: Phone, target: Target) => Promise<Record<string, string>>;
}

const reasons = () => ({ workOrder: `WO-${++keys}`, activity: 'calibration', reason: 'Who may do what.' });

/** Each page's form; signing out would end what the next routes are tried with. */
const FORMS: Readonly<Record<string, Sent>> = {
  'decide-in-session': {
    on: ({ id }) => `/decisions/${id}`,
    fields: async (who) => ({ decision: 'approve', code: await codeOf(who) }),
  },
  'revoke-in-session': { on: ({ id }) => `/decisions/${id}`, fields: async () => ({ reason: 'Needed.' }) },
  'begin-own-code': { on: () => '/code' },
  // Its form stands only in the answer to the other: from here it is nobody's, whoever he is.
  'confirm-own-code': { on: () => '/code', fields: async () => ({ code: '000000', oldCode: '000000' }) },
  'compare-policy': { on: () => '/console/st-marys/policy', fields: async () => ({ policy: '{}' }) },
  // Right in all but the code: nothing is proposed while others still try.
  'propose-policy': { on: () => '/console/st-marys/policy', fields: async () => ({ policy: '{}', code: 'none' }) },
  'send-devices': {
    on: () => '/console/st-marys/import',
    fields: async () => ({ csv: 'udi,tag,site,unit\n(01)09521000001039(21)A1,AUTH-1,Main,Ward', code: 'none' }),
  },
  'check-request': { on: () => `/d/${MONITOR.code}/why?scopes=diag.run&minutes=30`, fields: async () => reasons() },
  'send-request': {
    on: () => `/d/${MONITOR.code}/why?scopes=diag.run&minutes=30`,
    through: { action: `/d/${MONITOR.code}/check`, fields: reasons },
  },
  'sign-out': { on: () => '/', fields: async () => ({ more: 'than the form has' }) },
  'send-change': { on: () => '/console/st-marys/changes/freeze-hospital', fields: async () => ({ typed: 'no' }) },
  'send-confirmation': { on: () => '/console/st-marys/proposals/0123456789abcdef0123' },
  'send-withdrawal': { on: () => '/console/st-marys/proposals/0123456789abcdef0123' },
  'accept-invitation': { on: () => `/invitations/${'A'.repeat(43)}/accept` },
  'send-link': {
    on: () => '/me/link',
    fields: async (who) => ({ other: who.member.person, code: await codeOf(who) }),
  },
  // Right in all but the name: nobody leaves while others still try.
  'send-leave': { on: () => '/me/leave', fields: async () => ({ typed: 'Nobody', code: 'none' }) },
  'begin-slack-link': { on: () => '/me/slack', fields: async (who) => ({ code: await codeOf(who) }) },
  'unlink-slack': { on: () => '/me/slack' },
  'withdraw-visit': { on: ({ id }) => `/visits/${id}` },
  'activate-visit': { on: ({ id }) => `/visits/${id}`, fields: async (who) => ({ code: await codeOf(who) }) },
  'close-visit': {
    on: ({ id }) => `/visits/${id}/close`,
    fields: async () => ({ outcome: 'fixed', softwareVersion: '', note: 'Done.', suspicion: '' }),
  },
};

const NEEDS_APPROVED = [
  'revoke-access',
  'revoke-in-session',
  'close-access',
  'mint-token',
  'activate-visit',
  'show-close',
  'close-visit',
];

/** What is shown of an answer: status and, where a rule said no, which. */
function shown({ status, body }: Answer): string {
  return status >= 400 && typeof body === 'object' && body.reason ? `${status} ${body.reason}` : String(status);
}

function pathFor(route: Route, target: Target): string {
  return route.path
    .replace('{request}', target.id)
    .replace('{hospital}', 'st-marys')
    .replace('{device}', MONITOR.code)
    .replace('{code}', MONITOR.code)
    .replace('{ticket}', 'A'.repeat(43))
    .replace('{tenant}', TENANTS[route.verb] ?? 'st-marys')
    .replace('{proposal}', '0123456789abcdef0123')
    .replace('{verb}', 'freeze-hospital')
    .replace('{person}', osei.member.person)
    .concat(QUERIES[route.verb] ?? '');
}

test('each role gets at each route what the golden table says', async () => {
  // Changes of the registry have a table of their own (registry-power.engines.ts).
  const rows = (ROUTES as readonly Route[]).filter(({ verb }) => !Object.hasOwn(CHANGE_VERBS, verb));
  const supplies = { pending: supply(pending), approved: supply(approved) };
  const phones = await Promise.all(PEOPLE.map(([, login, organisation]) => scene.phone(login, organisation)));
  const browsers = await Promise.all(phones.map(({ member }) => signedIn(member)));
  const lines: string[] = [];
  for (const route of rows) {
    const from = NEEDS_APPROVED.includes(route.verb) ? supplies.approved : supplies.pending;
    lines.push(`${route.verb}   ${routeKeyOf(route)}`);
    const nobody =
      route.caller === 'session'
        ? visited(new Browser(), route, await from.get(), osei)
        : tried(undefined, route, await from.get());
    lines.push(`  ${'nobody'.padEnd(34)}${shown(await nobody)}`);
    for (const [index, phone] of phones.entries()) {
      const browser = browsers[index] ?? new Browser();
      const target = await from.get();
      const answer = await (route.caller === 'session'
        ? visited(browser, route, target, phone)
        : tried(phone, route, target));
      if (route.method === 'POST' && answer.status < 400) from.usedUp();
      lines.push(`  ${(PEOPLE[index]?.[0] ?? '').padEnd(34)}${shown(answer)}`);
    }
  }
  const table = `${lines.join('\n')}\n`;
  if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, table);
  expect(table).toBe(readFileSync(GOLDEN, 'utf8'));
});

/** Somebody suspended comes back without a session, and is tried all the same. */
async function signedIn(member: Phone['member']): Promise<Browser> {
  const browser = new Browser();
  await browser.signIn(broker.addresses.api, member);
  return browser;
}

/** A page as a browser asks for it; a form is sent as the page that holds it was shown to this browser, where it was. */
async function visited(browser: Browser, route: Route, target: Target, phone: Phone): Promise<Answer> {
  const path = pathFor(route, target);
  const url = `${broker.addresses.api}${path}`;
  if (route.method === 'GET') return answerOf(await browser.visit(url));
  const { on, through, fields } = FORMS[route.verb] ?? {};
  const first = await browser.visit(`${broker.addresses.api}${on?.(target) ?? '/'}`);
  const page = through ? await browser.submit(first, through.action, through.fields()) : first;
  return answerOf(await browser.submit(page, path, await fields?.(phone, target)));
}

const answerOf = ({ status, text }: Page): Answer => ({ status, body: text });

async function tried(phone: Phone | undefined, route: Route, target: Target): Promise<Answer> {
  const path = pathFor(route, target);
  if (route.caller === 'slack') return unsigned(route);
  const who = phone ?? { ...osei, get: bare('GET'), post: bare('POST') };
  if (route.method === 'GET') return who.get(path);
  const body = await (BODIES[route.verb] ?? (async () => ({})))(phone ?? osei, target);
  return who.post(path, body, route.creates ? nextKey() : undefined);
}

/** As Slack would send it, but by somebody who holds no signing secret: whoever else he is does not count. */
function unsigned(route: Route): Promise<Answer> {
  const url = `${broker.addresses.api}${route.path}`;
  const headers = { 'x-slack-request-timestamp': String(scene.now()), 'x-slack-signature': `v0=${'0'.repeat(64)}` };
  const payload = JSON.stringify({ type: 'block_actions', team: { id: 'T0MERIDIAN' } });
  const fields = new URLSearchParams({ team_id: 'T0MERIDIAN', payload });
  if (!route.form)
    return send(url, { method: 'POST', body: { type: 'event_callback', team_id: 'T0MERIDIAN' }, headers });
  return fetch(url, { method: 'POST', body: fields, headers }).then(async (answer) => ({
    status: answer.status,
    body: await answer.json(),
  }));
}

/** Sends without a bearer token. */
function bare(method: string) {
  return (path: string, body?: object, key?: string) =>
    send(`${broker.addresses.api}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
}
