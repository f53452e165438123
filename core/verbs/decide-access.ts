/**
 * Decides on a request: the one place for it; the page behind the mail link, the signed-in API and Slack call this.
 * A click is not an approval: it takes what was shown (digest) and a one-time code that is used up with the decision.
 */
import { type DecisionInput, decideAccess as decide } from '../access/decide.ts';
import { seesPlace } from '../access/demand.ts';
import type { Actor, RequestEvent } from '../access/events.ts';
import { type AccessRequest, type PendingRequest, statusAt } from '../access/request.ts';
import type { DecisionBody } from '../contract.ts';
import { deviceRef, hospitalOf, hospitalRef, organisationRef, personRef, requestRef, vendorRef } from '../keys.ts';
import type { Occasion } from '../ledger/chain.ts';
import type { Standing } from '../policy/evaluate.ts';
import { compareTiers } from '../policy/tiers.ts';
import type { CodeUse, Conflict, Identity, Ports, Write } from '../ports.ts';
import { allowed, type Decision, Problem, type RefusalCode, refused } from '../problems.ts';
import type { Hospital, Person } from '../registry.ts';
import type { DeviceId, EpochSeconds, OrganisationId, PersonId, RequestId } from '../units.ts';
import { checkCode, reserveCode, returnTry } from './check-code.ts';
import { refusalStep, settle, stepFor } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'credentials' | 'sealer' | 'codes'>;

/** Who decides, known by a sign-in, a ticket or his account of Slack, and where his tries are counted. */
export interface Decider {
  readonly person: PersonId;
  /** Ticket, session or account; only its hash is stored. */
  readonly context: string;
  readonly by: 'oidc' | 'ticket' | 'slack';
  /** Of Slack: what has to stand unchanged until the decision does, or he is nobody. */
  readonly relies?: readonly Write[];
}

/** The request that is decided on, with the ids that let everything be read at once. */
export interface DecisionTarget {
  readonly request: RequestId;
  readonly device: DeviceId;
  readonly technician: PersonId;
  readonly employer: OrganisationId;
}

interface Loaded extends Standing {
  readonly request: AccessRequest;
  readonly approver: Person;
}

/** Records the decision of `decider`. Two reads of the caller before it, at most three calls here: read, try, write. */
export async function decideAccess(
  ports: Needs,
  decider: Decider,
  target: DecisionTarget,
  body: DecisionBody,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  const [firstLoad, open] = await Promise.all([
    loadDeciding(ports, decider.person, target),
    reserveCode(ports, decider.person, decider.context, body.code, now),
  ]);
  let loaded: Loaded | undefined = firstLoad;
  const code = open.ok ? await checkCode(ports, open.value, body.code, now) : open;
  return settle(async () => {
    const rows = loaded ?? (await loadDeciding(ports, decider.person, target));
    loaded = undefined;
    const attempt = { ports, decider, rows, now };
    const { request } = rows;
    const isOpen = statusAt(request, now) === 'pending';
    if (!isOpen || request.status !== 'pending') return over(attempt, body, code);
    return code.ok ? record(attempt, request, body, code.value) : refuse(attempt, code.code);
  });
}

/** The decision of somebody signed in, page or program. */
export function decideInSession(
  ports: Needs,
  who: Identity,
  id: RequestId,
  body: DecisionBody,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  return decideById(ports, { person: who.person, context: who.session, by: 'oidc' }, id, body, now);
}

/** The decision on what only its id names: one read more, for the ids of the target. */
export async function decideById(
  ports: Needs,
  decider: Decider,
  id: RequestId,
  body: DecisionBody,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  const { request } = await ports.store.load({ request: requestRef(id) });
  if (!request) throw new Problem('not-found');
  const { device, technician, employer } = request.facts;
  return decideAccess(ports, decider, { request: request.id, device, technician, employer }, body, now);
}

async function loadDeciding(ports: Needs, approver: PersonId, target: DecisionTarget): Promise<Loaded> {
  const hospital = hospitalOf(target.request);
  const rows = await ports.store.load({
    request: requestRef(target.request),
    hospital: hospitalRef(hospital),
    approver: personRef(approver),
    person: personRef(target.technician),
    organisation: organisationRef(target.employer),
    vendor: vendorRef(hospital, target.employer),
    device: deviceRef(hospital, target.device),
  });
  const { request, person, organisation, vendor, device } = rows;
  if (!request || !rows.hospital || !rows.approver) throw new Problem('not-found');
  if (!person || !organisation || !device) throw new Problem('not-found');
  if (!mayKnow(rows.hospital, request, approver)) throw new Problem('not-found');
  return { request, person, organisation, vendor, device, hospital: rows.hospital, approver: rows.approver };
}

