/** How Slack signs what it sends (docs.slack.dev, "Verifying requests from Slack"): version 0. */
import { createHmac } from 'node:crypto';

/** @param body the bytes that are sent */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}
