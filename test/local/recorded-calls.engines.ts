/**
 * What each function asks of AWS while the demo runs and while each of its verbs is used once: the list that
 * test/lib/recorded-calls.test.ts holds against the policies. `UPDATE_GOLDEN=1` writes it anew.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  hospitalRef,
  importJobRef,
  organisationRef,
  outboxRef,
  pastRef,
  proposalChain,
  proposalRef,
  queueFor,
  registryChain,
  requestChain,
  slackTeamRef,
} from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import { type Answer, type Phone, Scene, send, sendForm, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { bootstrapped, invited, joined, organisationOf, secretIn } from '../../local/demo/from-scratch.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { startFunctions } from '../../local/functions.ts';
import { newClock } from '../../local/moved-clock.ts';
import { openOem, profileDocument } from '../../local/oem.ts';
import type { RecordedUse } from '../../local/record-calls.ts';
import { startSecrets } from '../../local/secrets.ts';
import { codeAt } from '../../local/seed.ts';
import { openSlackSecrets, SLACK_SECRETS } from '../../local/slack/secrets.ts';
import { WORKSPACES } from '../../local/slack/workspaces.ts';
import { OEM_KEYS } from '../../local/stack-files.ts';
import { LOCAL_CLIENT, PREFIX, tableEnvironment } from '../../local/tables.ts';
import { storesAt } from '../contracts/store-harness.ts';
import { Browser } from '../support/browser.ts';
import { fileOf } from '../support/device-file.ts';
import { until } from '../support/polling.ts';
import { approve, ask, eventsOf, linkTo, MONITOR, newKey, VENTILATOR } from '../support/running-broker.ts';
import { sendShown } from '../support/shown-form.ts';
import { SERVICER_TEAM, SlackHand, TEAM } from '../support/slack-hand.ts';
import { plantLink, plantWorkspace } from '../support/slack-workspace.ts';
import { planFailure, scratchDirectory } from '../support/stand-in.ts';

const GOLDEN = new URL('../golden/recorded-calls.txt', import.meta.url);
const ROOT = join(import.meta.dirname, '../..');

let home: string;
let record: string;

beforeAll(() => {
  home = scratchDirectory();
  record = join(home, 'calls.jsonl');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const environment = () => ({ ...process.env, WARDKEY_RECORD_CALLS: record, WARDKEY_COOL_DOWN: '1' });

/** Function by function, each use once, in order. */
function recorded(): string {
  const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
  const uses = lines.map((line) => JSON.parse(line) as RecordedUse).filter((use) => !isByChance(use));
  const names = [...new Set(uses.map((use) => use.function))].sort();
  const blocks = names.map((name) => {
    const own = uses.filter((use) => use.function === name);
    const texts = own.map((use) => `  ${[`${use.action.padEnd(27)} ${use.resource}`, ...use.with].join('  ')}`);
    return [name, ...[...new Set(texts)].sort()].join('\n');
  });
  return `${blocks.join('\n')}\n`;
}

/** An event is read back only after a write that somebody else won: that happens in one run and not in the next. */
function isByChance({ action, resource }: RecordedUse): boolean {
  return action === 'dynamodb:GetItem' && resource === 'events';
}

test('every function asks of AWS what was reviewed', async () => {
  const demo = spawnSync(process.execPath, ['local/demo.ts', '--json'], { cwd: ROOT, env: environment() });
  expect(demo.status).toBe(0);
  for (const [name, walk] of [
    ['broker', tour],
    ['empty', begin],
  ] as const) {
    const words = name === 'empty' ? ['--empty'] : [];
    const broker = await startBroker(join(home, name), environment(), words);
    try {
      await walk(new Scene(broker));
    } finally {
      await stopBroker(broker);
    }
  }
  if (process.env['UPDATE_GOLDEN'] || !existsSync(GOLDEN)) writeFileSync(GOLDEN, recorded());
  expect(recorded()).toBe(readFileSync(GOLDEN, 'utf8'));
  // The demo and two brokers, from their start to their end.
}, 240_000);

