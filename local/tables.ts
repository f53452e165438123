/** The five tables (architecture 4) as a local engine makes them. What the account adds stands in lib/. */
import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type Projection,
  type ScalarAttributeType,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

/** Of table names in the embedded stack. */
export const PREFIX = 'wardkey-';
/** What an SDK client needs beside the endpoint; local engines look at none of it. The SDK notes its source on the inner object. */
export const LOCAL_CLIENT = Object.freeze({
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

type IndexKey = readonly [name: string, partition: string, sort: string, sortType: ScalarAttributeType];

/** Holds keys only: the first event's bytes are not stored twice. */
const CHAINS: IndexKey = ['chains', 'tenant', 'chain', 'S'];
const LISTS: readonly IndexKey[] = Object.freeze([
  ['technician', 'tpk', 'tat', 'N'],
  ['hospital', 'hpk', 'hat', 'N'],
  ['queue', 'qpk', 'qat', 'N'],
  ['model', 'mpk', 'mat', 'N'],
]);

/** The tables' names, under the variables that functions read them from. */
export function tableEnvironment(prefix: string) {
  return {
    EVENTS_TABLE: `${prefix}events`,
    STATE_TABLE: `${prefix}state`,
    REGISTRY_TABLE: `${prefix}registry`,
    CREDENTIALS_TABLE: `${prefix}credentials`,
    LOG_TABLE: `${prefix}log`,
  };
}

/** Makes the tables that are missing and waits until they take writes: one engine answers CREATING first. */
export async function ensureTables(client: DynamoDBClient, prefix: string): Promise<void> {
  await Promise.all(tableInputs(prefix).map((table) => ensureTable(client, table)));
}

async function ensureTable(client: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(table));
  } catch (error) {
    if ((error as Error).name !== 'ResourceInUseException') throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: table.TableName });
}

function tableInputs(prefix: string): readonly CreateTableCommandInput[] {
  const names = tableEnvironment(prefix);
  return [
    tableOf(names.EVENTS_TABLE, [CHAINS]),
    tableOf(names.STATE_TABLE, LISTS),
    tableOf(names.REGISTRY_TABLE),
    tableOf(names.CREDENTIALS_TABLE),
    tableOf(names.LOG_TABLE),
  ];
}

function tableOf(name: string, indexes: readonly IndexKey[] = []): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema('pk', 'sk'),
    AttributeDefinitions: [attribute('pk', 'S'), attribute('sk', 'S'), ...indexes.flatMap(attributesOf)],
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(indexOf) }),
  };
}

/** An item without both of the index's attributes is not in it: that is what makes each of them sparse. */
function indexOf([name, partition, sort]: IndexKey): GlobalSecondaryIndex {
  return {
    IndexName: name,
    KeySchema: keySchema(partition, sort),
    Projection: projectionOf(name),
  };
}

function projectionOf(name: string): Projection {
  if (name === 'chains') return { ProjectionType: 'KEYS_ONLY' };
  if (name === 'model') return { ProjectionType: 'INCLUDE', NonKeyAttributes: ['line'] };
  return { ProjectionType: 'ALL' };
}

function attributesOf([, partition, sort, sortType]: IndexKey): AttributeDefinition[] {
  return [attribute(partition, 'S'), attribute(sort, sortType)];
}

function attribute(name: string, type: ScalarAttributeType): AttributeDefinition {
  return { AttributeName: name, AttributeType: type };
}

function keySchema(partition: string, sort: string): CreateTableCommandInput['KeySchema'] {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}
