/** A state is never said by colour alone: symbol, word and colour stand together, and the same everywhere. */
import type { DecisionCard } from '../../core/access/card.ts';
import type { Html } from '../html.ts';
import { tag } from './messages.ts';

export type State = DecisionCard['status'];

/** Symbol, word and colour of a state. */
export type Mark = readonly [symbol: string, word: string, colour: 'yellow' | 'green' | 'red' | 'grey' | 'blue'];

export function markTag([symbol, word, colour]: Mark): Html {
  return tag({ says: `${symbol} ${word}`, classes: `govuk-tag--${colour}` });
}

const STATES: Readonly<Record<State, Mark>> = Object.freeze({
  pending: ['○', 'Waiting', 'yellow'],
  approved: ['✓', 'Approved', 'green'],
  denied: ['✕', 'Denied', 'red'],
  expired: ['◷', 'Expired', 'grey'],
  withdrawn: ['↩', 'Withdrawn', 'grey'],
  lapsed: ['◷', 'Not started in time', 'grey'],
  revoked: ['⊘', 'Revoked', 'red'],
  closed: ['■', 'Finished', 'blue'],
});

export function stateTag(state: State): Html {
  return markTag(STATES[state]);
}

/** Every state with its symbol and word, to choose from. */
export const STATE_OPTIONS: readonly { readonly value: string; readonly says: string }[] = Object.freeze(
  Object.entries(STATES).map(([value, [symbol, word]]) => ({ value, says: `${symbol} ${word}` })),
);

/** Both as text. */
export function stateWords(state: State): string {
  const [symbol, word] = STATES[state];
  return `${symbol} ${word}`;
}

/** The symbol alone, where the word stands beside it. */
export function symbolOf(state: State): string {
  return STATES[state][0];
}
