/** The few alarms without which failures would be silent. The others, and what to do about each: docs/operations.md. */
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { nameOf } from './names.ts';

export interface BrokerAlarmsProps {
  readonly environment: string;
  /** Who is mailed; absent: alarms are only seen in CloudWatch. */
  readonly email?: string | undefined;
  readonly api: HttpApi;
  readonly failures: IQueue;
  /** Its stream falls behind when mails do not go out. */
  readonly notify: IFunction;
}

export class BrokerAlarms extends Construct {
  /** Further alarms report here. */
  readonly topic: Topic;
  readonly #environment: string;

  constructor(scope: Construct, id: string, { environment, email, api, failures, notify }: BrokerAlarmsProps) {
    super(scope, id);
    this.#environment = environment;
    this.topic = new Topic(this, 'topic', { topicName: nameOf(environment, 'alarms'), enforceSSL: true });
    this.topic.addToResourcePolicy(alarmsPublish(this.topic));
    if (email !== undefined) this.topic.addSubscription(new EmailSubscription(email));
    const period = Duration.minutes(1);
    this.#alarm('failed-for-good', failures.metricApproximateNumberOfMessagesVisible({ period }), 1);
    this.#alarm('server-errors', api.metricServerError({ period, statistic: 'Sum' }), 5);
    this.#alarm('mails-wait', notify.metric('IteratorAge', { period, statistic: 'Maximum' }), 120_000);
  }

  #alarm(id: string, metric: IMetric, threshold: number): void {
    const alarm = new Alarm(this, id, {
      alarmName: nameOf(this.#environment, id),
      metric,
      threshold,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
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
