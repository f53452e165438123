/**
 * What a device must not forget when its power goes: which tokens were used, the floor of time, the counters (section
 * 5, replay store). One record, replaced as a whole; the interface is small so that an OEM can put it on his own
 * rollback-protected storage. A store that cannot be read refuses service, never clinical use.
 */
import { type DeviceClass, type EpochSeconds, MAX_WRONG_CODES } from './claims.ts';
import { Rejected } from './rejected.ts';
import type { Versions } from './trust.ts';

/** What is remembered of a jti; times in seconds. */
export interface TokenRecord {
  readonly starts: number;
  readonly spent: number;
  /** Wrong release codes so far. */
  readonly bad: number;
  readonly exp: EpochSeconds;
}

export interface Durable {
  /** Rises by one a commit. */
  readonly revision: number;
  readonly floor: EpochSeconds;
  readonly boots: number;
  readonly versions: Versions;
  readonly tokens: ReadonlyMap<string, TokenRecord>;
}

/** @throws Rejected E_STORE from either method: the record is missing, torn, or not the one just written. */
export interface Store {
  read(): Durable;
  /** Returns only when `next` is durable and was read back. */
  commit(next: Durable): void;
}

export const NO_RECORD: TokenRecord = Object.freeze({ starts: 0, spent: 0, bad: 0, exp: 0 });

/** The record of a device that was never switched on. */
export function firstRecord(floor: EpochSeconds): Durable {
  return { revision: 0, floor, boots: 0, versions: { root: 0, bundle: 0, owner: 0, profile: 0 }, tokens: new Map() };
}

/** A store that lasts as long as the process: for a single check, the simulator and tests. */
export function memoryStore(first: Durable): Store {
  let held = first;
  return {
    read: () => held,
    commit: (next) => {
      if (next.revision !== held.revision + 1) throw new Rejected('E_STORE');
      held = next;
    },
  };
}

/** Burned by wrong codes, or no start left. */
export function isUsedUp(record: TokenRecord, uses: number): boolean {
  return record.bad >= MAX_WRONG_CODES || record.starts >= uses;
}

/** What decides which records may give way; the pinned part of the trust has it all. */
export interface Room {
  readonly class: DeviceClass;
  readonly replay_cap: number;
  readonly skew: number;
}

/** Is there room for a jti that is not yet recorded? Only records whose token can never start again give way. */
export function hasRoom(durable: Durable, jti: string, room: Room): boolean {
  if (durable.tokens.size < room.replay_cap || durable.tokens.has(jti)) return true;
  let kept = 0;
  for (const record of durable.tokens.values()) if (!isForgettable(record, durable.floor, room)) kept += 1;
  return kept < room.replay_cap;
}

/** The next record with `record` for `jti`. Others are evicted only if room is needed. */
export function withToken(durable: Durable, jti: string, record: TokenRecord, room: Room): Durable {
  const tokens = new Map(durable.tokens);
  if (!tokens.has(jti) && tokens.size >= room.replay_cap) {
    for (const [old, entry] of tokens) if (isForgettable(entry, durable.floor, room)) tokens.delete(old);
  }
  tokens.set(jti, record);
  return { ...durable, revision: durable.revision + 1, tokens };
}

/**
 * Past the floor, which never falls: wall clocks are set back, the floor is not. On class C no token raises the floor
 * (section 5, step 23), so there a token that has started gives way as well: its challenge was cleared by that start and
 * never comes again, so it can never start again. Else such a device would refuse service for ever after 64 visits.
 */
function isForgettable(record: TokenRecord, floor: EpochSeconds, room: Room): boolean {
  return record.exp + room.skew < floor || (room.class === 'C' && record.starts > 0);
}
