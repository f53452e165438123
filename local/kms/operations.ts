/** Every operation that the local KMS knows: TrentService.<name> -> what it does with its keys. */
import { createHmac, hash, randomBytes, sign, timingSafeEqual } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { defaultPolicy, policyIn, tagsIn } from './attachments.ts';
import { decryptWith, encryptWith, keyIdOf } from './cipher.ts';
import { KmsError } from './errors.ts';
import { blob, encryptionContext, type Input, integer, oneOf, text } from './input.ts';
import { ACCOUNT, arnOf, type KeyRing, type LocalKey, materialOf, mustServe } from './key-ring.ts';
import { ed25519Key, isKeySpec, specOf } from './key-specs.ts';

type Operation = (keys: KeyRing, input: Input) => Readonly<Record<string, unknown>>;

/** AWS's limits in bytes. */
const MESSAGE_LIMIT = 4096;
const BLOB_LIMIT = 6144;
const DIGEST_BYTES = 32;
const SECONDS_PER_DAY = 86_400;

export const OPERATIONS: Readonly<Record<string, Operation>> = Object.freeze({
  CreateKey(keys, input) {
    const spec = input['KeySpec'] ?? 'SYMMETRIC_DEFAULT';
    if (typeof spec !== 'string' || !isKeySpec(spec)) throw new KmsError('UnsupportedOperationException', 'KeySpec');
    const usage = input['KeyUsage'] ?? 'ENCRYPT_DECRYPT';
    if (usage !== specOf(spec).usage) throw new KmsError('ValidationException', 'KeyUsage does not fit KeySpec');
    const policy = policyIn(input);
    const key = keys.create({
      spec,
      description: String(input['Description'] ?? ''),
      multiRegion: input['MultiRegion'] === true,
      ...(policy !== undefined && { policy }),
      tags: tagsIn(input),
    });
    return { KeyMetadata: metadataOf(key) };
  },

  DescribeKey: (keys, input) => ({ KeyMetadata: metadataOf(named(keys, input)) }),
  GetKeyPolicy: (keys, input) => ({
    Policy: named(keys, input).policy ?? defaultPolicy(ACCOUNT),
    PolicyName: 'default',
  }),
  ListResourceTags: (keys, input) => ({ Tags: named(keys, input).tags ?? [], Truncated: false }),

  GetPublicKey(keys, input) {
    const key = named(keys, input);
    mustServe(key, 'SIGN_VERIFY');
    const { usage, algorithms, spki } = specOf(key.spec);
    const publicKey = Buffer.from(spki?.(materialOf(key)) ?? []).toString('base64');
    return { KeyId: arnOf(key), PublicKey: publicKey, KeySpec: key.spec, KeyUsage: usage, ...algorithms };
  },

  Sign(keys, input) {
    const key = named(keys, input);
    mustServe(key, 'SIGN_VERIFY');
    const algorithm = oneOf(input, 'SigningAlgorithm', ['ECDSA_SHA_256', 'ED25519_SHA_512']);
    if (!specOf(key.spec).algorithms['SigningAlgorithms']?.includes(algorithm)) {
      throw new KmsError('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with ${key.spec}.`);
    }
    const signature = algorithm === 'ECDSA_SHA_256' ? signP256(key, input) : signEd25519(key, input);
    return { KeyId: arnOf(key), SigningAlgorithm: algorithm, Signature: Buffer.from(signature).toString('base64') };
  },

  Encrypt(keys, input) {
    const key = named(keys, input);
    mustServe(key, 'ENCRYPT_DECRYPT');
    const encrypted = encryptWith(key, blob(input, 'Plaintext', MESSAGE_LIMIT), encryptionContext(input));
    return {
      KeyId: arnOf(key),
      CiphertextBlob: encrypted.toString('base64'),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  },

  Decrypt(keys, input) {
    const sealed = blob(input, 'CiphertextBlob', BLOB_LIMIT);
    const key = keyOfBlob(keys, sealed, input);
    mustServe(key, 'ENCRYPT_DECRYPT');
    const plaintext = decryptWith(key, sealed, encryptionContext(input));
    return { KeyId: arnOf(key), Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },

  GenerateDataKey(keys, input) {
    const key = named(keys, input);
    mustServe(key, 'ENCRYPT_DECRYPT');
    const plaintext = randomBytes(dataKeyBytes(input));
    const encrypted = encryptWith(key, plaintext, encryptionContext(input));
    const CiphertextBlob = encrypted.toString('base64');
    return { KeyId: arnOf(key), Plaintext: plaintext.toString('base64'), CiphertextBlob };
  },

  GenerateMac(keys, input) {
    const { key, mac } = macFor(keys, input);
    return { KeyId: arnOf(key), Mac: mac.toString('base64'), MacAlgorithm: 'HMAC_SHA_256' };
  },

  VerifyMac(keys, input) {
    const { key, mac } = macFor(keys, input);
    const given = blob(input, 'Mac', BLOB_LIMIT);
    if (given.length !== mac.length || !timingSafeEqual(given, mac)) throw new KmsError('KMSInvalidMacException', '');
    return { KeyId: arnOf(key), MacValid: true, MacAlgorithm: 'HMAC_SHA_256' };
  },

  EnableKey: (keys, input) => moved(keys, input, 'Enabled'),
  DisableKey: (keys, input) => moved(keys, input, 'Disabled'),

  ScheduleKeyDeletion(keys, input) {
    const days = input['PendingWindowInDays'] === undefined ? 30 : integer(input, 'PendingWindowInDays', 7, 30);
    const key = pendingNot(named(keys, input));
    const deletion = Math.floor(Date.now() / 1000) + days * SECONDS_PER_DAY;
    keys.move(key, 'PendingDeletion', deletion);
    return { KeyId: arnOf(key), DeletionDate: deletion, KeyState: 'PendingDeletion', PendingWindowInDays: days };
  },

  CancelKeyDeletion(keys, input) {
    const key = named(keys, input);
    if (key.state !== 'PendingDeletion')
      throw new KmsError('KMSInvalidStateException', `${arnOf(key)} is ${key.state}.`);
    // AWS brings a key back disabled: somebody has to say that it may be used again.
    return { KeyId: arnOf(keys.move(key, 'Disabled')) };
  },
} satisfies Record<string, Operation>);

function named(keys: KeyRing, input: Input): LocalKey {
  return keys.find(text(input, 'KeyId'));
}

function metadataOf(key: LocalKey) {
  const { usage, algorithms } = specOf(key.spec);
  return {
    AWSAccountId: ACCOUNT,
    KeyId: key.id,
    Arn: arnOf(key),
    CreationDate: key.created,
    Description: key.description,
    Enabled: key.state === 'Enabled',
    KeyState: key.state,
    KeySpec: key.spec,
    CustomerMasterKeySpec: key.spec,
    KeyUsage: usage,
    KeyManager: 'CUSTOMER',
    Origin: 'AWS_KMS',
    MultiRegion: key.multiRegion,
    ...algorithms,
    ...(key.deletion !== undefined && { DeletionDate: key.deletion }),
  };
}

/** AWS does not normalise S, so about half of all signatures have a high one; neither do we. */
function signP256(key: LocalKey, input: Input): Uint8Array {
  const message = blob(input, 'Message', MESSAGE_LIMIT);
  const isDigest = oneOf({ MessageType: 'RAW', ...input }, 'MessageType', ['RAW', 'DIGEST']) === 'DIGEST';
  if (isDigest && message.length !== DIGEST_BYTES)
    throw new KmsError('ValidationException', 'Digest is invalid length');
  const digest = isDigest ? message : hash('sha256', message, 'buffer');
  return p256.sign(digest, materialOf(key), { prehash: false, lowS: false, format: 'der' });
}

/** Pure Ed25519 hashes the message itself, so KMS takes it RAW only. */
function signEd25519(key: LocalKey, input: Input): Uint8Array {
  oneOf({ MessageType: 'RAW', ...input }, 'MessageType', ['RAW']);
  return sign(null, blob(input, 'Message', MESSAGE_LIMIT), ed25519Key(materialOf(key)));
}

/** A blob names its key; a KeyId in the request must name the same. */
function keyOfBlob(keys: KeyRing, sealed: Buffer, input: Input): LocalKey {
  const asked = input['KeyId'] === undefined ? undefined : named(keys, input);
  const id = keyIdOf(sealed);
  if (asked && asked.id !== id) throw new KmsError('IncorrectKeyException', '');
  return keys.find(id);
}

function dataKeyBytes(input: Input): number {
  if (input['KeySpec'] === undefined) return integer(input, 'NumberOfBytes', 1, 1024);
  return oneOf(input, 'KeySpec', ['AES_256', 'AES_128']) === 'AES_256' ? 32 : 16;
}

function macFor(keys: KeyRing, input: Input): { key: LocalKey; mac: Buffer } {
  const key = named(keys, input);
  mustServe(key, 'GENERATE_VERIFY_MAC');
  oneOf(input, 'MacAlgorithm', ['HMAC_SHA_256']);
  return {
    key,
    mac: createHmac('sha256', materialOf(key))
      .update(blob(input, 'Message', MESSAGE_LIMIT))
      .digest(),
  };
}

function pendingNot(key: LocalKey): LocalKey {
  if (key.state === 'PendingDeletion') throw new KmsError('KMSInvalidStateException', `${arnOf(key)} is ${key.state}.`);
  return key;
}

function moved(keys: KeyRing, input: Input, state: 'Enabled' | 'Disabled'): Record<string, never> {
  keys.move(pendingNot(named(keys, input)), state);
  return {};
}
