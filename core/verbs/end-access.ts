/**
 * Withdraws, revokes and closes a request. Ending takes no code: stopping must be easy. A revocation stops minting at
 * once; a token that is already at an offline device cannot be reached, and the answer says until when it could open.
 */
import { seesPlace } from '../access/demand.ts';
import type { Actor, RequestEvent } from '../access/events.ts';
import { type AccessRequest, statusAt } from '../access/request.ts';
import { type ClosingWords, closingRefusal } from '../access/return-to-service.ts';
import type { CloseBody, RevokeBody } from '../contract.ts';
import { hospitalOf, hospitalRef, personRef, requestRef } from '../keys.ts';
import { type Canonical, canonicalJson } from '../ledger/canonical.ts';
import type { Identity, Ports, Write } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import type { Staff } from '../registry.ts';
import type { EpochSeconds, RequestId } from '../units.ts';
import { refusalStep, settle, stepFor } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** The technician takes back what nobody has decided yet. */
export function withdrawAccess(
  ports: Needs,
  who: Identity,
  id: RequestId,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  return end(ports, who, id, now, ({ request, isTechnician }) => {
    if (!isTechnician) return refused('not_your_request');
    if (request.status === 'withdrawn') return 'already';
    return statusAt(request, now) === 'pending' ? allowed({ type: 'request.withdrawn', data: {} }) : 'too-late';
  });
}

/** Anybody who may decide at the hospital, or its administrator, stops an approved access. */
export function revokeAccess(
  ports: Needs,
  who: Identity,
  id: RequestId,
  body: RevokeBody,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  return end(ports, who, id, now, ({ request, staff }) => {
    const roles = staff?.entitlements.map((held) => held.role) ?? [];
    if (!roles.some((role) => role !== 'auditor' && role !== 'emergency_custodian'))
      return refused('role_not_entitled');
    if (request.status === 'revoked') return 'already';
    return statusAt(request, now) === 'approved'
      ? allowed({ type: 'grant.revoked', data: { reason: body.reason } })
      : 'too-late';
  });
}

/** The technician says how the visit ended, and from T2 on whether the device is back in service (R13). */
export function closeAccess(
  ports: Needs,
  who: Identity,
  id: RequestId,
  body: CloseBody,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  return end(ports, who, id, now, ({ request, isTechnician }) => {
    if (!isTechnician) return refused('not_your_request');
    if (request.status === 'closed') return isSaidAgain(request, body) ? 'already' : 'too-late';
    if (request.status !== 'approved' && request.status !== 'lapsed') return 'too-late';
    return closingRefusal(request.facts.tier, body) ?? allowed({ type: 'request.closed', data: { ...body } });
  });
}

/** The same words as those it was closed with, as far as they say how the device stands. */
function isSaidAgain(closed: ClosingWords, body: ClosingWords): boolean {
  const said = ({ outcome, softwareVersion, returnToService }: ClosingWords) =>
    canonicalJson({ outcome, softwareVersion, returnToService: returnToService as Canonical | undefined });
  return said(closed) === said(body);
}

interface Ending {
  readonly request: AccessRequest;
  /** The person's row among the hospital's staff, where he is of it and may see the device's place. */
  readonly staff: Staff | undefined;
  readonly isTechnician: boolean;
}

type Judged = Decision<RequestEvent> | 'already' | 'too-late';

async function end(
  ports: Needs,
  who: Identity,
  id: RequestId,
  now: EpochSeconds,
  judge: (ending: Ending) => Judged,
): Promise<Decision<AccessRequest>> {
  return settle<Decision<AccessRequest>>(async () => {
    const { request, hospital, person } = await ports.store.load({
      request: requestRef(id),
      hospital: hospitalRef(hospitalOf(id)),
      person: personRef(who.person),
    });
    if (!request || !hospital) throw new Problem('not-found');
    const isTechnician = request.facts.technician === who.person;
    const staff = hospital.staff.find((one) => one.person === who.person && seesPlace(one, request.facts));
    if (!person || (!isTechnician && !staff)) throw new Problem('not-found');
    const isActive = person.status === 'active';
    const judged = isActive ? judge({ request, staff, isTechnician }) : refused('person_suspended');
    if (judged === 'already') return { done: allowed(request) };
    if (judged === 'too-late') throw tooLate(request, now);
    const role = isTechnician ? 'technician' : (staff?.entitlements[0]?.role ?? 'staff');
    const actor: Actor = { person: who.person, role, employer: who.organisation, auth: 'oidc' };
    const occasion = { at: now, actor, evidence: { person: person.version, hospital: hospital.version } };
    const unchanged: readonly Write[] = [{ kind: 'unchanged', ref: personRef(who.person), version: person.version }];
    const { next, transition } = judged.ok
      ? stepFor(id, request, [judged.value], occasion, unchanged)
      : refusalStep(request, 'decision.refused', judged.code, occasion);
    const lost = await ports.store.commit(transition);
    if (lost) return { lost };
    return { done: judged.ok ? allowed(next) : judged };
  });
}

/** Time was faster, or somebody. */
function tooLate(request: AccessRequest, now: EpochSeconds): Problem {
  const status = statusAt(request, now);
  const isTime = status === 'expired' || status === 'lapsed';
  return new Problem(isTime ? 'expired' : 'already-decided', { facts: { status } });
}
