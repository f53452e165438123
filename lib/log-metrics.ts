/**
 * What only the functions' own lines say: a count of each line that somebody has to see, and one number. A filter that
 * counts looks for words anywhere in the line, because the runtime wraps text of ours as text into a line of its own; an
 * object it wraps as an object, so that its members can be read.
 */
import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as BrokerFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../lambdas/routes.ts';

/** Functions that write what happened, and answer `audit-unavailable` when they cannot. */
const ANSWERING = Object.freeze(
  (Object.keys(FUNCTIONS) as FunctionName[]).filter((name) => FUNCTIONS[name].trigger === 'http'),
);

type Row = readonly [metric: string, word: string, functions: readonly FunctionName[]];

/** Metric -> the word that its lines hold, and who writes them. */
const ROWS: readonly Row[] = Object.freeze([
  ['mint-fails', 'signer-unavailable', ['mint-token']],
  ['log-unavailable', 'audit-unavailable', ANSWERING],
  ['log-touched', 'log-touched', ['guard-log']],
] as const);

/** Where {@link outboxAge} is said: the line of `sweep`, which the runtime puts into one of its own as it is. */
const OLDEST = '$.message.oldest';
const OUTBOX_AGE = 'outbox-age';

/** Seconds that the oldest message has waited to be sent, as `sweep` says each minute; 0 when none waits. */
export function outboxAge(environment: string, period: Duration): Metric {
  return new Metric({
    namespace: namespaceOf(environment),
    metricName: OUTBOX_AGE,
    period,
    statistic: Stats.MAXIMUM,
  });
}

/** Makes the metric of {@link outboxAge} from the log of `sweep`. */
export function readOutboxAge(scope: Construct, environment: string, sweep: BrokerFunction): void {
  new MetricFilter(scope, `${OUTBOX_AGE}-sweep`, {
    logGroup: sweep.logGroup,
    filterPattern: FilterPattern.numberValue(OLDEST, '>=', 0),
    metricNamespace: namespaceOf(environment),
    metricName: OUTBOX_AGE,
    metricValue: OLDEST,
  });
}

function namespaceOf(environment: string): string {
  return `Wardkey/${environment}`;
}

/** Metric by name, each a count a minute. */
export function metricsOfLogs(
  scope: Construct,
  environment: string,
  functions: Readonly<Record<FunctionName, BrokerFunction>>,
): readonly (readonly [name: string, metric: Metric])[] {
  const filters = new Construct(scope, 'logs');
  return ROWS.map(([metricName, word, writers]) => {
    const made = writers.map(
      (writer) =>
        new MetricFilter(filters, `${metricName}-${writer}`, {
          logGroup: functions[writer].logGroup,
          filterPattern: FilterPattern.allTerms(word),
          metricNamespace: namespaceOf(environment),
          metricName,
        }),
    );
    const [first] = made;
    if (!first) throw new Error(`nobody writes ${word}`);
    return [metricName, first.metric({ period: Duration.minutes(1), statistic: 'Sum' })] as const;
  });
}
