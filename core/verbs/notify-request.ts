/**
 * News of a request: the question to those who are asked, a reminder to whoever was silent when others are asked beside
 * him (R7), and the outcome. Who is linked is asked in Slack, everybody else by mail; what was silent is asked by both.
 */
import { isQuestion, questionsIn } from '../access/call.ts';
import { cardFor } from '../access/card.ts';
import type { AccessRequest } from '../access/request.ts';
import { hospitalOf, personRef, requestOf, ticketRef } from '../keys.ts';
import { type Delivery, type Question, SLACK_CHANNEL, type Ticket } from '../rows.ts';
import type { PersonId } from '../units.ts';
import { loadCall } from './load-call.ts';
import { loadCardRows } from './load-card.ts';
import { type Notice, type Recipient, TICKET_KEPT } from './notices.ts';
import { newTicket } from './open-ticket.ts';
import { slackPostFor } from './slack-post.ts';
import { type Reachable, reachableBySlack } from './slack-reach.ts';

export const requestNotice: Notice = Object.freeze<Notice>({
  async recipients(ports, standing, told, isQuiet) {
    const request = standing as AccessRequest;
    const before = questionsIn(told);
    if (isQuiet) return [...withCard(before)].map((person) => ({ person, message: 'progress', via: 'slack' }));
    const slack = await reachableBySlack(ports, hospitalOf(request.id), request.asked);
    return (request.status === 'pending' ? asked : toldTheOutcome)(request, before, slack);
  },
  async letter(ports, writer, delivery, now) {
    const { chain, message } = delivery;
    const [rows, { person }] = await Promise.all([
      loadCardRows(ports, requestOf(chain)),
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
    const call = await loadCall(ports, rows, delivery, message);
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
  post: slackPostFor,
});

/** While it is open: those asked who have not approved yet, and the hospital's channel. */
function asked(request: AccessRequest, before: readonly Delivery[], slack: Reachable): readonly Recipient[] {
  const approved = request.approvals.map((given) => given.person);
  const open = request.asked.filter((person) => !approved.includes(person));
  const recipients = open.flatMap((person): readonly Recipient[] => {
    const mail = { person, message: questionTo(person, before) };
    if (!slack.people.has(person)) return [mail];
    const card = { ...mail, via: 'slack' } as const;
    return mail.message === 'ask' ? [card] : [card, mail];
  });
  if (!slack.hasChannel) return recipients;
  return [...recipients, { person: SLACK_CHANNEL, message: questionTo(SLACK_CHANNEL, before), via: 'slack' }];
}

/**
 * After it ended or was approved: all who were asked, and the technician. A card is made true where it stands, and whoever was
 * asked by nothing else gets no mail, as long as Slack reaches him.
 */
function toldTheOutcome(request: AccessRequest, before: readonly Delivery[], slack: Reachable): readonly Recipient[] {
  const posted = withCard(before);
  const byMail = new Set(before.filter(({ via }) => !via).map(({ person }) => person));
  const isByCard = (person: PersonId) => posted.has(person) && slack.people.has(person);
  const mailed = request.asked.filter((person) => byMail.has(person) || !isByCard(person));
  return [
    ...[...posted].map((person): Recipient => ({ person, message: 'outcome', via: 'slack' })),
    ...[...mailed, request.facts.technician].map((person): Recipient => ({ person, message: 'outcome' })),
  ];
}

/** Whom Slack took a question to, or may yet; the channel is among them. */
function withCard(before: readonly Delivery[]): ReadonlySet<PersonId> {
  const cards = before.filter(({ via, state }) => via === 'slack' && state !== 'failed');
  return new Set(cards.map(({ person }) => person));
}

/** @param before the questions that went out earlier */
function questionTo(person: PersonId, before: readonly Delivery[]): Question {
  if (before.length === 0) return 'ask';
  return before.some((one) => one.person === person) ? 'reminder' : 'escalation';
}

function ticketFor({ id: request, facts }: AccessRequest, person: string): Ticket {
  const { device, technician, employer, approveBy: until } = facts;
  return { version: 1, request, person, device, technician, employer, until };
}
