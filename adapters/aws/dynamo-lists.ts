/**
 * Lists: one page of one partition of a sparse index. An index follows its table within moments, so a list may show
 * a row a moment late; whatever is decided is decided on `load`.
 *
 * A cursor is the place of the last row shown. It is no secret and no right: the partition always comes from the
 * caller, so a forged cursor could only start the same list elsewhere. What no list could have handed out is refused.
 */
import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { ListName, Page, Store } from '../../core/ports.ts';
import { Problem } from '../../core/problems.ts';
import { answerOf } from './dynamo-client.ts';
import { INDEX_ATTRIBUTES, type Item, lineOf, rowOf } from './dynamo-rows.ts';

type ListOptions = Parameters<Store['list']>[2];
type Place = readonly [at: number, pk: string, sk: string];

/** After every number of an index. */
const LATEST = Number.MAX_SAFE_INTEGER;

/** One more row than asked for is read, so that the last page knows that it is the last. */
export async function listPage<T>(
  client: DynamoDBClient,
  table: string,
  name: ListName,
  partition: string,
  options: ListOptions,
): Promise<Page<T>> {
  const answer = await answerOf(client.send(new QueryCommand(queryFor(table, name, partition, options))));
  const items = (answer.Items ?? []).slice(0, options.limit);
  const last = items.at(-1);
  const isLast = answer.LastEvaluatedKey === undefined && items.length === answer.Items?.length;
  const rows = items.map((item) => (name === 'model' ? lineOf<T>(item) : rowOf<T>(item)));
  return last === undefined || isLast ? { items: rows } : { items: rows, next: cursorAt(name, last) };
}

/**
 * A page of the rows of `pk` whose sort key begins with `prefix`. The cursor is the last sort key shown; the partition
 * always comes from the caller.
 *
 * @throws Problem bad-request for a cursor outside `prefix`
 */
export async function rowsPage<T>(
  client: DynamoDBClient,
  table: string,
  pk: string,
  prefix: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<Page<T>> {
  const from = after === undefined ? undefined : Buffer.from(after, 'base64url').toString();
  if (from !== undefined && !(from.startsWith(prefix) && isKeyPart(from))) throw new Problem('bad-request');
  const query = new QueryCommand({
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':prefix': { S: prefix } },
    Limit: limit + 1,
    ExclusiveStartKey: from === undefined ? undefined : { pk: { S: pk }, sk: { S: from } },
  });
  const answer = await answerOf(client.send(query));
  const items = (answer.Items ?? []).slice(0, limit);
  const last = items.at(-1)?.['sk']?.S;
  const isLast = answer.LastEvaluatedKey === undefined && items.length === answer.Items?.length;
  const rows = items.map((item) => rowOf<T>(item));
  if (last === undefined || isLast) return { items: rows };
  return { items: rows, next: Buffer.from(last).toString('base64url') };
}

function queryFor(table: string, name: ListName, partition: string, options: ListOptions): QueryCommandInput {
  const [partitionName, numberName] = INDEX_ATTRIBUTES[name];
  const { from = 0, until = LATEST } = options;
  return {
    TableName: table,
    IndexName: name,
    KeyConditionExpression: '#partition = :partition AND #at BETWEEN :from AND :until',
    ExpressionAttributeNames: { '#partition': partitionName, '#at': numberName },
    ExpressionAttributeValues: {
      ':partition': { S: partition },
      ':from': { N: String(from) },
      ':until': { N: String(until) },
    },
    ScanIndexForward: !options.newestFirst,
    Limit: options.limit + 1,
    ExclusiveStartKey: options.after === undefined ? undefined : startAfter(name, partition, options),
  };
}

function cursorAt(name: ListName, item: Item): string {
  const at = Number(item[INDEX_ATTRIBUTES[name][1]]?.N);
  return Buffer.from(JSON.stringify([at, item['pk']?.S, item['sk']?.S])).toString('base64url');
}

/** @throws Problem bad-request for a cursor that no page of this list could have carried */
function startAfter(name: ListName, partition: string, { after = '', from = 0, until = LATEST }: ListOptions): Item {
  const place = placeIn(after);
  if (place === undefined || place[0] < from || place[0] > until) throw new Problem('bad-request');
  const [at, pk, sk] = place;
  const [partitionName, numberName] = INDEX_ATTRIBUTES[name];
  return { [partitionName]: { S: partition }, [numberName]: { N: String(at) }, pk: { S: pk }, sk: { S: sk } };
}

function placeIn(cursor: string): Place | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (Buffer.from(text).toString('base64url') !== cursor) return undefined;
  try {
    const place: unknown = JSON.parse(text);
    return isPlace(place) && JSON.stringify(place) === text ? place : undefined;
  } catch {
    return undefined;
  }
}

function isPlace(value: unknown): value is Place {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [at, pk, sk] = value as unknown[];
  return Number.isSafeInteger(at) && isKeyPart(pk) && isKeyPart(sk);
}

/** DynamoDB takes 1 to 1024 bytes of UTF-8 in a sort key; a longer part would be its error, not the caller's. */
function isKeyPart(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && Buffer.byteLength(value) <= 1024;
}
