/**
 * Logical ids of what is kept. CloudFormation knows a table or a key by this id alone; CDK would derive it from where a
 * construct stands, so moving a file's class into another would replace the thing. test/golden/stateful-logical-ids.txt
 * lists them all.
 */
import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Fixes the id of the resource that `construct` is, or is the front of. */
export function fixLogicalId(construct: IConstruct, logicalId: string): void {
  const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild;
  if (!resource || !CfnResource.isCfnResource(resource)) throw new Error(`${logicalId} is not one resource`);
  resource.overrideLogicalId(logicalId);
}

/** `st-mary` -> `StMary`: ids are letters and digits only. */
export function inLogicalId(name: string): string {
  return name
    .split(/[^a-z0-9]+/i)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
