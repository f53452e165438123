/**
 * Telling people, against the running broker with a mailbox that fails (faults.md, I6): each message is delivered at least
 * once or visibly failed, whatever the provider does and however often the stream says the same.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DELIVERY_PREFIX, queueFor, requestChain } from '../../core/keys.ts';
import type { Delivery } from '../../core/rows.ts';
import { type Mail, type Phone, send } from '../../local/demo/broker.ts';
import { type Image, outboxRow, recordOf } from '../support/outbox-record.ts';
import { until } from '../support/polling.ts';
import { runFunction } from '../support/run-function.ts';
import { type Asked, ask, MONITOR, type RunningBroker, runBroker } from '../support/running-broker.ts';
import { planFailure } from '../support/stand-in.ts';

let running: RunningBroker;
let osei: Phone;
let tso: Phone;
let yilmaz: Phone;

beforeAll(async () => {
  running = await runBroker();
  const { scene } = running;
  [osei, tso, yilmaz] = await Promise.all([
    scene.phone('j.osei', 'medserv'),
    scene.phone('w.tso', 'cedar-county'),
    scene.phone('b.yilmaz', 'kestrel-biomed'),
  ]);
});
afterAll(() => running.stop());
afterEach(() => fail('reset', 0));

const fail = (mode: string, times: number) => planFailure(running.broker.addresses.inbox, 'SendEmail', mode, times);
const deliveriesOf = ({ id }: Asked) => running.stores.store.children<Delivery>(requestChain(id), DELIVERY_PREFIX);

/** Mails about `asked`, to whomever. */
async function mailsAbout({ reference }: Asked): Promise<readonly Mail[]> {
  const { body } = await send(`${running.broker.addresses.inbox}/messages.json`, { method: 'GET' });
  return (body as Mail[]).filter(({ subject }) => subject.includes(reference));
}

/** What the request says of its reach, once it says `wanted` or time is up. */
async function reachOf(reader: Phone, { id }: Asked, wanted: string) {
  for (let attempt = 0; ; attempt += 1) {
    const { body } = await reader.get(`/requests/${id}`);
    const said = { reach: body.reach, asked: body.asked.map((one: { delivery: string }) => one.delivery) };
    if (said.reach === wanted || attempt === 300) return said;
    await sleep(100);
  }
}

async function attempted(asked: Asked, attempts: number): Promise<readonly Delivery[]> {
  for (let count = 0; ; count += 1) {
    const rows = await deliveriesOf(asked);
    if ((rows.length > 0 && rows.every((row) => row.attempts >= attempts)) || count === 300) return rows;
    await sleep(100);
  }
}

// First: an SDK whose clock is four minutes ahead of the provider's takes any refusal for a matter of clocks and repeats it.
describe('a mail that is refused for good', () => {
  test('to one of two: the other is asked', async () => {
    await fail('rejected', 1);
    const asked = await ask(yilmaz, 'R5MU-6QYD', ['log.read']);
    await attempted(asked, 1);
    expect(await reachOf(yilmaz, asked, 'asked')).toEqual({ reach: 'asked', asked: ['failed', 'sent'] });
    expect(await mailsAbout(asked)).toHaveLength(1);
  });

  test('to all: nobody is reachable, and the request says so', async () => {
    await fail('rejected', 2);
    const asked = await ask(yilmaz, 'R5MU-6QYD', ['log.read']);
    expect(await reachOf(yilmaz, asked, 'nobody_reachable')).toEqual({
      reach: 'nobody_reachable',
      asked: ['failed', 'failed'],
    });
    expect((await deliveriesOf(asked)).map(({ attempts, note }) => [attempts, note])).toEqual([
      [1, 'address'],
      [1, 'address'],
    ]);
  });

  test('by the account: it is not tried again either', async () => {
    await fail('paused', 1);
    const asked = await ask(osei, MONITOR.code);
    expect(await reachOf(osei, asked, 'nobody_reachable')).toEqual({ reach: 'nobody_reachable', asked: ['failed'] });
    expect((await deliveriesOf(asked)).map(({ note }) => note)).toEqual(['account']);
  });
});

describe('a mail that is not taken', () => {
  // The SDK itself tries three times.
  test.each(['throttle', 'internal', 'reset', 'limit'])('for %s is queued, and sent after a minute', async (mode) => {
    await fail(mode, 3);
    const asked = await ask(osei, MONITOR.code);
    await attempted(asked, 1);
    expect(await reachOf(osei, asked, 'sending')).toEqual({ reach: 'sending', asked: ['queued'] });
    await running.scene.skip(50);
    await sleep(300);
    expect(await mailsAbout(asked)).toEqual([]);
    await running.scene.skip(11);
    expect(await reachOf(osei, asked, 'asked')).toEqual({ reach: 'asked', asked: ['sent'] });
    expect(await mailsAbout(asked)).toHaveLength(1);
    expect((await deliveriesOf(asked)).map(({ attempts }) => attempts)).toEqual([2]);
  });

  test('but whose answer was lost came all the same: twice, with one link', async () => {
    await fail('lost-answer', 1);
    const asked = await ask(osei, MONITOR.code);
    expect(await reachOf(osei, asked, 'asked')).toEqual({ reach: 'asked', asked: ['sent'] });
    const mails = await mailsAbout(asked);
    expect(mails).toHaveLength(2);
    expect(new Set(mails.map(({ text }) => /\/decide\/[\w-]+/.exec(text)?.[0])).size).toBe(1);
  });
});

