/**
 * The five tables (architecture 4). Their names are fixed: a change that would replace a table then fails in
 * CloudFormation, where the name is taken, instead of standing up an empty one beside it.
 *
 * They are encrypted with DynamoDB's own key, not with one of ours. The only secret in them, a one-time-code seed, is
 * sealed under the credential key before it gets there; a key of ours over whole tables would put `kms:Decrypt` into
 * every role and would let one disabled key stop every hospital at once.
 */
import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { fixLogicalId } from './logical-ids.ts';
import { type Holder, nameOf, roleArnOf, tableArnOf } from './names.ts';
import { denyAllBut } from './only-for.ts';

export type TableName = 'events' | 'state' | 'registry' | 'credentials' | 'log';

/** Functions that record what happened; no other principal puts an event. */
const EVENT_WRITERS: readonly Holder[] = Object.freeze([
  'request-access',
  'end-access',
  'decide-access',
  'mint-token',
  'enrol-credential',
  'registry-admin',
  'apply-registry',
  'slack',
  'sweep',
  'bootstrap',
] as const);
/** Whoever folds events into the log. It does not exist yet; until then nobody writes there. */
const LOG_WRITERS: readonly Holder[] = Object.freeze(['seal'] as const);

/** What would change or lose a row that was written, by any interface. */
const REWRITES = Object.freeze([
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:DeleteTable',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
  'dynamodb:UpdateItem',
  'dynamodb:UpdateTimeToLive',
]);

const S = AttributeType.STRING;
const N = AttributeType.NUMBER;
type Index = readonly [
  name: string,
  partition: string,
  sort: string,
  sortType: AttributeType,
  projection: ProjectionType,
];

/**
 * Sparse: an item without both attributes is not in the index. `chains` holds keys only: no event is stored twice. `model`
 * holds a line of each request and not the row: it costs a write only when the line changes, and names nobody.
 */
const INDEXES: Readonly<Partial<Record<TableName, readonly Index[]>>> = Object.freeze({
  events: [['chains', 'tenant', 'chain', S, ProjectionType.KEYS_ONLY]],
  state: [
    ['technician', 'tpk', 'tat', N, ProjectionType.ALL],
    ['hospital', 'hpk', 'hat', N, ProjectionType.ALL],
    ['queue', 'qpk', 'qat', N, ProjectionType.ALL],
    ['model', 'mpk', 'mat', N, ProjectionType.INCLUDE],
  ],
} as const);

/** What a table has beside its keys. */
const TRAITS: Readonly<Record<TableName, Partial<TableProps>>> = Object.freeze({
  events: { stream: StreamViewType.NEW_IMAGE },
  state: { stream: StreamViewType.NEW_IMAGE, timeToLiveAttribute: 'expires' },
  registry: {},
  credentials: { timeToLiveAttribute: 'expires' },
  log: {},
});

export interface BrokerTablesProps {
  /** Part of the tables' names and of the roles' names in their policies. */
  readonly environment: string;
}

/** All tables, kept when the stack goes. Logical ids: `EventsTable`, `StateTable`, ... */
export class BrokerTables extends Construct {
  readonly byName: Readonly<Record<TableName, Table>>;

  constructor(scope: Construct, id: string, { environment }: BrokerTablesProps) {
    super(scope, id);
    const table = (name: TableName, logicalId: string, writers?: readonly Holder[]) => {
      const made = new Table(this, name, {
        tableName: nameOf(environment, name),
        partitionKey: { name: 'pk', type: S },
        sortKey: { name: 'sk', type: S },
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.DEFAULT,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: true,
        removalPolicy: RemovalPolicy.RETAIN,
        ...TRAITS[name],
        ...(writers && { resourcePolicy: this.#writeOncePolicy(environment, name, writers) }),
      });
      addIndexes(made, INDEXES[name] ?? []);
      fixLogicalId(made, logicalId);
      return made;
    };
    this.byName = {
      events: table('events', 'EventsTable', EVENT_WRITERS),
      state: table('state', 'StateTable'),
      registry: table('registry', 'RegistryTable'),
      credentials: table('credentials', 'CredentialsTable'),
      log: table('log', 'LogTable', LOG_WRITERS),
    };
  }

  /** Nothing that was written changes. A put can still overwrite: the writers' condition prevents that, the chain shows it. */
  #writeOncePolicy(environment: string, table: TableName, writers: readonly Holder[]): PolicyDocument {
    const arn = tableArnOf(this, environment, table);
    const roles = writers.map((writer) => roleArnOf(this, environment, writer));
    return new PolicyDocument({
      statements: [
        denyAllBut([], 'NobodyRewrites', REWRITES, arn),
        denyAllBut(roles, 'OnlyWritersPut', ['dynamodb:PutItem'], arn),
      ],
    });
  }
}

function addIndexes(table: Table, indexes: readonly Index[]): void {
  for (const [indexName, partition, sort, type, projectionType] of indexes) {
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: partition, type: S },
      sortKey: { name: sort, type },
      projectionType,
      ...(projectionType === ProjectionType.INCLUDE && { nonKeyAttributes: ['line'] }),
    });
  }
}
