/**
 * A signed payload of Slack has one effect: a signature is good for five minutes, and whoever overhears one may send it again as
 * often as he likes. The first takes its place by its signature; every other finds it taken.
 */
import { slackSeenRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { SlackSeen } from '../rows.ts';
import type { EpochSeconds, Seconds } from '../units.ts';

/** Longer than a signature is good for, by a clock that is off in either direction. */
const KEPT: Seconds = 600;

/** @returns false where the payload was taken before */
export async function takeOnce(
  { store }: Pick<Ports, 'store'>,
  signature: string,
  now: EpochSeconds,
): Promise<boolean> {
  const row: SlackSeen = { version: 1, at: now };
  const lost = await store.commit({
    events: [],
    writes: [{ kind: 'insert', ref: slackSeenRef(signature), row, expires: now + KEPT }],
  });
  return lost === undefined;
}
