/** What the store's contract suites share: tables of their own on an engine, and ways to look at and break calls. */
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { dynamoClient } from '../../adapters/aws/dynamo-client.ts';
import { dynamoCredentials } from '../../adapters/aws/dynamo-credentials.ts';
import { dynamoLedger } from '../../adapters/aws/dynamo-ledger.ts';
import { dynamoStore } from '../../adapters/aws/dynamo-store.ts';
import { tablesFrom } from '../../adapters/aws/dynamo-tables.ts';
import type { Credentials, Indexes, Ledger, Ref, Store, StoredEvent, Write } from '../../core/ports.ts';
import { LOCAL_CLIENT, tableEnvironment } from '../../local/tables.ts';

export interface Stores {
  readonly client: DynamoDBClient;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly credentials: Credentials;
}

/** The three ports on tables of `prefix`, on a client that tests may put middleware on. */
export function storesAt(endpoint: string, prefix: string): Stores {
  const client = dynamoClient({ endpoint, ...LOCAL_CLIENT });
  const tables = tablesFrom(tableEnvironment(prefix));
  return {
    client,
    store: dynamoStore(client, tables),
    ledger: dynamoLedger(client, tables),
    credentials: dynamoCredentials(client, tables),
  };
}

export interface Sample {
  readonly version: number;
  readonly text: string;
}

export function stateRef(pk: string, sk = 'S'): Ref<Sample> {
  return { table: 'state', pk, sk };
}

export function registryRef(pk: string): Ref<Sample> {
  return { table: 'registry', pk, sk: 'P' };
}

/** An event whose bytes and hash are literals of the test; the store does not look inside. */
export function eventAt(chain: string, n: number, text = 'a'): StoredEvent {
  return { chain, n, bytes: new TextEncoder().encode(text), hash: `hash of ${chain} ${n} ${text}` };
}

export function inserted(ref: Ref<unknown>, row: Sample, indexes: Indexes = {}): Write {
  return { kind: 'insert', ref, row, indexes };
}

export function replaced(ref: Ref<unknown>, version: number, row: Sample, indexes: Indexes = {}): Write {
  return { kind: 'replace', ref, version, row, indexes };
}

interface Call {
  readonly name: string;
  readonly input: { readonly TransactItems?: readonly TransactWriteItem[] };
}

/** Called around every call of a command; what it throws is what the adapter gets. */
export type Around = (call: Call, send: () => Promise<unknown>) => Promise<unknown>;

/** Puts `around` over the client's calls, above the SDK's own retries, until the returned function is called. */
export function around(client: DynamoDBClient, name: string, wrap: Around): () => void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      let answer: Awaited<ReturnType<typeof next>> | undefined;
      const send = async () => {
        answer = await next(args);
        return answer.output;
      };
      await wrap({ name: String(context.commandName), input: args.input as Call['input'] }, send);
      if (answer === undefined) throw new Error('the wrapper did not send');
      return answer;
    },
    { step: 'initialize', name },
  );
  return () => void client.middlewareStack.remove(name);
}

/** Every item that a transaction touches, checks included: `table pk sk`. */
export function itemsTouched(items: readonly TransactWriteItem[] = []): readonly string[] {
  return items.map((item) => {
    const action = item.Put ?? item.Update ?? item.Delete ?? item.ConditionCheck;
    const key = item.Put?.Item ?? item.Update?.Key ?? item.Delete?.Key ?? item.ConditionCheck?.Key;
    return [action?.TableName, key?.['pk']?.S, key?.['sk']?.S].join(' ');
  });
}

/** A cancelled transaction as DynamoDB reports it; local engines never say `TransactionConflict` themselves. */
export function cancelled(...codes: readonly string[]): Error {
  return Object.assign(new Error('cancelled'), {
    name: 'TransactionCanceledException',
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
}

export function connectionReset(): Error {
  return Object.assign(new Error('socket hang up'), { name: 'Error', code: 'ECONNRESET', $metadata: {} });
}
