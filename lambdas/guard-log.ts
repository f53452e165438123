/**
 * The events table's stream: whatever changes or removes an event that stands there. Nothing of ours does, so each record is
 * an alarm (lib/log-metrics.ts). The line names the key by its hash: it finds the item again and tells a reader of logs nothing.
 */
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { sha256Hex } from '../core/hash.ts';

export async function handler(event: DynamoDBStreamEvent): Promise<void> {
  for (const { eventName, dynamodb } of event.Records) {
    if (eventName === 'INSERT') continue;
    const key = sha256Hex(`${dynamodb?.Keys?.['pk']?.S} ${dynamodb?.Keys?.['sk']?.S}`);
    console.log(JSON.stringify({ level: 'error', job: 'guard-log', problem: 'log-touched', change: eventName, key }));
  }
}
