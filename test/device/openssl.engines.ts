/** A token is plain ES256: the openssl command verifies it, and so a device without this code could. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeKey, makeToken } from '../support/dsat-maker.ts';

const home = mkdtempSync(join(tmpdir(), 'wardkey-plain-'));
afterAll(() => rmSync(home, { recursive: true }));
const script = new URL('../openssl-verify.ts', import.meta.url).pathname;

function openssl(token: string, pub: string) {
  const path = join(home, 'token');
  writeFileSync(path, token);
  const { status, stdout } = spawnSync(process.execPath, [script, path, pub], { encoding: 'utf8' });
  return { status, said: stdout.trim() };
}

describe('openssl', () => {
  const key = makeKey();
  const token = makeToken(key);
  test('verifies a token with its public key', () => {
    expect(openssl(token, key.pub)).toEqual({ status: 0, said: 'Verified OK' });
  });
  test('does not verify it with another, nor with another payload', () => {
    expect(openssl(token, makeKey().pub).status).toBe(1);
    expect(openssl(token.replace('.eyJ', '.eyK'), key.pub).status).toBe(1);
  });
});
