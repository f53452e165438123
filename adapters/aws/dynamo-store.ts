/** The port `Store`: rows read together, transitions committed whole, lists by sparse index. */
import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Ref, Rows, Store } from '../../core/ports.ts';
import { answerOf, pause, unavailable } from './dynamo-client.ts';
import { commitTransition } from './dynamo-commit.ts';
import { listPage, rowsPage } from './dynamo-lists.ts';
import { type Item, keyOf, rowOf } from './dynamo-rows.ts';
import type { Tables } from './dynamo-tables.ts';

type Keys = NonNullable<BatchGetItemCommandInput['RequestItems']>;

const ROW_READ = Object.freeze({ ConsistentRead: true, ProjectionExpression: 'pk, sk, doc' });

/** Calls of one `load`: the first, and those for keys that a throttled partition left over. */
const CALLS = 4;

export function dynamoStore(client: DynamoDBClient, tables: Tables): Store {
  return {
    load: (refs) => loadRows(client, tables, refs),
    commit: (transition) => commitTransition(client, tables, transition),
    list: (name, partition, options) => listPage(client, tables.state, name, partition, options),
    children: async <T>(pk: string, prefix: string) =>
      (await queryAll(client, childrenOf(tables.state, pk, prefix))).map((item) => rowOf<T>(item)),
    registryRows: (pk, prefix, options) => rowsPage(client, tables.registry, pk, prefix, options),
  };
}

/** All items that a query finds, or the first `limit`, page after page: for partitions that are small by design. */
export async function queryAll(
  client: DynamoDBClient,
  query: QueryCommandInput,
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const Limit = Number.isFinite(limit) ? limit - items.length : undefined;
    const page = await answerOf(client.send(new QueryCommand({ ...query, Limit, ExclusiveStartKey: from })));
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && items.length < limit);
  return items;
}

function childrenOf(table: string, pk: string, prefix: string): QueryCommandInput {
  return {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':prefix': { S: prefix } },
  };
}

async function loadRows<R extends Readonly<Record<string, Ref<unknown>>>>(
  client: DynamoDBClient,
  tables: Tables,
  refs: R,
): Promise<Rows<R>> {
  const items = await getAll(client, keysOf(tables, Object.values(refs)));
  const rowAt = (ref: Ref<unknown>): unknown => {
    const item = items.get(placeOf(tables[ref.table], ref.pk, ref.sk));
    return item && rowOf(item);
  };
  return Object.fromEntries(Object.entries(refs).map(([name, ref]) => [name, rowAt(ref)])) as Rows<R>;
}

/** One key a row, by table: DynamoDB refuses a call that names a key twice. */
function keysOf(tables: Tables, refs: readonly Ref<unknown>[]): Keys {
  const distinct = new Map(refs.map((ref) => [placeOf(tables[ref.table], ref.pk, ref.sk), ref]));
  const keys: Record<string, Item[]> = {};
  for (const ref of distinct.values()) {
    const table = tables[ref.table];
    keys[table] = [...(keys[table] ?? []), keyOf(ref)];
  }
  const entries = Object.entries(keys).map(([table, Keys]) => [table, { ...ROW_READ, Keys }]);
  return Object.fromEntries(entries) as Keys;
}

async function getAll(client: DynamoDBClient, keys: Keys): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  let open = keys;
  for (let call = 1; Object.keys(open).length > 0; call++) {
    if (call > CALLS) throw unavailable(new Error('keys left unprocessed'));
    if (call > 1) await pause(call);
    const answer = await answerOf(client.send(new BatchGetItemCommand({ RequestItems: open })));
    for (const [table, items] of Object.entries(answer.Responses ?? {})) {
      for (const item of items) found.set(placeOf(table, item['pk']?.S, item['sk']?.S), item);
    }
    open = answer.UnprocessedKeys ?? {};
  }
  return found;
}

function placeOf(table: string, pk?: string, sk?: string): string {
  return JSON.stringify([table, pk, sk]);
}
