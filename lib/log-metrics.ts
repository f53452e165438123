/**
 * What only the functions' own lines say, counted: a metric for each line that somebody has to see. A filter looks for
 * words anywhere in the line, because the runtime wraps ours as text into one of its own.
 */
import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
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
  ['rows-wait', 'rows-left', ['sweep']],
  ['log-touched', 'log-touched', ['guard-log']],
] as const);

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
          metricNamespace: `Wardkey/${environment}`,
          metricName,
        }),
    );
    const [first] = made;
    if (!first) throw new Error(`nobody writes ${word}`);
    return [metricName, first.metric({ period: Duration.minutes(1), statistic: 'Sum' })] as const;
  });
}