/** Every route once, and what needs no route: mails that come back, the stream, expiry, silence. */
async function tour(scene: Scene): Promise<void> {
  const osei = await scene.phone('j.osei', 'medserv');
  const lindqvist = await scene.phone('p.lindqvist', 'st-marys');
  await refusals(scene);
  await enrolment(scene);
  await pages(scene);
  await approverPages(scene, osei);
  await devicePages(scene);
  await registryPages(scene);
  await slack(scene, osei);
  await reading(osei, lindqvist, scene);
  await deciding(scene, osei, lindqvist);
  await minting(scene, osei, lindqvist);
  await visits(scene, osei, lindqvist);
  await reports(scene, osei);
  await stream(scene, osei);
  await devices(scene);
  await slackWorkspace(scene);
  await registry(scene, osei);
  await silence(scene, osei);
}

async function refusals(scene: Scene): Promise<void> {
  const petrov = await scene.phone('l.petrov', 'medserv');
  const body = { device: MONITOR.code, scopes: ['diag.run'], holdSeconds: 1800, workOrder: 'WO-1', reason: 'No.' };
  const more = { activity: 'calibration', declarations: { notInClinicalUse: true, compensatingControls: true } };
  expect((await petrov.post('/requests', { ...body, ...more }, newKey())).status).toBe(403);
}

async function enrolment(scene: Scene): Promise<void> {
  const rossi = await scene.phone('a.rossi', 'kestrel-biomed');
  const { body } = await rossi.post('/codes', {});
  const secret = secretIn(body.uri);
  const oldCode = await scene.code(rossi.member);
  const answer = await rossi.post('/codes/confirm', { code: codeAt(secret, scene.now()), oldCode });
  expect(answer).toMatchObject({ status: 200 });
}

/** What an administrator reads and sends of devices and the policy by the pages. */
async function devicePages(scene: Scene): Promise<void> {
  const { api } = scene.broker.addresses;
  const kowalski = scene.member('a.kowalski', 'st-marys');
  const browser = new Browser();
  await browser.signIn(api, kowalski);
  const see = (path: string) => browser.visit(`${api}/console/st-marys/${path}`);
  const device = `devices/${MONITOR.code}`;
  for (const path of ['devices', device, 'stickers', 'history?entity=hospital', 'policy'])
    expect((await see(path)).status).toBe(200);
  const fields = { csv: fileOf(1, 700), code: await scene.code(kowalski) };
  const sent = await browser.submit(await see('import'), '/console/st-marys/import', fields);
  expect(sent.status).toBe(303);
  const { pathname } = new URL(sent.headers.get('location') ?? '', api);
  expect((await browser.visit(`${api}${pathname}/file`)).status).toBe(200);
}

/** In by the pages, and out. */
async function pages(scene: Scene): Promise<void> {
  const { api } = scene.broker.addresses;
  const browser = new Browser();
  expect((await browser.signIn(api, scene.member('j.osei', 'medserv'))).status).toBe(303);
  await asking(browser, api);
  const { text } = await browser.visit(`${api}/`);
  const [, nonce = ''] = /name="nonce" value="([^"]+)"/.exec(text) ?? [];
  expect((await browser.visit(`${api}/sign-out`, { form: { nonce } })).status).toBe(303);
}

/** The registry by pages: lists, proposals, a link that leads nowhere, and a form that changes nothing. */
async function registryPages(scene: Scene): Promise<void> {
  const { api } = scene.broker.addresses;
  const [browser, kowalski] = [new Browser(), scene.member('a.kowalski', 'st-marys')];
  await browser.signIn(api, kowalski);
  for (const path of ['people', 'vendors', 'proposals'])
    expect((await browser.visit(`${api}/console/st-marys/${path}`)).status).toBe(200);
  expect((await browser.visit(`${api}/invitations/${'A'.repeat(43)}`)).status).toBe(404);
  const form = await browser.visit(`${api}/console/st-marys/changes/describe-hospital`);
  const sent = await sendShown(browser, form, form.url.pathname, { code: await scene.code(kowalski) });
  expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('It stands so already')]);
}