/** Staff who may see the device's place, and the technician, know that the request exists; for all others it does not. */
function mayKnow(hospital: Hospital, { facts }: AccessRequest, person: PersonId): boolean {
  return (
    facts.technician === person || hospital.staff.some((staff) => staff.person === person && seesPlace(staff, facts))
  );
}

/** Too late: the window is over, or it is decided. My own decision again is the same answer, any other lost the race. */
async function over(attempt: Attempt, body: DecisionBody, code: Decision<CodeUse>): Promise<Outcome> {
  const { ports, rows, now } = attempt;
  const { request, approver } = rows;
  const status = statusAt(request, now);
  const unused = code.ok ? [returnTry(code.value)] : [];
  if (status === 'expired') return refuse(attempt, 'approval_window_over', unused);
  if (code.ok) await ports.store.commit({ events: [], writes: unused });
  if (isMine(request, body, approver.id)) return { done: allowed(request) };
  const facts = { status, ...('ended' in request ? { at: request.ended.at } : {}) };
  throw new Problem('already-decided', { facts });
}

function isMine(request: AccessRequest, body: DecisionBody, person: PersonId): boolean {
  if (request.status === 'denied') return body.decision === 'deny' && request.ended.by === person;
  return body.decision === 'approve' && request.approvals.some((given) => given.person === person);
}

interface Attempt {
  readonly ports: Needs;
  readonly decider: Decider;
  readonly rows: Loaded;
  readonly now: EpochSeconds;
}

type Outcome = { readonly done: Decision<AccessRequest> } | { readonly lost: Conflict };

async function record(attempt: Attempt, request: PendingRequest, body: DecisionBody, use: CodeUse): Promise<Outcome> {
  const { ports, rows, now } = attempt;
  const decision = needsSignIn(attempt)
    ? refused('sign_in_required')
    : decide({ ...rows, request }, inputOf(body), now);
  if (!decision.ok) return refuse(attempt, decision.code, [returnTry(use)]);
  const writes: readonly Write[] = [
    { kind: 'use-code', use },
    { kind: 'unchanged', ref: personRef(rows.person.id), version: rows.person.version },
    { kind: 'unchanged', ref: personRef(rows.approver.id), version: rows.approver.version },
    { kind: 'unchanged', ref: deviceRef(request.facts.hospital, rows.device.id), version: rows.device.version },
    ...(attempt.decider.relies ?? []),
  ];
  const occasion = occasionOf(attempt, decision.value);
  const { next, transition } = stepFor(request.id, request, decision.value, occasion, writes);
  const lost = await ports.store.commit(transition);
  if (!lost) return { done: allowed(next) };
  if (isNobodyNow(attempt.decider, lost)) return refuse(attempt, 'slack_unlinked', [returnTry(use)]);
  return lost.lost === 'code' ? refuse(attempt, 'code_rejected') : { lost };
}

/** Unlinked, or the workspace disconnected, after he was known and before his decision stood. */
function isNobodyNow({ relies = [] }: Decider, lost: Conflict): boolean {
  if (lost.lost !== 'row') return false;
  const { pk, sk } = lost.ref;
  return relies.some((write) => 'ref' in write && write.ref.pk === pk && write.ref.sk === sk);
}

/** Ticket, or account of Slack, and code are enough up to T2 (architecture 7). */
function needsSignIn({ decider, rows }: Attempt): boolean {
  return decider.by !== 'oidc' && compareTiers(rows.request.facts.tier, 'T3') >= 0;
}

function inputOf(body: DecisionBody): DecisionInput {
  const { code: _used, ...input } = body;
  return input;
}

/** The refusal as an event. Where the try cannot be given back, a right code gave it back meanwhile. */
async function refuse(attempt: Attempt, code: RefusalCode, unused: readonly Write[] = []): Promise<Outcome> {
  const { ports, rows } = attempt;
  const step = refusalStep(rows.request, 'decision.refused', code, occasionOf(attempt, []), unused);
  const lost = await ports.store.commit(step.transition);
  if (lost?.lost === 'code') return refuse(attempt, code);
  return lost ? { lost } : { done: refused(code) };
}

/** Who decides, in the role he decides in; a refused one decided in none. */
function occasionOf({ decider, rows, now }: Attempt, decided: readonly RequestEvent[]): Occasion {
  const [first] = decided;
  const auth: Actor['auth'] = first ? `${decider.by}+totp` : decider.by;
  const role = first && 'role' in first.data ? first.data.role : 'approver';
  const actor = { person: rows.approver.id, role, employer: rows.approver.organisation, auth };
  const evidence = {
    approver: rows.approver.version,
    technician: rows.person.version,
    device: rows.device.version,
    hospital: rows.hospital.version,
    policy: rows.hospital.policy.version,
  };
  return { at: now, actor, evidence };
}
