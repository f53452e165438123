/**
 * What one grant takes of AWS, step by step: calls, and DynamoDB's capacity units as Amazon's own engine counts them. A
 * proxy asks for the count in each call; the functions do not. docs/cost.md multiplies these lines with list prices.
 * `UPDATE_GOLDEN=1` writes them anew.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { outboxPrefix, outboxRef, queueFor, requestChain, SHARDS } from '../../core/keys.ts';
import type { Outbox } from '../../core/rows.ts';
import { type Broker, type Phone, Scene, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { type Functions, startFunctions } from '../../local/functions.ts';
import { clockRoute, startGateway } from '../../local/gateway.ts';
import { answerJson, type LoopbackServer, readBody, serveLoopback } from '../../local/loopback-server.ts';
import { newClock } from '../../local/moved-clock.ts';
import { SESSION_SECRET_ARN } from '../../local/secrets.ts';
import { SLACK_SECRETS } from '../../local/slack/secrets.ts';
import { LOCAL_CLIENT, PREFIX, tableEnvironment } from '../../local/tables.ts';
import { storesAt } from '../contracts/store-harness.ts';
import { newKey, VENTILATOR } from '../support/running-broker.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const GOLDEN = new URL('../golden/capacity.txt', import.meta.url);

interface Consumed {
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
  readonly CapacityUnits?: number;
}

interface Counted {
  readonly service: string;
  readonly operation: string;
  readonly reads: number;
  readonly writes: number;
}

let counted: Counted[] = [];

/** Forwards to the engine, asking for the units. */
function countingProxy(target: string): Promise<LoopbackServer> {
  return serveLoopback(0, async (request, response) => {
    const body = await readBody(request, 1_000_000);
    const [service = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    const isTable = service.startsWith('DynamoDB');
    const asked = JSON.parse(body?.toString() ?? '{}') as object;
    const {
      authorization = '',
      'x-amz-target': to = '',
      'content-type': type = '',
      'x-amz-date': date = '',
    } = request.headers;
    const answer = await fetch(target, {
      method: 'POST',
      headers: { authorization, 'x-amz-target': String(to), 'content-type': type, 'x-amz-date': String(date) },
      body: JSON.stringify(isTable ? { ...asked, ReturnConsumedCapacity: 'TOTAL' } : asked),
    });
    const value = (await answer.json()) as { readonly ConsumedCapacity?: Consumed | readonly Consumed[] };
    const units = [value.ConsumedCapacity ?? []].flat() as readonly Consumed[];
    const sum = (of: (one: Consumed) => number) => units.reduce((total, one) => total + of(one), 0);
    const isWrite = /Write|Put|Update|Delete/.test(operation);
    counted.push({
      service: isTable ? 'DynamoDB' : 'KMS',
      operation,
      reads: isWrite ? 0 : sum((one) => one.CapacityUnits ?? 0),
      writes: isWrite ? sum((one) => one.CapacityUnits ?? 0) : 0,
    });
    answerJson(response, answer.status, value, 'application/x-amz-json-1.0');
  });
}

let home: string;
let broker: Broker;
let proxies: readonly LoopbackServer[] = [];
let functions: Functions;
let gateway: LoopbackServer;
let scene: Scene;

beforeAll(async () => {
  home = scratchDirectory();
  broker = await startBroker(join(home, 'broker'), { ...process.env, WARDKEY_DYNAMODB: 'local' });
  const { dynamodb, kms, inbox, api } = broker.addresses;
  proxies = [await countingProxy(dynamodb), await countingProxy(kms)];
  const clock = newClock();
  functions = startFunctions({
    settings: {
      ...tableEnvironment(PREFIX),
      CREDENTIAL_KEY_ARN: readFileSync(join(broker.dataDir, 'credential-key'), 'utf8'),
      BASE_URL: api,
      SESSION_SECRET_ARN,
      MAIL_FROM: 'Wardkey <access@wardkey.example>',
      SLACK_SECRETS,
    },
    surroundings: {
      AWS_REGION: LOCAL_CLIENT.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: proxies[0]?.endpoint ?? '',
      AWS_ENDPOINT_URL_KMS: proxies[1]?.endpoint ?? '',
      AWS_ENDPOINT_URL_SESV2: inbox,
    },
    clock,
    bundles: join(broker.dataDir, 'functions'),
    log: join(home, 'counted.log'),
  });
  gateway = await startGateway(0, functions, clockRoute(clock));
  scene = new Scene({ ...broker, addresses: { ...broker.addresses, api: gateway.endpoint } });
});
afterAll(async () => {
  await gateway.close();
  await functions.stop();
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await stopBroker(broker);
  rmSync(home, { recursive: true, force: true });
});

async function stepOf(name: string, act: () => Promise<unknown>): Promise<string> {
  counted = [];
  await act();
  const of = (service: string) => counted.filter((one) => one.service === service);
  const sum = (kind: 'reads' | 'writes') => of('DynamoDB').reduce((total, one) => total + one[kind], 0);
  const keys = of('KMS').map(({ operation }) => operation);
  const numbers = [of('DynamoDB').length, sum('reads'), sum('writes')].map((number) => String(number).padStart(8));
  return [name.padEnd(24), ...numbers, `   ${keys.sort().join(' ')}`].join('').trimEnd();
}

/** One yes on a ventilator: asked, one approver told, opened and approved by mail link, a token minted. */
async function grant(technician: Phone, approver: Phone): Promise<readonly string[]> {
  let asked = { id: '', digest: '', reference: '' };
  let link = '';
  const lines = [
    await stepOf('request-access', async () => {
      asked = (await technician.post('/requests', ASK, newKey())).body;
    }),
  ];
  const question = await outboxFor(asked.id, 90);
  await forgetReal(asked.id);
  lines.push(await stepOf('notify, one question', () => functions.invoke('notify', question)));
  const mail = await scene.mail(approver.member, `Approve? ${asked.reference}`);
  link = `${gateway.endpoint}${new URL(/https?:\/\/\S+\/decide\/[A-Za-z0-9_-]+/.exec(mail.text)?.[0] ?? '').pathname}`;
  lines.push(await stepOf('delivery, one report', () => functions.invoke('delivery', reportFor(mail))));
  lines.push(await stepOf('decide-access, page', () => fetch(link)));
  const code = await scene.code(approver.member);
  const form = { decision: 'approve', digest: asked.digest, code, scopes: 'diag.run' };
  lines.push(
    await stepOf('decide-access, form', async () => {
      const headers = { origin: broker.addresses.api };
      const body = new URLSearchParams(form);
      const answer = await fetch(link, { method: 'POST', headers, body, redirect: 'manual' });
      expect(answer.status).toBe(303);
    }),
  );
  const outcome = await outboxFor(asked.id, 91);
  lines.push(await stepOf('notify, two outcomes', () => functions.invoke('notify', outcome)));
  const body = { device: VENTILATOR.id, code: await scene.code(technician.member) };
  lines.push(
    await stepOf('mint-token', async () => {
      expect((await technician.post(`/requests/${asked.id}/tokens`, body, newKey())).status).toBe(201);
    }),
  );
  lines.push(await stepOf('read-access', () => technician.get(`/requests/${asked.id}`)));
  await nothingWaits();
  lines.push(await stepOf('sweep, nothing to do', () => functions.invoke('sweep', {})));
  return lines;
}

const ASK = {
  device: VENTILATOR.id,
  scopes: ['diag.run'],
  holdSeconds: 1800,
  workOrder: 'WO-88213',
  activity: 'corrective_maintenance',
  reason: 'Self-test fails with error 0x31 after power-up.',
  declarations: { notInClinicalUse: true, compensatingControls: false },
};

/** What the counted steps left is swept by the counted functions. */
async function nothingWaits(): Promise<void> {
  const { store, client } = storesAt(broker.addresses.dynamodb, PREFIX);
  const queues = ['notify', 'delivery'].flatMap((queue) =>
    Array.from({ length: SHARDS }, (_, shard) => `${queue}#${shard}`),
  );
  const waiting = async () => {
    const pages = await Promise.all(queues.map((queue) => store.list('queue', queue, { limit: 1 })));
    return pages.some(({ items }) => items.length > 0);
  };
  while (await waiting()) await functions.invoke('sweep', { outboxAge: 0 });
  client.destroy();
}

/** An outbox row of our own, in the queue but not due for long, and the stream's record of it. */
async function outboxFor(id: string, n: number): Promise<object> {
  const row: Outbox = { kind: 'notify', chain: requestChain(id), from: n, to: n };
  const queue = [queueFor('notify', row.chain), scene.now() + 86_400] as const;
  const { store, client } = storesAt(broker.addresses.dynamodb, PREFIX);
  const ref = outboxRef(row.chain, 'notify', row.from);
  await store.commit({ events: [], writes: [{ kind: 'insert', ref, row, indexes: { queue } }] });
  client.destroy();
  const image = { sk: { S: ref.sk }, doc: { S: JSON.stringify(row) } };
  return { Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: image } }] };
}

