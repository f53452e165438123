/** Makes a hospital's token keys in KMS, as onboarding does: only the public half ever leaves it. */
import { CreateKeyCommand, GetPublicKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { TokenKey } from '../../core/registry.ts';

/** Named by its purpose; the kid is the caller's. */
export type CreateTokenKey = (description: string) => Promise<Omit<TokenKey, 'kid'>>;

/** An uncompressed P-256 point at the end of its SubjectPublicKeyInfo (RFC 5480). */
const POINT_BYTES = 65;

export function kmsTokenKeys(client: KMSClient): CreateTokenKey {
  return async (Description) => {
    const { KeyMetadata } = await client.send(
      new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', MultiRegion: true, Description }),
    );
    const arn = KeyMetadata?.Arn;
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: arn }));
    if (arn === undefined || PublicKey === undefined) throw new Error('KMS answered without a key');
    return { arn, pub: Buffer.from(PublicKey).subarray(-POINT_BYTES).toString('hex') };
  };
}
