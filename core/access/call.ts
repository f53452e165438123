/**
 * Why somebody is asked now, as words: for the first time, once more as he was silent, or because those who were asked
 * before him did not decide (R7). What is asked is the same each time and stands in the card.
 */
import type { Person } from '../registry.ts';
import type { Delivery, Question } from '../rows.ts';
import type { PersonId } from '../units.ts';
import type { AccessRequest } from './request.ts';
import { clockTime } from './words.ts';

export interface Call {
  readonly message: Question;
  /** One sentence each; none where somebody is asked for the first time with all others. */
  readonly lines: readonly string[];
}

/** What the words are made from. */
export interface CallRows {
  readonly request: Pick<AccessRequest, 'approvals'>;
  /** Questions of this request that were sent before this one, to whomever. */
  readonly before: readonly Delivery[];
  /** Names of those who got them, as far as the registry knows them. */
  readonly people: ReadonlyMap<PersonId, Person>;
  /** IANA zone of the hospital. */
  readonly zone: string;
}

/** Names of one mail; a roster may be longer. */
const MAX_NAMES = 5;

/** Whether a message asks for a decision. */
export function isQuestion(message: Delivery['message']): message is Question {
  return Object.hasOwn(LINES, message);
}

export function questionsIn(deliveries: readonly Delivery[]): readonly Delivery[] {
  return deliveries.filter(({ message }) => isQuestion(message));
}

/** The call to `person` by `message`. */
export function callFor(message: Question, person: PersonId, rows: CallRows): Call {
  return { message, lines: LINES[message](rows, person) };
}

const LINES: Readonly<Record<Question, (rows: CallRows, person: PersonId) => readonly string[]>> = Object.freeze({
  ask: () => [],
  reminder: ({ before, zone }, person) => {
    const first = before.find((one) => one.person === person);
    return [`You were asked${first ? ` at ${askedAt(first, zone)}` : ''} and have not answered yet.`];
  },
  escalation: (rows) => {
    const silent = silentOf(rows);
    const names = silent.slice(0, MAX_NAMES).map((person) => asked(person, rows));
    const more = silent.length - names.length;
    const all = more > 0 ? [...names, `${more} more`] : names;
    const lines = ['It is not decided yet, so it comes to you as the next to be asked.'];
    return all.length > 0 ? [...lines, `Asked before you, without an answer: ${all.join('; ')}.`] : lines;
  },
});

/** Those who were asked and have not approved, each once, in the order in which they were asked. */
function silentOf({ before, request }: CallRows): readonly PersonId[] {
  const approved = request.approvals.map((given) => given.person);
  return [...new Set(before.map((one) => one.person))].filter((person) => !approved.includes(person));
}

/** `Dana Okafor at 14:02 CST (no message reached this person)`. */
function asked(person: PersonId, { before, people, zone }: CallRows): string {
  const questions = before.filter((one) => one.person === person);
  const isLost = questions.every(({ state }) => state === 'bounced' || state === 'failed');
  const name = people.get(person)?.printedName ?? 'a person no longer registered';
  const [first] = questions;
  return `${name}${first ? ` at ${askedAt(first, zone)}` : ''}${isLost ? ' (no message reached this person)' : ''}`;
}

function askedAt({ since, at }: Delivery, zone: string): string {
  return clockTime(since ?? at, zone);
}
