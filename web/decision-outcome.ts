/** What became of a request: by whom and when, and the way to take an approval back, always in the same place. */
import type { DecisionCard } from '../core/access/card.ts';
import { insetText, warningText } from './components/messages.ts';
import { symbolOf } from './components/state-tag.ts';
import { moment } from './components/time.ts';
import { revokeForm } from './decision-form.ts';
import type { DecisionView } from './decision-page.ts';
import { LATE } from './decision-words.ts';
import { factList } from './facts.ts';
import { errorsAbove, titleOf } from './form-errors.ts';
import { type Html, html } from './html.ts';
import { documentFor } from './layout.ts';

type Outcome = NonNullable<DecisionCard['outcome']>;

/** A decided link shows this to whoever opens it, and so does a form that came too late. */
export function outcomePage(view: DecisionView, outcome: Outcome): string {
  const { card, nonce, viewer, errors = [] } = view;
  const main = html`${errorsAbove(errors)}
${view.note === 'late' && lateNote(outcome)}
<h1 class="govuk-heading-l">${symbolOf(card.status)} ${outcome.title}</h1>
<p class="govuk-body">${card.reference}, ${card.hospital}. ${moment(outcome.at, outcome.when)}.</p>
${outcome.lines.map((line) => html`<p class="govuk-body">${line}</p>\n`)}
${revocation(view, outcome)}
<h2 class="govuk-heading-m">What was asked</h2>
${factList(card)}`;
  return documentFor({ nonce, title: titleOf(outcome.title, errors), viewer, isBrief: true }, main);
}

/** Who was faster, and when, is the first sentence of every outcome. */
function lateNote({ lines }: Outcome): Html {
  const says = `${LATE} ${lines[0] ?? ''}`;
  return html`<div role="alert">${warningText(says)}</div>`;
}

function revocation(view: DecisionView, { ifRevoked }: Outcome): Html | undefined {
  if (!view.revoke || ifRevoked === undefined) return undefined;
  return html`${insetText(`If you take it back now: ${ifRevoked}`)}
${revokeForm({ target: view.revoke, takesCode: view.by === 'ticket', entered: view.entered ?? {}, errors: view.errors ?? [] })}`;
}
