/**
 * Keys that stand before the deployment: a restore ends in an environment of its own, and its keys must be the old ones
 * (docs/operations.md). The stack refers to such a key and cannot change it; what it has to say of the new environment is
 * written out here, for an administrator to put there.
 */
import { App, Stack } from 'aws-cdk-lib';
import { credentialPolicy, keypadPolicy, signingPolicy } from './key-policies.ts';
import { type Purpose, tagsFor } from './keys.ts';
import type { ExistingKeys } from './settings.ts';

/** What one key has to have in an environment; `tags` as the AWS CLI takes them. */
export interface KeyPapers {
  readonly policy: unknown;
  readonly tags: readonly { readonly TagKey: string; readonly TagValue: string }[];
}

const POLICIES = Object.freeze({
  credential: credentialPolicy,
  log: (stack: Stack, environment: string) => signingPolicy(stack, environment, 'seal'),
  keypad: keypadPolicy,
  token: (stack: Stack, environment: string) => signingPolicy(stack, environment, 'mint-token'),
} as const satisfies Record<Purpose, (stack: Stack, environment: string) => unknown>);

/** By ARN; empty when all keys are the deployment's own. */
export function papersOf(environment: string, existing: ExistingKeys): Readonly<Record<string, KeyPapers>> {
  const { tokens, ...others } = existing;
  const single = (['credential', 'log', 'keypad'] as const).map((purpose) => [others[purpose], purpose] as const);
  const ofHospitals = Object.entries(tokens).flatMap(([hospital, { active, next }]) =>
    [active, next].map((arn) => [arn, 'token', hospital] as const),
  );
  const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
  return Object.fromEntries(
    [...single, ...ofHospitals].flatMap(([arn, purpose, hospital]) =>
      arn === undefined ? [] : [[arn, papersFor(app, arn, environment, purpose, hospital)]],
    ),
  );
}

/** The ARN knows account and region, so that nothing in the text is left for CloudFormation to fill in. */
function papersFor(app: App, arn: string, environment: string, purpose: Purpose, hospital?: string): KeyPapers {
  const [, , , region = '', account = ''] = arn.split(':');
  const stack = new Stack(app, arn.replace(/[^a-z0-9]/gi, '-'), { env: { account, region } });
  const tags = Object.entries(tagsFor(environment, purpose, hospital));
  return {
    policy: stack.resolve(POLICIES[purpose](stack, environment)),
    tags: tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
  };
}
