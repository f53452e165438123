/**
 * The two ports that KMS stands behind: `Signer` (a hospital's token keys) and `Sealer` (authenticator seeds).
 *
 * Nothing a key outside signed is believed: the DER is parsed strictly and the 64 bytes that would be released are
 * verified with the public key that devices pin, so that a wrong key, a swapped ARN or a flipped bit ends here and not
 * at a device. There is no retry on top of the SDK's own.
 */
import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { DecryptCommand, EncryptCommand, GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { Sealer, Signer } from '../../core/ports.ts';
import { Problem } from '../../core/problems.ts';
import { parseDerSignature } from '../../core/token/der.ts';
import { KmsFault, kmsFaultFrom } from './kms-faults.ts';

type TokenKey = Parameters<Signer['sign']>[0];

/** SubjectPublicKeyInfo of a P-256 key up to the point (RFC 5480): what GetPublicKey answers starts with it. */
export const SPKI_P256 = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

/** Signs with the hospital's key that `sign` is handed. Keys are named by ARN: an alias can be pointed elsewhere. */
export function kmsSigner(client: KMSClient): Signer {
  // Keys whose public half was found to be the pinned one, in this container: GetPublicKey is asked once a key, not once
  // a token. A key's public half never changes under its ARN, so an entry cannot go stale.
  const confirmed = new Map<string, KeyObject>();

  async function pinnedKey(key: TokenKey): Promise<KeyObject> {
    const known = confirmed.get(`${key.arn} ${key.pub}`);
    if (known) return known;
    const pinned = await confirmPinnedKey(client, key);
    confirmed.set(`${key.arn} ${key.pub}`, pinned);
    return pinned;
  }

  return {
    async sign(key, signingInput) {
      try {
        const pinned = await pinnedKey(key);
        return verified(pinned, signingInput, await signDigest(client, key.arn, signingInput));
      } catch (error) {
        throw new Problem('signer-unavailable', {}, { cause: kmsFaultFrom(error) });
      }
    },
  };
}

/** Token profile 2: a bundle that pins another key than KMS holds is found before anything is signed. */
async function confirmPinnedKey(client: KMSClient, key: TokenKey): Promise<KeyObject> {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: key.arn }));
  const pinned = Buffer.concat([SPKI_P256, Buffer.from(key.pub, 'hex')]);
  if (PublicKey === undefined || !pinned.equals(PublicKey)) throw new KmsFault('pinned_key_differs');
  return createPublicKey({ key: pinned, format: 'der', type: 'spki' });
}

/** DIGEST keeps the token itself out of KMS and has no limit of 4,096 bytes. */
async function signDigest(client: KMSClient, arn: string, signingInput: string): Promise<Uint8Array> {
  const { Signature } = await client.send(
    new SignCommand({
      KeyId: arn,
      Message: hash('sha256', signingInput, 'buffer'),
      MessageType: 'DIGEST',
      SigningAlgorithm: 'ECDSA_SHA_256',
    }),
  );
  if (Signature === undefined) throw new KmsFault('answer_incomplete');
  return Signature;
}

/** The bytes that are released are the bytes that are verified, so that the parser is checked too. */
function verified(pinned: KeyObject, signingInput: string, der: Uint8Array): Uint8Array {
  const raw = parseDerSignature(der);
  if (raw === undefined) throw new KmsFault('signature_malformed');
  const isValid = verify('sha256', Buffer.from(signingInput), { key: pinned, dsaEncoding: 'ieee-p1363' }, raw);
  if (!isValid) throw new KmsFault('signature_wrong');
  return raw;
}

/**
 * Seals secrets under one symmetric key. The context is authenticated but not stored: a sealed seed copied to another
 * person's row does not open there.
 *
 * Whatever fails is answered `audit-unavailable` (503): the closed list has two 503s, and the other one speaks of a
 * signing key. Its promise, nothing was done, holds here: a code that could not be checked decides nothing.
 */
export function kmsSealer(client: KMSClient, keyArn: string): Sealer {
  return {
    seal: (secret, context) =>
      orAuditUnavailable(async () => {
        const command = new EncryptCommand({ KeyId: keyArn, Plaintext: secret, EncryptionContext: { ...context } });
        return present((await client.send(command)).CiphertextBlob);
      }),
    unseal: (sealed, context) =>
      orAuditUnavailable(async () => {
        // The key is named although KMS could read it from the blob: else any key we may use would open a planted one.
        const command = new DecryptCommand({
          KeyId: keyArn,
          CiphertextBlob: sealed,
          EncryptionContext: { ...context },
        });
        return present((await client.send(command)).Plaintext);
      }),
  };
}

function present(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) throw new KmsFault('answer_incomplete');
  return bytes;
}

async function orAuditUnavailable(use: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await use();
  } catch (error) {
    throw new Problem('audit-unavailable', {}, { cause: kmsFaultFrom(error) });
  }
}
