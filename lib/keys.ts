/**
 * The keys that the broker uses (architecture 5), each under its own policy of key-policies.ts.
 *
 * All are multi-region, which cannot be changed later: a device pins a public key and outlives a region's outage. All
 * are retained, and wait thirty days when somebody deletes them. The manufacturers' root keys are not here and never
 * will be (architecture 1.7).
 */
import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { credentialPolicy, keypadPolicy, signingPolicy } from './key-policies.ts';
import { fixLogicalId, inLogicalId } from './logical-ids.ts';

/** Tags by which the mint function's role knows a token key, whoever made the key. */
export const PURPOSE_TAG = 'wardkey:purpose';
export const ENVIRONMENT_TAG = 'wardkey:environment';
export const HOSPITAL_TAG = 'wardkey:hospital';
/** On keys that a function made, which is handed the kid; the stack's own are told by their logical ids. */
export const KID_TAG = 'wardkey:kid';

export interface CredentialKeyProps {
  readonly environment: string;
}

/** Seals one-time-code seeds. Logical id `CredentialKey`. */
export class CredentialKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { environment }: CredentialKeyProps) {
    super(scope, id);
    this.key = new Key(this, 'key', {
      ...RETAINED,
      description: `Wardkey ${environment}: seals one-time-code seeds`,
      enableKeyRotation: true,
      policy: credentialPolicy(this, environment),
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
      policy: keypadPolicy(this, environment),
    });
    tag(this.key, environment, 'keypad');
    fixLogicalId(this.key, 'KeypadKey');
  }
}

export interface TokenKeyProps extends SigningKeyProps {
  /** The hospital whose devices accept what this key signs. */
  readonly hospital: string;
  /** `next` is delegated to before it is used, so that changing keys is no outage (token profile 2). */
  readonly state: 'active' | 'next';
}

/**
 * Signs a hospital's device tokens. Keys of later hospitals have the same policy and tags; they are not made by deploying
 * again (token-keys.ts). Logical id `TokenKey<Hospital><Active|Next>`: the id stays with the key when `next` becomes active.
 */
export class TokenKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { environment, hospital, state }: TokenKeyProps) {
    super(scope, id);
    this.key = signingKey(this, environment, 'mint-token', `Wardkey ${environment}: device tokens of ${hospital}`);
    tag(this.key, environment, 'token', hospital);
    fixLogicalId(this.key, `TokenKey${inLogicalId(hospital)}${inLogicalId(state)}`);
  }
}

const RETAINED = Object.freeze({
  multiRegion: true,
  removalPolicy: RemovalPolicy.RETAIN,
  pendingWindow: Duration.days(30),
});

function signingKey(scope: Construct, environment: string, signer: 'mint-token' | 'seal', description: string): Key {
  return new Key(scope, 'key', {
    ...RETAINED,
    description,
    keySpec: KeySpec.ECC_NIST_P256,
    keyUsage: KeyUsage.SIGN_VERIFY,
    policy: signingPolicy(scope, environment, signer),
  });
}

/** What a key of the broker is for. */
export type Purpose = 'token' | 'keypad' | 'log' | 'credential';

/** A key's tags; only token keys are a hospital's. */
export function tagsFor(environment: string, purpose: Purpose, hospital?: string): Readonly<Record<string, string>> {
  return {
    [ENVIRONMENT_TAG]: environment,
    [PURPOSE_TAG]: purpose,
    ...(hospital !== undefined && { [HOSPITAL_TAG]: hospital }),
  };
}

function tag(key: Key, environment: string, purpose: Purpose, hospital?: string): void {
  for (const [name, value] of Object.entries(tagsFor(environment, purpose, hospital))) Tags.of(key).add(name, value);
}
