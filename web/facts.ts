/** The eight facts as pages show them, in the card's own order. */
import type { DecisionCard } from '../core/access/card.ts';
import { summaryList } from './components/lists.ts';
import { type Html, html } from './html.ts';

export function factList(card: DecisionCard): Html {
  const rows = card.facts.map(({ label, words }) => ({ key: label, value: words }));
  return html`${summaryList(rows, 'wk-facts')}
<p class="govuk-body wk-small">Reference ${card.reference}. Digest of these facts: <code>${card.digest}</code></p>`;
}
