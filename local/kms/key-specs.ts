/**
 * The kinds of key that Wardkey asks KMS for: what each may do and how its material is made. One row a KeySpec.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';

export type KeyUsage = 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT' | 'GENERATE_VERIFY_MAC';

interface Spec {
  readonly usage: KeyUsage;
  /** What DescribeKey lists, under the name that AWS gives the list for this usage. */
  readonly algorithms: Readonly<Record<string, readonly string[]>>;
  /** New secret material: a scalar, a seed in PKCS #8, or random bytes. */
  readonly generate: () => Uint8Array;
  /** SubjectPublicKeyInfo; absent for symmetric keys. */
  readonly spki?: (material: Uint8Array) => Uint8Array;
}

/** RFC 5480: SubjectPublicKeyInfo of a P-256 key up to the point. */
const SPKI_P256 = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

const KEY_SPECS = Object.freeze({
  ECC_NIST_P256: {
    usage: 'SIGN_VERIFY',
    algorithms: { SigningAlgorithms: ['ECDSA_SHA_256'] },
    generate: () => p256.utils.randomSecretKey(),
    spki: (scalar) => Buffer.concat([SPKI_P256, p256.getPublicKey(scalar, false)]),
  },
  ECC_NIST_EDWARDS25519: {
    usage: 'SIGN_VERIFY',
    algorithms: { SigningAlgorithms: ['ED25519_SHA_512'] },
    generate: () => generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }),
    spki: (pkcs8) => createPublicKey(ed25519Key(pkcs8)).export({ format: 'der', type: 'spki' }),
  },
  SYMMETRIC_DEFAULT: {
    usage: 'ENCRYPT_DECRYPT',
    algorithms: { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] },
    generate: () => randomBytes(32),
  },
  HMAC_256: {
    usage: 'GENERATE_VERIFY_MAC',
    algorithms: { MacAlgorithms: ['HMAC_SHA_256'] },
    generate: () => randomBytes(32),
  },
} as const satisfies Record<string, Spec>);

export type KeySpecName = keyof typeof KEY_SPECS;

/** The row of `name`, seen as any spec. */
export function specOf(name: KeySpecName): Spec {
  return KEY_SPECS[name];
}

export function isKeySpec(name: string): name is KeySpecName {
  return Object.hasOwn(KEY_SPECS, name);
}

export function ed25519Key(pkcs8: Uint8Array) {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
}
