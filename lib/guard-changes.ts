/**
 * Calls that would undo what guards the broker (architecture 5): on KMS keys, and on the policies of tables that are only
 * added to. Whoever may make them can open what the policies close, so somebody else is told who did.
 *
 * They are events only in an account with a CloudTrail trail. Keys are those of the whole account and region: a trail names no
 * tags, and keys of later hospitals are not known here. Other keys' changes ring too; that is the price.
 */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { nameOf } from './names.ts';
import type { BrokerState } from './state.ts';

export interface GuardChangesProps {
  readonly state: BrokerState;
  /** Is sent each such call as CloudTrail has it. */
  readonly topic: Topic;
}

const ON_KEYS = Object.freeze([
  'PutKeyPolicy',
  'DisableKey',
  'ScheduleKeyDeletion',
  'ReplicateKey',
  'UpdatePrimaryRegion',
]);
const ON_TABLES = Object.freeze(['PutResourcePolicy', 'DeleteResourcePolicy']);

/** Two rules that send CloudTrail's record of such a call to `topic`: `key-changes` and `table-policy-changes`. */
export class GuardChanges extends Construct {
  constructor(scope: Construct, id: string, { state, topic }: GuardChangesProps) {
    super(scope, id);
    const { environment, tables } = state;
    const written = [tables.events.tableArn, tables.log.tableArn];
    const patterns = {
      'key-changes': calls('kms', { eventName: [...ON_KEYS] }),
      'table-policy-changes': calls('dynamodb', {
        eventName: [...ON_TABLES],
        requestParameters: { resourceArn: written },
      }),
    };
    for (const [name, eventPattern] of Object.entries(patterns)) {
      const rule = new Rule(this, name, { ruleName: nameOf(environment, name), eventPattern });
      rule.addTarget({ bind: () => ({ arn: topic.topicArn }) });
    }
    topic.addToResourcePolicy(
      rulesPublish(
        topic,
        Object.keys(patterns).map((name) => nameOf(environment, name)),
      ),
    );
  }
}

function calls(service: 'kms' | 'dynamodb', wanted: Readonly<Record<string, unknown>>): EventPattern {
  return {
    source: [`aws.${service}`],
    detailType: ['AWS API Call via CloudTrail'],
    detail: { eventSource: [`${service}.amazonaws.com`], ...wanted },
  };
}

/** Exactly these rules: any rule of any account could name the topic otherwise. */
function rulesPublish(topic: Topic, names: readonly string[]): PolicyStatement {
  const rules = names.map((resourceName) =>
    Stack.of(topic).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    }),
  );
  return new PolicyStatement({
    sid: 'RulesPublish',
    principals: [new ServicePrincipal('events.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: { ArnEquals: { 'aws:SourceArn': rules } },
  });
}
