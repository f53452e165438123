/**
 * The state table's own stream into `notify`, on Amazon's engine: what DynamoDB writes there is what the function reads.
 * The broker runs on that engine; the stream's records go to the function it deploys.
 */
import { rmSync } from 'node:fs';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { outboxRef, requestChain } from '../../core/keys.ts';
import type { Outbox } from '../../core/rows.ts';
import { type Broker, type Mail, type Phone, Scene, send, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { type Engine, startEngine } from '../../local/engines.ts';
import { PREFIX } from '../../local/tables.ts';
import { type Stores, storesAt } from '../contracts/store-harness.ts';
import { runFunction } from '../support/run-function.ts';
import { ask, MONITOR } from '../support/running-broker.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const dataDir = scratchDirectory();
/** What was started, for whatever came of the rest. */
const ends: (() => Promise<void> | void)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
let engine: Engine;
let broker: Broker;
let stores: Stores;
let osei: Phone;
let arn: string;

beforeAll(async () => {
  engine = await startEngine({ engine: 'dynamodb-local' });
  ends.push(engine.stop);
  broker = await startBroker(dataDir, { ...process.env, DYNAMODB_ENDPOINT: engine.endpoint });
  ends.push(() => stopBroker(broker));
  stores = storesAt(engine.endpoint, PREFIX);
  ends.push(() => stores.client.destroy());
  const { TableDescription } = await stores.client.send(
    new UpdateTableCommand({
      TableName: 'wardkey-state',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  arn = TableDescription?.LatestStreamArn ?? '';
  osei = await new Scene(broker).phone('j.osei', 'medserv');
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** One call of the stream's protocol; its client is not among this project's packages. */
async function streams<T>(operation: string, input: object): Promise<T> {
  const response = await fetch(engine.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20261123/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

interface Told {
  readonly eventName: string;
  readonly dynamodb: {
    readonly Keys: Readonly<Record<string, { readonly S: string }>>;
    readonly SequenceNumber: string;
  };
}

/** Everything that the stream says so far. */
async function told(): Promise<readonly Told[]> {
  const { StreamDescription } = await streams<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
    'DescribeStream',
    { StreamArn: arn },
  );
  const records: Told[] = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const start = { StreamArn: arn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    let next: string | undefined = (await streams<{ ShardIterator: string }>('GetShardIterator', start)).ShardIterator;
    for (let page = 0; next !== undefined && page < 20; page += 1) {
      const answer: { Records: Told[]; NextShardIterator?: string } = await streams('GetRecords', {
        ShardIterator: next,
      });
      records.push(...answer.Records);
      next = answer.Records.length === 0 ? undefined : answer.NextShardIterator;
    }
  }
  return records;
}

async function mailsAbout(reference: string): Promise<number> {
  const { body } = await send(`${broker.addresses.inbox}/messages.json`, { method: 'GET' });
  return (body as Mail[]).filter(({ subject }) => subject.includes(reference)).length;
}

describe('the stream of the state table', () => {
  test('brings a new outbox row to the function, and all else is left alone, however often it comes', async () => {
    const asked = await ask(osei, MONITOR.code);
    await new Scene(broker).mail(new Scene(broker).member('d.okafor', 'st-marys'), asked.reference);
    const chain = requestChain(asked.id);
    const row: Outbox = { kind: 'notify', chain, from: 100, to: 100 };
    // In no queue: the sweeper leaves it to the stream.
    const write = { kind: 'insert', ref: outboxRef(chain, 'notify', 100), row } as const;
    expect(await stores.store.commit({ events: [], writes: [write] })).toBeUndefined();

    const Records = await told();
    const ours = Records.filter(
      ({ eventName, dynamodb }) => eventName === 'INSERT' && dynamodb.Keys['sk']?.S === 'O#notify#000100',
    );
    expect(ours).toHaveLength(1);
    expect(new Set(Records.map(({ eventName }) => eventName))).toEqual(new Set(['INSERT', 'MODIFY', 'REMOVE']));
    expect(await runFunction(broker, 'notify', [{ Records }, { Records }, { Records: ours }])).toEqual([
      { batchItemFailures: [] },
      { batchItemFailures: [] },
      { batchItemFailures: [] },
    ]);
    expect(await mailsAbout(asked.reference)).toBe(2);
  });
});
