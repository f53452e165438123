/** The eight facts as pages show them, in the card's own order; and the words for a state. */
import type { DecisionCard } from '../core/access/card.ts';
import { type Html, html } from './html.ts';

export function factList(card: DecisionCard): Html {
  return html`<dl>
${card.facts.map(({ label, words }) => html`<div><dt>${label}</dt><dd>${words}</dd></div>\n`)}</dl>
<p class="small">Reference ${card.reference}. Digest of these facts: <code>${card.digest}</code></p>`;
}

/** Symbol before the word: a state is never said by colour alone. */
export const STATE_SYMBOLS: Readonly<Record<DecisionCard['status'], string>> = Object.freeze({
  pending: '○',
  approved: '✓',
  denied: '✕',
  expired: '◷',
  withdrawn: '↩',
  lapsed: '◷',
  revoked: '⊘',
  closed: '■',
});

/** A moment for people and for programs: the words are in the hospital's zone, the attribute is UTC. */
export function moment(at: number, words: string): Html {
  return html`<time datetime="${new Date(at * 1000).toISOString()}">${words}</time>`;
}
