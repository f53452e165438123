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
export const NO_HASH: Hex = '0'.repeat(64);

/** How far a chain has come. */
export interface Head {
  readonly version: number;
  readonly head: Hex;
}

export const EMPTY: Head = Object.freeze({ version: 0, head: NO_HASH });

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
    const bytes = canonicalBytes(recordOf(chain, n, prev, event, occasion));
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
