/**
 * What a device must not forget when its power goes: which tokens were used, the floor of time, the counters (section
 * 5, replay store). One record, replaced as a whole; the interface is small so that an OEM can put it on his own
 * rollback-protected storage. A store that cannot be read refuses service, never clinical use.
 */
import { type EpochSeconds, MAX_WRONG_CODES } from './claims.ts';
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

/** Is there room for a jti that is not yet recorded? Only records whose token can never start again give way. */
export function hasRoom(durable: Durable, jti: string, cap: number, skew: number): boolean {
  if (durable.tokens.size < cap || durable.tokens.has(jti)) return true;
  let kept = 0;
  for (const record of durable.tokens.values()) if (!isForgettable(record, durable.floor, skew)) kept += 1;
  return kept < cap;
}

/**
 * The next record with `record` for `jti`. Others are evicted only if room is needed and only if they are past the
 * floor, which never falls: wall clocks are set back, the floor is not.
 */
export function withToken(durable: Durable, jti: string, record: TokenRecord, cap: number, skew: number): Durable {
  const tokens = new Map(durable.tokens);
  if (!tokens.has(jti) && tokens.size >= cap) {
    for (const [old, entry] of tokens) if (isForgettable(entry, durable.floor, skew)) tokens.delete(old);
  }
  tokens.set(jti, record);
  return { ...durable, revision: durable.revision + 1, tokens };
}

function isForgettable(record: TokenRecord, floor: EpochSeconds, skew: number): boolean {
  return record.exp + skew < floor;
}
