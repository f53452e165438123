/**
 * Decides on a request: the one place for it; the page behind the mail link, the signed-in API and Slack call this.
 * A click is not an approval: it takes what was shown (digest) and a one-time code that is used up with the decision.
 */
import { type DecisionInput, decideAccess as decide } from '../access/decide.ts';
import type { Actor } from '../access/events.ts';
import { type AccessRequest, type PendingRequest, statusAt } from '../access/request.ts';
import type { DecisionBody } from '../contract.ts';
import { deviceRef, hospitalOf, hospitalRef, organisationRef, personRef, requestRef, vendorRef } from '../keys.ts';
import type { Occasion } from '../ledger/chain.ts';
import type { Standing } from '../policy/evaluate.ts';
import { compareTiers } from '../policy/tiers.ts';
import type { CodeUse, Conflict, Ports, Write } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import type { Hospital, Person } from '../registry.ts';
import type { DeviceId, EpochSeconds, OrganisationId, PersonId, RequestId } from '../units.ts';
import { checkCode, reserveCode } from './check-code.ts';
import { refusalStep, settle, stepFor } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'credentials' | 'sealer' | 'codes'>;

/** Who decides, known by a sign-in or by a ticket, and where his tries are counted. */
export interface Decider {
  readonly person: PersonId;
  /** Ticket or session; only its hash is stored. */
  readonly context: string;
  readonly by: 'oidc' | 'ticket';
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
    const pending = pendingOr(rows, body, decider.person, now);
    if (!pending.ok) {
      if (code.ok) await ports.store.commit({ events: [], writes: [returned(code.value)] });
      if (pending.conflict) throw pending.conflict;
      return { done: pending.settled };
    }
    const attempt = { ports, decider, rows, request: pending.request, now };
    if (!code.ok) return refuse(attempt, code.code, []);
    return record(attempt, body, code.value);
  });
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

/** Staff of the hospital, and the technician, know that the request exists; for all others it does not (404). */
function mayKnow(hospital: Hospital, request: AccessRequest, person: PersonId): boolean {
  return request.facts.technician === person || hospital.staff.some((staff) => staff.person === person);
}

type Pending =
  | { readonly ok: true; readonly request: PendingRequest }
  | { readonly ok: false; readonly settled: Decision<AccessRequest>; readonly conflict?: Problem };

/** Still open, or what a later click is told: my own decision again is the same answer, anything else lost the race. */
function pendingOr({ request }: Loaded, body: DecisionBody, person: PersonId, now: EpochSeconds): Pending {
  const status = statusAt(request, now);
  if (request.status === 'pending' && status === 'pending') return { ok: true, request };
  const settled = status === 'expired' ? refused('approval_window_over') : allowed(request);
  if (status === 'expired' || isMine(request, body, person)) return { ok: false, settled };
  const facts = { status, ...('ended' in request ? { at: request.ended.at } : {}) };
  return { ok: false, settled, conflict: new Problem('already-decided', { facts }) };
}

function isMine(request: AccessRequest, body: DecisionBody, person: PersonId): boolean {
  if (request.status === 'denied') return body.decision === 'deny' && request.ended.by === person;
  return body.decision === 'approve' && request.approvals.some((given) => given.person === person);
}

interface Attempt {
  readonly ports: Needs;
  readonly decider: Decider;
  readonly rows: Loaded;
  readonly request: PendingRequest;
  readonly now: EpochSeconds;
}

type Outcome = { readonly done: Decision<AccessRequest> } | { readonly lost: Conflict };

async function record(attempt: Attempt, body: DecisionBody, use: CodeUse): Promise<Outcome> {
  const { ports, rows, request, now } = attempt;
  const decision = needsSignIn(attempt)
    ? refused('sign_in_required')
    : decide({ ...rows, request }, inputOf(body), now);
  if (!decision.ok) return refuse(attempt, decision.code, [returned(use)]);
  const writes: readonly Write[] = [
    { kind: 'use-code', use },
    { kind: 'unchanged', ref: personRef(rows.person.id), version: rows.person.version },
    { kind: 'unchanged', ref: personRef(rows.approver.id), version: rows.approver.version },
    { kind: 'unchanged', ref: deviceRef(request.facts.hospital, rows.device.id), version: rows.device.version },
  ];
  const { next, transition } = stepFor(request.id, request, decision.value, occasionOf(attempt, true), writes);
  const lost = await ports.store.commit(transition);
  if (!lost) return { done: allowed(next) };
  return lost.lost === 'code' ? refuse(attempt, 'code_rejected', []) : { lost };
}

/** Ticket and code are enough up to T2 (architecture 7). */
function needsSignIn({ decider, request }: Attempt): boolean {
  return decider.by === 'ticket' && compareTiers(request.facts.tier, 'T3') >= 0;
}

function inputOf(body: DecisionBody): DecisionInput {
  const { code: _used, ...input } = body;
  return input;
}

/** A right code under a decision that a rule refused costs no try: it was not a guess. */
function returned(use: CodeUse): Write {
  return { kind: 'return-try', person: use.person, context: use.context };
}

async function refuse(
  attempt: Attempt,
  code: Parameters<typeof refused>[0],
  writes: readonly Write[],
): Promise<Outcome> {
  const { ports, request } = attempt;
  const step = refusalStep(request, 'decision.refused', code, occasionOf(attempt, false), writes);
  const lost = await ports.store.commit(step.transition);
  return lost ? { lost } : { done: refused(code) };
}

function occasionOf({ decider, rows, now }: Attempt, withCode: boolean): Occasion {
  const auth: Actor['auth'] = withCode ? `${decider.by}+totp` : decider.by;
  const actor = { person: rows.approver.id, role: 'approver', employer: rows.approver.organisation, auth };
  const evidence = {
    approver: rows.approver.version,
    technician: rows.person.version,
    device: rows.device.version,
    hospital: rows.hospital.version,
    policy: rows.hospital.policy.version,
  };
  return { at: now, actor, evidence };
}
