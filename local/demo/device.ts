/**
 * The demo's device: a directory with trust documents, state and a token, and the verify command in a process of its own.
 * It is handed no address, no key and no secret of the broker.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERIFY = fileURLToPath(new URL('../verify.ts', import.meta.url));

interface Verdict {
  readonly accepted: boolean;
  readonly code?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface DemoDevice {
  /** Shows the device a token at its own clock. */
  present(token: string, now: number, more?: { readonly code?: string; readonly nonce?: string }): Promise<Verdict>;
  /** Shows a challenge, where the device has one: a token then answers it. */
  challenge?(): Promise<string | undefined>;
}

/** Sets up the device `id` in `home` with the trust file it left the factory and the last visit with. */
export function openDevice(home: string, id: string, trustFile: string): DemoDevice {
  const trust = join(home, 'trust.json');
  mkdirSync(join(home, 'state'), { recursive: true });
  writeFileSync(trust, trustFile);
  return {
    present: async (token, now, { code, nonce } = {}) => {
      writeFileSync(join(home, 'token'), token);
      const optional = [
        ...(code === undefined ? [] : ['--code', code]),
        ...(nonce === undefined ? [] : ['--nonce', nonce]),
      ];
      const args = [
        '--trust',
        trust,
        '--device',
        id,
        '--now',
        String(now),
        '--state',
        join(home, 'state'),
        ...optional,
      ];
      return JSON.parse(await outputOf([...args, join(home, 'token')])) as Verdict;
    },
  };
}

/** Nothing of the demo's environment reaches the device. */
function outputOf(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [VERIFY, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => child.once('error', reject).once('close', () => resolve(text)));
}
