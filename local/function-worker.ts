/**
 * Runs one function's bundle in a thread of its own with an environment of its own, as Lambda gives each function a
 * machine. The clock can be moved forward for the demo ("half an hour later"); the bundle does not know.
 */
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { moveClock } from './moved-clock.ts';
import { recordCalls } from './record-calls.ts';

interface Job {
  readonly id: number;
  readonly event: unknown;
}

const { bundle, clock } = workerData as { readonly bundle: string; readonly clock: SharedArrayBuffer };
moveClock(clock);
const recording = process.env['WARDKEY_RECORD_CALLS'];
if (recording) recordCalls(recording, basename(dirname(bundle)), process.env);
const { handler } = createRequire(import.meta.url)(bundle) as {
  handler: (event: unknown, context: object) => Promise<unknown>;
};

parentPort?.on('message', ({ id, event }: Job) => {
  handler(event, { awsRequestId: String(id), getRemainingTimeInMillis: () => 30_000 })
    .then((value) => parentPort?.postMessage({ id, value }))
    .catch((error: unknown) => parentPort?.postMessage({ id, error: error instanceof Error ? error.name : 'unknown' }));
});
