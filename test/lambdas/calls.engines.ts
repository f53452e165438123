/**
 * Calls to AWS, counted on the wire between running functions and the engines: what a verb costs, and how many of its
 * calls wait for each other. Each function has answered once before, so issuers and public keys are known, as in a
 * container that is in use.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Phone, Scene } from '../../local/demo/broker.ts';
import { type CountedBroker, runCountedBroker } from '../support/counted-broker.ts';
import { type RecordedCall, seriesOf } from '../support/recording-proxy.ts';
import { SlackHand, sentIn, TEAM } from '../support/slack-hand.ts';

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

let counted: CountedBroker;
let scene: Scene;
let technician: Phone;
let approver: Phone;

beforeAll(async () => {
  counted = await runCountedBroker();
  scene = counted.scene;
  technician = await scene.phone('j.osei', 'medserv');
  approver = await scene.phone('d.okafor', 'st-marys');
});

afterAll(() => counted.stop());

const callsOf = (act: () => Promise<unknown>) => counted.callsOf(act);

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

async function linkOf(reference: string): Promise<URL> {
  const { text } = await scene.mail(approver.member, `Approve? ${reference}`);
  return new URL(/https?:\/\/\S+\/decide\/[A-Za-z0-9_-]+/.exec(text)?.[0] ?? '');
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
    const link = await linkOf(reference);
    const url = `${counted.api}${link.pathname}`;
    const code = await scene.code(approver.member);
    const fields = [
      ['decision', 'approve'],
      ['digest', digest],
      ['code', code],
      ['scopes', 'diag.run'],
    ] satisfies [string, string][];
    const calls = await callsOf(async () => {
      const body = new URLSearchParams([...fields]);
      const answer = await fetch(url, { method: 'POST', body, redirect: 'manual', headers: { origin: link.origin } });
      expect(answer.status).toBe(303);
    });
    expect(names(calls)).toEqual(['BatchGetItem', 'BatchGetItem', 'Decrypt', 'TransactWriteItems', 'UpdateItem']);
    expect(seriesOf(calls)).toBe(4);
  });
});

describe('slack', () => {
  test('opens a request for whoever pressed its button with three calls, two of them in series', async () => {
    const hand = new SlackHand(scene);
    const { body } = await technician.post('/requests', { ...ASK, device: 'G7NF-4CSK' }, 'slack-counted---');
    const press = async () => {
      // Slack sends to the broker itself: the same bytes again are the counted function's, and open no second dialog.
      const { path, headers, body: sent } = sentIn(await hand.press(TEAM, 'U0SANTOS', body.id));
      return () => fetch(`${counted.api}${path}`, { method: 'POST', body: sent, headers });
    };
    expect((await (await press())()).status).toBe(200);
    const again = await press();
    const calls = await callsOf(again);
    expect(names(calls)).toEqual(['BatchGetItem', 'BatchGetItem', 'Query']);
    expect(seriesOf(calls)).toBe(2);
  });
});

describe('revoke-by-ticket', () => {
  test('makes six calls: find ticket, find request, try, unseal, read, write', async () => {
    const { id, digest, reference } = await asked('revoke-counted');
    const link = await linkOf(reference);
    const code = await scene.code(approver.member);
    expect((await approver.post(`/requests/${id}/decision`, { decision: 'approve', digest, code })).status).toBe(200);
    const body = new URLSearchParams({ reason: 'Counting calls.', code: await scene.code(approver.member) });
    const calls = await callsOf(async () => {
      const to = `${counted.api}${link.pathname}/revoke`;
      const answer = await fetch(to, { method: 'POST', body, redirect: 'manual', headers: { origin: link.origin } });
      expect(answer.status).toBe(303);
    });
    const reads = ['BatchGetItem', 'BatchGetItem', 'BatchGetItem'];
    expect(names(calls)).toEqual([...reads, 'Decrypt', 'TransactWriteItems', 'UpdateItem']);
    expect(seriesOf(calls)).toBe(6);
  });
});

describe('read-registry', () => {
  const hospital = 'st-marys';

  test.each<[string, readonly string[]]>([
    ['', ['BatchGetItem', 'BatchGetItem', 'Query']],
    ['/proposals', ['BatchGetItem', 'Query']],
    ['/people', ['BatchGetItem', 'BatchGetItem', 'Query']],
    ['/devices', ['BatchGetItem', 'Query']],
    ['/vendors', ['BatchGetItem', 'Query']],
    ['/invitations', ['BatchGetItem', 'Query']],
    ['/sheet', ['BatchGetItem', 'Query']],
    ['/history?entity=device:7F3K-29QX', ['BatchGetItem', 'BatchGetItem', 'BatchGetItem', 'Query']],
    ['/chains', ['BatchGetItem', 'Query']],
    ['/events?chain=T%23st-marys%23G%23H', ['BatchGetItem', 'Query']],
  ])('%s makes these calls', async (path, calls) => {
    const auditor = await scene.phone('e.fischer', hospital);
    expect((await auditor.get(`/registry/${hospital}`)).status).toBe(200);
    expect(names(await callsOf(() => auditor.get(`/registry/${hospital}${path}`)))).toEqual(calls);
  });

  test("makes four for a servicer, whose administrators its people's rows name", async () => {
    const admin = await scene.phone('m.duarte', 'medserv');
    expect((await admin.get('/registry/medserv')).status).toBe(200);
    const calls = await callsOf(() => admin.get('/registry/medserv'));
    expect(names(calls)).toEqual(['BatchGetItem', 'BatchGetItem', 'Query', 'Query']);
  });
});
