/**
 * A ciphertext blob as the local KMS makes them: the key's id in front, as AWS's blobs name their key too, then
 * AES-256-GCM with the encryption context as additional data.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KmsError } from './errors.ts';
import { type LocalKey, materialOf } from './key-ring.ts';

const CIPHER = 'aes-256-gcm';
const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export type EncryptionContext = Readonly<Record<string, string>>;

/** `version, id length, id, iv, tag, ciphertext`. */
export function encryptWith(key: LocalKey, plaintext: Uint8Array, context: EncryptionContext): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, materialOf(key), iv).setAAD(additionalData(key.id, context));
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const id = Buffer.from(key.id);
  return Buffer.concat([Buffer.from([VERSION, id.length]), id, iv, cipher.getAuthTag(), encrypted]);
}

/** The id of the key that made `blob`. */
export function keyIdOf(blob: Buffer): string {
  const end = 2 + (blob[1] ?? 0);
  if (blob[0] !== VERSION || blob.length < end + IV_BYTES + TAG_BYTES) throw invalid();
  return blob.toString('utf8', 2, end);
}

/** @throws InvalidCiphertextException for damage and for another context alike, as AWS does */
export function decryptWith(key: LocalKey, blob: Buffer, context: EncryptionContext): Buffer {
  const iv = 2 + Buffer.byteLength(key.id);
  const tag = iv + IV_BYTES;
  const decipher = createDecipheriv(CIPHER, materialOf(key), blob.subarray(iv, tag), { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData(key.id, context)).setAuthTag(blob.subarray(tag, tag + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(blob.subarray(tag + TAG_BYTES)), decipher.final()]);
  } catch {
    throw invalid();
  }
}

/** The order in which a client lists the pairs does not matter. */
function additionalData(id: string, context: EncryptionContext): Buffer {
  return Buffer.from(JSON.stringify([id, Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]));
}

function invalid(): KmsError {
  return new KmsError('InvalidCiphertextException', '');
}
