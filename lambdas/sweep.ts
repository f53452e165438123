/** The minute's timer: announces what time has done and picks up outbox rows that the stream left lying. */
import { required, wireMailer, wireSlack, wireStore } from '../adapters/wire.ts';
import { type Swept, sweep } from '../core/verbs/sweep.ts';
import { mailWriter } from '../web/mail.ts';
import { slackWriter } from '../web/slack/card.ts';

const ports = { ...wireStore(process.env), ...wireMailer(process.env) };
const slackAnew = wireSlack(process.env);
const baseUrl = required(process.env, 'BASE_URL');
const writers = { mail: mailWriter({ baseUrl }), slack: slackWriter({ baseUrl }) };

/** Rows younger than this belong to the stream's consumer. The embedded stack has no stream and sends 0, four times a second. */
const OUTBOX_AGE = 60;

export async function handler(event: { readonly outboxAge?: number } = {}): Promise<Omit<Swept, 'failed'>> {
  const isScheduled = event.outboxAge === undefined;
  const { failed, ...swept } = await sweep(
    { ...ports, ...slackAnew() },
    writers,
    Math.floor(Date.now() / 1000),
    event.outboxAge ?? OUTBOX_AGE,
  );
  for (const error of failed) {
    const problem = error instanceof Error ? error.name : 'unknown';
    console.log(JSON.stringify({ level: 'error', job: 'sweep', problem }));
  }
  // An object, not text: the runtime then leaves it one, and the metric can read the number (lib/log-metrics.ts).
  if (isScheduled) console.log({ level: 'info', job: 'sweep', oldest: swept.oldest });
  return swept;
}
