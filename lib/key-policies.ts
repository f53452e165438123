/**
 * The policies of the broker's keys. Each names the roles that may use its key and denies the use to everybody else: CDK's
 * default policy would leave that to whoever writes IAM policies in the account. The account keeps the administration,
 * without any use; whoever may put a key policy or replicate a key can undo this, which is why such calls are alarmed upon
 * (docs/operations.md).
 */
import { AccountRootPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type Holder, roleArnOf } from './names.ts';
import { allowOnly, denyAllBut } from './only-for.ts';

/** Functions that check one-time codes, and the one that makes them. */
const CODE_CHECKERS: readonly Holder[] = Object.freeze([
  'decide-access',
  'mint-token',
  'enrol-credential',
  'registry-admin',
  'slack',
] as const);
const CODE_MAKERS: readonly Holder[] = Object.freeze(['enrol-credential'] as const);

/** What an administrator does to a key. Neither its use nor CreateGrant, which would hand the use on. */
const ADMINISTRATION = Object.freeze([
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:GetPublicKey',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:ReplicateKey',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
  'kms:UpdatePrimaryRegion',
]);

/** Denied to all but the signer, also on a key that could not do one of them: the same policy serves keypad keys. */
const SIGNING = Object.freeze(['kms:GenerateMac', 'kms:Sign']);
/** Ways to read what was sealed, or to have it sealed anew for somebody else. */
const OPENING = Object.freeze(['kms:Decrypt', 'kms:ReEncryptFrom']);
const SEALING = Object.freeze([
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyPair',
  'kms:GenerateDataKeyPairWithoutPlaintext',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptTo',
]);

/** A sealed seed names what it is for; nothing else is sealed under the credential key (core/verbs/check-code.ts). */
export const SEED_CONTEXT = Object.freeze({ 'kms:EncryptionContext:purpose': 'totp' });
const SEED_CONTEXT_NAMES = Object.freeze(['organisation', 'person', 'purpose']);
/** The one way in which the broker signs (adapters/aws/kms.ts). */
export const SIGNING_WAY = Object.freeze({
  'kms:MessageType': 'DIGEST',
  'kms:SigningAlgorithm': 'ECDSA_SHA_256',
});
const MAC_WAY = Object.freeze({ 'kms:MacAlgorithm': 'HMAC_SHA_256' });

/** Seeds are opened by who checks codes and sealed by who makes them, and nothing but seeds. */
export function credentialPolicy(scope: Construct, environment: string): PolicyDocument {
  const rolesOf = (holders: readonly Holder[]) => holders.map((holder) => roleArnOf(scope, environment, holder));
  const conditions = {
    StringEquals: { ...SEED_CONTEXT },
    'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': [...SEED_CONTEXT_NAMES] },
  };
  const otherPurpose = denyAllBut([], 'NothingButSeeds', ['kms:Decrypt', 'kms:Encrypt'], '*');
  otherPurpose.addCondition('StringNotEquals', { ...SEED_CONTEXT });
  return new PolicyDocument({
    statements: [
      administration(),
      allowOnly(rolesOf(CODE_CHECKERS), 'CodeCheckersOpen', ['kms:Decrypt'], conditions),
      allowOnly(rolesOf(CODE_MAKERS), 'CodeMakersSeal', ['kms:Encrypt'], conditions),
      denyAllBut(rolesOf(CODE_CHECKERS), 'NobodyElseOpens', OPENING, '*'),
      denyAllBut(rolesOf(CODE_MAKERS), 'NobodyElseSeals', SEALING, '*'),
      otherPurpose,
    ],
  });
}

/** Of keys that one function signs with: token keys, wherever they are made, and the log's. */
export function signingPolicy(scope: Construct, environment: string, signer: 'mint-token' | 'seal'): PolicyDocument {
  return onlySignerPolicy(scope, environment, signer, 'kms:Sign', SIGNING_WAY);
}

/** The mint function has MACs made, in the one way that keypad devices know. */
export function keypadPolicy(scope: Construct, environment: string): PolicyDocument {
  return onlySignerPolicy(scope, environment, 'mint-token', 'kms:GenerateMac', MAC_WAY);
}

/** `use` is for the signer alone, and in one way only. */
function onlySignerPolicy(
  scope: Construct,
  environment: string,
  signer: Holder,
  use: 'kms:Sign' | 'kms:GenerateMac',
  way: Readonly<Record<string, string>>,
): PolicyDocument {
  const roles = [roleArnOf(scope, environment, signer)];
  return new PolicyDocument({
    statements: [
      administration(),
      allowOnly(roles, 'OneSigns', [use], { StringEquals: { ...way } }),
      denyAllBut(roles, 'NobodyElseSigns', SIGNING, '*'),
    ],
  });
}

function administration(): PolicyStatement {
  return new PolicyStatement({
    sid: 'AccountAdministers',
    principals: [new AccountRootPrincipal()],
    actions: [...ADMINISTRATION],
    resources: ['*'],
  });
}
