/**
 * What SES reports by EventBridge about mails that it took. SES may report before notify has written the id down: then
 * the call fails, and Lambda repeats it one and three minutes later.
 */
import type { EventBridgeEvent } from 'aws-lambda';
import { wireStore } from '../adapters/wire.ts';
import { type DeliveryReport, type Fate, recordDelivery } from '../core/verbs/record-delivery.ts';

const ports = wireStore(process.env);

/** SES event publishing, as far as it is read here. Addresses, subjects and headers in it are nobody's business. */
interface SesReport {
  readonly eventType: string;
  readonly mail: { readonly messageId: string; readonly timestamp: string };
  readonly bounce?: { readonly bounceType: string };
}

/** A complaint was delivered first. A delay, or that SES sent it, changes nothing that a person is shown. */
const FATE_OF: Readonly<Record<string, Fate>> = Object.freeze({
  Delivery: 'arrived',
  Complaint: 'arrived',
  Bounce: 'came_back',
  Reject: 'came_back',
});

export async function handler({ detail }: EventBridgeEvent<string, SesReport>): Promise<void> {
  const report = reportIn(detail);
  const outcome = report ? await recordDelivery(ports, report, Math.floor(Date.now() / 1000)) : 'unchanged';
  // The type only: operators alarm on bounces and complaints; whose they are stands in the table.
  console.log(JSON.stringify({ level: 'info', job: 'delivery', report: detail.eventType, outcome }));
  if (outcome === 'early') throw new Error('reported before it was written down');
}

function reportIn({ eventType, mail, bounce }: SesReport): DeliveryReport | undefined {
  const isFinal = bounce === undefined || bounce.bounceType === 'Permanent';
  const fate = isFinal ? FATE_OF[eventType] : 'not_taken';
  if (fate === undefined) return undefined;
  return { messageId: mail.messageId, fate, sentAt: Math.floor(Date.parse(mail.timestamp) / 1000) };
}
