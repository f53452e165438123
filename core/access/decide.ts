/**
 * A hospital person's decision on a pending request (R4 four eyes, R5 N of M, R6 never more than asked, R9 what was
 * shown, R12 clinical release). Pure: rows and time come in, the events to record go out.
 */

import { type Standing, standingChecks } from '../policy/evaluate.ts';
import { isScope, type Scope } from '../policy/tiers.ts';
import { allowed, type Check, type Decision, firstRefusal, type RefusalCode, refused } from '../problems.ts';
import { accountsOf } from '../registry/powers.ts';
import type { ApproverRole, Person, Staff } from '../registry.ts';
import type { Base64url, EpochSeconds, Seconds } from '../units.ts';
import { isFilled, rolesFor } from './demand.ts';
import type { RequestEvent } from './events.ts';
import { digestOf } from './facts.ts';
import type { Approval, PendingRequest } from './request.ts';

/** What the approver sent; a code has been checked already. */
export interface DecisionInput {
  readonly decision: 'approve' | 'deny';
  /** Digest of the facts as they were shown. */
  readonly digest: Base64url;
  /** The role he decides as; absent: the first of his that is still needed. */
  readonly role?: ApproverRole | undefined;
  /** Shorter time and fewer scopes (R6). */
  readonly holdSeconds?: Seconds | undefined;
  readonly scopes?: readonly string[] | undefined;
  /** "The device is not in clinical use, no patient is connected" (R12). */
  readonly clinicalRelease?: boolean | undefined;
  readonly reason?: string | undefined;
}

/** Who decides on what, as read from the registry; `person` is the technician. */
export interface Deciding extends Standing {
  readonly request: PendingRequest;
  readonly approver: Person;
}

/** What somebody of the hospital may do about a request that waits, before he has sent anything. */
export interface Power {
  /** In which he could decide; he chooses where there are several. */
  readonly roles: readonly ApproverRole[];
  /** Why he cannot approve; absent: he can. */
  readonly barred?: RefusalCode;
  readonly mayDeny: boolean;
}

/** Who would decide on what; `technician` as far as R4 looks at him. */
interface Approving extends Pick<Deciding, 'request' | 'hospital' | 'approver'> {
  readonly technician: Pick<Person, 'linked'>;
}

/** The power of `approver` over the request, by the rules of {@link decideAccess} that need nothing of what he sends. */
export function powerOver(approving: Approving): Power {
  const { request, hospital, approver } = approving;
  const staff = hospital.staff.find((one) => one.person === approver.id);
  const entitled = staff ? rolesFor(staff, request.facts, request.demand) : [];
  if (!staff || entitled.length === 0) return { roles: [], barred: 'role_not_entitled', mayDeny: false };
  const roles = freeRoles(request, entitled);
  const barred = firstRefusal([...approverChecks(approving, staff, true), ['role_already_used', roles.length === 0]]);
  const mayDeny = !firstRefusal(approverChecks(approving, staff, false));
  return { roles, mayDeny, ...(barred && { barred: barred.code }) };
}

/** The events that the decision leads to: one, or two where it was the last approval. */
export function decideAccess(
  deciding: Deciding,
  input: DecisionInput,
  now: EpochSeconds,
): Decision<readonly RequestEvent[]> {
  const { request, hospital, approver } = deciding;
  const staff = hospital.staff.find((one) => one.person === approver.id);
  if (!staff) return refused('approver_unknown');
  const approves = input.decision === 'approve';
  const no = firstRefusal([
    ...approverChecks({ ...deciding, technician: deciding.person }, staff, approves),
    ...standingChecks(deciding, now),
  ]);
  if (no) return no;
  const role = roleOf(request, staff, input);
  if (!role.ok) return role;
  if (input.digest !== digestOf(request.facts)) return refused('stale_view');
  return input.decision === 'deny' ? denial(input, role.value) : approval(request, approver, input, role.value, now);
}

