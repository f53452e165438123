/** Who is told of what: each alarm with the metric that it watches, calls that would undo a guard, and the dashboard. */
import { describe, expect, test } from '@jest/globals';
import { FUNCTIONS, type FunctionName } from '../../lambdas/routes.ts';
import { ACCOUNT, deploy, REGION, resourcesOf } from './deployment.ts';
import { resourceStatements } from './policies.ts';

const { state, broker } = deploy();
const both = [broker, state];
const alarms = [...resourcesOf(both, 'AWS::CloudWatch::Alarm').values()];
const TOPIC = 'wardkey-pilot-alarms';
const http = (name: FunctionName) => FUNCTIONS[name].trigger === 'http';
const names = Object.keys(FUNCTIONS) as FunctionName[];

interface Watched {
  readonly Id?: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Stat: string;
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Value: string }[];
    };
  };
}

/** `namespace metric of dimension`, or the expression and its metrics. */
function watchedBy(alarm: Record<string, unknown>): string {
  const parts = alarm['Metrics'] as readonly Watched[] | undefined;
  if (!parts) {
    const dimensions = (alarm['Dimensions'] ?? []) as readonly { readonly Value: string }[];
    const of = dimensions.map(({ Value }) => Value).join(' ');
    return [alarm['Statistic'], alarm['Namespace'], alarm['MetricName'], of].join(' ').trim();
  }
  const stats = parts.flatMap(({ MetricStat }) => MetricStat ?? []);
  const kinds = new Set(stats.map(({ Stat, Metric }) => `${Stat} ${Metric.Namespace} ${Metric.MetricName}`));
  const of = stats.map(({ Metric }) => Metric.Dimensions[0]?.Value.replace('wardkey-pilot-', ''));
  return `${parts.find(({ Expression }) => Expression)?.Expression} ${[...kinds]} ${of}`;
}

const LATER = 'GreaterThanOrEqualToThreshold notBreaching';

test('each alarm watches this', () => {
  const rows = alarms.map((alarm) => [
    String(alarm['AlarmName']).replace('wardkey-pilot-', ''),
    watchedBy(alarm),
    alarm['Threshold'],
    `${alarm['ComparisonOperator']} ${alarm['TreatMissingData']}`,
  ]);
  const calls = names.filter((name) => http(name) && !['portal', 'slack'].includes(name)).join();
  const work = names.filter((name) => !http(name)).join();
  expect(rows).toEqual([
    [
      'failed-for-good',
      expect.stringMatching(/^Maximum AWS.SQS ApproximateNumberOfMessagesVisible brokerwakersfailures\w+\.QueueName$/),
      1,
      LATER,
    ],
    ['server-errors', expect.stringMatching(/^Sum AWS.ApiGateway 5xx brokerhttpapi\w+$/), 5, LATER],
    ['calls-failed', `SUM(METRICS()) Sum AWS/Lambda Errors ${calls}`, 1, LATER],
    ['pages-failed', 'SUM(METRICS()) Sum AWS/Lambda Errors portal,slack', 1, LATER],
    ['work-failed', `SUM(METRICS()) Sum AWS/Lambda Errors ${work}`, 1, LATER],
    ['throttled', 'Sum AWS/Lambda Throttles', 1, LATER],
    ['mails-wait', 'Maximum AWS/Lambda IteratorAge wardkey-pilot-notify', 120_000, LATER],
    ['log-unguarded', 'Maximum AWS/Lambda IteratorAge wardkey-pilot-guard-log', 120_000, LATER],
    ['sweep-missing', 'Sum AWS/Lambda Invocations wardkey-pilot-sweep', 0, 'LessThanOrEqualToThreshold breaching'],
    [
      'registry-missing',
      'Sum AWS/Lambda Invocations wardkey-pilot-apply-registry',
      0,
      'LessThanOrEqualToThreshold breaching',
    ],
    ['mint-fails', 'Sum Wardkey/pilot mint-fails', 1, LATER],
    ['log-unavailable', 'Sum Wardkey/pilot log-unavailable', 1, LATER],
    ['log-touched', 'Sum Wardkey/pilot log-touched', 1, LATER],
    ['outbox-age', 'Maximum Wardkey/pilot outbox-age', 300, 'GreaterThanThreshold breaching'],
    ['registry-fails', 'Maximum Wardkey/pilot registry-failures', 1, LATER],
    ['token-keys-expire', 'Maximum Wardkey/pilot keys-expiring', 1, LATER],
    ['mails-bounce', 'Average AWS/SES Reputation.BounceRate', 0.05, LATER],
    ['mails-complained-of', 'Average AWS/SES Reputation.ComplaintRate', 0.001, LATER],
  ]);
});

test('each alarm tells the topic', () => {
  for (const alarm of alarms)
    expect([alarm['AlarmName'], alarm['AlarmActions']]).toEqual([alarm['AlarmName'], [TOPIC]]);
});

test('an alarm adds up no more than the ten metrics that CloudWatch takes', () => {
  const counts = alarms.map((alarm) => ((alarm['Metrics'] ?? []) as readonly Watched[]).length - 1);
  expect(Math.max(...counts)).toBeLessThanOrEqual(10);
});

