/** Sends what Slack sends, signed, to the app's addresses. Slack waits three seconds; what comes later is thrown away. */
import type { Actors } from './actors.ts';
import type { Raw } from './deeds.ts';
import { signatureOf } from './signing.ts';

/** Slack's patience. */
const PATIENCE_MS = 3_000;
/** Ours: the report of a deed says what came after Slack had given up. */
const REPORT_MS = 30_000;

/** What our ingress answered; `status` 0: nothing was sent. */
export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}
export interface Report extends Answered {
  /** Of each, where it was sent more than once. */
  readonly answers: readonly Answered[];
  /** What was sent, so that it can be sent again. */
  readonly sent?: { readonly path: string; readonly body: string; readonly headers: Readonly<Record<string, string>> };
  /** What Slack's client said instead of sending. */
  readonly errors?: Readonly<Record<string, string>>;
}

export const UNSENT = Object.freeze({ status: 0, body: '', ms: 0, answers: [] });

/** What Slack calls an answer that is none. */
export function wordFor({ status, ms }: Answered): string | undefined {
  if (ms > PATIENCE_MS) return 'operation_timeout';
  return status === 200 ? undefined : 'dispatch_failed';
}

/** @param path of the app; sends as often at the same time as `raw` says */
export async function send(
  actors: Actors,
  { team, raw = {} }: { readonly team: string; readonly raw?: Raw | undefined },
  path: string,
  payload: string,
  type = 'application/x-www-form-urlencoded',
): Promise<Report> {
  const body = raw.body ?? payload;
  const timestamp = raw.timestamp ?? String(Math.floor(actors.now() / 1000));
  const signature = raw.signature ?? signatureOf(raw.secret ?? actors.signingSecret(team), timestamp, body);
  const headers = {
    'content-type': type,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    ...(timestamp !== '' && { 'x-slack-request-timestamp': timestamp }),
    ...(signature !== '' && { 'x-slack-signature': signature }),
  };
  const calls = Array.from({ length: raw.repeat ?? 1 }, () => sendOnce(`${actors.gateway()}${path}`, headers, body));
  const answers = await Promise.all(calls);
  const [first = UNSENT] = answers;
  return { ...first, answers, sent: { path, body, headers } };
}

async function sendOnce(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answered> {
  const began = performance.now();
  const signal = AbortSignal.timeout(REPORT_MS);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return { status: response.status, body: await response.text(), ms: Math.round(performance.now() - began) };
  } catch {
    return { status: 0, body: '', ms: Math.round(performance.now() - began) };
  }
}
