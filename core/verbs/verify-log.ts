/**
 * Verifies a request or a whole hospital from the log's bytes and names the first break. What it cannot find before the
 * Merkle log exists: that a request was removed whole, chain and row together.
 */
import type { AccessRequest } from '../access/request.ts';
import { STATUSES } from '../contract.ts';
import { sha256Base64url } from '../hash.ts';
import {
  isProposalChain,
  isRegistryChain,
  personHeadRef,
  registryHeadRef,
  registryRefOf,
  requestChain,
} from '../keys.ts';
import { type Canonical, canonicalBytes } from '../ledger/canonical.ts';
import type { EventRecord } from '../ledger/chain.ts';
import { registryBreak } from '../ledger/replay-registry.ts';
import { type Break, verifyRequest, walkChain } from '../ledger/verify.ts';
import type { Page, Ports, Ref, StoredEvent } from '../ports.ts';
import { digestOfProposed, type Proposal } from '../registry/proposal.ts';
import type { Versioned } from '../registry.ts';
import type { PersonHead } from '../rows.ts';
import type { HospitalId } from '../units.ts';
import { hospitalList } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'ledger'>;

export interface Verified {
  readonly chains: number;
  readonly events: number;
  readonly broken?: Break;
}

/** Walks one chain against its row. */
export async function verifyChain(ports: Needs, chain: string): Promise<Verified> {
  if (chain.split('#')[2] === 'R') return verifyRequestChain(ports, chain);
  return isRegistryChain(chain) ? verifyRegistryChain(ports, chain) : verifyPersonChain(ports, chain);
}

/**
 * The registry row, as read before the events, is what the event of its version said, and as read after them it is not older
 * than the last: who wrote past the log, or put an old row back, shows here. A proposal's row says what its events say.
 */
async function verifyRegistryChain(ports: Needs, chain: string): Promise<Verified> {
  const isProposal = isProposalChain(chain);
  const ref = registryRefOf(chain);
  const { row } = await ports.store.load({ row: ref });
  const walked = await verifyPersonChain(ports, chain);
  if (walked.broken) return walked;
  const { proposal } = await ports.store.load({ proposal: registryHeadRef(chain) as unknown as Ref<Proposal> });
  const stored = await ports.ledger.events(chain);
  const walk = walkChain(chain, stored);
  if (!walk.ok) return verified(stored, walk.broken);
  const n = registryBreak(chain, walk.records);
  if (n !== undefined) return verified(stored, breakAt(chain, n, 'rule_broken'));
  if (isProposal) return verified(stored, proposalBreak(chain, walk.records, proposal));
  const { later } = await ports.store.load({ later: ref });
  return verified(stored, rowBreak(chain, walk.records, row) ?? staleBreak(chain, walked.events, walk.records, later));
}

/** A row that is older than the last event that was there before it was read. */
function staleBreak(
  chain: string,
  count: number,
  records: readonly EventRecord[],
  later: Versioned | undefined,
): Break | undefined {
  const versions = records.slice(0, count).map(({ data }) => (data as { readonly version?: number }).version ?? 0);
  return later && later.version < Math.max(0, ...versions) ? breakAt(chain, count, 'state_behind') : undefined;
}

/** The row was read before the events: it is what the event of its version left behind. */
function proposalBreak(chain: string, records: readonly EventRecord[], row: Proposal | undefined): Break | undefined {
  const last = records[(row?.version ?? 0) - 1];
  const { digest } = (records[0]?.data ?? {}) as { readonly digest?: string };
  const isSame = row && last?.type === `registry.${row.status}` && digestOfProposed(row) === digest;
  return isSame ? undefined : breakAt(chain, row?.version ?? 1, 'state_differs');
}

function rowBreak(chain: string, records: readonly EventRecord[], row: Versioned | undefined): Break | undefined {
  if (!row) return breakAt(chain, records.length, 'state_missing');
  const said = records.find(({ data }) => (data as { readonly version?: number }).version === row.version);
  // A row that no event tells of is older than its chain (seed data) or newer than this reading of it.
  const { version: first = 0 } = (records[0]?.data ?? {}) as { readonly version?: number };
  if (!said) return row.version >= first ? breakAt(chain, records.length, 'state_differs') : undefined;
  const hash = (said.data as { readonly row?: string }).row;
  return sha256Base64url(canonicalBytes(row as unknown as Canonical)) === hash
    ? undefined
    : breakAt(chain, said.n, 'state_differs');
}

