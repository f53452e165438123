/**
 * Verifies a request or a whole hospital from the log's bytes and names the first break. What it cannot find before the
 * Merkle log exists: that a request was removed whole, chain and row together.
 */
import type { AccessRequest } from '../access/request.ts';
import { STATUSES } from '../contract.ts';
import { requestChain } from '../keys.ts';
import { type Break, verifyRequest, walkChain } from '../ledger/verify.ts';
import type { Page, Ports, Ref, StoredEvent } from '../ports.ts';
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
  const isRequest = chain.includes('#R#');
  const ref: Ref<AccessRequest> = { table: 'state', pk: chain, sk: 'S' };
  // Event and row commit together: a row read after the events is not behind them, one read before is not ahead.
  const { row } = isRequest ? await ports.store.load({ row: ref }) : { row: undefined };
  const stored = await ports.ledger.events(chain);
  const { later } = isRequest ? await ports.store.load({ later: ref }) : { later: undefined };
  const walk = walkChain(chain, stored);
  const broken = isRequest ? brokenRequest(chain, stored, row, later) : walk.ok ? undefined : walk.broken;
  return { chains: 1, events: stored.length, ...(broken ? { broken } : {}) };
}

function brokenRequest(
  chain: string,
  stored: readonly StoredEvent[],
  row: AccessRequest | undefined,
  later: AccessRequest | undefined,
): Break | undefined {
  if (stored.length > 0 && !later) return { chain, n: stored.length, code: 'state_missing' };
  return verifyRequest(chain, stored, row, later);
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