test('lines of the log are counted in the logs of those who write them', () => {
  const rows = [...resourcesOf(both, 'AWS::Logs::MetricFilter').values()].map((filter) => [
    (filter['MetricTransformations'] as readonly { readonly MetricName: string }[])[0]?.MetricName,
    filter['FilterPattern'],
    String(filter['LogGroupName']).replace('/wardkey/pilot/', ''),
  ]);
  expect(rows).toEqual([
    ['mint-fails', '"signer-unavailable"', 'mint-token'],
    ...names.filter(http).map((name) => ['log-unavailable', '"audit-unavailable"', name]),
    ['log-touched', '"log-touched"', 'guard-log'],
    ['outbox-age', '{ $.message.oldest >= 0 }', 'sweep'],
    ['keys-expiring', '{ $.message.keysExpiring >= 0 }', 'apply-registry'],
    ['registry-failures', '{ $.message.failed >= 0 }', 'apply-registry'],
  ]);
});

describe('the age of the outbox', () => {
  test('rings in the second of three minutes', () => {
    const alarm = alarms.find(({ AlarmName }) => AlarmName === 'wardkey-pilot-outbox-age');
    expect(alarm).toMatchObject({ EvaluationPeriods: 3, DatapointsToAlarm: 2, Period: 60 });
  });
});

test('numbers are those in the lines, as the runtime wraps them', () => {
  const filters = [...resourcesOf(both, 'AWS::Logs::MetricFilter').values()].slice(-3);
  expect(filters.flatMap((filter) => filter['MetricTransformations'])).toEqual([
    { MetricName: 'outbox-age', MetricNamespace: 'Wardkey/pilot', MetricValue: '$.message.oldest' },
    { MetricName: 'keys-expiring', MetricNamespace: 'Wardkey/pilot', MetricValue: '$.message.keysExpiring' },
    { MetricName: 'registry-failures', MetricNamespace: 'Wardkey/pilot', MetricValue: '$.message.failed' },
  ]);
});

test('registry work rings when it fails in the third of five minutes', () => {
  const alarm = alarms.find(({ AlarmName }) => AlarmName === 'wardkey-pilot-registry-fails');
  expect(alarm).toMatchObject({ EvaluationPeriods: 5, DatapointsToAlarm: 3, Period: 60 });
});

test('keys that end are looked at by the hour', () => {
  const alarm = alarms.find(({ AlarmName }) => AlarmName === 'wardkey-pilot-token-keys-expire');
  expect(alarm).toMatchObject({ EvaluationPeriods: 1, Period: 3600 });
});

describe('calls that would undo a guard', () => {
  const rules = [...resourcesOf(both, 'AWS::Events::Rule').values()];
  const ruleOf = (name: string) => rules.find((rule) => rule['Name'] === `wardkey-pilot-${name}`);
  const targets = [expect.objectContaining({ Arn: TOPIC })];

  test('on keys are told to the topic', () => {
    expect(ruleOf('key-changes')).toMatchObject({
      EventPattern: {
        source: ['aws.kms'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: {
          eventName: ['PutKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion', 'ReplicateKey', 'UpdatePrimaryRegion'],
        },
      },
      State: 'ENABLED',
      Targets: targets,
    });
  });

  test('on the policies of events and log too', () => {
    const table = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/wardkey-pilot-${name}`;
    expect(ruleOf('table-policy-changes')).toMatchObject({
      EventPattern: {
        source: ['aws.dynamodb'],
        detail: {
          eventName: ['PutResourcePolicy', 'DeleteResourcePolicy'],
          requestParameters: { resourceArn: [table('events'), table('log')] },
        },
      },
      Targets: targets,
    });
  });

  test('reach the topic by these two rules and no other', () => {
    const statements = resourceStatements(both);
    const rule = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:rule/wardkey-pilot-${name}`;
    const publishing = statements.filter(({ principals }) => principals.includes('events.amazonaws.com'));
    expect(publishing).toEqual([
      expect.objectContaining({
        actions: ['sns:Publish'],
        conditions: { ArnEquals: { 'aws:SourceArn': [rule('key-changes'), rule('table-policy-changes')] } },
      }),
    ]);
  });
});

test('the dashboard shows calls, latency, decide and mint, streams, the queue and bounces', () => {
  const [dashboard] = resourcesOf(both, 'AWS::CloudWatch::Dashboard').values();
  expect(dashboard?.['DashboardName']).toBe('wardkey-pilot-broker');
  const { widgets } = JSON.parse(String(dashboard?.['DashboardBody'])) as {
    readonly widgets: readonly { readonly properties: { readonly metrics: readonly (readonly unknown[])[] } }[];
  };
  const drawn = widgets.map(({ properties }) => properties.metrics.map(([namespace, name]) => `${namespace} ${name}`));
  expect(drawn).toEqual([
    ['AWS/ApiGateway Count', 'AWS/ApiGateway 4xx', 'AWS/ApiGateway 5xx'],
    ['AWS/Lambda Invocations', 'AWS/Lambda Invocations'],
    ['AWS/ApiGateway Latency', 'AWS/Lambda Duration', 'AWS/Lambda Duration'],
    ['AWS/Lambda IteratorAge', 'AWS/Lambda IteratorAge'],
    ['Wardkey/pilot outbox-age'],
    ['Wardkey/pilot keys-expiring'],
    ['AWS/SQS ApproximateNumberOfMessagesVisible'],
    ['AWS/SES Reputation.BounceRate', 'AWS/SES Reputation.ComplaintRate'],
  ]);
});
