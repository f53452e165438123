/**
 * What each function asks of AWS while the demo runs and while each of its verbs is used once: the list that
 * test/lib/recorded-calls.test.ts holds against the policies. `UPDATE_GOLDEN=1` writes it anew.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { outboxRef, requestChain } from '../../core/keys.ts';
import { type Phone, Scene, send, sendForm, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { startFunctions } from '../../local/functions.ts';
import { newClock } from '../../local/moved-clock.ts';
import type { RecordedUse } from '../../local/record-calls.ts';
import { codeAt } from '../../local/seed.ts';
import { LOCAL_CLIENT, PREFIX, tableEnvironment } from '../../local/tables.ts';
import { storesAt } from '../contracts/store-harness.ts';
import { fileOf } from '../support/device-file.ts';
import { change, confirm, until } from '../support/registry.ts';
import { approve, ask, eventsOf, linkTo, MONITOR, newKey, VENTILATOR } from '../support/running-broker.ts';
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
    const texts = own.map((use) => `  ${[use.action.padEnd(28) + use.resource, ...use.with].join('  ')}`);
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
  const broker = await startBroker(join(home, 'broker'), environment());
  try {
    await tour(new Scene(broker));
  } finally {
    await stopBroker(broker);
  }
  if (process.env['UPDATE_GOLDEN'] || !existsSync(GOLDEN)) writeFileSync(GOLDEN, recorded());
  expect(recorded()).toBe(readFileSync(GOLDEN, 'utf8'));
});

/** Every route once, and what needs no route: mails that come back, the stream, expiry, silence. */
async function tour(scene: Scene): Promise<void> {
  const osei = await scene.phone('j.osei', 'medserv');
  const lindqvist = await scene.phone('p.lindqvist', 'st-marys');
  await refusals(scene);
  await enrolment(scene);
  await reading(osei, lindqvist, scene);
  await deciding(scene, osei, lindqvist);
  await minting(scene, osei, lindqvist);
  await reports(scene, osei);
  await stream(scene, osei);
  await devices(scene);
  await registry(scene, osei);
  await silence(scene, osei);
}

async function refusals(scene: Scene): Promise<void> {
  const petrov = await scene.phone('l.petrov', 'medserv');
  const body = { device: MONITOR.code, scopes: ['diag.run'], holdSeconds: 1800, workOrder: 'WO-1', reason: 'No.' };
  const more = { activity: 'calibration', declarations: { notInClinicalUse: true, compensatingControls: true } };
  expect((await petrov.post('/requests', { ...body, ...more }, newKey())).status).toBe(403);
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 section 6. @returns hex */
function fromBase32(text: string): string {
  const bits = [...text].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, '0')).join('');
}

async function enrolment(scene: Scene): Promise<void> {
  const rossi = await scene.phone('a.rossi', 'kestrel-biomed');
  const { body } = await rossi.post('/codes', {});
  const secret = fromBase32(new URL(body.uri).searchParams.get('secret') ?? '');
  const oldCode = await scene.code(rossi.member);
  const answer = await rossi.post('/codes/confirm', { code: codeAt(secret, scene.now()), oldCode });
  expect(answer).toMatchObject({ status: 200 });
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
async function stream({ broker }: Scene, osei: Phone): Promise<void> {
  const { id } = await ask(osei, VENTILATOR.id);
  const { store, client } = storesAt(broker.addresses.dynamodb, PREFIX);
  const functions = startFunctions({
    settings: {
      ...tableEnvironment(PREFIX),
      MAIL_FROM: 'a@b.example',
      BASE_URL: broker.addresses.api,
      CREDENTIAL_KEY_ARN: 'k',
    },
    surroundings: {
      AWS_REGION: LOCAL_CLIENT.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: broker.addresses.dynamodb,
      AWS_ENDPOINT_URL_SESV2: broker.addresses.inbox,
      WARDKEY_RECORD_CALLS: record,
    },
    clock: newClock(),
    bundles: join(broker.dataDir, 'functions'),
    log: join(home, 'notify.log'),
  });
  // The sweeper may claim the mail first: then it is the sweeper that sends it, and another row is put.
  for (let n = 90; n < 110 && !hasSent(); n += 1) {
    const row = { kind: 'notify', chain: requestChain(id), from: n, to: n } as const;
    await store.commit({ events: [], writes: [{ kind: 'insert', ref: outboxRef(row.chain, 'notify', n), row }] });
    const image = { sk: { S: `O#notify#${String(n).padStart(6, '0')}` }, doc: { S: JSON.stringify(row) } };
    const event = { Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: image } }] };
    expect(await functions.invoke('notify', event)).toEqual({ batchItemFailures: [] });
  }
  client.destroy();
  await functions.stop();
}

function hasSent(): boolean {
  const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
  return lines.some((line) => /"notify"/.test(line) && /ses:SendEmail/.test(line));
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
  await scene.skip(2);
  await sleep(1500);
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
  await scene.skip(2);
  await sleep(1500);
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
  for (const seconds of [660, 660, 1800]) {
    await scene.skip(seconds);
    await sleep(1500);
  }
  expect((await (await scene.phone('j.osei', 'medserv')).get(`/requests/${id}`)).body.status).toBe('expired');
}
