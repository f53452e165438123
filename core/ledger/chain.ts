/**
 * Events as they are stored: canonical bytes, numbered, each carrying the hash of the one before. A chain belongs to a
 * request or to a person at a tenant; unrelated chains share nothing, so they never contend.
 */
import type { Actor, AnyEvent, Evidence } from '../access/events.ts';
import { sha256Hex } from '../hash.ts';
import { tenantOf } from '../keys.ts';
import type { StoredEvent } from '../ports.ts';
import type { EpochSeconds, Hex } from '../units.ts';
import { type Canonical, canonicalBytes } from './canonical.ts';

/** Version of the event's shape. A reader refuses a version it does not know; old ones stay readable for ever. */
export const EVENT_VERSION = 1;

/** What stands before the first event. */
const NO_HASH: Hex = '0'.repeat(64);

/** How far a chain has come. */
export interface Head {
  readonly version: number;
  readonly head: Hex;
  /** Time of the last event. */
  readonly at: EpochSeconds;
}

export const EMPTY: Head = Object.freeze({ version: 0, head: NO_HASH, at: 0 });

/** One event as its bytes say it. */
export interface EventRecord {
  readonly v: number;
  /** Hospital or organisation whose log this is. */
  readonly tenant: string;
  readonly chain: string;
  readonly n: number;
  readonly prev: Hex;
  readonly type: AnyEvent['type'];
  readonly at: EpochSeconds;
  readonly actor: Actor;
  readonly evidence: Evidence;
  readonly data: unknown;
}

/** Who, when and on which registry versions; the same for all events of one transition. */
export interface Occasion {
  readonly at: EpochSeconds;
  readonly actor: Actor;
  readonly evidence: Evidence;
}

/**
 * When the next event on a chain happened: never before the last one. Hosts' clocks differ; the order on a chain is the
 * order of its numbers, and its times must not contradict it.
 */
export function timeAfter(head: Head, now: EpochSeconds): EpochSeconds {
  return Math.max(head.at, now);
}

/** `events` as they follow `head` on `chain`. */
export function chainEvents(
  chain: string,
  head: Head,
  events: readonly AnyEvent[],
  occasion: Occasion,
): readonly StoredEvent[] {
  let { version: n, head: prev } = head;
  return events.map((event) => {
    n += 1;
    const bytes = canonicalBytes(recordOf(chain, n, prev, event, { ...occasion, at: timeAfter(head, occasion.at) }));
    prev = sha256Hex(bytes);
    return { chain, n, bytes, hash: prev };
  });
}

function recordOf(chain: string, n: number, prev: Hex, event: AnyEvent, occasion: Occasion): Canonical {
  return {
    v: EVENT_VERSION,
    tenant: tenantOf(chain),
    chain,
    n,
    prev,
    type: event.type,
    at: occasion.at,
    actor: { ...occasion.actor },
    evidence: { ...occasion.evidence },
    // Event data are plain readonly objects of strings, integers, booleans and lists; canonicalBytes refuses the rest.
    data: event.data as unknown as Canonical,
  };
}
