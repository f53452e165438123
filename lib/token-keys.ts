/**
 * Token keys by what is known of them beforehand: nothing but their tags, as keys of later hospitals are made by a function
 * while the broker runs (adapters/aws/kms-token-keys.ts). What that function is to be given, and what the roles of those who
 * make, use and end such keys may do.
 */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SIGNING_WAY, signingPolicy } from './key-policies.ts';
import { ENVIRONMENT_TAG, HOSPITAL_TAG, KID_TAG, PURPOSE_TAG } from './keys.ts';

/**
 * What a function that makes token keys reads of its environment: the policy is the one of the stack's own token keys, as
 * text. Lambda takes 4 KB of all variables together; this one is a third of it.
 */
export function tokenKeyEnvironment(scope: Construct, environment: string) {
  const policy = signingPolicy(scope, environment, 'mint-token');
  return { ENVIRONMENT_NAME: environment, TOKEN_KEY_POLICY: Stack.of(scope).toJsonString(policy) };
}

/**
 * A tag alone opens nothing: a key's own policy has to name the mint function too.
 */
export function signTokens(scope: Construct, environment: string): PolicyStatement[] {
  const isTokenKey = taggedAs('Resource', environment);
  return [
    onKeys(scope, ['kms:GetPublicKey'], { StringEquals: isTokenKey }),
    onKeys(scope, ['kms:Sign'], { StringEquals: { ...isTokenKey, ...SIGNING_WAY } }),
  ];
}

/**
 * Makes keys of one kind, tagged as token keys of this deployment. A new key has no ARN yet, so CreateKey is for `*`; the
 * tags that it gives are authorised as TagResource beside it. There is no PutKeyPolicy: a key's policy comes with it or
 * never.
 *
 * The public half is read by the key's kind and not by its tags, which KMS may take five minutes to judge by: each try that
 * was denied it would leave one more key. What is public on every device may be read.
 *
 * Accepted risk: no condition tells the tags of a new key from tags for another one, so that whoever holds this could tag
 * any key whose policy lets the account do so, and then end it. Nothing is lost for thirty days, and the alarm on
 * deletions rings at once (guard-changes.ts).
 */
export function makeTokenKeys(scope: Construct, environment: string): PolicyStatement[] {
  const tags = {
    'ForAllValues:StringEquals': { 'aws:TagKeys': [ENVIRONMENT_TAG, PURPOSE_TAG, HOSPITAL_TAG, KID_TAG] },
  };
  const asked = taggedAs('Request', environment);
  const kind = { 'kms:KeySpec': 'ECC_NIST_P256', 'kms:KeyUsage': 'SIGN_VERIFY' };
  return [
    new PolicyStatement({
      actions: ['kms:CreateKey'],
      resources: ['*'],
      conditions: {
        ...tags,
        StringEquals: { ...asked, ...kind },
        Bool: { 'kms:MultiRegion': 'true' },
        // Absent unless somebody asks for it, which is as good as false.
        BoolIfExists: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' },
      },
    }),
    onKeys(scope, ['kms:TagResource'], { ...tags, StringEquals: asked }),
    onKeys(scope, ['kms:GetPublicKey'], { StringEquals: kind, Bool: { 'kms:MultiRegion': 'true' } }),
  ];
}

/** Ends token keys, never sooner than in thirty days, and sees whether one is ending already. */
export function retireTokenKeys(scope: Construct, environment: string): PolicyStatement[] {
  const isTokenKey = taggedAs('Resource', environment);
  return [
    onKeys(scope, ['kms:DescribeKey'], { StringEquals: isTokenKey }),
    onKeys(scope, ['kms:ScheduleKeyDeletion'], {
      StringEquals: isTokenKey,
      NumericEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' },
    }),
  ];
}

function taggedAs(whose: 'Resource' | 'Request', environment: string): Readonly<Record<string, string>> {
  return { [`aws:${whose}Tag/${ENVIRONMENT_TAG}`]: environment, [`aws:${whose}Tag/${PURPOSE_TAG}`]: 'token' };
}

function onKeys(
  scope: Construct,
  actions: string[],
  conditions: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>,
): PolicyStatement {
  const resources = [Stack.of(scope).formatArn({ service: 'kms', resource: 'key', resourceName: '*' })];
  return new PolicyStatement({ actions, resources, conditions });
}
