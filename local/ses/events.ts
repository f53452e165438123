/** What SES publishes to EventBridge about a mail that it took (SES developer guide, "SES events schema reference"). */
import { randomUUID } from 'node:crypto';
import type { Message } from './messages.ts';

export interface MailEvent {
  readonly source: 'aws.ses';
  readonly 'detail-type': string;
  readonly detail: { readonly eventType: string } & Readonly<Record<string, unknown>>;
}

export type Report = 'Delivery' | 'Bounce' | 'TransientBounce';

const DETAIL_TYPE: Readonly<Record<Report, string>> = Object.freeze({
  Delivery: 'Email Delivered',
  Bounce: 'Email Bounced',
  TransientBounce: 'Email Bounced',
});

/** The event, with the members that SES gives every mail and those of this report. */
export function mailEvent(report: Report, message: Message): MailEvent & Readonly<Record<string, unknown>> {
  const time = new Date(message.received).toISOString();
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DETAIL_TYPE[report],
    source: 'aws.ses',
    account: '000000000000',
    time,
    region: 'us-east-1',
    resources: ['arn:aws:ses:us-east-1:000000000000:configuration-set/wardkey'],
    detail: { ...detailOf(report, message, time), mail: mailOf(message, time) },
  };
}

function mailOf({ id, from, to, subject }: Message, timestamp: string): object {
  const commonHeaders = { from: [from], to: [to], messageId: id, subject };
  return {
    timestamp,
    source: from,
    messageId: id,
    destination: [to],
    headersTruncated: false,
    headers: [],
    commonHeaders,
  };
}

function detailOf(report: Report, { to }: Message, timestamp: string): MailEvent['detail'] {
  if (report === 'Delivery')
    return { eventType: 'Delivery', delivery: { timestamp, recipients: [to], smtpResponse: '250 OK' } };
  const [bounceType, status] = report === 'Bounce' ? ['Permanent', '5.1.1'] : ['Transient', '4.4.7'];
  const bouncedRecipients = [{ emailAddress: to, action: 'failed', status }];
  return { eventType: 'Bounce', bounce: { bounceType, bounceSubType: 'General', bouncedRecipients, timestamp } };
}
