/**
 * The receipt of a visit: what was asked, who decided, which tokens were handed out, how it was closed, and where its chain of
 * events ended. It is read from the events' own bytes, whose hashes are made again, so that it says nothing the log does not.
 */
import type { AnyEvent, RequestEvent } from '../access/events.ts';
import type { AccessRequest } from '../access/request.ts';
import { type Visit, visitFor } from '../access/visit.ts';
import { type Moment, minutes, momentIn } from '../access/words.ts';
import { requestChain } from '../keys.ts';
import type { EventRecord } from '../ledger/chain.ts';
import { walkChain } from '../ledger/verify.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, Problem } from '../problems.ts';
import type { EpochSeconds, Hex, RequestId } from '../units.ts';
import { loadRowsOf } from './load-card.ts';
import { readableRequest } from './read-access.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'ledger'>;

type Closing = Extract<RequestEvent, { type: 'request.closed' }>['data'];

export interface Receipt {
  readonly visit: Visit;
  readonly tokens: readonly { readonly issued: Moment; readonly opensUntil: Moment; readonly session: string }[];
  readonly closing?: Closing;
  /** The last event of the chain as it was read, and its hash. */
  readonly chain: { readonly n: number; readonly hash: Hex };
}

/**
 * The receipt of request `id`, also while it is still under way: the pages offer it at the end. @throws Problem not-found, also where
 * it is not the reader's
 */
export async function readReceipt(
  ports: Needs,
  who: Identity,
  id: RequestId,
  now: EpochSeconds,
): Promise<Decision<Receipt>> {
  const found = await readableRequest(ports, who, id);
  if (!found.ok) return found;
  const [rows, records] = await Promise.all([loadRowsOf(ports, found.value), recordsOf(ports, found.value)]);
  if (!rows) throw new Problem('not-found');
  const { zone } = rows.hospital;
  const closing = dataOf(records.events, 'request.closed').at(-1)?.data;
  return allowed({
    visit: visitFor(rows, [], who.person, now),
    tokens: dataOf(records.events, 'token.issued').map(({ at, data }) => ({
      issued: momentIn(zone, at),
      opensUntil: momentIn(zone, data.exp),
      session: minutes(data.dur),
    })),
    ...(closing && { closing }),
    chain: records.last,
  });
}

async function recordsOf({ ledger }: Needs, { id }: AccessRequest) {
  const chain = requestChain(id);
  const walk = walkChain(chain, await ledger.events(chain));
  if (!walk.ok) throw new Error(`the chain does not hold: ${walk.broken.code} at ${walk.broken.n}`);
  return { events: walk.records, last: { n: walk.head.version, hash: walk.head.head } };
}

type DataOf<T extends AnyEvent['type']> = Extract<AnyEvent, { type: T }>['data'];

/** Events of one type; their data are of its shape, as nothing else is ever written. */
function dataOf<T extends AnyEvent['type']>(events: readonly EventRecord[], type: T) {
  const found = events.filter((event) => event.type === type);
  return found.map(({ at, data }) => ({ at, data: data as DataOf<T> }));
}
