/**
 * Writes down what a function asks of AWS, as IAM would judge it: action, resource, and what conditions look at. A test
 * compares it with the policies (test/golden/recorded-calls.txt). Only with `WARDKEY_RECORD_CALLS=<file>`; the functions
 * know nothing of it. Keys and addresses are cut down to their kind.
 */
import { appendFileSync } from 'node:fs';
import type { ClientRequest, RequestOptions } from 'node:http';
import { PREFIX } from './tables.ts';

/** One line of the file. */
export interface RecordedUse {
  readonly function: string;
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** `state`, `state/index/queue`, `key/credential`, `key/token`, `mail` */
  readonly resource: string;
  /** `dynamodb:LeadingKeys=K#`, `kms:MessageType=DIGEST`: what a policy's conditions are about. */
  readonly with: readonly string[];
}

type Use = Omit<RecordedUse, 'function'>;
// biome-ignore lint/suspicious/noExplicitAny: bodies of three services' protocols, each read where it is known
type Body = any;

/** Records the calls of this thread from now on, as those of function `name`. */
export function recordCalls(
  file: string,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const http = process.getBuiltinModule('node:http');
  const send = http.request as (...args: readonly unknown[]) => ClientRequest;
  const recorded = (options: RequestOptions, ...rest: readonly unknown[]): ClientRequest => {
    const request = send(options, ...rest);
    const write = (body: string) => {
      const lines = usesOf(options, body, environment).map((use) => JSON.stringify({ function: name, ...use }));
      if (lines.length > 0) appendFileSync(file, `${lines.join('\n')}\n`);
    };
    onBody(request, write);
    return request;
  };
  Object.assign(http, { request: recorded });
}

/** Calls `then` with the whole body when the request ends. */
function onBody(request: ClientRequest, then: (body: string) => void): void {
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string));
  };
  const { write, end } = request;
  request.write = ((chunk: unknown, ...rest: unknown[]) => {
    keep(chunk);
    return Reflect.apply(write, request, [chunk, ...rest]);
  }) as typeof request.write;
  request.end = ((chunk: unknown, ...rest: unknown[]) => {
    keep(chunk);
    then(Buffer.concat(chunks).toString());
    return Reflect.apply(end, request, [chunk, ...rest]);
  }) as typeof request.end;
}

function usesOf(
  { headers, path }: RequestOptions,
  text: string,
  environment: Parameters<typeof recordCalls>[2],
): readonly Use[] {
  const target = String((headers as Readonly<Record<string, unknown>> | undefined)?.['x-amz-target'] ?? '');
  const [service, operation = ''] = target.split('.');
  const body: Body = text === '' ? {} : JSON.parse(text);
  if (service?.startsWith('DynamoDB')) return tableUses(operation, body);
  if (service === 'TrentService' && operation === 'CreateKey') return newKeyUses(body);
  if (service === 'TrentService') return [keyUse(operation, body, environment['CREDENTIAL_KEY_ARN'])];
  if (service === 'secretsmanager') return [{ action: target.replace('.', ':'), resource: 'secret', with: [] }];
  if (path?.startsWith('/v2/email/')) return [{ action: 'ses:SendEmail', resource: 'mail', with: [] }];
  return [];
}

/** A transaction is judged item by item, each as what it is (IAM's rule for TransactWriteItems). */
function tableUses(operation: string, body: Body): readonly Use[] {
  if (operation === 'TransactWriteItems') return body.TransactItems.map(transactUse);
  if (operation === 'BatchGetItem') {
    return Object.entries<Body>(body.RequestItems).flatMap(([table, { Keys }]) =>
      Keys.map((key: Body) => tableUse(operation, table, key.pk.S)),
    );
  }
  const values = Object.values<Body>(body.ExpressionAttributeValues ?? {});
  const partition = body.Key?.pk.S ?? body.Item?.pk.S ?? values.find((value) => 'S' in value)?.S ?? '';
  const index = body.IndexName === undefined ? '' : `/index/${body.IndexName}`;
  return [tableUse(operation, `${body.TableName}${index}`, partition)];
}

const ITEM_ACTIONS = Object.freeze({
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
});

function transactUse(item: Body): Use {
  const [[kind, what]] = Object.entries<Body>(item) as [[keyof typeof ITEM_ACTIONS, Body]];
  return tableUse(ITEM_ACTIONS[kind], what.TableName, (what.Key ?? what.Item).pk.S);
}

/** Of a table's partition only its kind is kept: what stands before the first `#`. Partitions of indexes have none. */
function tableUse(operation: string, table: string, partition: string): Use {
  const kind = table.includes('/index/') ? [] : [`dynamodb:LeadingKeys=${partition.split('#')[0]}#`];
  return { action: `dynamodb:${operation}`, resource: table.slice(PREFIX.length), with: kind };
}

/** The tags that a new key is given are judged as a use of their own (KMS's rule for CreateKey). */
function newKeyUses(body: Body): readonly Use[] {
  const tags: readonly { TagKey: string; TagValue: string }[] = body.Tags;
  // Of hospitals and keys only that they are named.
  const asked = tags.filter(({ TagKey }) => /:(environment|purpose)$/.test(TagKey));
  const tagged = [
    ...asked.map(({ TagKey, TagValue }) => `aws:RequestTag/${TagKey}=${TagValue}`),
    `aws:TagKeys=${tags.map(({ TagKey }) => TagKey)}`,
  ];
  const kind = {
    'kms:BypassPolicyLockoutSafetyCheck': body.BypassPolicyLockoutSafetyCheck === true,
    'kms:KeySpec': body.KeySpec,
    'kms:KeyUsage': body.KeyUsage,
    'kms:MultiRegion': body.MultiRegion,
  };
  const made = Object.entries(kind).map(([name, value]) => `${name}=${value}`);
  return [
    { action: 'kms:CreateKey', resource: '*', with: [...tagged, ...made] },
    { action: 'kms:TagResource', resource: 'key/token', with: tagged },
  ];
}

function keyUse(operation: string, body: Body, credentialKey: string | undefined): Use {
  const { purpose } = body.EncryptionContext ?? {};
  const facts = Object.entries({
    'kms:EncryptionContext:purpose': purpose,
    'kms:MessageType': body.MessageType,
    'kms:SigningAlgorithm': body.SigningAlgorithm,
    'kms:ScheduleKeyDeletionPendingWindowInDays': body.PendingWindowInDays,
  }).filter(([, value]) => value !== undefined);
  return {
    action: `kms:${operation}`,
    resource: body.KeyId === credentialKey ? 'key/credential' : 'key/token',
    with: facts.map(([name, value]) => `${name}=${value}`),
  };
}
