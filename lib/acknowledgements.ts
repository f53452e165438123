/**
 * What the rule packs complain about and what we answer, in one place: each rule by its full id, because a prefix would
 * silence findings that nobody has read. A rule that is not here fails `npm run synth`.
 */
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Full rule id -> why it does not hold here. `<environment>` stands for the deployment's. */
export const ACKNOWLEDGED = Object.freeze({
  'AwsSolutions::AwsSolutions-APIG4':
    'A gateway authorizer takes one issuer and answers in its own format. Every bearer route verifies its token in the function against the registry; test/golden/authorization.txt tries every role at every route.',
  'AwsSolutions::AwsSolutions-COG8':
    'The plus plan is billed by user. A password alone signs in nobody: a second factor is required, and acting takes a one-time code with counted tries.',
  'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]':
    "Token keys of later hospitals have no ARN yet. The statement holds for keys tagged as this deployment's token keys, and such a key's own policy has to name the mint function too.",
  'AwsSolutions::AwsSolutions-IAM5[Resource::*]':
    'A key that is made has no ARN yet, so kms:CreateKey is for every resource. Conditions hold its kind and its tags, and it comes with the policy of the other token keys.',
  'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:wardkey-<environment>-slack-*]':
    'Which Slack workspaces there are no stack knows, and Secrets Manager ends each name by itself. The names begin with what nothing else of ours is called.',
  'AwsSolutions::AwsSolutions-SMG4':
    'A new value is put by hand, and the one before it is accepted still; a rotation function would be one more principal that reads it.',
  'AwsSolutions::AwsSolutions-SQS3': 'The queue is where failed work ends; behind it stand an alarm and a person.',
  'CloudFormation-Validate::W3002':
    "A path as code is what `aws cloudformation package` takes: in the plain templates only, not in CDK's.",
} as const);

export type AcknowledgedRule = keyof typeof ACKNOWLEDGED;

/** Answers a rule for `construct` and what is in it. @param environment where the id names it */
export function acknowledge(construct: IConstruct, id: AcknowledgedRule, environment = ''): void {
  const own = id.replace('<environment>', environment);
  Validations.of(construct).acknowledge({ id: own, reason: ACKNOWLEDGED[id] });
}
