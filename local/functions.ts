/** The functions of the embedded stack: a thread each, called as Lambda calls them, with its limits. */
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { FUNCTIONS, type FunctionName } from '../lambdas/routes.ts';
import { bundleOf } from './build.ts';

/** Lambda's own limits behind an HTTP API. */
const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 6 * 1024 * 1024;

export interface Functions {
  /** @throws FunctionFailed when it threw, took too long or answered too much */
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

export class FunctionFailed extends Error {
  constructor(name: FunctionName, what: string) {
    super(`${name}: ${what}`);
    this.name = 'FunctionFailed';
  }
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Variables that every function finds in Lambda, here aimed at the local servers. */
type Surroundings = Readonly<Record<string, string>>;

export interface FunctionsOptions {
  /** Every variable of the stack; a function gets those that its row in routes.ts names, and no other. */
  readonly settings: Readonly<Record<string, string>>;
  readonly surroundings: Surroundings;
  readonly clock: SharedArrayBuffer;
  /** Where their bundles are. */
  readonly bundles: string;
  /** File for what the functions write. */
  readonly log: string;
}

/** A thread for each function, started by its first call, and anew by the next one after its end. */
export function startFunctions({ settings, surroundings, clock, bundles, log }: FunctionsOptions): Functions {
  const lines = createWriteStream(log, { flags: 'a', mode: 0o600 });
  const start = (name: FunctionName) =>
    startOne(name, bundleOf(bundles, name), environmentOf(name, settings, surroundings), clock, lines);
  const running = new Map<FunctionName, ReturnType<typeof start>>();
  return {
    invoke: (name, event) => {
      const kept = running.get(name);
      const one = kept && !kept.hasEnded() ? kept : start(name);
      running.set(name, one);
      return one.invoke(event);
    },
    stop: async () => {
      await Promise.all([...running.values()].map((one) => one.stop()));
      lines.end();
    },
  };
}

function environmentOf(name: FunctionName, settings: Readonly<Record<string, string>>, surroundings: Surroundings) {
  const own = FUNCTIONS[name].environment.map((variable) => [variable, settings[variable] ?? ''] as const);
  return { ...surroundings, ...Object.fromEntries(own) };
}

function startOne(
  name: FunctionName,
  bundle: string,
  env: Record<string, string>,
  clock: SharedArrayBuffer,
  lines: Writable,
) {
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
    env,
    workerData: { bundle, clock },
    stdout: true,
    stderr: true,
  });
  for (const output of [worker.stdout, worker.stderr]) output.on('data', (chunk) => lines.write(chunk));
  const waiting = new Map<number, Waiting>();
  let next = 0;
  const settle = (id: number, act: (one: Waiting) => void) => {
    const one = waiting.get(id);
    if (!one) return;
    waiting.delete(id);
    clearTimeout(one.timer);
    act(one);
  };
  worker.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) =>
    settle(id, (one) => {
      const tooLarge = JSON.stringify(value ?? null).length > MAX_ANSWER_BYTES;
      if (error || tooLarge) one.reject(new FunctionFailed(name, error ?? 'answer over 6 MB'));
      else one.resolve(value);
    }),
  );
  const failAll = (what: string) => {
    for (const id of [...waiting.keys()]) settle(id, (one) => one.reject(new FunctionFailed(name, what)));
  };
  let hasEnded = false;
  worker.on('error', (error) => failAll(error.name));
  worker.on('exit', () => {
    hasEnded = true;
    failAll('its thread ended');
  });
  const invoke = (event: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      const id = next++;
      const timer = setTimeout(() => settle(id, () => reject(new FunctionFailed(name, 'took over 30 s'))), TIMEOUT_MS);
      waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, event });
    });
  return { invoke, hasEnded: () => hasEnded, stop: () => worker.terminate() };
}
