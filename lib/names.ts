/**
 * Names that are fixed, because policies on one side name what stands on the other. Key and table policies name the
 * functions' roles, and the roles' policies name keys and tables: were both references, neither stack could be first.
 * So roles have names that can be written down before they exist, and policies test `aws:PrincipalArn` against them. A
 * role named as `Principal` would have to exist, and would turn into a dead id once it was made anew.
 *
 * Roles are global in an account: two deployments in it, also in two regions, need two environments.
 */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FunctionName } from '../lambdas/routes.ts';

/** Whoever a policy names: a function that exists, or one whose place is kept so that nobody else can take it. */
export type Holder = FunctionName | 'seal' | 'portal';

/** The name of a thing of this deployment: `wardkey-<environment>-<name>`. */
export function nameOf(environment: string, name: string): string {
  return `wardkey-${environment}-${name}`;
}

/** The ARN of a holder's role, without a reference to it. */
export function roleArnOf(scope: Construct, environment: string, holder: Holder): string {
  return Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: nameOf(environment, holder),
  });
}

/** The ARN of a table, without a reference to it: a table's own policy cannot refer to the table. */
export function tableArnOf(scope: Construct, environment: string, table: string): string {
  return Stack.of(scope).formatArn({
    service: 'dynamodb',
    resource: 'table',
    resourceName: nameOf(environment, table),
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
