/**
 * Commits a transition: all of it in one TransactWriteItems, or nothing.
 *
 * No answer, or a cancelled transaction, does not mean that nothing happened: an earlier try may have committed and
 * its answer may be lost. So after any failure the last event is read consistently. If it carries this commit's name, all
 * of the transition stands. The name is random, not derived from the events (docs/decisions/0007). A transition without
 * events has nothing to be recognised by; there only DynamoDB's own ten minutes of the ClientRequestToken cover the repeat.
 */
import { randomUUID } from 'node:crypto';
import { type DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { Conflict, Transition } from '../../core/ports.ts';
import { answerOf, pause, unavailable } from './dynamo-client.ts';
import { eventKey, eventPut } from './dynamo-events.ts';
import { cancellationCodes, mayPass } from './dynamo-faults.ts';
import type { Tables } from './dynamo-tables.ts';
import { itemFor, lossOf } from './dynamo-writes.ts';

/** Tries of one commit, each with the SDK's own inside; then the caller hears that the log cannot be written. */
const ATTEMPTS = 5;

/**
 * @returns undefined when committed, now or by an earlier try; else the first that was in the way
 * @throws Problem audit-unavailable
 */
export async function commitTransition(
  client: DynamoDBClient,
  tables: Tables,
  transition: Transition,
): Promise<Conflict | undefined> {
  const commit = randomUUID();
  const command = new TransactWriteItemsCommand({
    ClientRequestToken: commit,
    TransactItems: [
      ...transition.events.map((event) => eventPut(event, commit, tables.events)),
      ...transition.writes.map((write) => itemFor(write, tables)),
    ],
  });
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(command);
      return undefined;
    } catch (error) {
      if (await isCommitted(client, tables, transition, commit)) return undefined;
      const conflict = conflictBy(error, transition);
      if (conflict) return conflict;
      if (attempt === ATTEMPTS || !mayPass(error)) throw unavailable(error);
      await pause(attempt);
    }
  }
}

async function isCommitted(
  client: DynamoDBClient,
  tables: Tables,
  { events }: Transition,
  commit: string,
): Promise<boolean> {
  const last = events.at(-1);
  if (last === undefined) return false;
  const Key = { pk: { S: last.chain }, sk: { S: eventKey(last.n) } };
  const found = await answerOf(
    client.send(new GetItemCommand({ TableName: tables.events, Key, ConsistentRead: true })),
  );
  return found.Item?.['commit']?.S === commit;
}

function conflictBy(error: unknown, { events, writes }: Transition): Conflict | undefined {
  const index = cancellationCodes(error).indexOf('ConditionalCheckFailed');
  if (index === -1) return undefined;
  const write = writes[index - events.length];
  return write === undefined ? { lost: 'event' } : lossOf(write);
}
