/** A real SIGKILL at every named step of a commit: what was committed never opens again, what was not still opens. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeToken, makeWorld, T0 } from '../support/dsat-maker.ts';

const world = makeWorld();
const home = mkdtempSync(join(tmpdir(), 'wardkey-power-'));
const trust = join(home, 'trust.json');
writeFileSync(trust, world.trustFileFor());
afterAll(() => rmSync(home, { recursive: true }));

const program = new URL('../support/power-cut.ts', import.meta.url).pathname;

/** Presents `token` to a device with the state in `directory`, cutting its power at `step`. @returns what it printed. */
function presentUntil(step: string, directory: string, token: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, directory, trust, token, step, String(T0 + 60)]);
    let printed = '';
    child.stderr.on('data', (data) => (printed += /E_[A-Z_]+/.exec(String(data))?.[0] ?? ''));
    child.stdout.on('data', (data) => {
      printed += String(data).trim();
      if (printed === step) child.kill('SIGKILL');
    });
    child.on('close', () => resolve(printed));
  });
}

describe('power cut during a commit', () => {
  test.each([
    ['write', 'granted'],
    ['fsync', 'granted'],
    ['rename', 'granted'],
    ['dirsync', 'E_REPLAY'],
    ['readback', 'E_REPLAY'],
    ['grant', 'E_REPLAY'],
  ])('at %s: the next presentation answers %s, and the one after it E_REPLAY', async (step, next) => {
    const directory = join(home, step);
    const token = makeToken(world.hospital);
    expect(await presentUntil(step, directory, token)).toBe(step);
    expect(await presentUntil('never', directory, token)).toContain(next);
    expect(await presentUntil('never', directory, token)).toContain('E_REPLAY');
  });
});
