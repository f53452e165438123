/**
 * What outsiders, people of each role and careless insiders try at the pages of the running broker, beyond what stands with each
 * page: forms that cost more to read than to send, mails by the hundred, forms sent to another verb, readers who were stopped.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { personRef, requestRef } from '../../core/keys.ts';
import type { Phone, Scene } from '../../local/demo/broker.ts';
import { change } from '../../local/demo/registry-acts.ts';
import { Administrator } from '../support/administrator.ts';
import { Browser, type Page } from '../support/browser.ts';
import {
  type Asked,
  ask,
  asking,
  eventsOf,
  HOSPITAL,
  linkTo,
  MONITOR,
  newKey,
  type RunningBroker,
  rowOf,
  runBroker,
} from '../support/running-broker.ts';
import { plain, sendShown } from '../support/shown-form.ts';

let running: RunningBroker;
let scene: Scene;
let api: string;
let anna: Administrator;
let osei: Phone;

beforeAll(async () => {
  running = await runBroker();
  scene = running.scene;
  api = running.broker.addresses.api;
  anna = await Administrator.signedIn(running, 'a.kowalski', HOSPITAL);
  osei = await scene.phone('j.osei', 'medserv');
});
afterAll(() => running.stop());

async function browserOf(login: string, organisation: string): Promise<Browser> {
  const browser = new Browser();
  expect((await browser.signIn(api, scene.member(login, organisation))).status).toBe(303);
  return browser;
}

const lineOf = ({ jar }: Browser) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

describe('a form of very many fields', () => {
  /** Sent as it stands here; a server that is still at work after half a minute says 503. */
  async function statusOf(path: string, body: string, browser = new Browser()): Promise<number> {
    const headers = {
      cookie: lineOf(browser),
      origin: api,
      'content-type': 'application/x-www-form-urlencoded',
    };
    return (await fetch(`${api}${path}`, { method: 'POST', headers, body, redirect: 'manual' })).status;
  }

  test('is refused before it is taken apart, by anybody', async () => {
    expect(await statusOf('/decide/nothing', 'code&'.repeat(1000))).toBe(413);
    expect(await statusOf('/decide/nothing', Array.from({ length: 2000 }, (_, at) => `a${at}`).join('&'))).toBe(413);
    expect(await statusOf('/decide/nothing', 'code=1&__proto__=2&constructor=3')).toBe(422);
  });

  test('is refused where three megabytes are taken, too', async () => {
    const technician = await browserOf('j.osei', 'medserv');
    expect(await statusOf(`/console/${HOSPITAL}/import`, 'a&'.repeat(1_500_000), technician)).toBe(413);
    expect(await statusOf(`/console/${HOSPITAL}/policy`, 'policy&'.repeat(30_000), technician)).toBe(413);
  });
});

describe('the form of one change', () => {
  test('is not taken for another, whatever is put into its address', async () => {
    const { person } = osei.member;
    const okafor = scene.member('d.okafor', HOSPITAL);
    const page = await anna.open(`/console/${HOSPITAL}/changes/reset-code?person=${okafor.person}`);
    expect(page.status).toBe(200);
    const moved = page.text.replaceAll('/changes/reset-code"', '/changes/suspend-person"');
    const action = `/console/${HOSPITAL}/changes/suspend-person`;
    const typed = { typed: okafor.printedName, code: await anna.code() };
    const answer = await sendShown(anna, { ...page, text: moved }, action, typed);
    expect([answer.status, plain(answer.text)]).toEqual([412, expect.stringContaining('so nothing was done')]);
    const { row } = await running.stores.store.load({ row: personRef(okafor.person) });
    expect(row?.status).toBe('active');
    // Nor for somebody of another house.
    expect((await sendShown(anna, page, page.url.pathname, { person, code: '000000' })).status).toBe(404);
  });
});

describe('who is stopped', () => {
  let asked: Asked;
  let link: string;
  let reyes: Browser;

  beforeAll(async () => {
    const yilmaz = await scene.phone('b.yilmaz', 'kestrel-biomed');
    reyes = await browserOf('o.reyes', 'lakeside-imaging');
    asked = await ask(yilmaz, 'D8WA-5GNH');
    const { asked: people } = await rowOf(running.stores, asked.id);
    const logins = ['o.reyes', 'n.hale', 'v.stein', 'y.tanaka', 'w.cole'];
    const members = logins.map((login) => scene.member(login, 'lakeside-imaging'));
    const member = members.find(({ person }) => people.includes(person));
    if (!member) throw new Error('nobody was asked');
    link = await linkTo(scene, { member }, asked.reference);
  });

  test('reads no request on the pages while the organisation is suspended, nor by a mail that he still has', async () => {
    const paths = ['/decisions', `/decisions/${asked.id}`, '/console/lakeside-imaging', `/visits/${asked.id}`];
    const seen = () => Promise.all(paths.map(async (path) => (await reyes.visit(`${api}${path}`)).status));
    expect(await seen()).toEqual([200, 200, 200, 200]);
    expect((await new Browser().visit(link)).status).toBe(200);
    const kowalski = await scene.phone('a.kowalski', HOSPITAL);
    const stop = { organisation: 'lakeside-imaging' };
    expect((await change(scene, kowalski, [HOSPITAL, 'suspend-organisation'], stop)).status).toBe(201);
    expect(await seen()).toEqual([404, 404, 403, 403]);
    const mailed = await new Browser().visit(link);
    expect([mailed.status, mailed.text.includes(asked.reference)]).toEqual([404, false]);
  });
});

