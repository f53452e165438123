/**
 * Withdraws, revokes and closes a request. Ending takes no code: stopping must be easy. A revocation stops minting at
 * once; a token that is already at an offline device cannot be reached, and the answer says until when it could open.
 */
import type { Actor, RequestEvent } from '../access/events.ts';
import { type AccessRequest, statusAt } from '../access/request.ts';
import type { CloseBody, RevokeBody } from '../contract.ts';
import { hospitalOf, hospitalRef, personRef, requestRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import type { Hospital } from '../registry.ts';
import type { EpochSeconds, RequestId } from '../units.ts';
import { settle, stepFor } from './transition.ts';

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
  return end(ports, who, id, now, ({ request, hospital }) => {
    const staff = hospital.staff.find((one) => one.person === who.person);
    const roles = staff?.status === 'active' ? staff.entitlements.map((held) => held.role) : [];
    if (!roles.some((role) => role !== 'auditor' && role !== 'emergency_custodian'))
      return refused('role_not_entitled');
    if (request.status === 'revoked') return 'already';
    return statusAt(request, now) === 'approved'
      ? allowed({ type: 'grant.revoked', data: { reason: body.reason } })
      : 'too-late';
  });
}

/** The technician says how the visit ended. */
export function closeAccess(
  ports: Needs,
  who: Identity,
  id: RequestId,
  body: CloseBody,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  return end(ports, who, id, now, ({ request, isTechnician }) => {
    if (!isTechnician) return refused('not_your_request');
    if (request.status === 'closed') return request.outcome === body.outcome ? 'already' : 'too-late';
    const mayClose = request.status === 'approved' || request.status === 'lapsed' || request.status === 'revoked';
    return mayClose ? allowed({ type: 'request.closed', data: { ...body } }) : 'too-late';
  });
}

interface Ending {
  readonly request: AccessRequest;
  readonly hospital: Hospital;
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
    if (!isTechnician && !hospital.staff.some((staff) => staff.person === who.person)) throw new Problem('not-found');
    if (person?.status !== 'active') return { done: refused('person_suspended') };
    const judged = judge({ request, hospital, isTechnician });
    if (judged === 'already') return { done: allowed(request) };
    if (judged === 'too-late') throw new Problem('already-decided', { facts: { status: statusAt(request, now) } });
    if (!judged.ok) return { done: judged };
    const actor: Actor = {
      person: who.person,
      role: isTechnician ? 'technician' : 'hospital',
      employer: who.organisation,
      auth: 'oidc',
    };
    const occasion = { at: now, actor, evidence: { hospital: hospital.version } };
    const { next, transition } = stepFor(id, request, [judged.value], occasion);
    const lost = await ports.store.commit(transition);
    return lost ? { lost } : { done: allowed(next) };
  });
}
