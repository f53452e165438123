/**
 * `node test/openssl-verify.ts TOKENFILE PUBKEYHEX`: is the token plain ES256? The signature is checked by the openssl
 * command alone; what is done here is cutting at the dots, base64url, and putting the bytes of r, s and the point into
 * DER. Nothing of the verifier is used. Prints openssl's word; exit code 0 verified, 1 not, 2 usage.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** SubjectPublicKeyInfo of a P-256 point, up to the point (RFC 5480). */
const SPKI_PREFIX = '3059301306072a8648ce3d020106082a8648ce3d030107034200';

const OPENSSL = 'openssl';

/** DER INTEGER of a big-endian number: no leading zeros, but one before a set top bit. */
function derInteger(bytes: Buffer): Buffer {
  let rest = bytes;
  while (rest.length > 1 && rest[0] === 0) rest = rest.subarray(1);
  const value = (rest[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), rest]) : rest;
  return Buffer.concat([Buffer.from([0x02, value.length]), value]);
}

function derSignature(raw: Buffer): Buffer {
  const integers = Buffer.concat([derInteger(raw.subarray(0, 32)), derInteger(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, integers.length]), integers]);
}

function verifyByOpenssl(token: string, pub: string): { status: number; said: string } {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const work = mkdtempSync(join(tmpdir(), 'wardkey-openssl-'));
  const file = (name: string, bytes: Buffer | string): string => {
    writeFileSync(join(work, name), bytes);
    return join(work, name);
  };
  try {
    const key = file('key.der', Buffer.from(SPKI_PREFIX + pub, 'hex'));
    const sig = file('sig.der', derSignature(Buffer.from(signature, 'base64url')));
    const input = file('input', `${header}.${payload}`);
    const args = ['dgst', '-sha256', '-verify', key, '-keyform', 'DER', '-signature', sig, input];
    const { status, stdout, stderr } = spawnSync(OPENSSL, args, { encoding: 'utf8' });
    return { status: status === 0 ? 0 : 1, said: stdout || stderr };
  } finally {
    rmSync(work, { recursive: true });
  }
}

const [tokenFile, pub] = process.argv.slice(2);
if (tokenFile === undefined || pub === undefined) {
  console.error('usage: node test/openssl-verify.ts TOKENFILE PUBKEYHEX');
  process.exitCode = 2;
} else {
  const { status, said } = verifyByOpenssl(readFileSync(tokenFile, 'latin1').trim(), pub);
  console.log(said.trim());
  process.exitCode = status;
}