/** In Slack: a decision, a wrong code, who may not, a wish, lists, and an account that is linked anew. */
async function slack(scene: Scene, osei: Phone): Promise<void> {
  const hand = new SlackHand(scene);
  const santos = scene.member('i.santos', 'meridian-lab');
  const { id, reference } = await ask(osei, 'G7NF-4CSK');
  await hand.open(TEAM, 'U0SANTOS', id);
  await hand.seat(TEAM, 'U0SANTOS').fillIn({ decision: 'approve', code: '000000' });
  const decided = await hand.seat(TEAM, 'U0SANTOS').fillIn({ decision: 'approve', code: await scene.code(santos) });
  expect(decided.body).toContain('Approved until');
  await hand.press(TEAM, 'U0MEYER', id);
  for (const text of ['list', reference]) expect((await hand.seat(TEAM, 'U0SANTOS').type(text)).status).toBe(200);
  await hand.seat(SERVICER_TEAM, 'U0OSEI').type('');
  await hand.seat(SERVICER_TEAM, 'U0OSEI').fillIn({ device: 'G7NG-8VWT' });
  const wish = {
    'scopes-2': ['diag.run'],
    minutes: '30',
    workOrder: 'WO-1',
    activity: 'calibration',
    reason: 'It drifts.',
  };
  expect((await hand.seat(SERVICER_TEAM, 'U0OSEI').fillIn(wish)).body).toContain('Waiting at');
  await linking(scene, hand);
}

/** By a person's page, moved from one account to another. */
async function linking(scene: Scene, hand: SlackHand): Promise<void> {
  const { api } = scene.broker.addresses;
  const [browser, meyer] = [new Browser(), scene.member('q.meyer', 'meridian-lab')];
  await browser.signIn(api, meyer);
  for (const user of ['U0MEYER', 'U0FROST']) {
    const page = await browser.visit(`${api}/me/slack`);
    const drawn = await browser.submit(page, '/me/slack', { code: await scene.code(meyer) });
    const [code = ''] = /\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b/.exec(drawn.text) ?? [];
    expect((await hand.seat(TEAM, user).type(`link ${code}`)).body).toContain('is linked to you');
  }
  expect((await browser.submit(await browser.visit(`${api}/me/slack`), '/me/slack/unlink')).status).toBe(303);
}

/** From a device's tag to a request, and what more of it is asked for. */
async function asking(browser: Browser, api: string): Promise<void> {
  expect((await browser.visit(`${api}/d?device=SM-30099`)).status).toBe(303);
  expect((await browser.visit(`${api}/d/${MONITOR.code}`)).status).toBe(200);
  const why = await browser.visit(`${api}/d/${MONITOR.code}/why?scopes=diag.run&minutes=30`);
  const reasons = { workOrder: 'WO-1', activity: 'calibration', reason: 'It drifts.' };
  const check = await browser.submit(why, `/d/${MONITOR.code}/check`, reasons);
  const sent = await browser.submit(check, `/d/${MONITOR.code}/ask`);
  const visit = sent.headers.get('location')?.replace('/visits/', '');
  expect((await browser.visit(`${api}/d/${MONITOR.code}/what?extends=${visit}`)).status).toBe(403);
}