async function verifyRequestChain(ports: Needs, chain: string): Promise<Verified> {
  const { stored, broken } = await readVerified(ports, chain);
  return verified(stored, broken);
}

/**
 * The events of a request's chain as they are stored, and the first thing there that does not hold. Event and row commit together:
 * a row read after the events is not behind them, one read before is not ahead.
 */
export async function readVerified(
  ports: Needs,
  chain: string,
): Promise<{ readonly stored: readonly StoredEvent[]; readonly broken: Break | undefined }> {
  const ref: Ref<AccessRequest> = { table: 'state', pk: chain, sk: 'S' };
  const { row } = await ports.store.load({ row: ref });
  const stored = await ports.ledger.events(chain);
  const { later } = await ports.store.load({ later: ref });
  const isGone = stored.length > 0 && !later;
  const broken = isGone ? breakAt(chain, stored.length, 'state_missing') : verifyRequest(chain, stored, row, later);
  return { stored, broken };
}

/** A person's chain ends where its head row says; the row was read before the events, so it may be behind them. */
async function verifyPersonChain(ports: Needs, chain: string): Promise<Verified> {
  const { row } = await ports.store.load({ row: personHeadRef(chain) });
  const stored = await ports.ledger.events(chain);
  const { later } = await ports.store.load({ later: personHeadRef(chain) });
  const walk = walkChain(chain, stored);
  if (!walk.ok) return verified(stored, walk.broken);
  return verified(stored, headBreak(chain, stored, row, later));
}

function headBreak(
  chain: string,
  stored: readonly StoredEvent[],
  row: PersonHead | undefined,
  later: PersonHead | undefined,
): Break | undefined {
  if (!later) return stored.length > 0 ? breakAt(chain, stored.length, 'state_missing') : undefined;
  if (later.version < stored.length) return breakAt(chain, later.version + 1, 'state_behind');
  if (!row || row.version === 0) return undefined;
  const last = stored[row.version - 1];
  if (!last) return breakAt(chain, stored.length + 1, 'tail_missing');
  return last.hash === row.head ? undefined : breakAt(chain, row.version, 'state_differs');
}

function breakAt(chain: string, n: number, code: Break['code']): Break {
  return { chain, n, code };
}

function verified(stored: readonly StoredEvent[], broken: Break | undefined): Verified {
  return { chains: 1, events: stored.length, ...(broken ? { broken } : {}) };
}

/** Walks every chain of `hospital`, to the first break, then looks for rows whose chain is gone. */
export async function verifyHospital(ports: Needs, hospital: HospitalId): Promise<Verified> {
  const seen = new Set<string>();
  let events = 0;
  for await (const chain of pagesOf((after) => ports.ledger.chains(hospital, after))) {
    const one = await verifyChain(ports, chain);
    seen.add(chain);
    events += one.events;
    if (one.broken) return { chains: seen.size, events, broken: one.broken };
  }
  const broken = await rowWithoutChain(ports, hospital, seen);
  return { chains: seen.size, events, ...(broken ? { broken } : {}) };
}

/** A listed row whose chain was not among `seen`; one that began meanwhile is looked up before it is called missing. */
async function rowWithoutChain(
  ports: Needs,
  hospital: HospitalId,
  seen: ReadonlySet<string>,
): Promise<Break | undefined> {
  for (const status of STATUSES) {
    const list = (after?: string) =>
      ports.store.list<AccessRequest>('hospital', hospitalList(hospital, status), {
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
    for await (const row of pagesOf(list)) {
      const chain = requestChain(row.id);
      if (seen.has(chain)) continue;
      const { broken } = await verifyChain(ports, chain);
      if (broken) return broken;
    }
  }
  return undefined;
}

async function* pagesOf<T>(page: (after?: string) => Promise<Page<T>>): AsyncGenerator<T> {
  let after: string | undefined;
  do {
    const { items, next } = await page(after);
    yield* items;
    after = next;
  } while (after !== undefined);
}
