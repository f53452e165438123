/**
 * What each function may do, by intent. A function's policy is the list of its intents and nothing else; an intent is
 * the actions that one use of one table or service really takes, on exact ARNs. TransactWriteItems and transactions'
 * conditions are authorised as PutItem, UpdateItem, DeleteItem and ConditionCheckItem of each item's own table.
 *
 * test/golden/permissions.txt is the outcome: function x action x resource.
 */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { FunctionName } from '../lambdas/routes.ts';
import { INTENTS, type Intent } from './intents.ts';
import { SEED_CONTEXT } from './key-policies.ts';
import { nameOf } from './names.ts';
import type { BrokerState } from './state.ts';
import { makeTokenKeys, retireTokenKeys, signTokens } from './token-keys.ts';

/** Partitions of `credentials`: tickets by their hash, a person's codes. */
const TICKETS = 'K#*';
const CODES = 'C#*';
/** Of `state`: sessions that were signed out. */
const SESSIONS = 'Z#*';
/** Partitions of `registry` that hold what is an organisation's or a hospital's own. */
const TENANTS = 'T#*';
/** Of `registry`: what names of devices lead to. */
const ALIASES = 'A#*';
/** Which organisation a team is, and whose an account of Slack is. */
const SLACK_TEAMS = 'S#*';
const SLACK_LINKS = 'U#*';

/** What the intents' statements are about. */
export interface GrantScope {
  readonly state: BrokerState;
  readonly mail: { readonly address: string; readonly identityArn: string; readonly configurationSetArn: string };
}

/** The statements of function `name`, in the order of its intents. */
export function statementsFor(scope: Construct, name: FunctionName, about: GrantScope): PolicyStatement[] {
  return INTENTS[name].flatMap((intent) => STATEMENTS[intent](about, scope));
}

type Statements = (about: GrantScope, scope: Construct) => readonly PolicyStatement[];

const STATEMENTS: Readonly<Record<Intent, Statements>> = Object.freeze({
  'read-registry': ({ state }) => [on(state.tables.registry.tableArn, ['BatchGetItem'])],
  /** A yes stands only while the person's and the device's rows are as they were read. */
  'hold-registry': ({ state }) => [on(state.tables.registry.tableArn, ['ConditionCheckItem'])],
  /**
   * Each under its tenant: devices, agreements, invitations, bundles of a hospital; an organisation's people too when they
   * have to be told.
   */
  'list-registry': ({ state }) => [on(state.tables.registry.tableArn, ['Query'], TENANTS)],
  'write-registry': ({ state }) => [on(state.tables.registry.tableArn, ['PutItem'])],
  /** A name that a device loses is another's to take. Beside the rows of Slack nothing else of the registry is ever removed. */
  'free-aliases': ({ state }) => [on(state.tables.registry.tableArn, ['DeleteItem'], ALIASES)],
  'disconnect-slack': ({ state }) => [on(state.tables.registry.tableArn, ['DeleteItem'], SLACK_TEAMS)],
  'link-slack': ({ state }) => [on(state.tables.registry.tableArn, ['PutItem'], SLACK_LINKS)],
  'unlink-slack': ({ state }) => [on(state.tables.registry.tableArn, ['DeleteItem'], SLACK_LINKS)],
  /** After a lost answer the event is read back: whether it is there says whether the whole transaction stands. */
  'append-events': ({ state }) => [on(state.tables.events.tableArn, ['PutItem', 'GetItem'])],
  'read-state': ({ state }) => [on(state.tables.state.tableArn, ['BatchGetItem'])],
  'move-state': ({ state }) => [on(state.tables.state.tableArn, ['PutItem'])],
  /** Those of one request stand in its partition. */
  'read-deliveries': ({ state }) => [on(state.tables.state.tableArn, ['Query'])],
  /** The events of a chain that is named. */
  'read-chain': ({ state }) => [on(state.tables.events.tableArn, ['Query'])],
  /** A chain's events, and which chains a tenant's log has. */
  'read-log': ({ state }) => [
    on(state.tables.events.tableArn, ['Query']),
    on(`${state.tables.events.tableArn}/index/chains`, ['Query']),
  ],
  'list-own-requests': ({ state }) => [on(indexOf(state, 'technician'), ['Query'])],
  /** Proposed changes of the registry stand in this index too. */
  'list-hospital-requests': ({ state }) => [on(indexOf(state, 'hospital'), ['Query'])],
  /** Lines without names; the requests themselves stand in the other indexes. */
  'count-model-requests': ({ state }) => [on(indexOf(state, 'model'), ['Query'])],
  'work-queue': ({ state }) => [on(indexOf(state, 'queue'), ['Query'])],
  'clear-outbox': ({ state }) => [on(state.tables.state.tableArn, ['DeleteItem'])],
  'read-tickets': ({ state }) => [on(state.tables.credentials.tableArn, ['BatchGetItem'], TICKETS)],
  /** Whoever sends mails makes tickets, and reads neither tickets nor codes. */
  'put-tickets': ({ state }) => [on(state.tables.credentials.tableArn, ['PutItem'], TICKETS)],
  'spend-codes': ({ state }) => [on(state.tables.credentials.tableArn, ['UpdateItem'], CODES)],
  'forget-codes': ({ state }) => [on(state.tables.credentials.tableArn, ['DeleteItem'], CODES)],
  'enrol-codes': ({ state }) => [
    on(state.tables.credentials.tableArn, ['BatchGetItem', 'PutItem', 'UpdateItem'], CODES),
  ],
  'open-seeds': ({ state }) => [onSeeds(state, 'kms:Decrypt')],
  'seal-seeds': ({ state }) => [onSeeds(state, 'kms:Encrypt')],
  'sign-tokens': ({ state }, scope) => signTokens(scope, state.environment),
  'make-token-keys': ({ state }, scope) => makeTokenKeys(scope, state.environment),
  'retire-token-keys': ({ state }, scope) => retireTokenKeys(scope, state.environment),
  /** That a session was ended is a row of its own kind. */
  'hold-sessions': ({ state }) => [on(state.tables.state.tableArn, ['BatchGetItem', 'PutItem'], SESSIONS)],
  'read-session-secret': ({ state }) => [
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [state.sessionSecret.secretArn] }),
  ],
  /** Made by hand, one a workspace, as no stack knows which there are; Secrets Manager ends each name by six characters. */
  'read-slack-secrets': ({ state }, scope) => [
    new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: [
        Stack.of(scope).formatArn({
          service: 'secretsmanager',
          resource: 'secret',
          resourceName: `${nameOf(state.environment, 'slack-')}*`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    }),
  ],
  'send-mail': ({ mail }) => [
    new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [mail.identityArn, mail.configurationSetArn],
      conditions: { StringEquals: { 'ses:FromAddress': mail.address } },
    }),
  ],
});

function on(arn: string, operations: readonly string[], partitions?: string): PolicyStatement {
  return new PolicyStatement({
    actions: operations.map((operation) => `dynamodb:${operation}`),
    resources: [arn],
    ...(partitions !== undefined && {
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partitions] } },
    }),
  });
}

function indexOf(state: BrokerState, index: 'technician' | 'hospital' | 'queue' | 'model'): string {
  return `${state.tables.state.tableArn}/index/${index}`;
}

function onSeeds(state: BrokerState, action: 'kms:Decrypt' | 'kms:Encrypt'): PolicyStatement {
  return new PolicyStatement({
    actions: [action],
    resources: [state.credentialKey.keyArn],
    conditions: { StringEquals: { ...SEED_CONTEXT } },
  });
}