/** An approver's pages: his list, a decision, its end, his code. */
async function approverPages(scene: Scene, osei: Phone): Promise<void> {
  const { api } = scene.broker.addresses;
  const lindqvist = scene.member('p.lindqvist', 'st-marys');
  const browser = new Browser();
  expect((await browser.signIn(api, lindqvist)).status).toBe(303);
  const { id } = await ask(osei, MONITOR.code);
  const at = `/decisions/${id}`;
  const page = await browser.visit(`${api}${at}`);
  const decision = { decision: 'approve', code: await scene.code(lindqvist) };
  expect((await browser.submit(page, at, decision)).status).toBe(303);
  expect((await browser.visit(`${api}/decisions`)).status).toBe(200);
  const decided = await browser.visit(`${api}${at}`);
  expect((await browser.submit(decided, `${at}/revoke`, { reason: 'Needed.' })).status).toBe(303);
  expect((await browser.submit(await browser.visit(`${api}/code`), '/code/begin')).status).toBe(200);
}

async function reading(osei: Phone, lindqvist: Phone, { broker }: Scene): Promise<void> {
  const { id } = await ask(osei, MONITOR.code);
  expect((await osei.get(`/requests/${id}`)).status).toBe(200);
  expect((await osei.get('/requests')).status).toBe(200);
  expect((await lindqvist.get('/hospitals/st-marys/requests')).status).toBe(200);
  expect((await osei.post(`/requests/${id}/withdraw`, {})).status).toBe(200);
  for (const path of [`/devices/${MONITOR.code}/trust`, '/hospitals/st-marys/keys', '/openapi.json'])
    expect((await send(`${broker.addresses.api}${path}`, { method: 'GET' })).status).toBe(200);
}

async function deciding(scene: Scene, osei: Phone, lindqvist: Phone): Promise<void> {
  const okafor = { member: scene.member('d.okafor', 'st-marys') };
  const asked = await ask(osei, VENTILATOR.id);
  const link = await linkTo(scene, okafor, asked.reference);
  expect((await send(link, { method: 'GET' })).status).toBe(200);
  const wrong = { decision: 'deny', digest: asked.digest, code: '000000', reason: 'No.' };
  expect((await lindqvist.post(`/requests/${asked.id}/decision`, wrong)).status).toBe(403);
  const fields = { ...wrong, code: await scene.code(okafor.member) };
  expect((await sendForm(link, Object.entries(fields))).status).toBe(200);
}

async function minting(scene: Scene, osei: Phone, lindqvist: Phone): Promise<void> {
  const asked = await ask(osei, MONITOR.code);
  expect((await approve(scene, lindqvist, asked)).status).toBe(200);
  const key = newKey();
  const body = { device: MONITOR.id, code: await scene.code(osei.member) };
  expect((await osei.post(`/requests/${asked.id}/tokens`, body, key)).status).toBe(201);
  const again = { ...body, code: await scene.code(osei.member) };
  expect((await osei.post(`/requests/${asked.id}/tokens`, again, key)).status).toBeLessThan(500);
  expect((await osei.post(`/requests/${asked.id}/tokens`, { ...body, code: '000000' }, newKey())).status).toBe(403);
  expect((await lindqvist.post(`/requests/${asked.id}/revoke`, { reason: 'Needed.' })).status).toBe(200);
}

/** A visit by its pages, from its forms to its receipt. */
async function visits(scene: Scene, osei: Phone, lindqvist: Phone): Promise<void> {
  const { api } = scene.broker.addresses;
  const browser = new Browser();
  await browser.signIn(api, osei.member);
  expect((await browser.visit(`${api}/visits`)).status).toBe(200);
  const asked = await ask(osei, MONITOR.code);
  const waiting = await browser.visit(`${api}/visits/${asked.id}`);
  expect((await approve(scene, lindqvist, asked)).status).toBe(200);
  expect((await browser.submit(waiting, `/visits/${asked.id}/withdraw`)).status).toBe(409);
  const approved = await browser.visit(`${api}/visits/${asked.id}`);
  const fields = { code: await scene.code(osei.member) };
  expect((await browser.submit(approved, `/visits/${asked.id}/activate`, fields)).status).toBe(200);
  const form = await browser.visit(`${api}/visits/${asked.id}/close`);
  const said = { outcome: 'fixed', note: 'Done.', suspicion: '', softwareVersion: '' };
  expect((await browser.submit(form, `/visits/${asked.id}/close`, said)).status).toBe(303);
  expect((await browser.visit(`${api}/visits/${asked.id}/receipt`)).status).toBe(200);
}

