/**
 * Withdraws, revokes and closes a request. Ending takes no code: stopping must be easy; only whoever holds no more than a
 * mail's link shows by one who he is. A revocation stops minting at
 * once; a token that is already at an offline device cannot be reached, and the answer says until when it could open.
 */
import { mayRevoke, seesPlace } from '../access/demand.ts';
import type { Actor, RequestEvent } from '../access/events.ts';
import { type AccessRequest, statusAt } from '../access/request.ts';
import { type ClosingWords, closingRefusal } from '../access/return-to-service.ts';
import type { CloseBody, RevokeBody } from '../contract.ts';
import { hospitalOf, hospitalRef, personRef, requestRef } from '../keys.ts';
import { type Canonical, canonicalJson } from '../ledger/canonical.ts';
import type { CodeUse, Identity, Ports, Write } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import type { Hospital, Person, Staff } from '../registry.ts';
import type { EpochSeconds, PersonId, RequestId } from '../units.ts';
import { returnTry } from './check-code.ts';
import { refusalStep, type Step, settle, stepFor } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** The technician takes back what nobody has decided yet. */
export function withdrawAccess(
  ports: Needs,
  who: Identity,
  id: RequestId,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  return end(ports, signedIn(who), id, now, ({ request, isTechnician }) => {
    if (!isTechnician) return refused('not_your_request');
    if (request.status === 'withdrawn') return 'already';
    return statusAt(request, now) === 'pending' ? allowed({ type: 'request.withdrawn', data: {} }) : 'too-late';
  });
}

/** Who ends it. A link's holder shows by a code who he is: it is used up with the act (R10). */
export type Ender =
  | { readonly person: PersonId; readonly by: 'oidc' }
  | { readonly person: PersonId; readonly by: 'ticket'; readonly code: Decision<CodeUse> };

function signedIn({ person }: Pick<Identity, 'person'>): Ender {
  return { person, by: 'oidc' };
}

/** Anybody who may decide at the hospital, or its administrator, stops an approved access. */
export function revokeAccess(
  ports: Needs,
  who: Identity,
  id: RequestId,
  body: RevokeBody,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  return revokeBy(ports, signedIn(who), id, body, now);
}

/** The same by whoever is known in another way than by a session. */
export function revokeBy(
  ports: Needs,
  ender: Ender,
  id: RequestId,
  body: RevokeBody,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  return end(ports, ender, id, now, ({ request, staff }) => {
    if (!staff || !mayRevoke(staff)) return refused('role_not_entitled');
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
  return end(ports, signedIn(who), id, now, ({ request, isTechnician }) => {
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
  readonly hospital: Hospital;
  readonly person: Person;
  /** The person's row among the hospital's staff, where he is of it and may see the device's place. */
  readonly staff: Staff | undefined;
  readonly isTechnician: boolean;
}

type Judged = Decision<RequestEvent> | 'already' | 'too-late';

async function end(
  ports: Needs,
  ender: Ender,
  id: RequestId,
  now: EpochSeconds,
  judge: (ending: Ending) => Judged,
): Promise<Decision<AccessRequest>> {
  let code = ender.by === 'ticket' ? ender.code : undefined;
  return settle<Decision<AccessRequest>>(async () => {
    const ending = await loadEnding(ports, ender.person, id);
    const ruled = ending.person.status === 'active' ? judge(ending) : refused('person_suspended');
    const judged = code && !code.ok ? code : ruled;
    const use = code?.ok ? code.value : undefined;
    if (typeof judged === 'string') {
      if (use) await ports.store.commit({ events: [], writes: [returnTry(use)] });
      if (judged === 'already') return { done: allowed(ending.request) };
      throw tooLate(ending.request, now);
    }
    const { next, transition } = endingStep(ending, judged, { by: ender.by, use }, now);
    const lost = await ports.store.commit(transition);
    // The code was used by another act meanwhile: from then on it is a wrong one.
    if (lost?.lost === 'code') code = refused('code_rejected');
    if (lost) return { lost };
    return { done: judged.ok ? allowed(next) : judged };
  });
}

async function loadEnding(ports: Needs, who: PersonId, id: RequestId): Promise<Ending> {
  const { request, hospital, person } = await ports.store.load({
    request: requestRef(id),
    hospital: hospitalRef(hospitalOf(id)),
    person: personRef(who),
  });
  if (!request || !hospital || !person) throw new Problem('not-found');
  const isTechnician = request.facts.technician === who;
  const staff = hospital.staff.find((one) => one.person === who && seesPlace(one, request.facts));
  if (!isTechnician && !staff) throw new Problem('not-found');
  return { request, hospital, person, staff, isTechnician };
}

/** The end with its code used up, or the refusal with the try given back. */
function endingStep(
  { request, hospital, person, staff, isTechnician }: Ending,
  judged: Decision<RequestEvent>,
  { by, use }: { readonly by: Ender['by']; readonly use: CodeUse | undefined },
  now: EpochSeconds,
): Step {
  const role = isTechnician ? 'technician' : (staff?.entitlements[0]?.role ?? 'staff');
  const auth: Actor['auth'] = judged.ok && use ? `${by}+totp` : by;
  const actor: Actor = { person: person.id, role, employer: person.organisation, auth };
  const occasion = { at: now, actor, evidence: { person: person.version, hospital: hospital.version } };
  if (!judged.ok) return refusalStep(request, 'decision.refused', judged.code, occasion, use ? [returnTry(use)] : []);
  const held: readonly Write[] = [
    { kind: 'unchanged', ref: personRef(person.id), version: person.version },
    ...(use ? [{ kind: 'use-code', use } as const] : []),
  ];
  return stepFor(request.id, request, [judged.value], occasion, held);
}

/** Time was faster, or somebody. */
export function tooLate(request: AccessRequest, now: EpochSeconds): Problem {
  const status = statusAt(request, now);
  const isTime = status === 'expired' || status === 'lapsed';
  return new Problem(isTime ? 'expired' : 'already-decided', { facts: { status } });
}
