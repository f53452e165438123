/**
 * How an event is stored: its exact bytes and their hash under `chain` / `E#nnnnnn`, put where none stood, with the name of
 * the commit that put it. Only by that name a commit knows its own event again: two people's clocks may write the same bytes.
 */
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { tenantOf } from '../../core/keys.ts';
import type { StoredEvent } from '../../core/ports.ts';
import { ABSENT, type Item } from './dynamo-rows.ts';

/** The sort key of event `n`: six digits, so that keys sort as numbers do. */
export function eventKey(n: number): string {
  return `E#${String(n).padStart(6, '0')}`;
}

/** Puts the event where none stood. The first of a chain also opens the chain in its tenant's index. */
export function eventPut(event: StoredEvent, commit: string, table: string): TransactWriteItem {
  return {
    Put: {
      TableName: table,
      Item: {
        pk: { S: event.chain },
        sk: { S: eventKey(event.n) },
        bytes: { B: event.bytes },
        hash: { S: event.hash },
        commit: { S: commit },
        ...(event.n === 1 ? { tenant: { S: tenantOf(event.chain) }, chain: { S: event.chain } } : {}),
      },
      ...ABSENT,
    },
  };
}

/** The event that an item holds. */
export function eventOf(item: Item): StoredEvent {
  return {
    chain: item['pk']?.S ?? '',
    n: Number(item['sk']?.S?.slice(2)),
    bytes: item['bytes']?.B ?? new Uint8Array(),
    hash: item['hash']?.S ?? '',
  };
}