describe('a visit by pages, from the question to the revocation', () => {
  const secrets: string[] = [];
  const hiddenIn = ({ text }: Page) =>
    [...text.matchAll(/name="(?:nonce|key)" value="([\w-]{16,})"/g)].map(([, it]) => it);
  const tokenIn = ({ text }: Page) => /[\w-]{20,}\.[\w-]{40,}\.[\w-]{86}/.exec(text)?.[0] ?? '';

  test('has each effect once, though every form is sent three times at once', async () => {
    const okafor = await browserOf('d.okafor', HOSPITAL);
    const technician = await browserOf('j.osei', 'medserv');
    const asked = await ask(osei, MONITOR.code);
    const link = await linkTo(scene, { member: scene.member('d.okafor', HOSPITAL) }, asked.reference);
    const [decisions, visit] = [`/decisions/${asked.id}`, `/visits/${asked.id}`];
    const thrice = async (browser: Browser, path: string, action: string, fields: Record<string, string>) => {
      const page = await browser.visit(`${api}${path}`);
      secrets.push(...hiddenIn(page).map(String), ...(fields['code'] ? [fields['code']] : []));
      return Promise.all([1, 2, 3].map(() => browser.submit(page, action, fields)));
    };
    const code = () => scene.code(scene.member('d.okafor', HOSPITAL));
    await thrice(okafor, decisions, decisions, { decision: 'approve', code: await code() });
    const activation = { code: await scene.code(osei.member) };
    const tokens = (await thrice(technician, visit, `${visit}/activate`, activation)).map(tokenIn);
    expect(new Set(tokens).size).toBe(1);
    const again = await technician.submit(await technician.visit(`${api}${visit}`), `${visit}/activate`, activation);
    expect(again.status).toBe(403);
    const body = { device: MONITOR.id, ...activation };
    expect((await osei.post(`/requests/${asked.id}/tokens`, body, newKey())).body.reason).toBe('code_rejected');
    await thrice(okafor, decisions, `${decisions}/revoke`, { reason: 'Wrong ward.' });
    expect((await eventsOf(running.stores, asked.id)).filter((type) => type !== 'token.refused')).toEqual([
      'request.submitted',
      'request.routed',
      'approval.recorded',
      'request.approved',
      'token.issued',
      'grant.revoked',
    ]);
    secrets.push(...tokens, link.split('/').at(-1) ?? '', ...okafor.jar.values(), ...technician.jar.values());
  });

  test('leaves no code, token, ticket, nonce, key or cookie in what the functions log', () => {
    const log = readFileSync(join(running.broker.dataDir, 'functions.log'), 'utf8');
    expect(log).toContain('"route":"POST /visits/{request}/activate"');
    expect(secrets.length).toBeGreaterThan(12);
    const words = log.split(/[^A-Za-z0-9._-]+/);
    expect(secrets.filter((secret) => secret === '' || words.includes(secret))).toEqual([]);
  });
});

describe('a technician who asks and takes back', () => {
  test('is heard 200 times a day, by page and by program, and then again the next day', async () => {
    const yilmaz = await scene.phone('b.yilmaz', 'kestrel-biomed');
    const browser = await browserOf('b.yilmaz', 'kestrel-biomed');
    const first = await ask(yilmaz, MONITOR.code);
    expect((await yilmaz.post(`/requests/${first.id}/withdraw`, {})).status).toBe(200);
    const row = await rowOf(running.stores, first.id);
    const letters = 'ABCDEFGHJKMNPQRSTUVW';
    const ids = [...letters].flatMap((one) => [...letters].map((two) => `${HOSPITAL}_ZZZZZZZZZZ${one}${two}`));
    for (const id of ids.slice(0, 199))
      await running.stores.store.commit({
        events: [],
        writes: [
          {
            kind: 'insert',
            ref: requestRef(id),
            row: { ...row, id },
            indexes: { technician: [yilmaz.member.person, row.submittedAt] },
          },
        ],
      });
    const refused = await yilmaz.post('/requests', asking(MONITOR.code), newKey());
    expect([refused.status, refused.body.reason]).toEqual([429, 'too_many_open']);
    const why = await browser.visit(`${api}/d/${MONITOR.code}/why?scopes=diag.run&minutes=30`);
    const answers = {
      workOrder: 'WO-1',
      activity: 'corrective_maintenance',
      reason: 'Fault.',
      notInClinicalUse: 'yes',
    };
    const page = await browser.submit(why, `/d/${MONITOR.code}/check`, answers);
    expect([page.status, plain(page.text)]).toEqual([429, expect.stringContaining('of the last 24 hours')]);
    await scene.skip(86_400);
    const next = await scene.phone('b.yilmaz', 'kestrel-biomed');
    expect((await next.post('/requests', asking(MONITOR.code), newKey())).status).toBe(201);
  });
});