describe('the stream', () => {
  let asked: Asked;
  beforeAll(async () => {
    asked = await ask(osei, MONITOR.code);
    await reachOf(osei, asked, 'asked');
  });

  const rowAt = (n: number) => outboxRow(running.stores, requestChain(asked.id), n);

  const handed = (...batches: readonly (readonly object[])[]) =>
    runFunction(
      running.broker,
      'notify',
      batches.map((Records) => ({ Records })),
    );

  test('a new outbox row becomes one mail, however often it is told', async () => {
    const before = (await mailsAbout(asked)).length;
    const record = recordOf('101', 'INSERT', await rowAt(101));
    expect(await handed([record, record], [record], [record, record, record])).toEqual([
      { batchItemFailures: [] },
      { batchItemFailures: [] },
      { batchItemFailures: [] },
    ]);
    expect((await mailsAbout(asked)).length).toBe(before + 1);
  });

  test('two consumers at once send one mail', async () => {
    const before = (await mailsAbout(asked)).length;
    const record = recordOf('102', 'INSERT', await rowAt(102));
    await Promise.all([handed([record]), handed([record])]);
    expect((await mailsAbout(asked)).length).toBe(before + 1);
  });

  test('rows that changed or went, and rows of others, are nobody’s business', async () => {
    const before = (await mailsAbout(asked)).length;
    const image = await rowAt(103);
    const { Item: request = {} } = await running.stores.client.send(
      new GetItemCommand({
        TableName: 'wardkey-state',
        Key: { pk: { S: requestChain(asked.id) }, sk: { S: 'S' } },
      }),
    );
    const seal = { ...image, sk: { S: 'O#seal#000103' } };
    const answers = await handed([
      recordOf('103', 'MODIFY', image),
      recordOf('104', 'REMOVE', image),
      recordOf('105', 'INSERT', request),
      recordOf('106', 'INSERT', seal),
      recordOf('107', 'INSERT', { pk: { S: `I#${osei.member.person}#key` }, sk: { S: 'I' } }),
    ]);
    expect(answers).toEqual([{ batchItemFailures: [] }]);
    expect((await mailsAbout(asked)).length).toBe(before);
  });

  test.each<[string, (image: Image) => Image]>([
    ['no JSON', (image) => ({ ...image, doc: { S: '{"kind":"notify",' } })],
    ['no outbox row', (image) => ({ ...image, doc: { S: '{}' } })],
    ['a chain that is no text', (image) => ({ ...image, doc: { S: '{"kind":"notify","chain":7,"from":1,"to":1}' } })],
  ])('a record that holds %s fails alone, and the others go on', async (_name, spoilt) => {
    const before = (await mailsAbout(asked)).length;
    const n = 110 + before;
    const image = await rowAt(n);
    const answers = await handed([recordOf('200', 'INSERT', spoilt(image)), recordOf('201', 'INSERT', image)]);
    expect(answers).toEqual([{ batchItemFailures: [{ itemIdentifier: '200' }] }]);
    expect((await mailsAbout(asked)).length).toBe(before + 1);
  });

  test('a mail that is not taken now is left to the sweeper: the record is done', async () => {
    await fail('reset', 3);
    const before = (await mailsAbout(asked)).length;
    const record = recordOf('300', 'INSERT', await rowAt(300));
    expect(await handed([record])).toEqual([{ batchItemFailures: [] }]);
    await running.scene.skip(61);
    await until(async () => (await mailsAbout(asked)).length > before || undefined);
    await sleep(600);
    expect((await mailsAbout(asked)).length).toBe(before + 1);
  });
});

describe('a row of the queue that nobody can read', () => {
  test('holds up no other', async () => {
    const ref = { table: 'state', pk: 'T#st-marys#R#POISON000000', sk: 'O#notify#000001' } as const;
    const indexes = { queue: [queueFor('notify', ref.pk), running.scene.now() - 10] } as const;
    const poison = [7, {}, { kind: 'notify', chain: 7, from: 1, to: 1 }];
    for (const [index, row] of poison.entries()) {
      const write = { kind: 'insert', ref: { ...ref, sk: `${ref.sk}${index}` }, row, indexes } as const;
      expect(await running.stores.store.commit({ events: [], writes: [write] })).toBeUndefined();
    }
    const asked = await ask(osei, MONITOR.code);
    expect(await reachOf(osei, asked, 'asked')).toEqual({ reach: 'asked', asked: ['sent'] });
  });
});

// Last, as it takes twenty minutes: what is still open elsewhere goes to the next on call meanwhile.
describe('a mail that is never taken', () => {
  test('is tried five times and has then failed, for all to see', async () => {
    await fail('internal', 1000);
    const asked = await ask(tso, 'N9JM-2FXE');
    for (const [attempts, wait] of [
      [1, 61],
      [2, 121],
      [3, 301],
      [4, 601],
    ] as const) {
      const [row] = await attempted(asked, attempts);
      expect([row?.attempts, row?.state]).toEqual([attempts, 'queued']);
      await running.scene.skip(wait);
    }
    expect(await reachOf(tso, asked, 'nobody_reachable')).toEqual({ reach: 'nobody_reachable', asked: ['failed'] });
    expect((await deliveriesOf(asked)).map(({ attempts, note }) => [attempts, note])).toEqual([[5, 'gave up']]);
    await fail('internal', 0);
    await running.scene.skip(60);
    await sleep(600);
    expect(await mailsAbout(asked)).toEqual([]);
  });
});
