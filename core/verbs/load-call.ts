/** Reads why somebody is asked now: who was asked before him, and how far each of those questions came. */
import { type Call, callFor, questionsIn } from '../access/call.ts';
import type { CardRows } from '../access/card.ts';
import { DELIVERY_PREFIX } from '../keys.ts';
import type { Ports } from '../ports.ts';
import { type Delivery, type Question, SLACK_CHANNEL } from '../rows.ts';
import { peopleOf } from './administrators.ts';

/** Rows that are read at once for the names of a message that says a few of them. */
const MAX_READ = 90;

/** The first question needs no more rows; a later one says who was asked before. */
export async function loadCall(
  ports: Pick<Ports, 'store'>,
  { request, hospital }: CardRows,
  { chain, n, person }: Delivery,
  message: Question,
): Promise<Call> {
  if (message === 'ask') return { message, lines: [] };
  const told = await ports.store.children<Delivery>(chain, DELIVERY_PREFIX);
  const before = questionsIn(told).filter((one) => one.n < n && one.person !== SLACK_CHANNEL);
  const people = await peopleOf(ports, [...new Set(before.map((one) => one.person))].slice(0, MAX_READ));
  return callFor(message, person, { request, before, people, zone: hospital.zone });
}
