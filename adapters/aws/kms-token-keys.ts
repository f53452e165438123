/**
 * Makes and retires hospitals' token keys in KMS while the broker runs (architecture 5: onboarding is no deployment). A key
 * is made with the policy and tags that keys of the stack have (lib/keys.ts, lib/token-keys.ts): made without them it could
 * be used by whoever the account allows, and the function that makes keys may not put a policy later.
 */
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  GetPublicKeyCommand,
  type KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import type { TokenKeys } from '../../core/ports.ts';
import { Problem } from '../../core/problems.ts';
import { SPKI_P256 } from './kms.ts';
import { KmsFault, kmsFaultFrom } from './kms-faults.ts';

export interface TokenKeysOptions {
  /** Of the deployment; the tag by which its functions know the key. */
  readonly environment: string;
  /** Text of the key policy, as the stack has it. */
  readonly policy: string;
}

/** KMS's longest wait: whoever sees the alarm on deletions has this long to take it back. */
const DAYS_TO_DELETION = 30;
/** An uncompressed P-256 point: 0x04, x, y. */
const POINT_BYTES = 65;

/** Accepted risk: a call of which no answer came may have made a key that nobody will name. Its tags say what it was for. */
export function kmsTokenKeys(client: KMSClient, options: TokenKeysOptions): TokenKeys {
  return {
    create: (what) =>
      orSignerUnavailable(async () => {
        const arn = await newKey(client, options, what);
        return { kid: what.kid, arn, pub: await publicHalf(client, arn).catch(endingWith(client, arn)) };
      }),
    retire: (arn) => orSignerUnavailable(() => scheduleDeletion(client, arn)),
  };
}

type Wanted = Parameters<TokenKeys['create']>[0];

async function newKey(
  client: KMSClient,
  { environment, policy }: TokenKeysOptions,
  { hospital, kid }: Wanted,
): Promise<string> {
  const tags = {
    'wardkey:environment': environment,
    'wardkey:purpose': 'token',
    'wardkey:hospital': hospital,
    'wardkey:kid': kid,
  };
  const { KeyMetadata } = await client.send(
    new CreateKeyCommand({
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      MultiRegion: true,
      Description: `Wardkey ${environment}: device tokens of ${hospital}`,
      Policy: policy,
      Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    }),
  );
  if (KeyMetadata?.Arn === undefined) throw new KmsFault('answer_incomplete');
  return KeyMetadata.Arn;
}

/** Devices pin these bytes, so anything but a P-256 key is refused here. */
async function publicHalf(client: KMSClient, arn: string): Promise<string> {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: arn }));
  const spki = Buffer.from(PublicKey ?? []);
  const isP256 = spki.subarray(0, -POINT_BYTES).equals(SPKI_P256) && spki.at(-POINT_BYTES) === 0x04;
  if (!isP256) throw new KmsFault('answer_incomplete');
  return spki.subarray(-POINT_BYTES).toString('hex');
}

/** A key whose public half was not had is named by nobody: left standing, each repeat would leave and bill one more. */
function endingWith(client: KMSClient, arn: string): (error: unknown) => Promise<never> {
  return async (error) => {
    await scheduleDeletion(client, arn).catch(() => undefined);
    throw error;
  };
}

async function scheduleDeletion(client: KMSClient, arn: string): Promise<void> {
  try {
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: arn, PendingWindowInDays: DAYS_TO_DELETION }));
  } catch (error) {
    if (kmsFaultFrom(error).code !== 'key_state' || !(await isPendingDeletion(client, arn))) throw error;
  }
}

/** KMS has one error for every state that is in the way; this one is what was wanted. */
async function isPendingDeletion(client: KMSClient, arn: string): Promise<boolean> {
  const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: arn }));
  return KeyMetadata?.KeyState === 'PendingDeletion' || KeyMetadata?.KeyState === 'PendingReplicaDeletion';
}

async function orSignerUnavailable<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw new Problem('signer-unavailable', {}, { cause: kmsFaultFrom(error) });
  }
}
