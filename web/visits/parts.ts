/** What the pages of one visit have in common. */
import type { Visit } from '../../core/access/visit.ts';
import { button } from '../components/button.ts';
import { countdown } from '../components/countdown.ts';
import { summaryList } from '../components/lists.ts';
import { moment } from '../components/time.ts';
import { type Html, html } from '../html.ts';
import type { Viewer } from '../layout.ts';

/** Who looks, at which visit, under which nonce. */
export interface VisitView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly visit: Visit;
}

export const pathOf = ({ id }: Visit) => `/visits/${id}`;

/** What was asked, and by which reference people name it to each other. */
export function visitFacts({ facts, card }: Visit): Html {
  return html`${summaryList(
    facts.map(({ label, words }) => ({ key: label, value: words })),
    'wk-facts',
  )}
<p class="govuk-body wk-small">Reference ${card.reference}. Digest: <code>${card.digest}</code></p>`;
}

/** `24 min left, until 15:02 CST`. */
export function timeUntil(until: NonNullable<Visit['until']>, now: number): Html {
  return html`${countdown(until.at, now)} left, until ${moment(until.at, until.words)}`;
}

/** The outcome in the same sentences as the approver reads. */
export function outcomeLines({ card }: Visit): readonly Html[] {
  return (card.outcome?.lines ?? []).map((line) => html`<p class="govuk-body">${line}</p>\n`);
}

/** A form that is its button. */
export function buttonForm(action: string, fields: Html, says: string, classes?: string): Html {
  return html`<form method="post" action="${action}" novalidate>${fields}
${button({ says, classes })}
</form>`;
}
