/**
 * What only the functions' own lines say: a count of each line that somebody has to see, and three numbers. A filter that
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

type NumberRow = readonly [member: string, writer: FunctionName];

/** Metric -> the member of a line that holds it, once a minute, and who writes that. */
const NUMBERS = Object.freeze({
  /** Seconds that the oldest message has waited to be sent; 0 when none waits. */
  'outbox-age': ['oldest', 'sweep'],
  /** Hospitals' keys on a model that end within sixty days. */
  'keys-expiring': ['keysExpiring', 'apply-registry'],
  /** Items of registry work that failed in a run; they stand in their queue and are tried with each run. */
  'registry-failures': ['failed', 'apply-registry'],
} as const satisfies Record<string, NumberRow>);

/** The highest of the numbers said in `period`. */
export function numberSaid(environment: string, metricName: keyof typeof NUMBERS, period: Duration): Metric {
  return new Metric({ namespace: namespaceOf(environment), metricName, period, statistic: Stats.MAXIMUM });
}

/** Makes the metrics of {@link numberSaid} from the logs of their writers, whose lines the runtime puts into its own. */
export function readNumbers(
  scope: Construct,
  environment: string,
  functions: Readonly<Record<FunctionName, BrokerFunction>>,
): void {
  for (const [metricName, [member, writer]] of Object.entries(NUMBERS)) {
    new MetricFilter(scope, `${metricName}-${writer}`, {
      logGroup: functions[writer].logGroup,
      filterPattern: FilterPattern.numberValue(`$.message.${member}`, '>=', 0),
      metricNamespace: namespaceOf(environment),
      metricName,
      metricValue: `$.message.${member}`,
    });
  }
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
