/** The alarms without which failures would be silent, and the topic they report to. What to do about each: docs/operations.md. */
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../lambdas/routes.ts';
import { metricsOfLogs, numberSaid, readNumbers } from './log-metrics.ts';
import { nameOf } from './names.ts';

export interface BrokerAlarmsProps {
  readonly environment: string;
  /** Who is mailed; absent: alarms are only seen in CloudWatch. */
  readonly email?: string | undefined;
  readonly api: HttpApi;
  readonly failures: IQueue;
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
}

const MINUTE = Duration.minutes(1);

/** One alarm for each way to fail that nobody would see otherwise, all of them telling one topic. */
export class BrokerAlarms extends Construct {
  /** Further alarms report here. */
  readonly topic: Topic;
  readonly #environment: string;

  constructor(scope: Construct, id: string, props: BrokerAlarmsProps) {
    super(scope, id);
    const { environment, email } = props;
    this.#environment = environment;
    this.topic = new Topic(this, 'topic', { topicName: nameOf(environment, 'alarms'), enforceSSL: true });
    this.topic.addToResourcePolicy(alarmsPublish(this.topic));
    if (email !== undefined) this.topic.addSubscription(new EmailSubscription(email));
    this.#watchApi(props);
    this.#watchFunctions(props);
    this.#watchLogs(props);
    this.#watchMail();
  }

  #watchApi({ failures, api }: BrokerAlarmsProps): void {
    this.#alarm('failed-for-good', failures.metricApproximateNumberOfMessagesVisible({ period: MINUTE }), 1);
    this.#alarm('server-errors', api.metricServerError({ period: MINUTE, statistic: 'Sum' }), 5);
  }

  #watchFunctions({ functions }: BrokerAlarmsProps): void {
    for (const [group, names] of Object.entries(GROUPS)) {
      const those = names.map((name) => functions[name]);
      this.#alarm(`${group}-failed`, sumOf(those.map((one) => one.metricErrors({ period: MINUTE }))), 1);
    }
    // Concurrency is the account's: whoever is throttled, ours are next. An alarm is billed by metric, this one is one.
    this.#alarm('throttled', LambdaFunction.metricAllThrottles({ period: MINUTE }), 1);
    const { notify } = functions;
    const age = (one: LambdaFunction) => one.metric('IteratorAge', { period: MINUTE, statistic: 'Maximum' });
    this.#alarm('mails-wait', age(notify), 120_000);
    this.#alarm('log-unguarded', age(functions['guard-log']), 120_000);
    this.#alarmWithoutRun('sweep-missing', functions.sweep);
    this.#alarmWithoutRun('registry-missing', functions['apply-registry']);
  }

  #watchLogs({ functions }: BrokerAlarmsProps): void {
    for (const [id, metric] of metricsOfLogs(this, this.#environment, functions)) this.#alarm(id, metric, 1);
    readNumbers(this, this.#environment, functions);
    // No figure is no good news: nobody looked, or the line is not read as it should be. One minute of three may be
    // without, as runs a minute apart need not fall into different minutes; or old once, by an index that is behind.
    this.#alarm('outbox-age', numberSaid(this.#environment, 'outbox-age', MINUTE), 300, {
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.BREACHING,
    });
    // An item that lost a race is done with the next run; one that fails in three of five minutes stays.
    this.#alarm('registry-fails', numberSaid(this.#environment, 'registry-failures', MINUTE), 1, {
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
    // By the hour: a minute without a figure would ring it anew, and there are sixty days.
    this.#alarm('token-keys-expire', numberSaid(this.#environment, 'keys-expiring', Duration.hours(1)), 1);
  }

  /** SES judges the account, not one sender: it reviews at these rates, and pauses at twice as much. */
  #watchMail(): void {
    const rate = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, period: Duration.hours(1), statistic: 'Average' });
    this.#alarm('mails-bounce', rate('Reputation.BounceRate'), 0.05);
    this.#alarm('mails-complained-of', rate('Reputation.ComplaintRate'), 0.001);
  }

  /** Here no data is the failure: the minute's timer does not reach `one`. */
  #alarmWithoutRun(id: string, one: LambdaFunction): void {
    this.#alarm(id, one.metricInvocations({ period: Duration.minutes(5) }), 0, {
      comparisonOperator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  /** Rings when one period reaches `threshold`, and not when there is no data; `otherwise` says what is different. */
  #alarm(id: string, metric: IMetric, threshold: number, otherwise: Partial<AlarmProps> = {}): void {
    const alarm = new Alarm(this, id, {
      alarmName: nameOf(this.#environment, id),
      metric,
      threshold,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...otherwise,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}

const NAMES = Object.freeze(Object.keys(FUNCTIONS) as FunctionName[]);
/** What answers people, in their browsers or in Slack, rather than programs. */
const PAGES: readonly FunctionName[] = Object.freeze(['portal', 'slack'] as const);
/** An alarm adds up ten metrics at most. */
const GROUPS = Object.freeze({
  calls: NAMES.filter((name) => FUNCTIONS[name].trigger === 'http' && !PAGES.includes(name)),
  pages: PAGES,
  work: NAMES.filter((name) => FUNCTIONS[name].trigger !== 'http'),
});

function sumOf(metrics: readonly IMetric[]): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({ expression: 'SUM(METRICS())', usingMetrics, period: MINUTE });
}

/** A topic with a policy of its own has lost the one that lets the account publish: alarms would be silent. */
function alarmsPublish(topic: Topic): PolicyStatement {
  const alarms = Stack.of(topic).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new PolicyStatement({
    sid: 'AlarmsPublish',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: { ArnLike: { 'aws:SourceArn': alarms } },
  });
}
