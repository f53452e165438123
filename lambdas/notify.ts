/**
 * The state table's stream: new outbox rows become deliveries, mails and cards in Slack. A record that fails is reported alone, so the
 * others go on; the sweeper comes back to whatever is left lying.
 */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { required, wireMailer, wireSlack, wireStore } from '../adapters/wire.ts';
import type { Outbox } from '../core/rows.ts';
import { notifyOutbox } from '../core/verbs/notify.ts';
import { mailWriter } from '../web/mail.ts';
import { slackWriter } from '../web/slack/card.ts';

const ports = { ...wireStore(process.env), ...wireMailer(process.env) };
const slackAnew = wireSlack(process.env);
const baseUrl = required(process.env, 'BASE_URL');
const writers = { mail: mailWriter({ baseUrl }), slack: slackWriter({ baseUrl }) };

export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const failed: { itemIdentifier: string }[] = [];
  const run = { ...ports, ...slackAnew() };
  for (const record of event.Records) {
    try {
      const outbox = outboxIn(record);
      if (outbox) await notifyOutbox(run, writers, outbox, Math.floor(Date.now() / 1000));
    } catch (error) {
      console.log(
        JSON.stringify({ level: 'error', job: 'notify', problem: error instanceof Error ? error.name : 'unknown' }),
      );
      failed.push({ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' });
    }
  }
  return { batchItemFailures: failed };
}

/** The row of a new `notify` outbox item; other changes of the table are nobody's business here. */
function outboxIn(record: DynamoDBStreamEvent['Records'][number]): Outbox | undefined {
  const image = record.eventName === 'INSERT' ? record.dynamodb?.NewImage : undefined;
  const doc = image?.['sk']?.S?.startsWith('O#notify#') ? image['doc']?.S : undefined;
  return doc === undefined ? undefined : (JSON.parse(doc) as Outbox);
}
