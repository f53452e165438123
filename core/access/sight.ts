/**
 * What one person of the hospital sees of a request, and what he may do about it: one model for the page behind the mail's
 * link and for the signed-in one, so that neither offers what the other refuses.
 */
import type { Person } from '../registry.ts';
import type { EpochSeconds, RequestId } from '../units.ts';
import { type CardRows, cardFor, type DecisionCard } from './card.ts';
import { type Power, powerOver } from './decide.ts';
import { mayRevoke, seesPlace } from './demand.ts';

export interface Sight {
  readonly request: RequestId;
  readonly card: DecisionCard;
  /** Absent where nothing is to be decided any more. */
  readonly power?: Power;
  readonly mayRevoke: boolean;
}

/** @returns undefined for whoever does not see the device's place: for him the request does not exist (R1) */
export function sightOf(rows: CardRows, viewer: Person, now: EpochSeconds): Sight | undefined {
  const { request, hospital, technician } = rows;
  const staff = hospital.staff.find((one) => one.person === viewer.id && seesPlace(one, request.facts));
  if (!staff || viewer.status !== 'active') return undefined;
  const card = cardFor(rows, now);
  const isOpen = card.status === 'pending' && request.status === 'pending';
  return {
    request: request.id,
    card,
    ...(isOpen && { power: powerOver({ request, hospital, approver: viewer, technician }) }),
    mayRevoke: card.status === 'approved' && mayRevoke(staff),
  };
}