/** Waits until the first person asked was `reached` in that way. */
async function reached(osei: Phone, id: string, state: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { body } = await osei.get(`/requests/${id}`);
    if (body.asked.some((one: { delivery: string }) => one.delivery === state)) return;
    await sleep(100);
  }
  throw new Error(`no mail of ${id} was ${state}`);
}

async function reports(scene: Scene, osei: Phone): Promise<void> {
  for (const [mode, state] of [
    ['deliver', 'delivered'],
    ['bounce', 'bounced'],
  ] as const) {
    await planFailure(scene.broker.addresses.inbox, 'SendEmail', mode, 10);
    await reached(osei, (await ask(osei, VENTILATOR.id)).id, state);
  }
  await planFailure(scene.broker.addresses.inbox, 'SendEmail', 'bounce', 0);
}

/** The embedded stack has no stream: notify is handed a record of a row that the sweeper does not see. */
async function stream(scene: Scene, osei: Phone): Promise<void> {
  const { broker } = scene;
  const { id } = await ask(osei, VENTILATOR.id);
  // Its approvers are linked to Slack.
  const { id: ofLab } = await ask(osei, 'G7NF-4CSK');
  const proposal = await proposedAt(scene);
  const directory = join(broker.dataDir, 'secrets');
  const { textOf } = openSlackSecrets(directory, WORKSPACES);
  const secrets = await startSecrets({ file: join(directory, 'session.json'), textOf });
  const { store, client } = storesAt(broker.addresses.dynamodb, PREFIX);
  const functions = startFunctions({
    settings: {
      ...tableEnvironment(PREFIX),
      MAIL_FROM: 'a@b.example',
      BASE_URL: broker.addresses.api,
      CREDENTIAL_KEY_ARN: 'k',
      SLACK_SECRETS,
    },
    surroundings: {
      AWS_REGION: LOCAL_CLIENT.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: broker.addresses.dynamodb,
      AWS_ENDPOINT_URL_SESV2: broker.addresses.inbox,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
      SLACK_API_URL: `${broker.addresses.slack}/api/`,
      WARDKEY_RECORD_CALLS: record,
    },
    clock: newClock(),
    bundles: join(broker.dataDir, 'functions'),
    log: join(home, 'notify.log'),
  });
  const tell = async (chain: string, n: number) => {
    const row = { kind: 'notify', chain, from: n, to: n } as const;
    await store.commit({ events: [], writes: [{ kind: 'insert', ref: outboxRef(chain, 'notify', n), row }] });
    const image = { sk: { S: `O#notify#${String(n).padStart(6, '0')}` }, doc: { S: JSON.stringify(row) } };
    const event = { Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: image } }] };
    expect(await functions.invoke('notify', event)).toEqual({ batchItemFailures: [] });
  };
  // The sweeper may claim the message first: then it is the sweeper that sends it, and another row is put.
  for (let n = 90; n < 110 && !hasUsed('ses:SendEmail'); n += 1) await tell(requestChain(id), n);
  for (let n = 90; n < 110 && !hasUsed('secretsmanager:GetSecretValue'); n += 1) await tell(requestChain(ofLab), n);
  await tell(proposal, 90);
  client.destroy();
  await functions.stop();
  await secrets.close();
}

/** A proposal at a servicer, whose administrators its people's rows name. @returns its chain */
async function proposedAt(scene: Scene): Promise<string> {
  const nyberg = await scene.phone('c.nyberg', 'kestrel-biomed');
  const { person } = scene.member('a.rossi', 'kestrel-biomed');
  const { body } = await change(scene, nyberg, ['kestrel-biomed', 'reset-code'], { person });
  return proposalChain('kestrel-biomed', body.proposal.id);
}

