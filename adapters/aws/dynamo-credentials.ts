/** The port `Credentials`: a try is reserved, and only then is the sealed secret handed out. */
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Credentials, ReservedTry } from '../../core/ports.ts';
import { unavailable } from './dynamo-client.ts';
import { firstReservation, reservation, TRIES_PER_PERSON } from './dynamo-codes.ts';
import { nameOf } from './dynamo-faults.ts';
import type { Item } from './dynamo-rows.ts';
import type { Tables } from './dynamo-tables.ts';

/**
 * A lost answer that the SDK repeats may take two tries for one: the error is on the side of fewer guesses.
 */
export function dynamoCredentials(client: DynamoDBClient, { credentials }: Pick<Tables, 'credentials'>): Credentials {
  return {
    async reserveTry(person, context, period) {
      const reserve = async (make: typeof reservation) =>
        reservedTry(
          (await client.send(new UpdateItemCommand(make(person, context, period, credentials)))).Attributes ?? {},
        );
      for (let attempt = 1; ; attempt++) {
        try {
          return await reserve(reservation);
        } catch (error) {
          if (!isRefused(error)) throw unavailable(error);
          const { Item } = error as { Item?: Item };
          if (attempt > 1 || !isOver(Item, period)) return refusalBy(Item);
        }
        try {
          return await reserve(firstReservation);
        } catch (error) {
          // Somebody else began the period: then the first way is open.
          if (!isRefused(error)) throw unavailable(error);
        }
      }
    },
  };
}

function isRefused(error: unknown): boolean {
  return nameOf(error) === 'ConditionalCheckFailedException';
}

/** The row counts for an earlier period. */
function isOver(item: Item | undefined, period: number): boolean {
  return item?.['sealed'] !== undefined && Number(item['period']?.N) < period;
}

function reservedTry(item: Item): ReservedTry {
  return {
    sealed: item['sealed']?.B ?? new Uint8Array(),
    lastStep: Number(item['lastStep']?.N),
    version: Number(item['version']?.N),
    organisation: item['organisation']?.S ?? '',
  };
}

/** Why no try was left: `item` is the row as it stood. */
function refusalBy(item: Item | undefined): 'absent' | 'locked' | 'exhausted' {
  if (item?.['sealed'] === undefined) return 'absent';
  return Number(item['fails']?.N) >= TRIES_PER_PERSON ? 'locked' : 'exhausted';
}
