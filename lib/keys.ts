/**
 * The keys that the broker uses (architecture 5). Each key's own policy names the roles that may use it and denies the
 * use to everybody else: CDK's default policy would leave that to whoever writes IAM policies in the account. The
 * account keeps the administration, without any use; whoever may put a key policy or replicate a key can undo this,
 * which is why such calls are alarmed upon (docs/operations.md).
 *
 * All are multi-region, which cannot be changed later: a device pins a public key and outlives a region's outage. All
 * are retained, and wait thirty days when somebody deletes them. The manufacturers' root keys are not here and never
 * will be (architecture 1.7).
 */
import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { fixLogicalId, inLogicalId } from './logical-ids.ts';
import { type Holder, roleArnOf } from './names.ts';
import { allowOnly, denyAllBut } from './only-for.ts';

/** Functions that check one-time codes, and the one that makes them. */
const CODE_CHECKERS: readonly Holder[] = Object.freeze(['decide-access', 'mint-token', 'enrol-credential'] as const);
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

/** A sealed seed names what it is for; nothing else is sealed under this key (core/verbs/check-code.ts). */
export const SEED_CONTEXT = Object.freeze({ 'kms:EncryptionContext:purpose': 'totp' });
const SEED_CONTEXT_NAMES = Object.freeze(['organisation', 'person', 'purpose']);
/** The one way in which the broker signs (adapters/aws/kms.ts). */
export const SIGNING_WAY = Object.freeze({
  'kms:MessageType': 'DIGEST',
  'kms:SigningAlgorithm': 'ECDSA_SHA_256',
});

const MAC_WAY = Object.freeze({ 'kms:MacAlgorithm': 'HMAC_SHA_256' });

/** Tags by which the mint function's role knows a token key, whoever made the key. */
export const PURPOSE_TAG = 'wardkey:purpose';
export const ENVIRONMENT_TAG = 'wardkey:environment';

export interface CredentialKeyProps {
  readonly environment: string;
}

/** Seals one-time-code seeds. Logical id `CredentialKey`. */
export class CredentialKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { environment }: CredentialKeyProps) {
    super(scope, id);
    const rolesOf = (holders: readonly Holder[]) => holders.map((holder) => roleArnOf(this, environment, holder));
    const conditions = {
      StringEquals: { ...SEED_CONTEXT },
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': [...SEED_CONTEXT_NAMES] },
    };
    const otherPurpose = denyAllBut([], 'NothingButSeeds', ['kms:Decrypt', 'kms:Encrypt'], '*');
    otherPurpose.addCondition('StringNotEquals', { ...SEED_CONTEXT });
    this.key = new Key(this, 'key', {
      ...RETAINED,
      description: `Wardkey ${environment}: seals one-time-code seeds`,
      enableKeyRotation: true,
      policy: new PolicyDocument({
        statements: [
          administration(),
          allowOnly(rolesOf(CODE_CHECKERS), 'CodeCheckersOpen', ['kms:Decrypt'], conditions),
          allowOnly(rolesOf(CODE_MAKERS), 'CodeMakersSeal', ['kms:Encrypt'], conditions),
          denyAllBut(rolesOf(CODE_CHECKERS), 'NobodyElseOpens', OPENING, '*'),
          denyAllBut(rolesOf(CODE_MAKERS), 'NobodyElseSeals', SEALING, '*'),
          otherPurpose,
        ],
      }),
    });
    tag(this.key, environment, 'credential');
    fixLogicalId(this.key, 'CredentialKey');
  }
}

interface SigningKeyProps {
  readonly environment: string;
}

/** Signs checkpoints of the log. Its holder does not exist yet, so nobody can. Logical id `LogKey`. */
export class LogKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { environment }: SigningKeyProps) {
    super(scope, id);
    this.key = signingKey(this, environment, 'seal', `Wardkey ${environment}: signs the log`);
    tag(this.key, environment, 'log');
    fixLogicalId(this.key, 'LogKey');
  }
}

export interface TokenKeyProps extends SigningKeyProps {
  /** The hospital whose devices accept what this key signs. */
  readonly hospital: string;
  /** `next` is delegated to before it is used, so that changing keys is no outage (token profile 2). */
  readonly state: 'active' | 'next';
}

/**
 * Answers for keypad devices, which have no room for a signature: a MAC that the device computes too. No function's role
 * allows the use yet, because no code makes such answers; until it does, nobody can. Logical id `KeypadKey`.
 */
export class KeypadKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { environment }: SigningKeyProps) {
    super(scope, id);
    this.key = new Key(this, 'key', {
      ...RETAINED,
      description: `Wardkey ${environment}: answers for keypad devices`,
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      policy: onlySignerPolicy(this, environment, 'mint-token', 'kms:GenerateMac', MAC_WAY),
    });
    tag(this.key, environment, 'keypad');
    fixLogicalId(this.key, 'KeypadKey');
  }
}

/**
 * Signs a hospital's device tokens. Keys of later hospitals need the same policy and tags; they are not made by deploying
 * again. Logical id `TokenKey<Hospital><Active|Next>`: the id stays with the key when `next` becomes active.
 */
export class TokenKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { environment, hospital, state }: TokenKeyProps) {
    super(scope, id);
    this.key = signingKey(this, environment, 'mint-token', `Wardkey ${environment}: device tokens of ${hospital}`);
    tag(this.key, environment, 'token');
    Tags.of(this.key).add('wardkey:hospital', hospital);
    fixLogicalId(this.key, `TokenKey${inLogicalId(hospital)}${inLogicalId(state)}`);
  }
}

/** The policy of a key that one function signs with. */
function signingPolicy(scope: Construct, environment: string, signer: Holder): PolicyDocument {
  return onlySignerPolicy(scope, environment, signer, 'kms:Sign', SIGNING_WAY);
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

const RETAINED = Object.freeze({
  multiRegion: true,
  removalPolicy: RemovalPolicy.RETAIN,
  pendingWindow: Duration.days(30),
});

function signingKey(scope: Construct, environment: string, signer: Holder, description: string): Key {
  return new Key(scope, 'key', {
    ...RETAINED,
    description,
    keySpec: KeySpec.ECC_NIST_P256,
    keyUsage: KeyUsage.SIGN_VERIFY,
    policy: signingPolicy(scope, environment, signer),
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

function tag(key: Key, environment: string, purpose: 'token' | 'keypad' | 'log' | 'credential'): void {
  Tags.of(key).add(ENVIRONMENT_TAG, environment);
  Tags.of(key).add(PURPOSE_TAG, purpose);
}
