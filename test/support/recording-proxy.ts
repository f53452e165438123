/**
 * Stands before an engine or a server of ours and writes down every call that an SDK client makes: operation, and when
 * it was under way. Changes nothing.
 */
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LoopbackServer, serveLoopback } from '../../local/loopback-server.ts';

/** One call, by the clock of this process in milliseconds. */
export interface RecordedCall {
  readonly service: string;
  readonly operation: string;
  readonly from: number;
  readonly to: number;
}

export interface RecordingProxy extends LoopbackServer {
  /** The calls so far, and none of them again. */
  take(): readonly RecordedCall[];
}

/**
 * Forwards to `target`, an endpoint on loopback, after `delayMs`: long enough that calls sent together are under way
 * together, so that their order on a busy machine does not matter.
 */
export async function startRecordingProxy(target: string, delayMs: number): Promise<RecordingProxy> {
  let calls: RecordedCall[] = [];
  const server = await serveLoopback(0, async (request, response) => {
    const from = performance.now();
    await sleep(delayMs);
    const [service = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    return new Promise((resolve, reject) => {
      const onward = httpRequest(
        new URL(request.url ?? '/', target),
        { method: request.method, headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response).on('finish', () => {
            calls.push({ service, operation, from, to: performance.now() });
            resolve();
          });
        },
      );
      onward.on('error', reject);
      request.pipe(onward);
    });
  });
  return {
    ...server,
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}

/** How many calls stand one after the other: the longest row of calls each of which began after the one before ended. */
export function seriesOf(calls: readonly RecordedCall[]): number {
  const byEnd = [...calls].sort((a, b) => a.to - b.to);
  let last = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const call of byEnd) {
    if (call.from < last) continue;
    last = call.to;
    count += 1;
  }
  return count;
}
