/**
 * Reads one request or lists many. Who may see: the technician and his partner, his employer's iso_admin, and the
 * hospital's staff; for everybody else it is not there (404). Lists are one query on one index partition, paged.
 */

import { seesPlace } from '../access/demand.ts';
import type { AccessRequest } from '../access/request.ts';
import { type RequestView, viewOf } from '../access/view.ts';
import type { ListQuery, OwnListQuery } from '../contract.ts';
import {
  DELIVERY_PREFIX,
  hospitalOf,
  hospitalRef,
  organisationRef,
  personRef,
  requestChain,
  requestRef,
} from '../keys.ts';
import type { Identity, Page, Ports, Rows } from '../ports.ts';
import { allowed, type Decision, firstRefusal, Problem, type Refused } from '../problems.ts';
import type { Hospital, Person } from '../registry.ts';
import type { Delivery } from '../rows.ts';
import type { EpochSeconds, HospitalId, RequestId } from '../units.ts';
import { hospitalList } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** One request with its deliveries. @throws Problem not-found, also where it is not the reader's */
export async function readAccess(
  ports: Needs,
  who: Identity,
  id: RequestId,
  now: EpochSeconds,
): Promise<Decision<RequestView>> {
  const found = await readableRequest(ports, who, id);
  return found.ok ? allowed(viewOf(found.value, await deliveriesOf(ports, id), now)) : found;
}

/** The request itself, for who may see it. @throws Problem not-found, also where it is not the reader's */
export async function readableRequest(ports: Needs, who: Identity, id: RequestId): Promise<Decision<AccessRequest>> {
  const rows = await ports.store.load({
    request: requestRef(id),
    hospital: hospitalRef(hospitalOf(id)),
    ...readerRows(who),
  });
  const { request, hospital, person } = rows;
  const no = standingOf(rows);
  if (no) return no;
  if (!request || !hospital || !person || !maySee(request, hospital, person)) throw new Problem('not-found');
  return allowed(request);
}

const readerRows = (who: Identity) => ({
  person: personRef(who.person),
  employer: organisationRef(who.organisation),
});

/** Whoever is not registered, is suspended or is of a suspended organisation sees nothing at all (R1, R17). */
function standingOf({ person, employer }: Rows<ReturnType<typeof readerRows>>): Refused | undefined {
  return firstRefusal([
    ['person_unknown', !person || !employer],
    ['person_suspended', person?.status === 'suspended'],
    ['organisation_suspended', employer?.status !== 'active' || person?.organisation !== employer.id],
  ]);
}

/** Messages of a request and how far each came. */
export function deliveriesOf(ports: Needs, id: RequestId): Promise<readonly Delivery[]> {
  return ports.store.children<Delivery>(requestChain(id), DELIVERY_PREFIX);
}

function maySee({ facts }: AccessRequest, hospital: Hospital, person: Person): boolean {
  if (person.id === facts.technician || person.id === facts.partner) return true;
  if (hospital.staff.some((staff) => staff.person === person.id && seesPlace(staff, facts))) return true;
  return person.organisation === facts.employer && person.roles.includes('iso_admin');
}

/** A line of a list. `status` is the state now, also where no timer has announced it yet. */
export type RequestLine = Omit<RequestView, 'asked' | 'reach' | 'demand'>;

/** The technician's own requests, newest first. */
export async function listOwnAccess(
  ports: Needs,
  who: Identity,
  query: OwnListQuery,
  now: EpochSeconds,
): Promise<Decision<Page<RequestLine>>> {
  const no = standingOf(await ports.store.load(readerRows(who)));
  if (no) return no;
  return allowed(linesOf(await ports.store.list<AccessRequest>('technician', who.person, optionsOf(query)), now));
}

/**
 * A hospital's requests of one stored status (default pending), newest first, of the places that the reader may see; a
 * page may therefore hold fewer than asked for. Where time has moved a request on and the
 * sweeper has not announced it yet, it still stands in the old list for some seconds, with its true status.
 */
export async function listHospitalAccess(
  ports: Needs,
  who: Identity,
  hospitalId: HospitalId,
  query: ListQuery,
  now: EpochSeconds,
): Promise<Decision<Page<RequestLine>>> {
  const rows = await ports.store.load({ hospital: hospitalRef(hospitalId), ...readerRows(who) });
  const no = standingOf(rows);
  if (no) return no;
  const staff = rows.hospital?.staff.find((one) => one.person === who.person && one.status === 'active');
  if (!staff) throw new Problem('not-found');
  const list = hospitalList(hospitalId, query.status ?? 'pending');
  const page = await ports.store.list<AccessRequest>('hospital', list, optionsOf(query));
  const items = page.items.filter((request) => seesPlace(staff, request.facts));
  return allowed(linesOf({ ...page, items }, now));
}

function optionsOf(query: OwnListQuery): { limit: number; newestFirst: boolean; after?: string } {
  const limit = Number(query.limit ?? '25');
  return { limit, newestFirst: true, ...(query.after === undefined ? {} : { after: query.after }) };
}

function linesOf(page: Page<AccessRequest>, now: EpochSeconds): Page<RequestLine> {
  const items = page.items.map((request) => {
    const { asked: _asked, reach: _reach, demand: _demand, ...line } = viewOf(request, [], now);
    return line;
  });
  return page.next === undefined ? { items } : { items, next: page.next };
}
