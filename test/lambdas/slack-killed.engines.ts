/** A broker that is killed while it tells Slack and while somebody decides there (faults.md): what stood stands, and is told. */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DELIVERY_PREFIX, requestChain } from '../../core/keys.ts';
import type { Delivery } from '../../core/rows.ts';
import { type Broker, Scene, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { failSlack, Seat } from '../../local/demo/slack-seat.ts';
import { PREFIX } from '../../local/tables.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { type Stores, storesAt } from '../contracts/store-harness.ts';
import { secretsSaid } from '../support/function-log.ts';
import { until } from '../support/polling.ts';
import { type Asked, ask, eventsOf } from '../support/running-broker.ts';
import { planFailure, scratchDirectory } from '../support/stand-in.ts';
import { triesOf } from '../support/tries.ts';

const LAB = 'meridian-lab';
const TEAM = 'T0MERIDIAN';
const ANALYSER = 'G7NF-4CSK';
const OWN = 'D0SANTOS';
const PLACES = [OWN, 'C0SERVICE'];
const REASON = 'Carousel jams between two racks.';
const DAWN = ['request.submitted', 'request.routed'];
const APPROVED = [...DAWN, 'approval.recorded', 'request.approved'];

const dataDir = scratchDirectory();
/** Every code that was typed. */
const typed: string[] = [];
let broker: Broker;
let scene: Scene;
let asked: Asked;

/** Starts on what the last one left; people sign in anew. */
async function started(): Promise<void> {
  broker = await startBroker(dataDir);
  scene = new Scene(broker);
}
async function killed(): Promise<void> {
  const gone = once(broker.process, 'exit');
  broker.process.kill('SIGKILL');
  await gone;
  await started();
}
const seat = () => new Seat(broker.addresses, TEAM, 'U0SANTOS');
const approver = () => scene.member('i.santos', LAB);

async function code(): Promise<string> {
  const shown = await scene.code(approver());
  typed.push(shown);
  return shown;
}

/** Looks into the tables of the broker that runs now. */
async function inStore<T>(look: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = storesAt(broker.addresses.dynamodb, PREFIX);
  try {
    return await look(stores);
  } finally {
    stores.client.destroy();
  }
}
const deliveries = () => inStore(({ store }) => store.children<Delivery>(requestChain(asked.id), DELIVERY_PREFIX));
const events = () => inStore((stores) => eventsOf(stores, asked.id));

beforeAll(started);
afterAll(async () => {
  await stopBroker(broker);
  rmSync(dataDir, { recursive: true, force: true });
});

test('in the middle of posting: every question is delivered at least once', async () => {
  await failSlack(broker.addresses, 'chat.postMessage', 'delay', 5);
  const technician = await scene.phone('j.osei', 'medserv');
  asked = await ask(technician, ANALYSER, undefined, { reason: REASON });
  await until(async () => (await deliveries()).some(({ attempts }) => attempts > 0) || undefined);
  await killed();
  await scene.skip(61);
  await until(async () => {
    const rows = await deliveries();
    return (rows.length >= 2 && rows.every(({ state }) => state === 'sent')) || undefined;
  });
  for (const channel of PLACES) await seat().card(channel, asked.reference);
});

test('in the middle of a decision: nothing is decided, and the same code still decides', async () => {
  await seat().press(await seat().card(OWN, asked.reference));
  const right = await code();
  // As long as its broker lives.
  await planFailure(broker.addresses.kms, 'Decrypt', 'hold', 3);
  const lost = expect(seat().fillIn({ decision: 'approve', code: right })).rejects.toThrow();
  await until(async () => (await inStore((stores) => triesOf(stores, { member: approver() }))) > 0 || undefined);
  await killed();
  await lost;
  expect(await events()).toEqual(DAWN);
});

test('as soon as the decision is written: every card becomes true', async () => {
  await seat().press(await seat().card(OWN, asked.reference));
  const right = await code();
  await failSlack(broker.addresses, 'chat.update', 'delay', 5);
  const sent = seat()
    .fillIn({ decision: 'approve', code: right })
    .catch(() => undefined);
  await until(async () => (await events()).includes('request.approved') || undefined);
  await killed();
  await sent;
  await scene.skip(61);
  for (const channel of PLACES) await seat().card(channel, 'Approved until', asked.reference);
  expect(await events()).toEqual(APPROVED);
  await until(async () => (await deliveries()).every(({ state }) => state !== 'queued') || undefined);
  expect((await verifyLog(broker.addresses.dynamodb, { hospital: LAB })).broken).toBeUndefined();
});

test('no secret, token, code, address to answer at, name or reason stands in what the functions said', () => {
  expect(secretsSaid(dataDir, TEAM, typed, [REASON, 'Santos', 'Osei'])).toEqual([]);
});
