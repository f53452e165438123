/**
 * News of a request: the question to those who are asked, a reminder to whoever was silent when others are asked beside
 * him (R7), and the outcome to all of them and to the technician.
 */
import { type Call, callFor } from '../access/call.ts';
import { type CardRows, cardFor } from '../access/card.ts';
import type { AccessRequest } from '../access/request.ts';
import { DELIVERY_PREFIX, personRef, ticketRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { Delivery, Question, Ticket } from '../rows.ts';
import type { PersonId, RequestId } from '../units.ts';
import { peopleOf } from './administrators.ts';
import { loadCardRows } from './load-card.ts';
import { type Notice, type Recipient, TICKET_KEPT } from './notices.ts';
import { newTicket } from './open-ticket.ts';

export const requestNotice: Notice = Object.freeze<Notice>({
  recipients: async (_ports, request, before) => recipientsOf(request as AccessRequest, questionsIn(before)),
  async letter(ports, writer, delivery, now) {
    const { chain, message } = delivery;
    const [rows, { person }] = await Promise.all([
      loadCardRows(ports, requestIdOf(chain)),
      ports.store.load({ person: personRef(delivery.person) }),
    ]);
    if (!rows || !person || person.status !== 'active') return undefined;
    const card = cardFor(rows, now);
    const { id, facts } = rows.request;
    // A question whose mail was not taken for so long that it is answered says the answer.
    if (card.outcome || !isQuestion(message)) {
      const reader = person.id === facts.technician ? 'technician' : 'approver';
      return { mail: { to: person.email, ...writer.outcome(card, id, reader) } };
    }
    const ticket = newTicket(ports);
    const call = await callOf(ports, rows, delivery, message);
    return {
      mail: { to: person.email, ...writer.ask(card, ticket, call) },
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
function recipientsOf(request: AccessRequest, before: readonly Delivery[]): readonly Recipient[] {
  if (request.status === 'pending') {
    const approved = request.approvals.map((given) => given.person);
    const open = request.asked.filter((person) => !approved.includes(person));
    return open.map((person) => ({ person, message: questionTo(person, before) }));
  }
  return [...request.asked, request.facts.technician].map((person) => ({ person, message: 'outcome' }));
}

/** @param before the questions that went out earlier */
function questionTo(person: PersonId, before: readonly Delivery[]): Question {
  if (before.length === 0) return 'ask';
  return before.some((one) => one.person === person) ? 'reminder' : 'escalation';
}

function isQuestion(message: Delivery['message']): message is Question {
  return message === 'ask' || message === 'reminder' || message === 'escalation';
}

function questionsIn(deliveries: readonly Delivery[]): readonly Delivery[] {
  return deliveries.filter(({ message }) => isQuestion(message));
}

/** Rows that are read at once for the names of a mail that says a few of them. */
const MAX_READ = 90;

/** The first question needs no more rows; a later one says who was asked before. */
async function callOf(
  ports: Pick<Ports, 'store'>,
  { request, hospital }: CardRows,
  { chain, n, person }: Delivery,
  message: Question,
): Promise<Call> {
  if (message === 'ask') return { message, lines: [] };
  const told = await ports.store.children<Delivery>(chain, DELIVERY_PREFIX);
  const before = questionsIn(told).filter((one) => one.n < n);
  const people = await peopleOf(ports, [...new Set(before.map((one) => one.person))].slice(0, MAX_READ));
  return callFor(message, person, { request, before, people, zone: hospital.zone });
}

function ticketFor({ id: request, facts }: AccessRequest, person: string): Ticket {
  const { device, technician, employer, approveBy: until } = facts;
  return { version: 1, request, person, device, technician, employer, until };
}
