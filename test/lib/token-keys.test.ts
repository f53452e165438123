/** Keys that a function makes are as good as those that a deployment makes, and the function may do nothing but that. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { makeTokenKeys, retireTokenKeys, tokenKeyEnvironment } from '../../lib/token-keys.ts';
import { ACCOUNT, deploy, REGION, resolved, resourcesOf } from './deployment.ts';

const { state, broker } = deploy();
const KEYS = `arn:aws:kms:${REGION}:${ACCOUNT}:key/*`;

/** What `make` makes in a stack, references resolved. */
function inStack(make: (stack: Stack) => unknown): unknown {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'wardkey-synth-')) });
  const stack = new Stack(app, 'one');
  const value = stack.resolve(make(stack)) as unknown;
  return resolved(value, []);
}

const statements = (make: (stack: Stack) => readonly PolicyStatement[]) =>
  inStack((stack) => make(stack).map((one) => one.toStatementJson()));

const environmentOf = (environment: string) =>
  inStack((stack) => tokenKeyEnvironment(stack, environment)) as Readonly<Record<string, string>>;

describe('the environment of a function that makes token keys', () => {
  const { TOKEN_KEY_POLICY = '', ENVIRONMENT_NAME } = environmentOf('pilot');

  test("has the policy of the stack's own token keys, word by word", () => {
    const own = resourcesOf([state, broker], 'AWS::KMS::Key').get('TokenKeyExampleHospitalActive');
    expect(JSON.parse(TOKEN_KEY_POLICY)).toEqual(own?.['KeyPolicy']);
    expect(ENVIRONMENT_NAME).toBe('pilot');
  });

  test('is minified, and leaves half of the 4 KB that Lambda takes, under the longest name there may be', () => {
    const longest = environmentOf('a'.repeat(20));
    expect(TOKEN_KEY_POLICY).not.toMatch(/\s/);
    expect(Object.entries(longest).flat().join('').length).toBeLessThan(2048);
  });
});

describe('the tags by which roles know a key', () => {
  test("are those of the stack's own token keys", () => {
    const own = resourcesOf([state, broker], 'AWS::KMS::Key').get('TokenKeyExampleHospitalActive');
    expect(own?.['Tags']).toEqual([
      { Key: 'wardkey:environment', Value: 'pilot' },
      { Key: 'wardkey:hospital', Value: 'example-hospital' },
      { Key: 'wardkey:purpose', Value: 'token' },
    ]);
  });
});

const TAG_KEYS = ['wardkey:environment', 'wardkey:purpose', 'wardkey:hospital', 'wardkey:kid'];

test('whoever makes token keys may make and tag them, and read what is public', () => {
  expect(statements((stack) => makeTokenKeys(stack, 'pilot'))).toEqual([
    {
      Effect: 'Allow',
      Action: 'kms:CreateKey',
      Resource: '*',
      Condition: {
        StringEquals: {
          'aws:RequestTag/wardkey:environment': 'pilot',
          'aws:RequestTag/wardkey:purpose': 'token',
          'kms:KeySpec': 'ECC_NIST_P256',
          'kms:KeyUsage': 'SIGN_VERIFY',
        },
        'ForAllValues:StringEquals': { 'aws:TagKeys': TAG_KEYS },
        Bool: { 'kms:MultiRegion': 'true' },
        BoolIfExists: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' },
      },
    },
    {
      Effect: 'Allow',
      Action: 'kms:TagResource',
      Resource: KEYS,
      Condition: {
        StringEquals: { 'aws:RequestTag/wardkey:environment': 'pilot', 'aws:RequestTag/wardkey:purpose': 'token' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': TAG_KEYS },
      },
    },
    {
      Effect: 'Allow',
      Action: 'kms:GetPublicKey',
      Resource: KEYS,
      Condition: {
        StringEquals: { 'kms:KeySpec': 'ECC_NIST_P256', 'kms:KeyUsage': 'SIGN_VERIFY' },
        Bool: { 'kms:MultiRegion': 'true' },
      },
    },
  ]);
});

test('whoever retires token keys may end those of this deployment only, in thirty days', () => {
  const tagged = { 'aws:ResourceTag/wardkey:environment': 'pilot', 'aws:ResourceTag/wardkey:purpose': 'token' };
  expect(statements((stack) => retireTokenKeys(stack, 'pilot'))).toEqual([
    { Effect: 'Allow', Action: 'kms:DescribeKey', Resource: KEYS, Condition: { StringEquals: tagged } },
    {
      Effect: 'Allow',
      Action: 'kms:ScheduleKeyDeletion',
      Resource: KEYS,
      Condition: {
        StringEquals: tagged,
        NumericEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' },
      },
    },
  ]);
});
