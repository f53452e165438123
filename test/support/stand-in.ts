/** How tests handle the stand-in servers of local/: planned failures, scratch directories, and a process to kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export function scratchDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'wardkey-test-'));
}

/** Makes the next `times` calls of `operation` fail in `mode`. */
export async function planFailure(endpoint: string, operation: string, mode: string, times: number): Promise<void> {
  const body = JSON.stringify({ operation, mode, times });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${endpoint}/_fail`, { method: 'POST', headers, body });
  if (response.status !== 204) throw new Error(`no such failure: ${body}`);
}

/** Runs `start` of `module` (a path from the root of the repository) with `options` in a process of its own. */
export async function spawnServer<Facts extends { endpoint: string }>(
  module: string,
  start: string,
  options: object,
): Promise<Facts & { kill(): Promise<void> }> {
  const url = new URL(`../../${module}`, import.meta.url).href;
  const script = `const { ${start} } = await import(${JSON.stringify(url)});
    console.log(JSON.stringify(await ${start}(${JSON.stringify(options)})));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { ...JSON.parse(await firstLine(child)), kill: () => killed(child) };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no stdout');
  const lines = createInterface(child.stdout);
  const [line]: unknown[] = await once(lines, 'line');
  // Its end of the pipe breaks when it is killed, which is what these tests are for; readline hands such errors on.
  lines.on('error', () => {});
  return String(line);
}

/** SIGKILL: no handler runs, nothing is flushed. */
async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
