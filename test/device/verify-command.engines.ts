/** `npm run verify` as a process: one JSON object, its exit code, and a state directory that outlives it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { DEVICE_ID, makeToken, makeWorld, NONCE, T0 } from '../support/dsat-maker.ts';

const world = makeWorld();
const directory = mkdtempSync(join(tmpdir(), 'wardkey-verify-'));
const trust = join(directory, 'trust.json');
const trustC = join(directory, 'trust-c.json');
writeFileSync(trust, world.trustFileFor());
writeFileSync(trustC, world.trustFileFor({ class: 'C' }));
afterAll(() => rmSync(directory, { recursive: true }));

const command = new URL('../../local/verify.ts', import.meta.url).pathname;
const base = ['--trust', trust, '--device', DEVICE_ID, '--now', String(T0 + 60)];

function verify(args: readonly string[], stdin: string) {
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn(process.execPath, [command, ...args]);
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => (out.stdout += data));
    child.stderr.on('data', (data) => (out.stderr += data));
    child.on('close', (status) => resolve({ status, ...out }));
    child.stdin.end(stdin);
  });
}

describe('npm run verify', () => {
  test('accepts a good token from stdin: exit code 0, the claims', async () => {
    const { status, stdout } = await verify(base, makeToken(world.hospital));
    expect({ status, answer: JSON.parse(stdout) }).toMatchObject({
      status: 0,
      answer: { accepted: true, claims: { aud: DEVICE_ID, lim: { dur: 1800 } } },
    });
  });
  test('reads the token from a file', async () => {
    const file = join(directory, 'token');
    writeFileSync(file, makeToken(world.hospital));
    expect((await verify([...base, file], '')).status).toBe(0);
  });
  test.each([
    ['a newline at the end', base, `${makeToken(world.hospital)}\n`, 'E_CHARSET'],
    ['nothing', base, '', 'E_SIZE'],
    [
      'another device',
      ['--trust', trust, '--device', `${DEVICE_ID}9`, '--now', String(T0)],
      makeToken(world.hospital),
      'E_AUD',
    ],
    [
      'another device whose token this is',
      ['--trust', trust, '--device', `${DEVICE_ID}9`, '--now', String(T0)],
      makeToken(world.hospital, { aud: `${DEVICE_ID}9` }),
      'E_AUD',
    ],
    [
      'a token too late',
      ['--trust', trust, '--device', DEVICE_ID, '--now', String(T0 + 3720)],
      makeToken(world.hospital),
      'E_EXPIRED',
    ],
    ['no nonce on class C', ['--trust', trustC, '--device', DEVICE_ID], makeToken(world.hospital), 'E_NONCE_MISSING'],
  ])('refuses %s: exit code 1, the code', async (_name, args, stdin, code) => {
    const { status, stdout } = await verify(args, stdin);
    expect({ status, answer: JSON.parse(stdout) }).toEqual({ status: 1, answer: { accepted: false, code } });
  });
  test('takes the outstanding challenge of a class C device from --nonce', async () => {
    const args = ['--trust', trustC, '--device', DEVICE_ID, '--nonce', NONCE];
    expect((await verify(args, makeToken(world.hospital, { cnonce: NONCE }))).status).toBe(0);
  });
  test('remembers a use in --state', async () => {
    const state = join(directory, 'state');
    const token = makeToken(world.hospital);
    expect((await verify([...base, '--state', state], token)).status).toBe(0);
    expect((await verify([...base, '--state', state], token)).stdout).toContain('E_REPLAY');
  });
  test('opens once when two processes present one token at the same time', async () => {
    const state = join(directory, 'state-race');
    await verify([...base, '--state', state], 'x');
    const token = makeToken(world.hospital);
    const both = await Promise.all([
      verify([...base, '--state', state], token),
      verify([...base, '--state', state], token),
    ]);
    expect(both.filter(({ status }) => status === 0).length).toBeLessThanOrEqual(1);
    expect((await verify([...base, '--state', state], token)).status).toBe(
      both.some(({ status }) => status === 0) ? 1 : 0,
    );
  });
  test.each([
    ['no trust file named', ['--device', DEVICE_ID]],
    ['a trust file that is not there', ['--trust', '/nonexistent', '--device', DEVICE_ID]],
    ['an unknown option', [...base, '--force']],
    ['a time that is no time', ['--trust', trust, '--device', DEVICE_ID, '--now', 'noon']],
    ['a nonce that is none', [...base, '--nonce', 'x']],
  ])('calls %s a usage error: exit code 2, nothing on stdout', async (_name, args) => {
    const { status, stdout, stderr } = await verify(args, makeToken(world.hospital));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('usage: verify');
  });
});