function hasUsed(action: string): boolean {
  const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
  return lines.some((line) => line.includes('"notify"') && line.includes(action));
}

/** A device gets another tag, one is released, a file brings more: what names of devices and files ask of AWS. */
async function devices(scene: Scene): Promise<void> {
  const kowalski = await scene.phone('a.kowalski', 'st-marys');
  const haddad = await scene.phone('b.haddad', 'st-marys');
  const at = (verb: string, body: object) => change(scene, kowalski, ['st-marys', verb], body);
  expect((await at('change-device', { device: 'SM-10417', tag: 'SM-10499' })).status).toBe(201);
  const released = await at('transfer-device', { device: 'SM-40007', reason: 'Sold.' });
  const file = await at('import-devices', { csv: fileOf(3) });
  for (const proposed of [released, file]) expect((await confirm(scene, haddad, proposed)).status).toBe(200);
  await settled(scene, released, file);
}

/** One workspace in the place of another, then none; an account that is unlinked, and a code for the next. */
async function slackWorkspace(scene: Scene): Promise<void> {
  const { api, dynamodb } = scene.broker.addresses;
  const kowalski = await scene.phone('a.kowalski', 'st-marys');
  const stores = storesAt(dynamodb, PREFIX);
  await plantWorkspace(stores, 'st-marys', 'T0BEFORE');
  const { person, organisation } = kowalski.member;
  await plantLink(stores, { person, organisation, team: 'T0BEFORE', user: 'U0KOWALSKI' });
  stores.client.destroy();
  const browser = new Browser();
  await browser.signIn(api, kowalski.member);
  expect((await browser.visit(`${api}/console/st-marys/slack`)).status).toBe(200);
  const own = await browser.visit(`${api}/me/slack`);
  const code = await scene.code(kowalski.member);
  expect((await browser.submit(own, '/me/slack', { code })).text).toContain('/service-access link');
  expect((await browser.submit(own, '/me/slack/unlink', {})).status).toBe(303);
  const proposed = await change(scene, kowalski, ['st-marys', 'connect-slack'], { team: 'T0AFTER' });
  expect((await confirm(scene, await scene.phone('b.haddad', 'st-marys'), proposed)).status).toBe(200);
  await scene.skip(2);
  await standing(scene, slackTeamRef('T0AFTER'));
  expect((await change(scene, kowalski, ['st-marys', 'disconnect-slack'], {})).status).toBe(201);
}

/** Two people take a lost code away, one suspends: what the registry asks of AWS. */
async function registry(scene: Scene, osei: Phone): Promise<void> {
  const nyberg = await scene.phone('c.nyberg', 'kestrel-biomed');
  const weiss = await scene.phone('p.weiss', 'kestrel-biomed');
  const duarte = await scene.phone('m.duarte', 'medserv');
  const { person } = scene.member('b.yilmaz', 'kestrel-biomed');
  const reset = await change(scene, nyberg, ['kestrel-biomed', 'reset-code'], { person });
  expect((await confirm(scene, weiss, reset)).status).toBe(200);
  expect((await change(scene, osei, ['medserv', 'suspend-person'], { person })).status).toBe(403);
  const { id } = await ask(osei, VENTILATOR.id);
  const stopped = scene.member('j.osei', 'medserv').person;
  expect((await change(scene, duarte, ['medserv', 'suspend-person'], { person: stopped })).status).toBe(201);
  await until(async () => (await eventsIn(scene, id)).find((type) => type === 'request.withdrawn'));
  const back = await change(scene, duarte, ['medserv', 'reinstate-person'], { person: stopped });
  expect((await confirm(scene, await scene.phone('o.finch', 'medserv'), back)).status).toBe(200);
  expect((await osei.post('/invitations/none', {})).status).toBe(404);
  const park = await scene.phone('g.park', 'cedar-county');
  expect((await change(scene, park, ['cedar-county', 'freeze-hospital'], {})).status).toBe(201);
  await publishing(scene);
  await readingBack(scene);
  await consoleOf(scene);
  await settled(scene, reset, back);
}

