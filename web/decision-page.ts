/**
 * The page behind a mail's link, and the signed-in decision: what is asked, or what became of it. A form stands here
 * only while the request is open and this viewer may decide this way; a decided link shows the result (experience,
 * "Approver").
 */
import type { DecisionCard } from '../core/access/card.ts';
import { button } from './components/button.ts';
import { insetText } from './components/messages.ts';
import { symbolOf } from './components/state-tag.ts';
import { moment } from './components/time.ts';
import {
  type Choice,
  type DecisionError,
  decisionForm,
  denyForm,
  type Entered,
  type FormTarget,
  type FormView,
} from './decision-form.ts';
import { outcomePage } from './decision-outcome.ts';
import { barredWords, staleWords } from './decision-words.ts';
import { factList } from './facts.ts';
import { errorsAbove, titleOf } from './form-errors.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Frame, type Viewer } from './layout.ts';

export interface DecisionView {
  readonly card: DecisionCard;
  /** Of the Content-Security-Policy of this answer. */
  readonly nonce: string;
  /** How the viewer is known. T3 and T4 are decided signed in only. */
  readonly by: 'ticket' | 'oidc';
  /** Signed in; a link's holder has neither menu nor name on the page. */
  readonly viewer?: Viewer | undefined;
  /** Where the decision is sent. */
  readonly target: FormTarget;
  /** `?choice=` as it came: anything but approve and deny preselects nothing. */
  readonly choice?: string | undefined;
  /** What a refused POST had sent. */
  readonly entered?: Entered | undefined;
  readonly errors?: readonly DecisionError[] | undefined;
  /** Not recorded, as somebody was first; not recorded, as facts changed. */
  readonly note?: 'late' | 'stale' | undefined;
  readonly roles?: FormView['roles'] | undefined;
  /** Why the viewer cannot approve, and whether he has approved already; absent: he can. */
  readonly barred?: { readonly says: string; readonly hasApproved: boolean; readonly mayDeny: boolean } | undefined;
  /** Where a revocation is sent; absent: nothing that this viewer may take back. */
  readonly revoke?: FormTarget | undefined;
  readonly signInUrl?: string | undefined;
}

/** The whole document. Which of the pages it is follows from the card and from who looks, never from what was sent. */
export function decisionPage(view: DecisionView): string {
  const { card, barred } = view;
  if (card.outcome) return outcomePage(view, card.outcome);
  if (card.needsSignIn && view.by === 'ticket') return signInPage(view);
  if (barred?.hasApproved) return recordedPage(view, barred);
  return openPage(view);
}

function openPage(view: DecisionView): string {
  const { card, note, barred } = view;
  const errors = note === 'stale' ? [{ says: staleWords(card) }, ...(view.errors ?? [])] : (view.errors ?? []);
  const heading = `Approve or deny ${card.reference}?`;
  const form: FormView = { ...view, entered: enteredOf(view), errors, roles: view.roles ?? [] };
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${heading}</h1>
${deadline(card)}
${factList(card)}
${barred ? barredPart(form, barred) : decisionForm(form)}`;
  return documentFor(frameOf(view, heading, errors), main);
}

function frameOf({ nonce, viewer }: DecisionView, heading: string, errors: readonly DecisionError[] = []): Frame {
  return { nonce, title: titleOf(heading, errors), viewer, isBrief: true };
}

type Barred = NonNullable<DecisionView['barred']>;

function barredPart(form: FormView, barred: Barred): Html {
  return html`${insetText(barredWords(barred))}\n${barred.mayDeny && denyForm(form)}`;
}

/** After a stale view the choice is made anew; otherwise what was entered stands. A link's choice comes first time only. */
function enteredOf({ entered, choice, note }: DecisionView): Entered {
  if (note === 'stale') return { reason: entered?.reason };
  return entered ?? { decision: isChoice(choice) ? choice : undefined };
}

function isChoice(choice: string | undefined): choice is Choice {
  return choice === 'approve' || choice === 'deny';
}

function signInPage(view: DecisionView): string {
  const { card, signInUrl } = view;
  const heading = `Sign in to decide on ${card.reference}`;
  const main = html`<h1 class="govuk-heading-l">${heading}</h1>
${insetText('This request is of tier T3 or T4. It is decided signed in, with a code; this link alone is not enough.')}
${signInUrl !== undefined && button({ says: 'Sign in and decide', href: signInUrl })}
${deadline(card)}
${factList(card)}`;
  return documentFor(frameOf(view, heading), main);
}

function recordedPage(view: DecisionView, { mayDeny }: Barred): string {
  const { card, errors = [] } = view;
  const { approvalsGiven: given, approvalsNeeded: needed } = card;
  const heading = `Approval ${given} of ${needed} given`;
  const form: FormView = { ...view, entered: view.entered ?? {}, errors, roles: [] };
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${symbolOf('pending')} ${heading}</h1>
<p class="govuk-body">Nobody can start yet: another has to approve before ${moment(card.decideByUtc, card.decideBy)}.</p>
${factList(card)}
${mayDeny && denyForm(form)}`;
  return documentFor(frameOf(view, heading, errors), main);
}

function deadline(card: DecisionCard): Html {
  const given =
    card.approvalsNeeded > 1 && html` ${card.approvalsGiven} of ${card.approvalsNeeded} approvals are given.`;
  return html`<p class="govuk-body">${symbolOf('pending')} Waiting at ${card.hospital}. Decide before ${moment(card.decideByUtc, card.decideBy)}.${given}</p>`;
}
