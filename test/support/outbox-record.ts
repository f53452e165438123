/** Outbox rows that only the stream tells of, and the records by which it does. */
import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../../adapters/aws/dynamo-rows.ts';
import { outboxRef } from '../../core/keys.ts';
import type { Outbox } from '../../core/rows.ts';
import type { Stores } from '../contracts/store-harness.ts';

export type Image = Record<string, AttributeValue>;

/** A record as the table's stream hands it to Lambda. */
export function recordOf(sequence: string, eventName: 'INSERT' | 'MODIFY' | 'REMOVE', image: Image) {
  const images = eventName === 'REMOVE' ? { OldImage: image } : { NewImage: image };
  return {
    eventID: sequence.padStart(32, '0'),
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: 1_795_400_000,
      Keys: { pk: image['pk'], sk: image['sk'] },
      ...images,
      SequenceNumber: sequence,
      SizeBytes: 300,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/wardkey-state/stream/2026-11-23T00:00:00.000',
  };
}

/** Puts an outbox row that stands in no queue, so that the sweeper leaves it to the stream. @returns its image */
export async function outboxRow({ store, client }: Stores, chain: string, n: number): Promise<Image> {
  const row: Outbox = { kind: 'notify', chain, from: n, to: n };
  const ref = outboxRef(chain, 'notify', n);
  const lost = await store.commit({ events: [], writes: [{ kind: 'insert', ref, row }] });
  if (lost) throw new Error('there is such a row already');
  const { Item = {} } = await client.send(
    new GetItemCommand({ TableName: 'wardkey-state', Key: keyOf(ref), ConsistentRead: true }),
  );
  return Item;
}