/** After the cool-down: what was confirmed is in force or has failed, and no line of a file is left to be worked off. */
async function settled(scene: Scene, ...confirmed: readonly Answer[]): Promise<void> {
  await scene.skip(2);
  const { store, client } = storesAt(scene.broker.addresses.dynamodb, PREFIX);
  for (const { body } of confirmed) {
    const { tenant, id } = body.proposal;
    const rows = { proposal: proposalRef(tenant, id), job: importJobRef(tenant, id) };
    await until(async () => {
      const { proposal, job } = await store.load(rows);
      return proposal?.status === 'confirmed' || job ? undefined : true;
    });
  }
  client.destroy();
}

/** A maker asks for a hospital's keys, and two of his publish the profile of a new model. */
async function publishing(scene: Scene): Promise<void> {
  const [lang, voss] = [await scene.phone('s.lang', 'oem-aurora'), await scene.phone('i.voss', 'oem-aurora')];
  const query = `hospital=st-marys&model=${encodeURIComponent('gs1:01/09521000001039')}`;
  expect((await lang.get(`/registry/oem-aurora/signing-request?${query}`)).status).toBe(200);
  const model = { model: 'gs1:01/09521000001091', class: 'A', scopes: [], max_use: 1, require_cnf: true } as const;
  const profile = profileDocument({ ...model, max_life: 900, max_dur: 900 });
  const envelope = openOem(join(scene.broker.dataDir, OEM_KEYS), 'oem-aurora').sign(profile);
  const proposed = await change(scene, lang, ['oem-aurora', 'publish-trust'], { kind: 'profile', envelope });
  expect((await confirm(scene, voss, proposed)).status).toBe(200);
}

/** A hospital's day, one request as its events, the audit; a maker's models. */
async function consoleOf(scene: Scene): Promise<void> {
  const { api } = scene.broker.addresses;
  const browser = new Browser();
  await browser.signIn(api, scene.member('e.fischer', 'st-marys'));
  const today = await browser.visit(`${api}/console/st-marys`);
  const [timeline = ''] = /\/console\/st-marys\/requests\/[\w-]+/.exec(today.text) ?? [];
  for (const path of [timeline, '/console/st-marys/delivery', '/console/st-marys/audit?device=M3XG-5JDA'])
    expect((await browser.visit(`${api}${path}`)).status).toBe(200);
  const maker = new Browser();
  await maker.signIn(api, scene.member('s.lang', 'oem-aurora'));
  expect((await maker.visit(`${api}/console/oem-aurora/models`)).status).toBe(200);
}

/** The registry and its log read back. */
async function readingBack(scene: Scene): Promise<void> {
  const fischer = await scene.phone('e.fischer', 'st-marys');
  for (const path of ['', '/proposals', '/people', '/history?entity=hospital', '/chains'])
    expect((await fischer.get(`/registry/st-marys${path}`)).status).toBe(200);
  const duarte = await scene.phone('m.duarte', 'medserv');
  const invited = { printedName: 'Nils Brandt', email: 'n.brandt@medserv.example', roles: [], entitlements: [] };
  expect((await change(scene, duarte, ['medserv', 'invite-person'], invited)).status).toBe(201);
  expect((await duarte.get('/registry/medserv/invitations')).body.items).toHaveLength(1);
}