/** R4, R17: by person and across linked accounts; an outside servicer's members never, partners never. */
function approverChecks(
  { request, hospital, approver, technician }: Approving,
  staff: Staff,
  approves: boolean,
): Check[] {
  const { facts } = request;
  const accounts = accountsOf(approver);
  const asking = [facts.technician, facts.partner ?? facts.technician];
  const isSameHuman = (given: Approval) =>
    accounts.includes(given.person) || given.linked?.includes(approver.id) === true;
  return [
    ['approver_suspended', [staff, approver, hospital].some((row) => row.status !== 'active')],
    ['approver_is_requester', asking.includes(approver.id)],
    ['approver_is_linked', technician.linked.includes(approver.id) || asking.some((one) => accounts.includes(one))],
    [
      'approver_of_servicer',
      facts.employer !== hospital.id && [approver.organisation, ...approver.alsoOf].includes(facts.employer),
    ],
    // Two accounts of one human are one person (R5). Whoever approved may still deny: stopping must be easy.
    ['already_approved_by_you', approves && request.approvals.some((given) => isSameHuman(given))],
  ];
}

/** The role he decides in: entitled for this request and, for a yes where roles must differ, not used yet (R5). */
function roleOf(request: PendingRequest, staff: Staff, input: DecisionInput): Decision<ApproverRole> {
  const entitled = rolesFor(staff, request.facts, request.demand);
  const free = input.decision === 'approve' ? freeRoles(request, entitled) : entitled;
  const wanted = input.role;
  if (wanted && !staff.entitlements.some((held) => held.role === wanted)) return refused('role_not_held');
  if (entitled.length === 0 || (wanted && !entitled.includes(wanted))) return refused('role_not_entitled');
  const needed = request.demand.mustInclude.find((role) => free.includes(role));
  const role = wanted ?? needed ?? free[0];
  return role && free.includes(role) ? allowed(role) : refused('role_already_used');
}

/** The roles of a yes: where they must differ, those that nobody has approved in. */
function freeRoles({ demand, approvals }: PendingRequest, entitled: readonly ApproverRole[]): readonly ApproverRole[] {
  if (!demand.differentRoles) return entitled;
  return entitled.filter((role) => !approvals.some((given) => given.role === role));
}

function denial(input: DecisionInput, role: ApproverRole): Decision<readonly RequestEvent[]> {
  if (!input.reason) return refused('reason_missing');
  return allowed([{ type: 'request.denied', data: { role, digest: input.digest, reason: input.reason } }]);
}

function approval(
  request: PendingRequest,
  { id: person, linked }: Person,
  input: DecisionInput,
  role: ApproverRole,
  now: EpochSeconds,
): Decision<readonly RequestEvent[]> {
  const { facts, demand } = request;
  const terms = narrowed(request, input);
  if (!terms.ok) return terms;
  if (demand.clinicalRelease && !input.clinicalRelease) return refused('release_missing');
  const release = input.clinicalRelease ? ('named_release' as const) : undefined;
  const recorded: RequestEvent = {
    type: 'approval.recorded',
    data: { role, digest: input.digest, ...terms.value, linked: linked.length > 0 ? linked : undefined, release },
  };
  const given: readonly Approval[] = [...request.approvals, { person, role, at: now }];
  if (!isFilled(demand, given)) return allowed([recorded]);
  const until = now + facts.startWithin + terms.value.holdSeconds;
  const digest = digestOf({ ...facts, ...terms.value });
  return allowed([recorded, { type: 'request.approved', data: { until, digest } }]);
}

interface NarrowedTerms {
  readonly scopes: readonly Scope[];
  readonly holdSeconds: Seconds;
  readonly sessionSeconds: Seconds;
}

/** R6: the same or less than the facts, in their order; never more. */
function narrowed({ facts }: PendingRequest, input: DecisionInput): Decision<NarrowedTerms> {
  const wanted = input.scopes ?? facts.scopes;
  const holdSeconds = input.holdSeconds ?? facts.holdSeconds;
  const scopes = facts.scopes.filter((scope) => wanted.includes(scope));
  return (
    firstRefusal([
      ['may_not_lengthen', holdSeconds > facts.holdSeconds],
      ['may_not_widen', !wanted.every((scope) => isScope(scope) && facts.scopes.includes(scope))],
      ['narrowed_to_nothing', scopes.length === 0],
    ]) ?? allowed({ scopes, holdSeconds, sessionSeconds: Math.min(facts.sessionSeconds, holdSeconds) })
  );
}
