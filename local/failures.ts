/**
 * Failures on demand: a test tells a stand-in server how its next calls fail (`POST /_fail`), so that what must hold
 * under faults is tried through the real client and the real wire (faults.md).
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson } from './loopback-server.ts';

const CONTROL_BYTES = 1024;
/** Longer than any client's time limit in this project. */
const DELAY_MS = 3_000;

interface Planned {
  readonly operation: string;
  readonly mode: string;
  times: number;
}

export interface Failures {
  /** Handles `POST /_fail {operation, mode, times}`; `times: 0` forgets what was planned for the operation. */
  control(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** The mode in which this call of `operation` fails, counted; undefined = it does not. */
  next(operation: string): string | undefined;
  /** Until something else is planned for `operation`: so a test does what has to come before the answer. */
  held(operation: string): Promise<void>;
}

/** Plans failures of the named modes only, so that a misspelt test fails at once. */
export function planFailures(modes: readonly string[]): Failures {
  let plans: Planned[] = [];
  let waiting: { readonly operation: string; readonly go: () => void }[] = [];
  return {
    async control(request, response) {
      const plan = parsePlan(await readJson(request, CONTROL_BYTES), modes);
      // A web page can post text/plain anywhere without asking; application/json needs a preflight, which fails here.
      if (!plan || request.headers['content-type'] !== 'application/json') return void response.writeHead(400).end();
      plans = [...plans.filter((other) => other.operation !== plan.operation), plan];
      for (const { operation, go } of waiting) if (operation === plan.operation) go();
      waiting = waiting.filter(({ operation }) => operation !== plan.operation);
      response.writeHead(204).end();
    },
    next(operation) {
      const plan = plans.find((one) => one.operation === operation && one.times > 0);
      if (!plan) return undefined;
      plan.times -= 1;
      return plan.mode;
    },
    held(operation) {
      return new Promise((go) => void waiting.push({ operation, go }));
    },
  };
}

function parsePlan(body: Record<string, unknown> | undefined, modes: readonly string[]): Planned | undefined {
  const { operation, mode, times } = body ?? {};
  if (typeof operation !== 'string' || typeof mode !== 'string' || !modes.includes(mode)) return undefined;
  return typeof times === 'number' && Number.isInteger(times) ? { operation, mode, times } : undefined;
}

/** The failures that every server has: late, and gone without an answer. Returns whether the call is over. */
export async function failOnTheWire(mode: string | undefined, response: ServerResponse): Promise<boolean> {
  if (mode === 'delay') await sleep(DELAY_MS, undefined, { ref: false });
  if (mode !== 'reset') return false;
  response.destroy();
  return true;
}
