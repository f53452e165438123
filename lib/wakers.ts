/**
 * What wakes the functions that nobody calls, and where their failures end: the streams of two tables, the minute, and
 * SES's reports. Retries are bounded, because the sweeper comes back to whatever was left lying; what failed for good
 * goes to one queue, which somebody is told about.
 */
import { Duration } from 'aws-cdk-lib';
import { Rule, type RuleProps, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  type Function as BrokerFunction,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../lambdas/routes.ts';
import { acknowledge } from './acknowledgements.ts';
import type { BrokerMail } from './mail.ts';
import { nameOf } from './names.ts';
import type { BrokerState } from './state.ts';

/** New `notify` outbox rows, and nothing else of the state table. */
const NEW_OUTBOX = Object.freeze({
  eventName: FilterRule.isEqual('INSERT'),
  dynamodb: { Keys: { sk: { S: FilterRule.beginsWith('O#notify#') } } },
});
/** What never happens to an event. */
const CHANGED = Object.freeze({ eventName: FilterRule.or('MODIFY', 'REMOVE') });

export interface BrokerWakersProps {
  readonly state: BrokerState;
  readonly mail: BrokerMail;
}

/** The triggers and the failure queue. `statementsFor` is asked before the functions are made, `wake` after. */
export class BrokerWakers extends Construct {
  /** Reports about work that failed for good. They name rows and, for SES's reports, addresses: it is encrypted. */
  readonly failures: Queue;
  readonly #props: BrokerWakersProps;

  constructor(scope: Construct, id: string, props: BrokerWakersProps) {
    super(scope, id);
    this.#props = props;
    this.failures = new Queue(this, 'failures', {
      queueName: nameOf(props.state.environment, 'failures'),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.failures, 'AwsSolutions::AwsSolutions-SQS3');
  }

  /** What a function may do because of what wakes it. */
  statementsFor(name: FunctionName): readonly PolicyStatement[] {
    const { trigger } = FUNCTIONS[name];
    // Who calls by name is answered, failed or not.
    if (trigger === 'http' || trigger === 'invoke') return [];
    const report = new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.failures.queueArn] });
    return trigger === 'stream' ? [readStream(this.#streamOf(name)), report] : [report];
  }

  wake(functions: Readonly<Record<FunctionName, BrokerFunction>>): void {
    this.#followStream('stream', 'notify', functions.notify, NEW_OUTBOX);
    this.#followStream('events-stream', 'guard-log', functions['guard-log'], CHANGED);
    this.#runEachMinute('minute', functions.sweep);
    this.#runEachMinute('registry-minute', functions['apply-registry']);
    this.#followReports(functions.delivery);
  }

  #streamOf(name: FunctionName): string {
    const { events, state } = this.#props.state.tables;
    const { tableStreamArn } = name === 'guard-log' ? events : state;
    if (tableStreamArn === undefined) throw new Error(`the table that ${name} follows has no stream`);
    return tableStreamArn;
  }

  /** A record that fails is tried alone and holds up no other. */
  #followStream(
    id: string,
    name: FunctionName,
    target: BrokerFunction,
    wanted: Readonly<Record<string, unknown>>,
  ): void {
    new EventSourceMapping(this, id, {
      target,
      eventSourceArn: this.#streamOf(name),
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter(wanted)],
      batchSize: 10,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 3,
      maxRecordAge: Duration.minutes(10),
      onFailure: { bind: () => ({ destination: this.failures.queueArn }) },
    });
  }

  /** The next minute's run is the retry. */
  #runEachMinute(id: string, target: BrokerFunction): void {
    this.#follow(id, target, { schedule: Schedule.rate(Duration.minutes(1)) }, 0, Duration.minutes(1));
  }

  /** SES may report before notify has written the mail's id down: Lambda tries again after one and three minutes. */
  #followReports(target: BrokerFunction): void {
    this.#follow('reports', target, { eventPattern: this.#props.mail.reports }, 2, Duration.hours(6));
  }

  #follow(id: string, target: BrokerFunction, when: RuleProps, retryAttempts: 0 | 2, maxEventAge: Duration): void {
    new Rule(this, id, { ...when, targets: [new LambdaFunction(target, { retryAttempts, maxEventAge })] });
    target.configureAsyncInvoke({
      retryAttempts,
      maxEventAge,
      onFailure: { bind: () => ({ destination: this.failures.queueArn }) },
    });
  }
}

function readStream(arn: string): PolicyStatement {
  const actions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
  return new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [arn] });
}
