/**
 * What a key is made with beside its material: a policy and tags. They are kept and told as AWS tells them, and malformed
 * ones are refused as AWS refuses them; nobody's call is judged by them, as this KMS asks nobody who he is.
 */
import { isObject } from '../loopback-server.ts';
import { KmsError } from './errors.ts';
import type { Input } from './input.ts';

export interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

/** AWS's limits. */
const TAGS_LIMIT = 50;
const TAG_KEY = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** Either lets somebody change the policy later; a key without would be nobody's (AWS's lockout safety check). */
const KEEPS_IT_CHANGEABLE: readonly unknown[] = Object.freeze(['kms:PutKeyPolicy', 'kms:*']);

/** @throws MalformedPolicyDocumentException */
export function policyIn(input: Input): string | undefined {
  const policy = input['Policy'];
  if (policy === undefined) return undefined;
  const statements = typeof policy === 'string' ? statementsIn(policy) : [];
  if (typeof policy !== 'string' || statements.length === 0 || !statements.every(isStatement)) {
    throw new KmsError('MalformedPolicyDocumentException', 'The policy is not a key policy.');
  }
  const isChangeable = statements.some(
    (one) => one['Effect'] === 'Allow' && [one['Action']].flat().some((action) => KEEPS_IT_CHANGEABLE.includes(action)),
  );
  if (isChangeable || input['BypassPolicyLockoutSafetyCheck'] === true) return policy;
  throw new KmsError(
    'MalformedPolicyDocumentException',
    'The new key policy will not allow you to update the key policy in the future.',
  );
}

function statementsIn(policy: string): readonly Record<string, unknown>[] {
  try {
    const document: unknown = JSON.parse(policy);
    const statements = isObject(document) ? document['Statement'] : undefined;
    return Array.isArray(statements) && statements.every(isObject) ? statements : [];
  } catch {
    return [];
  }
}

function isStatement(statement: Readonly<Record<string, unknown>>): boolean {
  const { Effect, Principal, Action, Resource } = statement;
  return (Effect === 'Allow' || Effect === 'Deny') && ![Principal, Action, Resource].includes(undefined);
}

/** @throws TagException */
export function tagsIn(input: Input): readonly Tag[] {
  const tags = input['Tags'] ?? [];
  if (!Array.isArray(tags) || tags.length > TAGS_LIMIT || !tags.every(isTag)) {
    throw new KmsError('TagException', 'One or more tags are not valid.');
  }
  if (new Set(tags.map(({ TagKey }) => TagKey)).size < tags.length) {
    throw new KmsError('TagException', 'Duplicate tag keys.');
  }
  return tags.map(({ TagKey, TagValue }) => ({ TagKey, TagValue }));
}

function isTag(value: unknown): value is Tag {
  if (!isObject(value)) return false;
  const { TagKey, TagValue } = value;
  return typeof TagKey === 'string' && TAG_KEY.test(TagKey) && typeof TagValue === 'string' && TAG_VALUE.test(TagValue);
}

/** Of a key that was made without one: the account may do everything (AWS's default key policy). */
export function defaultPolicy(account: string): string {
  const principal = { AWS: `arn:aws:iam::${account}:root` };
  const statement = { Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: principal };
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [{ ...statement, Action: 'kms:*', Resource: '*' }],
  });
}
