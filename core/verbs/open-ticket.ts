/**
 * A decision ticket from a mail: random, kept only as a hash, made when the mail is sent. Opening it changes nothing,
 * however often robots do; it only says which request and whose view it is. It is dead 24 h after the decision.
 */

import { cardFor, type DecisionCard } from '../access/card.ts';
import { rolesFor } from '../access/demand.ts';
import type { AccessRequest } from '../access/request.ts';
import type { DecisionBody } from '../contract.ts';
import { personRef, ticketRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import { type Decision, Problem, refused } from '../problems.ts';
import type { ApproverRole } from '../registry.ts';
import type { Ticket } from '../rows.ts';
import { toBase64url } from '../token/base64url.ts';
import type { EpochSeconds, Seconds } from '../units.ts';
import { decideAccess } from './decide-access.ts';
import { loadCardRows } from './load-card.ts';

/** The result can be read this long after the decision. */
const READABLE: Seconds = 86_400;

/** A new ticket: 32 random bytes. */
export function newTicket(ports: Pick<Ports, 'random'>): string {
  return toBase64url(ports.random(32));
}

export interface OpenedTicket {
  readonly card: DecisionCard;
  /** Roles in which the ticket's holder could decide. */
  readonly roles: readonly ApproverRole[];
  /** He has approved already; somebody else still has to. */
  readonly isApproved: boolean;
}

/** What the page behind the link shows. @throws Problem not-found for an unknown or dead ticket, or a suspended holder */
export async function openTicket(
  ports: Pick<Ports, 'store'>,
  ticket: string,
  now: EpochSeconds,
): Promise<OpenedTicket> {
  const row = await ticketRow(ports, ticket);
  const [rows, { holder }] = await Promise.all([
    loadCardRows(ports, row.request),
    ports.store.load({ holder: personRef(row.person) }),
  ]);
  if (!rows || isDead(rows.request, now) || holder?.status !== 'active') throw new Problem('not-found');
  const staff = rows.hospital.staff.find((one) => one.person === row.person);
  if (staff?.status !== 'active') throw new Problem('not-found');
  const { facts, demand } = rows.request;
  return {
    card: cardFor(rows, now),
    roles: rolesFor(staff, facts, demand),
    isApproved: rows.request.approvals.some((given) => given.person === row.person),
  };
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
