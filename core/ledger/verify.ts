/**
 * Walks a chain from its bytes alone and names the first thing that does not hold. It finds: altered bytes, a removed,
 * inserted or reordered event, an impossible step, a step that a rule forbids, and, given the stored row, a tail cut off. It cannot find the removal
 * of a whole request together with its row: that takes the hospital's Merkle log, which seals chains from outside.
 */
import type { RequestEvent } from '../access/events.ts';
import { type AccessRequest, evolve, type Placed } from '../access/request.ts';
import { sha256Hex } from '../hash.ts';
import { tenantOf } from '../keys.ts';
import type { StoredEvent } from '../ports.ts';
import { type Canonical, canonicalJson } from './canonical.ts';
import { EMPTY, EVENT_VERSION, type EventRecord, type Head } from './chain.ts';
import { breaksRule } from './replay.ts';

export type BreakCode =
  | 'not_canonical'
  | 'unknown_version'
  | 'hash_differs'
  | 'number_gap'
  | 'prev_differs'
  | 'other_chain'
  | 'time_runs_back'
  | 'impossible_step'
  | 'rule_broken'
  | 'tail_missing'
  | 'state_differs'
  | 'state_behind'
  | 'state_missing'
  | 'chain_missing';

/** The first thing on a chain that does not hold. */
export interface Break {
  readonly chain: string;
  readonly n: number;
  readonly code: BreakCode;
}

export type Walk =
  | { readonly ok: true; readonly records: readonly EventRecord[]; readonly head: Head }
  | { readonly ok: false; readonly broken: Break };

/** Walks the events of one chain in the order stored. */
export function walkChain(chain: string, stored: readonly StoredEvent[]): Walk {
  const records: EventRecord[] = [];
  let head: Head = EMPTY;
  for (const event of stored) {
    const record = readRecord(event.bytes);
    const code = typeof record === 'string' ? record : breakIn(record, event, chain, head, records.at(-1));
    if (code || typeof record === 'string') return broken(chain, head.version + 1, code ?? 'not_canonical');
    records.push(record);
    head = { version: record.n, head: event.hash, at: record.at };
  }
  return { ok: true, records, head };
}

function broken(chain: string, n: number, code: BreakCode): Walk {
  return { ok: false, broken: { chain, n, code } };
}

/** The record in canonical `bytes`, or why it cannot be read. */
function readRecord(bytes: Uint8Array): EventRecord | 'not_canonical' | 'unknown_version' {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text) as Canonical & EventRecord;
    if (canonicalJson(value) !== text) return 'not_canonical';
    return value.v === EVENT_VERSION ? value : 'unknown_version';
  } catch {
    return 'not_canonical';
  }
}

function breakIn(
  record: EventRecord,
  stored: StoredEvent,
  chain: string,
  head: Head,
  before: EventRecord | undefined,
): BreakCode | undefined {
  const checks: readonly (readonly [BreakCode, boolean])[] = [
    ['hash_differs', sha256Hex(stored.bytes) !== stored.hash],
    ['other_chain', record.chain !== chain || record.tenant !== tenantOf(chain)],
    ['number_gap', record.n !== head.version + 1 || stored.n !== record.n],
    ['prev_differs', record.prev !== head.head],
    ['time_runs_back', before !== undefined && record.at < before.at],
  ];
  return checks.find(([, isBroken]) => isBroken)?.[0];
}

/**
 * Walks a request's chain, folds it through the states, and compares the end with the stored row.
 *
 * @param row the stored row as read before the events; absent = only the chain is judged
 * @param later the same row as read after them
 */
export function verifyRequest(
  chain: string,
  stored: readonly StoredEvent[],
  row?: AccessRequest,
  later?: AccessRequest,
): Break | undefined {
  const walk = walkChain(chain, stored);
  if (!walk.ok) return walk.broken;
  const states = fold(chain, stored, walk.records);
  if ('code' in states) return states;
  if (later && later.version < states.length) return { chain, n: later.version + 1, code: 'state_behind' };
  return row && compareWithRow(chain, states, row);
}

/** The state after each event: the row, read before the events, may be behind them. */
function fold(
  chain: string,
  stored: readonly StoredEvent[],
  records: readonly EventRecord[],
): Break | readonly AccessRequest[] {
  const states: AccessRequest[] = [];
  for (const [index, record] of records.entries()) {
    const before = states.at(-1);
    const placed: Placed = {
      event: { type: record.type, data: record.data } as RequestEvent,
      at: record.at,
      actor: record.actor,
      n: record.n,
      hash: stored[index]?.hash ?? '',
    };
    try {
      if (breaksRule(chain, before, placed)) return { chain, n: record.n, code: 'rule_broken' };
      states.push(evolve(before, placed));
    } catch {
      return { chain, n: record.n, code: 'impossible_step' };
    }
  }
  return states;
}

/** Refusals beyond the cap are counted in the row only, so they are left out of the comparison. */
function compareWithRow(chain: string, states: readonly AccessRequest[], row: AccessRequest): Break | undefined {
  if (states.length === 0) return { chain, n: 1, code: 'chain_missing' };
  const folded = states[row.version - 1];
  if (!folded) return { chain, n: states.length + 1, code: 'tail_missing' };
  const alike = comparable(folded) === comparable(row);
  return alike ? undefined : { chain, n: row.version, code: 'state_differs' };
}

/** Undefined for a row that no chain could lead to: a state of events has a canonical form. */
function comparable(request: AccessRequest): string | undefined {
  try {
    return canonicalJson({ ...request, refusals: 0 } as unknown as Canonical);
  } catch {
    return undefined;
  }
}
