/** The port `Ledger`: events as they were stored, for readers that trust nobody and hash them again. */
import { type DynamoDBClient, GetItemCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { tenantOf } from '../../core/keys.ts';
import type { Ledger, Page } from '../../core/ports.ts';
import { Problem } from '../../core/problems.ts';
import { answerOf } from './dynamo-client.ts';
import { eventKey, eventOf } from './dynamo-events.ts';
import type { Item } from './dynamo-rows.ts';
import { queryAll } from './dynamo-store.ts';
import type { Tables } from './dynamo-tables.ts';

const CHAINS_PER_PAGE = 100;

export function dynamoLedger(client: DynamoDBClient, { events: table }: Pick<Tables, 'events'>): Ledger {
  return {
    async events(chain, from = 1, limit = Number.POSITIVE_INFINITY) {
      return (await queryAll(client, eventsFrom(table, chain, from), limit)).map(eventOf);
    },
    async event(chain, n) {
      const Key = { pk: { S: chain }, sk: { S: eventKey(n) } };
      const { Item } = await answerOf(client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true })));
      return Item && eventOf(Item);
    },
    async chains(tenant, after) {
      const answer = await answerOf(client.send(new QueryCommand(chainsOf(table, tenant, after))));
      return pageOf(answer.Items ?? [], answer.LastEvaluatedKey);
    },
  };
}

function eventsFrom(table: string, chain: string, from: number): QueryCommandInput {
  return {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :chain AND sk >= :from',
    ExpressionAttributeValues: { ':chain': { S: chain }, ':from': { S: eventKey(from) } },
  };
}

/** By index, so a chain may show a moment after its first event; who must miss none asks the log. */
function chainsOf(table: string, tenant: string, after: string | undefined): QueryCommandInput {
  return {
    TableName: table,
    IndexName: 'chains',
    KeyConditionExpression: '#tenant = :tenant',
    ExpressionAttributeNames: { '#tenant': 'tenant' },
    ExpressionAttributeValues: { ':tenant': { S: tenant } },
    Limit: CHAINS_PER_PAGE,
    ExclusiveStartKey: after === undefined ? undefined : startAfter(tenant, after),
  };
}

function pageOf(items: readonly Item[], last: Item | undefined): Page<string> {
  const chains = items.map((item) => item['chain']?.S ?? '');
  const next = last?.['chain']?.S;
  return next === undefined ? { items: chains } : { items: chains, next: Buffer.from(next).toString('base64url') };
}

/** @throws Problem bad-request for a cursor that does not name a chain of this tenant */
function startAfter(tenant: string, cursor: string): Item {
  const chain = Buffer.from(cursor, 'base64url').toString();
  const isOurs =
    Buffer.from(chain).toString('base64url') === cursor && chain.startsWith('T#') && tenantOf(chain) === tenant;
  if (!isOurs || chain.length > 1024) throw new Problem('bad-request');
  return { tenant: { S: tenant }, chain: { S: chain }, pk: { S: chain }, sk: { S: eventKey(1) } };
}
