/** Whoever was asked in Slack alone hears what became of it by mail where Slack does not reach him any more (R16, R20). */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DELIVERY_PREFIX, requestChain, slackLinkRef, slackUserRef, slackWorkspaceRef } from '../../core/keys.ts';
import type { Ref, Write } from '../../core/ports.ts';
import type { Versioned } from '../../core/registry.ts';
import type { Delivery } from '../../core/rows.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { until } from '../support/polling.ts';
import { type Asked, approve, ask, type RunningBroker, runBroker } from '../support/running-broker.ts';
import { planFailure } from '../support/stand-in.ts';

const LAB = 'meridian-lab';
const ANALYSER = 'G7NF-4CSK';

let running: RunningBroker;
let osei: Phone;
let santos: Phone;
let asked: Asked;

beforeAll(async () => {
  running = await runBroker();
  const { scene } = running;
  [osei, santos] = await Promise.all([scene.phone('j.osei', 'medserv'), scene.phone('i.santos', LAB)]);
});
afterAll(() => running.stop());

beforeEach(async () => {
  asked = await ask(osei, ANALYSER);
  expect(await told('ask', 2)).toEqual(['channel slack sent', 'i.santos slack sent']);
});

/** By whom and by what `message` was got, once there are `count` and none waits. */
async function told(message: Delivery['message'], count: number): Promise<readonly string[]> {
  const rows = await until(async () => {
    const all = await running.stores.store.children<Delivery>(requestChain(asked.id), DELIVERY_PREFIX);
    const own = all.filter((one) => one.message === message);
    return own.length >= count && own.every(({ state }) => state !== 'queued') ? own : undefined;
  });
  const names = Object.fromEntries([osei, santos].map(({ member }) => [member.person, member.login]));
  return rows.map(({ person, via = 'mail', state }) => `${names[person] ?? person} ${via} ${state}`).sort();
}

/** Slack's first try is over for both, so that the next minute's is the second. */
async function triedOnce(): Promise<void> {
  await until(async () => {
    const all = await running.stores.store.children<Delivery>(requestChain(asked.id), DELIVERY_PREFIX);
    return all.filter(({ message, note }) => message === 'outcome' && note === 'no_answer').length === 2 || undefined;
  });
}

async function write(...writes: readonly Write[]): Promise<void> {
  expect(await running.stores.store.commit({ events: [], writes })).toBeUndefined();
}

async function rowAt<T extends Versioned>(ref: Ref<T>): Promise<T> {
  const { row } = await running.stores.store.load({ row: ref });
  if (!row) throw new Error('no such row');
  return row as T;
}

async function setStatus(status: 'connected' | 'disconnected'): Promise<void> {
  const ref = slackWorkspaceRef(LAB);
  const row = await rowAt(ref);
  await write({ kind: 'replace', ref, row: { ...row, status, version: row.version + 1 }, version: row.version });
}

const withdraw = async () => expect((await osei.post(`/requests/${asked.id}/withdraw`, {})).status).toBe(200);

test('whose workspace has taken the token back is told by mail; the channel is not', async () => {
  await planFailure(running.broker.addresses.slack, 'chat.update', 'token_revoked', 2);
  await withdraw();
  expect(await told('outcome', 4)).toEqual([
    'channel slack failed',
    'i.santos mail sent',
    'i.santos slack failed',
    'j.osei mail sent',
  ]);
});

test('whose Slack does not answer is told by mail once, and by his card later', async () => {
  await planFailure(running.broker.addresses.slack, 'chat.update', 'internal', 2);
  expect((await approve(running.scene, santos, asked)).status).toBe(200);
  await triedOnce();
  await running.scene.skip(61);
  expect(await told('outcome', 4)).toEqual([
    'channel slack sent',
    'i.santos mail sent',
    'i.santos slack sent',
    'j.osei mail sent',
  ]);
});

test('whose workspace is disconnected by then is told by mail', async () => {
  await setStatus('disconnected');
  await withdraw();
  expect(await told('outcome', 4)).toEqual([
    'channel slack failed',
    'i.santos mail sent',
    'i.santos slack failed',
    'j.osei mail sent',
  ]);
  await setStatus('connected');
});

test('who is unlinked by then is told by mail, beside the card that is made true', async () => {
  const [ref, account] = [slackLinkRef(santos.member.person), slackUserRef('T0MERIDIAN', 'U0SANTOS')];
  const link = await rowAt(ref);
  await write({ kind: 'remove', ref }, { kind: 'remove', ref: account });
  await withdraw();
  expect(await told('outcome', 4)).toEqual([
    'channel slack sent',
    'i.santos mail sent',
    'i.santos slack sent',
    'j.osei mail sent',
  ]);
  await write({ kind: 'insert', ref, row: link }, { kind: 'insert', ref: account, row: link });
});

test('how far a request is goes to cards alone, also where Slack does not take it', async () => {
  asked = await ask(osei, ANALYSER, ['software.restore']);
  await told('ask', 4);
  await planFailure(running.broker.addresses.slack, 'chat.update', 'token_revoked', 3);
  expect((await approve(running.scene, santos, asked, { clinicalRelease: true })).status).toBe(200);
  expect((await told('progress', 3)).map((line) => line.split(' ').slice(1).join(' '))).toEqual(
    Array(3).fill('slack failed'),
  );
});
