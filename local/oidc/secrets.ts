/** The signing key and the cookie secret of one local issuer: made once, kept, so that tokens outlive a restart. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { makePrivateDirectory, writeDurably } from '../durable-file.ts';

export interface IssuerSecrets {
  /** One private key, ES256. */
  readonly keys: readonly [JWK];
  readonly cookies: string;
}

/** The secrets of `organisation` in `dataDir`, made at the first start. */
export async function issuerSecrets(dataDir: string, organisation: string): Promise<IssuerSecrets> {
  const path = join(dataDir, `${organisation}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  makePrivateDirectory(dataDir);
  const secrets = await newSecrets();
  writeDurably(path, JSON.stringify(secrets));
  return secrets;
}

async function newSecrets(): Promise<IssuerSecrets> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = randomBytes(8).toString('hex');
  return {
    keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid }],
    cookies: randomBytes(32).toString('base64url'),
  };
}