/** Takes away the outbox row that the request brought, so that the question which is counted is the first. */
async function forgetReal(id: string): Promise<void> {
  const { store, client } = storesAt(broker.addresses.dynamodb, PREFIX);
  const chain = requestChain(id);
  const rows = await store.children<Outbox>(chain, outboxPrefix('notify'));
  const real = rows.filter(({ from }) => from < 90);
  const writes = real.map(({ from }) => ({ kind: 'remove', ref: outboxRef(chain, 'notify', from) }) as const);
  await store.commit({ events: [], writes });
  client.destroy();
}

function reportFor(mail: object): object {
  const { id } = mail as { readonly id: string };
  return { detail: { eventType: 'Delivery', mail: { messageId: id, timestamp: new Date().toISOString() } } };
}

test('a grant takes what was counted', async () => {
  const technician = await scene.phone('j.osei', 'medserv');
  const approver = await scene.phone('d.okafor', 'st-marys');
  // Ahead of the broker's own functions: to its sweeper nothing of what is counted here is due yet.
  await scene.skip(600);
  // Once before: issuers and public keys are known then, as in a container that is in use.
  await grant(technician, approver);
  const head = `${'step'.padEnd(24)}${['calls', 'reads', 'writes'].map((name) => name.padStart(8)).join('')}   KMS`;
  const text = `${[head, ...(await grant(technician, approver))].join('\n')}\n`;
  if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, text);
  expect(text).toBe(readFileSync(GOLDEN, 'utf8'));
});
