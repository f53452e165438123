/**
 * An approver's own list at his hospital: requests that wait for him, and the newest that he decided. A bounded number of
 * reads, however many requests there are; of the places that he may see, and of no others (R1).
 */
import { powerOver } from '../access/decide.ts';
import { seesPlace } from '../access/demand.ts';
import type { Names } from '../access/names.ts';
import { type AccessRequest, type Status, statusAt } from '../access/request.ts';
import { referenceOf } from '../access/view.ts';
import { clockTime, minutes, momentIn } from '../access/words.ts';
import { hospitalRef } from '../keys.ts';
import { SCOPES } from '../policy/tiers.ts';
import type { Identity, Ports } from '../ports.ts';
import { Problem } from '../problems.ts';
import type { Hospital, Person } from '../registry.ts';
import type { EpochSeconds, PersonId, RequestId } from '../units.ts';
import { loadNames, type Named } from './load-names.ts';
import { readerRows, standingOf } from './read-access.ts';
import { hospitalList } from './transition.ts';

type Needs = Pick<Ports, 'store'>;

/** Four names a request, and DynamoDB reads a hundred at once. */
const MOST_WAITING = 15;
const MOST_DECIDED = 10;
/** Of each status, the newest that are looked through. */
const LOOKED_THROUGH = 50;

export interface DecisionLine {
  readonly request: RequestId;
  readonly reference: string;
  readonly status: Status;
  readonly device: string;
  readonly technician: string;
  readonly asks: string;
  /** Until when it waits, or when he decided; `when` in the hospital's zone. */
  readonly at: EpochSeconds;
  readonly when: string;
}

export interface DecisionList {
  readonly hospital: string;
  /** Those that end first stand first. */
  readonly waiting: readonly DecisionLine[];
  /** More wait than are listed. */
  readonly isCut: boolean;
  readonly decided: readonly DecisionLine[];
}

/** @throws Problem not-found for whoever has no role at the hospital at which he is signed in */
export async function listDecisions(ports: Needs, who: Identity, now: EpochSeconds): Promise<DecisionList> {
  const rows = await ports.store.load({ hospital: hospitalRef(who.organisation), ...readerRows(who) });
  const { hospital, person } = rows;
  const staff = hospital?.staff.find((one) => one.person === who.person && one.status === 'active');
  if (!hospital || !staff || !person || standingOf(rows)) throw new Problem('not-found');
  const found = await requestsOf(ports, hospital);
  const seen = found.filter(({ facts }) => seesPlace(staff, facts));
  const open = seen.filter((one) => waitsFor(one, hospital, person, now));
  const waiting = open.sort((a, b) => a.facts.approveBy - b.facts.approveBy).slice(0, MOST_WAITING);
  const decided = seen
    .flatMap((request) => {
      const at = decidedAt(request, who.person);
      return at === undefined ? [] : [{ request, at }];
    })
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST_DECIDED);
  const shown = [...waiting, ...decided.map(({ request }) => request)];
  const names = await loadNames(ports, hospital.id, namedBy(shown));
  return {
    hospital: hospital.name,
    isCut: open.length > waiting.length,
    waiting: waiting.map((request) => lineOf({ request, at: request.facts.approveBy }, hospital, names, now)),
    decided: decided.map((one) => lineOf(one, hospital, names, now)),
  };
}

/** What waits, and what somebody decided. */
const LISTED: readonly Status[] = Object.freeze(['pending', 'approved', 'denied', 'lapsed', 'revoked', 'closed']);

async function requestsOf({ store }: Needs, { id }: Hospital): Promise<readonly AccessRequest[]> {
  const options = { limit: LOOKED_THROUGH, newestFirst: true };
  const pages = await Promise.all(
    LISTED.map((status) => store.list<AccessRequest>('hospital', hospitalList(id, status), options)),
  );
  return pages.flatMap(({ items }) => items);
}

/** Whether his yes still counts; who is linked to the technician is found when he decides, as his row is not read here. */
function waitsFor(request: AccessRequest, hospital: Hospital, approver: Person, now: EpochSeconds): boolean {
  if (request.status !== 'pending' || statusAt(request, now) !== 'pending') return false;
  return powerOver({ request, hospital, approver, technician: { linked: [] } }).barred === undefined;
}

/** When he approved it, denied it or took it back. */
function decidedAt(request: AccessRequest, person: PersonId): EpochSeconds | undefined {
  const isEndedByHim = (request.status === 'denied' || request.status === 'revoked') && request.ended.by === person;
  return isEndedByHim ? request.ended.at : request.approvals.find((given) => given.person === person)?.at;
}

function namedBy(requests: readonly AccessRequest[]): Named {
  return {
    people: requests.map(({ facts }) => facts.technician),
    organisations: requests.map(({ facts }) => facts.employer),
    devices: requests.map(({ facts }) => facts.device),
  };
}

function lineOf(
  { request, at }: { readonly request: AccessRequest; readonly at: EpochSeconds },
  { zone }: Hospital,
  names: Names,
  now: EpochSeconds,
): DecisionLine {
  const { facts } = request;
  return {
    request: request.id,
    reference: referenceOf(request.id),
    status: statusAt(request, now),
    device: `${names.device(facts.device)}, ${facts.unit}`,
    technician: `${names.person(facts.technician)} (${names.organisation(facts.employer)})`,
    asks: `${facts.scopes.map((name) => SCOPES[name].says).join(', ')} for ${minutes(facts.holdSeconds)}, tier ${facts.tier}`,
    at,
    when: request.status === 'pending' ? clockTime(at, zone) : momentIn(zone, at).words,
  };
}
