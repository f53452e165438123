/** The two statements that most policies here are made of: nobody but these roles, and these roles only so. */
import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  PolicyStatement,
  type PolicyStatementProps,
} from 'aws-cdk-lib/aws-iam';

type Conditions = NonNullable<PolicyStatementProps['conditions']>;

/**
 * Denies `actions` to every principal but the roles, whatever any other policy or grant says. A call without a principal
 * (an AWS service's own) is denied too: a negated operator holds where its key is missing.
 */
export function denyAllBut(
  roleArns: readonly string[],
  sid: string,
  actions: readonly string[],
  resource: string,
): PolicyStatement {
  const isNobody = roleArns.length === 0;
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [...actions],
    resources: [resource],
    ...(isNobody ? {} : { conditions: { ArnNotEquals: { 'aws:PrincipalArn': [...roleArns] } } }),
  });
}

/**
 * Lets the roles use `actions` of a key if their own policies say so too: the principal is the account, which hands the
 * question on to IAM, narrowed to the roles. Both sides have to agree.
 */
export function allowOnly(
  roleArns: readonly string[],
  sid: string,
  actions: readonly string[],
  conditions: Conditions = {},
): PolicyStatement {
  return new PolicyStatement({
    sid,
    principals: [new AccountRootPrincipal()],
    actions: [...actions],
    resources: ['*'],
    conditions: { ...conditions, ArnEquals: { 'aws:PrincipalArn': [...roleArns] } },
  });
}
