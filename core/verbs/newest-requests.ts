/**
 * A hospital's requests of several statuses as one list, newest first. Each status is an index partition of its own, sorted by
 * the time of submission: the partitions are merged as far as somebody looks. A place in the list is the second of
 * submission with the request's random part, both of which never change: a request that moves to another status between two
 * pages is neither missed nor shown twice.
 */
import type { AccessRequest, Status } from '../access/request.ts';
import type { Ports } from '../ports.ts';
import type { EpochSeconds, HospitalId, RequestId } from '../units.ts';
import { hospitalList } from './transition.ts';

type Needs = Pick<Ports, 'store'>;

export interface Stretch {
  /** The first second of it; 0 = all there is. */
  readonly from: EpochSeconds;
  /** The last second of it; absent = up to now. */
  readonly until?: EpochSeconds | undefined;
  /** The place after which it goes on. */
  readonly after?: string | undefined;
}

/** Rows of a partition that one call reads. */
const A_CALL = 50;

const randomOf = (id: RequestId): string => id.slice(id.lastIndexOf('_') + 1);

/** The place of `request` in the list. */
function placeOf({ id, submittedAt }: AccessRequest): string {
  return `${submittedAt}-${randomOf(id)}`;
}

/** One that moves while it is read may show a moment late, as in every list; it is shown once. */
export async function* newestRequests(
  { store }: Needs,
  hospital: HospitalId,
  statuses: readonly Status[],
  { from, until, after }: Stretch,
): AsyncGenerator<AccessRequest> {
  const [second, random] = after?.split('-') ?? [];
  const bounds = [until, second].flatMap((one) => (one === undefined ? [] : [Number(one)]));
  const last = bounds.length === 0 ? undefined : Math.min(...bounds);
  const isAfter = ({ id, submittedAt }: AccessRequest) =>
    random === undefined || submittedAt < Number(second) || randomOf(id) < random;
  const parts = statuses.map((status) => secondsOf(store, hospitalList(hospital, status), last));
  const heads: Head[] = await Promise.all(parts.map((part) => part.next()));
  for (;;) {
    const at = Math.max(...heads.map(atOf));
    if (at < from || at < 0) return;
    const due = [...heads.keys()].filter((index) => atOf(heads[index]) === at);
    yield* inOrder(due.flatMap((index) => rowsAt(heads[index]))).filter(isAfter);
    const next = await Promise.all(due.flatMap((index) => parts[index]?.next() ?? []));
    for (const [place, index] of due.entries()) heads[index] = next[place] ?? END;
  }
}

interface Second {
  readonly at: EpochSeconds;
  readonly rows: readonly AccessRequest[];
}

const END: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

type Head = IteratorResult<Second, undefined>;

/** Before all seconds where nothing is left. */
function atOf(head: Head = END): number {
  return head.done ? -1 : head.value.at;
}

function rowsAt(head: Head = END): readonly AccessRequest[] {
  return head.done ? [] : head.value.rows;
}

/** Those of one second by their random part; of one that was read in two statuses the newer row. */
function inOrder(rows: readonly AccessRequest[]): readonly AccessRequest[] {
  const byAge = [...rows].sort((one, two) => one.version - two.version);
  const once = new Map(byAge.map((row) => [randomOf(row.id), row]));
  return [...once.keys()].sort((one, two) => (one < two ? 1 : -1)).flatMap((random) => once.get(random) ?? []);
}

/** The rows of a partition, second by second: the index has no order within one. */
async function* secondsOf(
  store: Ports['store'],
  partition: string,
  until: EpochSeconds | undefined,
): AsyncGenerator<Second, undefined> {
  let rows: AccessRequest[] = [];
  for await (const row of rowsOf(store, partition, until)) {
    const at = rows[0]?.submittedAt;
    if (at !== undefined && at !== row.submittedAt) {
      yield { at, rows };
      rows = [];
    }
    rows.push(row);
  }
  const at = rows[0]?.submittedAt;
  if (at !== undefined) yield { at, rows };
  return undefined;
}

async function* rowsOf(store: Ports['store'], partition: string, until: EpochSeconds | undefined) {
  let after: string | undefined;
  do {
    const bounds = { ...(until !== undefined && { until }), ...(after !== undefined && { after }) };
    const page = await store.list<AccessRequest>('hospital', partition, {
      limit: A_CALL,
      newestFirst: true,
      ...bounds,
    });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

/** How much is taken of a list: so many that fit, and so many looked at. */
export interface Bounds {
  readonly items: number;
  readonly looks: number;
}

export interface Taken {
  readonly items: readonly AccessRequest[];
  /** Requests looked at, whether they fit or not. */
  readonly lookedAt: number;
  /** When the last of them was submitted. */
  readonly backTo?: EpochSeconds;
  /** The place after which more come; absent at the end. */
  readonly next?: string;
}

/** The first of `requests` that fit, as far as `bounds` go. */
export async function takeOf(
  requests: AsyncGenerator<AccessRequest>,
  fits: (request: AccessRequest) => boolean,
  bounds: Bounds,
): Promise<Taken> {
  const items: AccessRequest[] = [];
  let lookedAt = 0;
  let last: AccessRequest | undefined;
  for await (const request of requests) {
    if (last && (items.length === bounds.items || lookedAt === bounds.looks))
      return { items, lookedAt, backTo: last.submittedAt, next: placeOf(last) };
    lookedAt += 1;
    last = request;
    if (fits(request)) items.push(request);
  }
  return { items, lookedAt, ...(last && { backTo: last.submittedAt }) };
}
