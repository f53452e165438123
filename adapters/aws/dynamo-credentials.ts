/** The port `Credentials`: a try is reserved, and only then is the sealed secret handed out. */
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Credentials, ReservedTry } from '../../core/ports.ts';
import { unavailable } from './dynamo-client.ts';
import { reservation, TRIES_PER_PERSON } from './dynamo-codes.ts';
import { nameOf } from './dynamo-faults.ts';
import type { Item } from './dynamo-rows.ts';
import type { Tables } from './dynamo-tables.ts';

/**
 * A lost answer that the SDK repeats may take two tries for one: the error is on the side of fewer guesses.
 */
export function dynamoCredentials(client: DynamoDBClient, tables: Pick<Tables, 'credentials'>): Credentials {
  return {
    async reserveTry(person, context) {
      try {
        const answer = await client.send(new UpdateItemCommand(reservation(person, context, tables.credentials)));
        return reservedTry(answer.Attributes ?? {});
      } catch (error) {
        if (nameOf(error) !== 'ConditionalCheckFailedException') throw unavailable(error);
        return refusalBy((error as { Item?: Item }).Item);
      }
    },
  };
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
