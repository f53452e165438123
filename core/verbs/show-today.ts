/** What stands at a hospital now: what waits for a decision, what is approved, what ended in the last day, how mails came through. */

import { type AccessRequest, type Status, statusAt } from '../access/request.ts';
import { endOf, lineFor, type RequestLine } from '../access/request-line.ts';
import { STATUSES } from '../contract.ts';
import { DELIVERY_PREFIX, requestChain } from '../keys.ts';
import { LONGEST_OPEN } from '../policy/policy.ts';
import type { Identity, Ports } from '../ports.ts';
import type { Decision } from '../problems.ts';
import type { Delivery } from '../rows.ts';
import type { EpochSeconds, HospitalId } from '../units.ts';
import { asStaff, type HospitalReading } from './hospital-reader.ts';
import { loadNames, namedBy } from './load-names.ts';
import { newestRequests, type Taken, takeOf } from './newest-requests.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

export interface TodayView {
  readonly hospital: { readonly name: string; readonly zone: string };
  /** The one that dies first comes first. */
  readonly waiting: readonly RequestLine[];
  readonly active: readonly RequestLine[];
  /** Of the last 24 hours, the last end first. */
  readonly ended: readonly RequestLine[];
  /** Not everything was looked at: there is more than a page of it. */
  readonly isCut: { readonly open: boolean; readonly ended: boolean };
  /** Messages about requests that wait, of at most ten of them. */
  readonly mail: { readonly requests: number } & Readonly<Record<Delivery['state'], number>>;
}

const OPEN: readonly Status[] = Object.freeze(['pending', 'approved']);
const OVER: readonly Status[] = Object.freeze(STATUSES.filter((status) => !OPEN.includes(status)));
const DAY = 86_400;
/** Of each kind; more is found by the audit search. */
const BOUNDS = Object.freeze({ items: 50, looks: 100 });
/** Requests whose messages are read: each is one call. */
const MAILS_OF = 10;

/** For staff of `tenant`, of the places that they may see. @throws Problem not-found for everybody else */
export async function showToday(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  now: EpochSeconds,
): Promise<Decision<TodayView>> {
  return asStaff(ports, who, tenant, async (reading) => {
    const [open, over] = await Promise.all([openAt(ports, reading), overAt(ports, reading, now - DAY)]);
    const waiting = open.items.filter((request) => statusAt(request, now) === 'pending');
    const [mail, lines] = await Promise.all([
      mailOf(ports, waiting.slice(0, MAILS_OF)),
      linesOf(ports, reading, [...open.items, ...over.items], now),
    ]);
    return {
      hospital: { name: reading.hospital.name, zone: reading.hospital.zone },
      waiting: inOrder(lines.filter(({ status }) => status === 'pending')),
      active: inOrder(lines.filter(({ status }) => status === 'approved')),
      ended: inOrder(lines.filter(({ ended }) => ended !== undefined && ended.at >= now - DAY)).reverse(),
      isCut: { open: open.next !== undefined, ended: over.next !== undefined },
      mail,
    };
  });
}

function openAt(ports: Needs, { hospital, sees }: HospitalReading): Promise<Taken> {
  return takeOf(newestRequests(ports, hospital.id, OPEN, { from: 0 }), ({ facts }) => sees(facts), BOUNDS);
}

/** Those that ended since then were submitted no longer before than a request can be open. */
function overAt(ports: Needs, { hospital, sees }: HospitalReading, since: EpochSeconds): Promise<Taken> {
  const requests = newestRequests(ports, hospital.id, OVER, { from: since - LONGEST_OPEN });
  const isOfToday = (request: AccessRequest) => (endOf(request, since) ?? 0) >= since && sees(request.facts);
  return takeOf(requests, isOfToday, BOUNDS);
}

async function linesOf(
  ports: Needs,
  { hospital }: HospitalReading,
  requests: readonly AccessRequest[],
  now: EpochSeconds,
): Promise<readonly RequestLine[]> {
  const names = await loadNames(ports, hospital.id, namedBy(requests));
  return requests.map((request) => lineFor(request, names, hospital.zone, now));
}

/** By when each is over, the first one first. */
function inOrder(lines: readonly RequestLine[]): RequestLine[] {
  const overAtOf = ({ until, ended }: RequestLine) => until?.at ?? ended?.at ?? 0;
  return [...lines].sort((one, two) => overAtOf(one) - overAtOf(two));
}

async function mailOf({ store }: Needs, requests: readonly AccessRequest[]): Promise<TodayView['mail']> {
  const found = await Promise.all(
    requests.map(({ id }) => store.children<Delivery>(requestChain(id), DELIVERY_PREFIX)),
  );
  const states = found.flat().map(({ state }) => state);
  const count = (state: Delivery['state']) => states.filter((one) => one === state).length;
  return {
    requests: requests.length,
    queued: count('queued'),
    sent: count('sent'),
    delivered: count('delivered'),
    bounced: count('bounced'),
    failed: count('failed'),
  };
}
