/**
 * One key of a manufacturer's root, able to sign, and the file that it lies in. A manufacturer who keeps his keys on a
 * token implements {@link RootSigner} over PKCS#11; `C_Sign` blocks, and therefore so does this.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

/** What a ceremony needs of a key. Its kid is the root's word for it, not its own. */
export interface RootSigner {
  /** What people call it: its file, or its label on a token. */
  readonly name: string;
  /** Uncompressed P-256 point, hex. */
  readonly pub: string;
  /** ES256 over `message`: raw r||s, 64 bytes. */
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** The public half, as it stands in a root document. */
export interface PublicHalf {
  readonly kid: string;
  readonly pub: string;
}

/** @throws Error if `path` holds no P-256 private key; the message has nothing of the file's content */
export function fileSigner(path: string): RootSigner {
  const key = privateKeyIn(readFileSync(path), path);
  return {
    name: path,
    pub: pointOf(key),
    sign: (message) => sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }),
  };
}

/**
 * Makes a key in a new file that only its owner reads; its kid is the file's name without `.pem`.
 *
 * @throws Error if `path` is there already, whatever it holds
 */
export function createKeyFile(path: string): PublicHalf {
  if (existsSync(path)) throw new Error(`${path} is there already: a key is never overwritten`);
  const pem = newKeyPem();
  // `wx`, lest one that came in the meantime be overwritten.
  writeFileSync(path, pem, { flag: 'wx', mode: 0o600, flush: true });
  return { kid: kidOf(path), pub: pointOf(createPrivateKey(pem)) };
}

/** PKCS#8. */
export function newKeyPem(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** The kid that a new key is given: its file's name. */
export function kidOf(path: string): string {
  return basename(path, '.pem');
}

function privateKeyIn(pem: Buffer, path: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    // What the library says may quote the file.
  }
  if (key?.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error(`${path} holds no P-256 private key`);
  return key;
}

function pointOf(key: KeyObject): string {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  return `04${Buffer.from(x, 'base64url').toString('hex')}${Buffer.from(y, 'base64url').toString('hex')}`;
}
