/**
 * Ends the open access that a suspension reaches (R17). Minting and deciding have stopped already, because both look at
 * the suspended row; this makes it visible: pending requests are withdrawn, approved ones revoked, each by an event that
 * names who stopped it. What a device without a network holds is not reached (SECURITY.md).
 */
import { type RequestEvent, SYSTEM } from '../access/events.ts';
import { type AccessRequest, statusAt } from '../access/request.ts';
import { memberList, outboxRef, requestRef } from '../keys.ts';
import { LONGEST_OPEN } from '../policy/policy.ts';
import type { Ports } from '../ports.ts';
import { REFUSALS } from '../problems.ts';
import type { Member } from '../registry.ts';
import type { StopJob } from '../rows.ts';
import type { EpochSeconds, HospitalId, PersonId } from '../units.ts';
import { hospitalList, settle, stepFor } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** Requests read at a time. */
const PAGE = 50;

/** Works the order off and removes it. Harmless when it is done already; after a crash it begins again and finds less. */
export async function stopAccess(ports: Needs, job: StopJob, now: EpochSeconds): Promise<void> {
  for await (const request of openRequests(ports, job, now)) {
    if (isReached(job, request)) await stopOne(ports, job, request, now);
  }
  const ref = outboxRef(job.chain, 'stop', job.from);
  await ports.store.commit({ events: [], writes: [{ kind: 'remove', ref }] });
}

function isReached({ person, organisation, hospital, device }: StopJob, { facts }: AccessRequest): boolean {
  const named: readonly (readonly [string | undefined, string])[] = [
    [person, facts.technician],
    [organisation, facts.employer],
    [hospital, facts.hospital],
    [device, facts.device],
  ];
  return named.every(([wanted, found]) => wanted === undefined || wanted === found);
}

/** By hospital where the order names one, else by person, else by all people of the organisation. */
async function* openRequests(ports: Needs, job: StopJob, now: EpochSeconds): AsyncGenerator<AccessRequest> {
  if (job.hospital !== undefined) yield* await ofHospital(ports, job.hospital);
  else if (job.person !== undefined) yield* ofTechnician(ports, job.person, now);
  else for await (const person of membersOf(ports, job)) yield* ofTechnician(ports, person, now);
}

/** Read whole before the first is stopped: what is stopped leaves the list under the cursor. */
async function ofHospital(ports: Needs, hospital: HospitalId): Promise<readonly AccessRequest[]> {
  const all: AccessRequest[] = [];
  for (const status of ['pending', 'approved'] as const) {
    for await (const items of pagesOf(ports, 'hospital', hospitalList(hospital, status))) all.push(...items);
  }
  return all;
}

/**
 * His requests that may be open, newest first: the list holds settled ones too, and however many he put in front of an
 * approved one do not hide it. What is older than any policy lets a request be open is not looked at.
 */
async function* ofTechnician(ports: Needs, person: PersonId, now: EpochSeconds): AsyncGenerator<AccessRequest> {
  for await (const items of pagesOf(ports, 'technician', person)) {
    yield* items;
    const oldest = items.at(-1);
    if (oldest && oldest.submittedAt < now - LONGEST_OPEN) return;
  }
}

async function* pagesOf(
  { store }: Needs,
  name: 'hospital' | 'technician',
  partition: string,
): AsyncGenerator<readonly AccessRequest[]> {
  let after: string | undefined;
  do {
    const from = after === undefined ? {} : { after };
    const page = await store.list<AccessRequest>(name, partition, { limit: PAGE, newestFirst: true, ...from });
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}

async function* membersOf({ store }: Needs, { organisation = '' }: StopJob): AsyncGenerator<PersonId> {
  const { pk, prefix } = memberList(organisation);
  let after: string | undefined;
  do {
    const page = await store.registryRows<Member>(pk, prefix, { limit: PAGE, after });
    for (const member of page.items) yield member.person;
    after = page.next;
  } while (after !== undefined);
}

async function stopOne(ports: Needs, job: StopJob, { id }: AccessRequest, now: EpochSeconds): Promise<void> {
  await settle<void>(async () => {
    const { request } = await ports.store.load({ request: requestRef(id) });
    const event = request && eventFor(request, job, now);
    if (!request || !event) return { done: undefined };
    // Nobody revokes his own access as somebody else's: whoever leaves is stopped by the broker.
    const actor = job.by.person === request.facts.technician ? SYSTEM : job.by;
    const { transition } = stepFor(id, request, [event], { at: now, actor, evidence: {} });
    const lost = await ports.store.commit(transition);
    return lost ? { lost } : { done: undefined };
  });
}

function eventFor(request: AccessRequest, { reason }: StopJob, now: EpochSeconds): RequestEvent | undefined {
  const status = statusAt(request, now);
  if (status === 'pending') return { type: 'request.withdrawn', data: { stopped: reason } };
  const [, says] = REFUSALS[reason];
  return status === 'approved' ? { type: 'grant.revoked', data: { reason: says, stopped: reason } } : undefined;
}
