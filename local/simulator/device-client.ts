/**
 * The simulator's hand at the device process: switches it on when it is first looked at, and on again when its power went.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startTethered, type Tethered } from '../tether.ts';
import type { Acted, BenchView } from './bench.ts';

const PROGRAM = fileURLToPath(new URL('./device-process.ts', import.meta.url));
const READY_WITHIN_MS = 20_000;
/** The device's front door takes one attempt a second. */
const BETWEEN_ATTEMPTS_MS = 1100;

/** `isOn` false: it is switched on just now. `powerCuts` since the simulator began. */
export type BenchState = { readonly powerCuts: number } & (
  | { readonly isOn: true; readonly pid: number; readonly devices: readonly BenchView[] }
  | { readonly isOn: false }
);

export type Verb = 'present' | 'challenge' | 'end' | 'skip' | 'set-clock';

export interface Bench {
  /** Does not wait for a device that starts. */
  look(): Promise<BenchState>;
  /** Waits until the device is on, and takes an attempt. */
  act(code: string, verb: Verb, more?: Readonly<Record<string, unknown>>): Promise<Acted>;
  stop(): Promise<void>;
}

interface Running {
  readonly child: Tethered;
  readonly endpoint: string;
}

/**
 * @param home where trust files and stores lie
 * @param ahead how far everybody's clock is ahead, in seconds
 */
export function openBench(home: string, codes: readonly string[], ahead: () => number): Bench {
  let running: Running | undefined;
  let starting: Promise<Running> | undefined;
  let [starts, isOver] = [0, false];
  const attempts = new Map<string, number>();

  const isAlive = () => running !== undefined && !running.child.hasExited();
  const switchOn = (): Promise<Running> => {
    if (isOver) return Promise.reject(new Error('the simulator is over'));
    starting ??= start(home, codes)
      .then((started) => {
        running = started;
        starts += 1;
        return started;
      })
      .finally(() => {
        starting = undefined;
      });
    return starting;
  };
  const ask = async <T>({ endpoint }: Running, path: string, body: object): Promise<T> => {
    const response = await fetch(`${endpoint}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, ahead: ahead() }),
    });
    if (!response.ok) throw new Error(`the device answered ${response.status}`);
    return (await response.json()) as T;
  };

  return {
    async look() {
      const isOff = !running || !isAlive();
      const powerCuts = isOff ? starts : starts - 1;
      const off = { isOn: false, powerCuts } as const;
      if (!running || isOff) {
        // Whoever looks again sees what became of it.
        switchOn().catch(() => {});
        return off;
      }
      const { child } = running;
      const found = await ask<{ devices: readonly BenchView[] }>(running, '/look', {}).catch(() => undefined);
      return found ? { isOn: true, pid: child.pid, powerCuts, ...found } : off;
    },
    async act(code, verb, more = {}) {
      if (verb === 'present') await turnAt(attempts, code);
      const at = running && isAlive() ? running : await switchOn();
      return ask<Acted>(at, join('/', code, verb), more);
    },
    async stop() {
      isOver = true;
      await starting?.catch(() => {});
      await running?.child.stop();
    },
  };
}

/** Waits until the device looks at a token again; a hand is slower than that anyway. */
async function turnAt(attempts: Map<string, number>, code: string): Promise<void> {
  const next = Math.max(performance.now(), (attempts.get(code) ?? 0) + BETWEEN_ATTEMPTS_MS);
  attempts.set(code, next);
  await sleep(Math.max(0, next - performance.now()));
}

async function start(home: string, codes: readonly string[]): Promise<Running> {
  const child = await startTethered(process.execPath, [PROGRAM, home, ...codes]);
  const [, endpoint] = (await child.heard(/^Listening on (\S+)$/m, READY_WITHIN_MS)) ?? [];
  if (endpoint !== undefined) return { child, endpoint };
  await child.stop();
  throw new Error(`The device did not start: ${child.output()}`);
}