/** From empty tables: the operator comes, a hospital with keys, a servicer that is stopped, a rotation, and keys that end. */
async function begin(scene: Scene): Promise<void> {
  const admins = ['a.kowalski', 'b.haddad'] as const;
  const begun = await bootstrapped(scene, 'st-marys', admins);
  if (begun.status !== 'done') throw new Error(JSON.stringify(begun));
  expect((await bootstrapped(scene, 'st-marys', admins)).status).toBe('refused');
  const [kowalski, haddad] = [
    await joined(scene, [admins[0], 'st-marys'], begun.invitations[0]?.ticket ?? ''),
    await joined(scene, [admins[1], 'st-marys'], begun.invitations[1]?.ticket ?? ''),
  ];
  const agreed = async (verb: string, body: object, ref: Ref<unknown>) => {
    const proposed = await change(scene, kowalski, ['st-marys', verb], body);
    expect((await confirm(scene, haddad, proposed)).status).toBe(200);
    await scene.skip(2);
    await standing(scene, ref);
  };
  const contacts = { security: 'security@st-marys.example', clinicalEngineering: 'biomed@st-marys.example' };
  const place = { zone: 'America/Chicago', sites: ['Main'], contacts, policy: 'proposed' };
  await agreed('onboard-hospital', { hospital: 'st-marys', ...place }, hospitalRef('st-marys'));
  const { issuer, ...medserv } = organisationOf(scene, 'medserv');
  const joining = { organisation: medserv, issuer, admins: invited(scene, 'medserv', ['m.duarte', 'o.finch']) };
  await agreed('add-organisation', joining, organisationRef('medserv'));
  const stop = { organisation: 'medserv' };
  expect((await change(scene, kowalski, ['st-marys', 'suspend-organisation'], stop)).status).toBe(201);
  const keysUntil = scene.now() + 40 * 86_400;
  await agreed('rotate-token-key', { keysUntil }, pastRef(hospitalRef('st-marys'), 2));
  await retirement(scene);
}

/** A key ends, and once more: KMS then says why it cannot. Its time is not waited for. */
async function retirement({ broker }: Scene): Promise<void> {
  const stores = storesAt(broker.addresses.dynamodb, PREFIX);
  const chain = registryChain(hospitalRef('st-marys'), 'st-marys');
  const { before } = await stores.store.load({ before: pastRef(hospitalRef('st-marys'), 1) });
  for (const from of [98, 99]) {
    const ref = outboxRef(chain, 'retire', from);
    const keys = [before?.keys.active];
    const row = { version: 1, kind: 'retire', chain, from, hospital: 'st-marys', keys, after: 0 };
    const queue = [queueFor('retire', chain), from] as const;
    await stores.store.commit({ events: [], writes: [{ kind: 'insert', ref, row, indexes: { queue } }] });
  }
  const left = () => stores.store.load({ one: outboxRef(chain, 'retire', 98), two: outboxRef(chain, 'retire', 99) });
  await until(async () => (Object.values(await left()).some(Boolean) ? undefined : true));
  stores.client.destroy();
}

async function standing({ broker }: Scene, ref: Ref<unknown>): Promise<void> {
  const stores = storesAt(broker.addresses.dynamodb, PREFIX);
  await until(async () => (await stores.store.load({ row: ref })).row);
  stores.client.destroy();
}

async function eventsIn({ broker }: Scene, id: string): Promise<readonly string[]> {
  const stores = storesAt(broker.addresses.dynamodb, PREFIX);
  const types = await eventsOf(stores, id);
  stores.client.destroy();
  return types;
}

/** Nobody answers: the next is asked, then the request expires; the sweeper says both. */
async function silence(scene: Scene, osei: Phone): Promise<void> {
  const { id } = await ask(osei, VENTILATOR.id);
  for (const [seconds, type] of [
    [660, 'request.routed'],
    [660, 'request.routed'],
    [1800, 'request.expired'],
  ] as const) {
    const before = await eventsIn(scene, id);
    await scene.skip(seconds);
    await until(async () => (await eventsIn(scene, id)).slice(before.length).includes(type) || undefined);
  }
  expect((await (await scene.phone('j.osei', 'medserv')).get(`/requests/${id}`)).body.status).toBe('expired');
}
