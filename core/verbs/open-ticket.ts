/**
 * A decision ticket from a mail: random, kept only as a hash, made when the mail is sent. Opening it changes nothing,
 * however often robots do; it only says which request and whose view it is. It is dead 24 h after the decision.
 */
import { type AccessRequest, statusAt } from '../access/request.ts';
import { type Sight, sightOf } from '../access/sight.ts';
import type { DecisionBody, RevokeBody } from '../contract.ts';
import { hospitalOf, organisationRef, personRef, requestRef, ticketRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import type { Ticket } from '../rows.ts';
import { toBase64url } from '../token/base64url.ts';
import type { EpochSeconds, OrganisationId, Seconds } from '../units.ts';
import { checkCode, reserveCode } from './check-code.ts';
import { decideAccess } from './decide-access.ts';
import { revokeBy, tooLate } from './end-access.ts';
import { loadCardRows } from './load-card.ts';

/** The result can be read this long after the decision. */
const READABLE: Seconds = 86_400;

/**
 * An approval lasts for hours: with five tries each quarter of an hour whoever holds its mail could use up the hundred of a
 * month. Signed in, taking it back needs no code.
 */
const REVOKE_BACK_OFF: Seconds = 86_400;

/** A new ticket: 32 random bytes. */
export function newTicket(ports: Pick<Ports, 'random'>): string {
  return toBase64url(ports.random(32));
}

export interface OpenedTicket extends Sight {
  /** Where the ticket's holder signs in. */
  readonly organisation: OrganisationId;
}

/** What the page behind the link shows. @throws Problem not-found for an unknown or dead ticket, or where holder or hospital is suspended */
export async function openTicket(
  ports: Pick<Ports, 'store'>,
  ticket: string,
  now: EpochSeconds,
): Promise<OpenedTicket> {
  const row = await ticketRow(ports, ticket);
  const [rows, { holder, own }] = await Promise.all([
    loadCardRows(ports, row.request),
    ports.store.load({ holder: personRef(row.person), own: organisationRef(hospitalOf(row.request)) }),
  ]);
  if (!rows || isDead(rows.request, now) || !holder) throw new Problem('not-found');
  const sight = own?.status === 'active' && sightOf(rows, holder, now);
  if (!sight) throw new Problem('not-found');
  return { ...sight, organisation: holder.organisation };
}

/**
 * Decides through the link: up to T2 the ticket and a code are enough, T3 and T4 need a sign-in.
 *
 * @throws Problem not-found for an unknown or dead ticket
 */
export async function decideByTicket(
  ports: Parameters<typeof decideAccess>[0],
  ticket: string,
  body: DecisionBody,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  const row = await ticketRow(ports, ticket);
  // Whoever holds an old mail could otherwise use up its owner's tries for days.
  if (now >= row.until) return refused('approval_window_over');
  const decision = await decideAccess(ports, { person: row.person, context: ticket, by: 'ticket' }, row, body, now);
  // His own decision sent again: a dead link does not even say that it was his.
  if (decision.ok && isDead(decision.value, now)) throw new Problem('not-found');
  return decision;
}

/**
 * Takes an approval back through the link: the same rule as signed in, with a code that is used up with it. Where there is
 * nothing to take back no code is looked at, as whoever holds an old mail could use up its owner's tries.
 *
 * @throws Problem not-found for an unknown or dead ticket
 */
export async function revokeByTicket(
  ports: Parameters<typeof decideAccess>[0],
  ticket: string,
  { code: given, ...body }: RevokeBody & { readonly code: string },
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  const { person, request: id } = await ticketRow(ports, ticket);
  const { request } = await ports.store.load({ request: requestRef(id) });
  if (!request || isDead(request, now)) throw new Problem('not-found');
  if (request.status === 'revoked') return allowed(request);
  if (statusAt(request, now) !== 'approved') throw tooLate(request, now);
  const open = await reserveCode(ports, person, ticket, given, now, REVOKE_BACK_OFF);
  const code = open.ok ? await checkCode(ports, open.value, given, now) : open;
  return revokeBy(ports, { person, by: 'ticket', code }, id, body, now);
}

async function ticketRow(ports: Pick<Ports, 'store'>, ticket: string): Promise<Ticket> {
  const { row } = await ports.store.load({ row: ticketRef(ticket) });
  if (!row) throw new Problem('not-found');
  return row;
}

/** Counted from the decision; where nobody decided, from the time by which somebody should have. */
function isDead(request: AccessRequest, now: EpochSeconds): boolean {
  const isUndecided = request.status === 'pending' || request.status === 'expired';
  if (isUndecided) return now > request.facts.approveBy + READABLE;
  return now > ('grant' in request ? request.grant.approvedAt : request.ended.at) + READABLE;
}
