/** News of a request: the question to those who are asked, its outcome to all of them and to the technician. */
import { cardFor } from '../access/card.ts';
import type { AccessRequest } from '../access/request.ts';
import { personRef, ticketRef } from '../keys.ts';
import type { Ticket } from '../rows.ts';
import type { RequestId } from '../units.ts';
import { loadCardRows } from './load-card.ts';
import { type Notice, type Recipient, TICKET_KEPT } from './notices.ts';
import { newTicket } from './open-ticket.ts';

export const requestNotice: Notice = Object.freeze<Notice>({
  recipients: async (_ports, request) => recipientsOf(request as AccessRequest),
  async letter(ports, writer, delivery, now) {
    const [rows, { person }] = await Promise.all([
      loadCardRows(ports, requestIdOf(delivery.chain)),
      ports.store.load({ person: personRef(delivery.person) }),
    ]);
    if (!rows || !person || person.status !== 'active') return undefined;
    const card = cardFor(rows, now);
    if (delivery.message === 'outcome') return { mail: { to: person.email, ...writer.outcome(card) } };
    const ticket = newTicket(ports);
    return {
      mail: { to: person.email, ...writer.ask(card, ticket) },
      ticket: {
        kind: 'insert',
        ref: ticketRef(ticket),
        row: ticketFor(rows.request, person.id),
        expires: now + TICKET_KEPT,
      },
    };
  },
});

/** `T#<hospital>#R#<reference>` back to the request's id. */
function requestIdOf(chain: string): RequestId {
  const [, hospital = '', , reference = ''] = chain.split('#');
  return `${hospital}_${reference}`;
}

/** While open: those asked who have not approved yet. After it ended or was approved: all who were asked, and the technician. */
function recipientsOf(request: AccessRequest): readonly Recipient[] {
  if (request.status === 'pending') {
    const approved = request.approvals.map((given) => given.person);
    return request.asked.filter((person) => !approved.includes(person)).map((person) => ({ person, message: 'ask' }));
  }
  return [...request.asked, request.facts.technician].map((person) => ({ person, message: 'outcome' }));
}

function ticketFor({ id: request, facts }: AccessRequest, person: string): Ticket {
  const { device, technician, employer, approveBy: until } = facts;
  return { version: 1, request, person, device, technician, employer, until };
}
