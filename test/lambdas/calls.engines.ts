/**
 * Calls to AWS, counted on the wire between running functions and the engines: what a verb costs, and how many of its
 * calls wait for each other. Each function has answered once before, so issuers and public keys are known, as in a
 * container that is in use.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Broker, type Phone, Scene, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { type Functions, startFunctions } from '../../local/functions.ts';
import { clockRoute, startGateway } from '../../local/gateway.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { newClock } from '../../local/moved-clock.ts';
import { LOCAL_CLIENT, PREFIX, tableEnvironment } from '../../local/tables.ts';
import { type RecordedCall, type RecordingProxy, seriesOf, startRecordingProxy } from '../support/recording-proxy.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const VENTILATOR = 'gs1:01/09521000001022/21/001234';
const ASK = {
  device: VENTILATOR,
  scopes: ['diag.run'],
  holdSeconds: 1800,
  workOrder: 'WO-1',
  activity: 'calibration',
  reason: 'Counting calls.',
  declarations: { notInClinicalUse: true, compensatingControls: false },
};

const DELAY_MS = 60;

let home: string;
let broker: Broker;
let scene: Scene;
let dynamodb: RecordingProxy;
let kms: RecordingProxy;
let functions: Functions;
let gateway: LoopbackServer;
let technician: Phone;
let approver: Phone;

beforeAll(async () => {
  home = scratchDirectory();
  broker = await startBroker(home);
  dynamodb = await startRecordingProxy(broker.addresses.dynamodb, DELAY_MS);
  kms = await startRecordingProxy(broker.addresses.kms, DELAY_MS);
  const clock = newClock();
  functions = startFunctions({
    settings: {
      ...tableEnvironment(PREFIX),
      CREDENTIAL_KEY_ARN: readFileSync(join(home, 'credential-key'), 'utf8'),
      BASE_URL: broker.addresses.api,
      MAIL_FROM: 'Wardkey <access@wardkey.example>',
    },
    surroundings: {
      AWS_REGION: LOCAL_CLIENT.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_KMS: kms.endpoint,
    },
    clock,
    bundles: join(home, 'functions'),
    log: join(home, 'counted.log'),
  });
  gateway = await startGateway(0, functions, clockRoute(clock));
  scene = new Scene({ ...broker, addresses: { ...broker.addresses, api: gateway.endpoint } });
  technician = await scene.phone('j.osei', 'medserv');
  approver = await scene.phone('d.okafor', 'st-marys');
  // The broker's own sweeper sends the mails: its clock must not be behind that of the counted functions. Its issuers go
  // with it: whoever signs in later signs in later than now.
  await new Scene(broker).skip(240);
});

afterAll(async () => {
  await gateway.close();
  await functions.stop();
  await Promise.all([dynamodb.close(), kms.close()]);
  await stopBroker(broker);
  rmSync(home, { recursive: true, force: true });
});

/** The calls of one act, after those before it were forgotten. */
async function callsOf(act: () => Promise<unknown>): Promise<readonly RecordedCall[]> {
  dynamodb.take();
  kms.take();
  await act();
  return [...dynamodb.take(), ...kms.take()];
}

const names = (calls: readonly RecordedCall[]) => calls.map((call) => call.operation).sort();

async function asked(name: string) {
  const answer = await technician.post('/requests', ASK, name.padEnd(16, '-'));
  return answer.body as { readonly id: string; readonly digest: string; readonly reference: string };
}

/** Every act takes a code of its own, so each approval here is another approver's or a later half minute's. */
async function approved(name: string, by: Phone): Promise<string> {
  const { id, digest } = await asked(name);
  const code = await scene.code(by.member);
  const answer = await by.post(`/requests/${id}/decision`, { decision: 'approve', digest, code });
  expect(answer.body.status).toBe('approved');
  return id;
}

async function minted(id: string, name: string) {
  const body = { device: VENTILATOR, code: await scene.code(technician.member) };
  const answer = await technician.post(`/requests/${id}/tokens`, body, name.padEnd(16, '-'));
  expect(answer.status).toBe(201);
}

describe('mint-token', () => {
  test('makes five calls, four of them in series: read beside try, unseal, write, sign', async () => {
    const id = await approved('mint', approver);
    await minted(id, 'mint-warm');
    const calls = await callsOf(() => minted(id, 'mint-counted'));
    expect(names(calls)).toEqual(['BatchGetItem', 'Decrypt', 'Sign', 'TransactWriteItems', 'UpdateItem']);
    expect(seriesOf(calls)).toBe(4);
  });
});

describe('decide-access', () => {
  test('makes five calls signed in: find, read beside try, unseal, write', async () => {
    await approved('decide-warm', approver);
    const { id, digest } = await asked('decide-counted');
    const code = await scene.code(approver.member);
    const body = { decision: 'approve', digest, code };
    const calls = await callsOf(() => approver.post(`/requests/${id}/decision`, body));
    expect(names(calls)).toEqual(['BatchGetItem', 'BatchGetItem', 'Decrypt', 'TransactWriteItems', 'UpdateItem']);
    expect(seriesOf(calls)).toBe(4);
  });

  test('makes five calls by mail link, and answers with a page to fetch', async () => {
    const { digest, reference } = await asked('ticket-counted');
    const mail = await scene.mail(approver.member, `Approve? ${reference}`);
    const link = new URL(/https?:\/\/\S+\/decide\/[A-Za-z0-9_-]+/.exec(mail.text)?.[0] ?? '');
    const url = `${gateway.endpoint}${link.pathname}`;
    const code = await scene.code(approver.member);
    const fields = [
      ['decision', 'approve'],
      ['digest', digest],
      ['code', code],
      ['scopes', 'diag.run'],
    ] satisfies [string, string][];
    const calls = await callsOf(async () => {
      const body = new URLSearchParams([...fields]);
      const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
      expect(answer.status).toBe(303);
    });
    expect(names(calls)).toEqual(['BatchGetItem', 'BatchGetItem', 'Decrypt', 'TransactWriteItems', 'UpdateItem']);
    expect(seriesOf(calls)).toBe(4);
  });
});
