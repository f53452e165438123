/** One page for whoever is on duty: is it used, does it answer, does work pile up. Each figure is one that AWS keeps anyway. */
import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Dashboard, GraphWidget, type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as BrokerFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionName } from '../lambdas/routes.ts';
import { numberSaid } from './log-metrics.ts';
import { nameOf } from './names.ts';

export interface BrokerDashboardProps {
  readonly environment: string;
  readonly api: HttpApi;
  readonly failures: IQueue;
  readonly functions: Readonly<Record<FunctionName, BrokerFunction>>;
}

/** CloudWatch's grid. */
const COLUMNS = 24;
const PERIOD = Object.freeze({ period: Duration.minutes(5) });

/** The dashboard `wardkey-<environment>-broker`. It shows what CloudWatch has and makes no metric of its own. */
export class BrokerDashboard extends Construct {
  constructor(scope: Construct, id: string, props: BrokerDashboardProps) {
    super(scope, id);
    const graphs = Object.entries(graphsOf(props));
    const [upper, lower] = [graphs.slice(0, 4), graphs.slice(4)].map((row) =>
      row.map(([title, left]) => new GraphWidget({ title, left: [...left], width: COLUMNS / row.length })),
    );
    new Dashboard(this, 'dashboard', {
      dashboardName: nameOf(props.environment, 'broker'),
      widgets: [upper ?? [], lower ?? []],
    });
  }
}

/** Title -> what is drawn. */
function graphsOf({
  environment,
  api,
  failures,
  functions,
}: BrokerDashboardProps): Readonly<Record<string, readonly IMetric[]>> {
  const calls = (name: FunctionName) => functions[name].metricInvocations({ ...PERIOD, label: name });
  const time = (name: FunctionName) => functions[name].metricDuration({ ...PERIOD, statistic: 'p95', label: name });
  const age = (name: FunctionName) =>
    functions[name].metric('IteratorAge', { ...PERIOD, statistic: 'Maximum', label: name });
  const rate = (metricName: string) =>
    new Metric({ namespace: 'AWS/SES', metricName, period: Duration.hours(1), statistic: 'Average' });
  return {
    'Calls, and answers of 4xx and 5xx': [
      api.metricCount({ ...PERIOD, statistic: 'Sum' }),
      api.metricClientError({ ...PERIOD, statistic: 'Sum' }),
      api.metricServerError({ ...PERIOD, statistic: 'Sum' }),
    ],
    'Decide and mint, calls': [calls('decide-access'), calls('mint-token')],
    'Latency, p95, ms': [api.metricLatency({ ...PERIOD, statistic: 'p95' }), time('decide-access'), time('mint-token')],
    'How far behind their streams, ms': [age('notify'), age('guard-log')],
    'Oldest message that waits, s': [numberSaid(environment, 'outbox-age', PERIOD.period)],
    'Token keys that end within 60 days': [numberSaid(environment, 'keys-expiring', Duration.hours(1))],
    'Failed for good': [failures.metricApproximateNumberOfMessagesVisible(PERIOD)],
    "Bounces and complaints, of the account's mails": [rate('Reputation.BounceRate'), rate('Reputation.ComplaintRate')],
  };
}
