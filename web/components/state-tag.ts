/** A state is never said by colour alone: symbol, word and colour stand together, and the same everywhere. */
import type { DecisionCard } from '../../core/access/card.ts';
import type { Html } from '../html.ts';
import { tag } from './messages.ts';

type State = DecisionCard['status'];

/** [symbol, word, colour]. */
const STATES: Readonly<Record<State, readonly [string, string, string]>> = Object.freeze({
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
  const [symbol, word, colour] = STATES[state];
  return tag({ says: `${symbol} ${word}`, classes: `govuk-tag--${colour}` });
}

/** The symbol alone, where the word stands beside it. */
export function symbolOf(state: State): string {
  return STATES[state][0];
}
