/**
 * The page behind a mail's link, and the signed-in decision: what is asked, or what became of it. A form stands here
 * only while the request is open and this viewer may decide this way; a decided link shows the result (experience,
 * "Approver").
 */
import type { DecisionCard } from '../core/access/card.ts';
import { button } from './components/button.ts';
import { insetText, warningText } from './components/messages.ts';
import { symbolOf } from './components/state-tag.ts';
import { moment } from './components/time.ts';
import { type Choice, decisionForm, type Entered, type FormError, problemsAbove } from './decision-form.ts';
import { factList } from './facts.ts';
import { type Html, html } from './html.ts';
import { documentFor } from './layout.ts';

export interface DecisionView {
  readonly card: DecisionCard;
  /** Of the Content-Security-Policy of this answer. */
  readonly nonce: string;
  /** How the viewer is known. T3 and T4 are decided signed in only. */
  readonly by: 'ticket' | 'oidc';
  /** `?choice=` as it came: anything but approve and deny preselects nothing. */
  readonly choice?: string | undefined;
  /** What a refused POST had sent. */
  readonly entered?: Entered | undefined;
  readonly errors?: readonly FormError[] | undefined;
  /** Recorded, but more approvals are needed; not recorded, as somebody was first; not recorded, as facts changed. */
  readonly note?: 'recorded' | 'late' | 'stale' | undefined;
  readonly roles?: readonly { readonly role: string; readonly says: string }[] | undefined;
  readonly signInUrl?: string | undefined;
}

/** The whole document. Which of the four pages it is follows from the card, never from the caller. */
export function decisionPage(view: DecisionView): string {
  const { card } = view;
  if (card.outcome) return resultPage(view, card.outcome);
  if (view.note === 'recorded') return recordedPage(view);
  if (card.needsSignIn && view.by === 'ticket') return signInPage(view);
  return openPage(view);
}

function openPage(view: DecisionView): string {
  const { card, nonce, note, roles = [] } = view;
  const errors = note === 'stale' ? [STALE, ...(view.errors ?? [])] : (view.errors ?? []);
  const title = `${errors.length > 0 ? 'Error: ' : ''}Approve or deny ${card.reference}?`;
  const main = html`${problemsAbove(errors)}
<h1 class="govuk-heading-l">Approve or deny ${card.reference}?</h1>
${deadline(card)}
${factList(card)}
${decisionForm({ card, entered: enteredOf(view), errors, roles })}`;
  return documentFor({ nonce, title }, main);
}

const STALE: FormError = Object.freeze({
  says: 'The facts changed since they were shown to you, so nothing was recorded. These are the new ones: look at all eight again, time and scopes above all, then decide.',
});

/** After a stale view the choice is made anew; otherwise what was entered stands. A link's choice comes first time only. */
function enteredOf({ entered, choice, note }: DecisionView): Entered {
  if (note === 'stale') return { reason: entered?.reason };
  return entered ?? { decision: isChoice(choice) ? choice : undefined };
}

function isChoice(choice: string | undefined): choice is Choice {
  return choice === 'approve' || choice === 'deny';
}

function signInPage({ card, nonce, signInUrl }: DecisionView): string {
  const main = html`<h1 class="govuk-heading-l">Sign in to decide on ${card.reference}</h1>
${insetText('This request is of tier T3 or T4. It is decided signed in, with a code; this link alone is not enough.')}
${signInUrl !== undefined && button({ says: 'Sign in and decide', href: signInUrl })}
${deadline(card)}
${factList(card)}`;
  return documentFor({ nonce, title: `Sign in to decide on ${card.reference}` }, main);
}

function recordedPage({ card, nonce }: DecisionView): string {
  const { approvalsGiven: given, approvalsNeeded: needed } = card;
  const main = html`<h1 class="govuk-heading-l">${symbolOf('pending')} Your approval is recorded: ${given} of ${needed}</h1>
${insetText(html`Nobody can start yet. Another person has to approve before ${moment(card.decideByUtc, card.decideBy)}, or the request dies by itself.`)}
${factList(card)}`;
  return documentFor({ nonce, title: `Approval ${given} of ${needed} recorded` }, main);
}

function resultPage({ card, nonce, note }: DecisionView, outcome: NonNullable<DecisionCard['outcome']>): string {
  const main = html`${note === 'late' && html`<div role="alert">${warningText('Your answer was not recorded: the request was no longer open.')}</div>`}
<h1 class="govuk-heading-l">${symbolOf(card.status)} ${outcome.title}</h1>
<p class="govuk-body">${card.reference}, ${card.hospital}. ${moment(outcome.at, outcome.when)}.</p>
${outcome.lines.map((line) => html`<p class="govuk-body">${line}</p>\n`)}
${card.status === 'approved' && html`<p class="govuk-body">To take it back, sign in and use Revoke.</p>`}
<h2 class="govuk-heading-m">What was asked</h2>
${factList(card)}`;
  return documentFor({ nonce, title: outcome.title }, main);
}

function deadline(card: DecisionCard): Html {
  const given =
    card.approvalsNeeded > 1 && html` ${card.approvalsGiven} of ${card.approvalsNeeded} approvals are given.`;
  return html`<p class="govuk-body">${symbolOf('pending')} Waiting at ${card.hospital}. Decide before ${moment(card.decideByUtc, card.decideBy)}.${given}</p>`;
}
