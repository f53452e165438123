/**
 * The form of a decision: nothing is preselected unless the approver came by a link that named the choice, and only the
 * final POST with a code decides. It can shorten and narrow, never lengthen or widen (R6). Works without JavaScript.
 *
 * Fields: decision, digest, code, holdMinutes (empty = as asked), scopes (repeated), clinicalRelease (=yes), reason, role.
 */
import type { DecisionCard } from '../core/access/card.ts';
import { codeField } from './code-field.ts';
import { button } from './components/button.ts';
import { checkboxes, radios } from './components/choices.ts';
import { select, textarea } from './components/input.ts';
import { MAX_REASON, NARROWS, RELEASES, USUAL_MINUTES } from './decision-words.ts';
import { controlFor, errorAt, type FieldError } from './form-errors.ts';
import { type Html, html } from './html.ts';

export type Choice = 'approve' | 'deny';

/** What was typed before, shown again; never the code. */
export interface Entered {
  readonly decision?: string | undefined;
  readonly holdMinutes?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly clinicalRelease?: boolean | undefined;
  readonly reason?: string | undefined;
  readonly role?: string | undefined;
}

type Field = 'decision' | 'code' | 'holdMinutes' | 'scopes' | 'clinicalRelease' | 'reason' | 'role';

export type DecisionError = FieldError<Field>;

/** Where a form is sent, and its hidden fields: what shows that it is of a page of ours. */
export interface FormTarget {
  readonly action: string;
  readonly fields?: Html | undefined;
}

export interface FormView {
  readonly card: DecisionCard;
  readonly target: FormTarget;
  readonly entered: Entered;
  readonly errors: readonly DecisionError[];
  /** The approver's roles that count, where he has to choose one. */
  readonly roles: readonly { readonly role: string; readonly says: string }[];
}

export function decisionForm(view: FormView): Html {
  const { card, target } = view;
  return html`<h2 class="govuk-heading-m">Your decision</h2>
${formStart(target)}
<input type="hidden" name="digest" value="${card.digest}">
${decisionField(view)}
${view.roles.length > 1 && roleField(view)}
<h2 class="govuk-heading-m">If you approve</h2>
${timeField(view)}
${scopesField(view)}
${card.needsRelease && releaseField(view)}
<h2 class="govuk-heading-m">If you deny</h2>
${reasonField(view)}
<h2 class="govuk-heading-m">Confirm</h2>
${codeField(view.errors)}
${button({ says: 'Send my decision' })}
</form>`;
}

/** For whoever cannot approve, any more or at all, and may still say no: stopping is easy. */
export function denyForm(view: FormView): Html {
  return html`<h2 class="govuk-heading-m">Deny it</h2>
${formStart(view.target)}
<input type="hidden" name="digest" value="${view.card.digest}">
<input type="hidden" name="decision" value="deny">
${reasonField(view)}
${codeField(view.errors)}
${button({ says: 'Deny', classes: 'govuk-button--warning' })}
</form>`;
}

/** Undo, and always in the same place: under what became of the request. A mail's link takes a code with it. */
export function revokeForm(view: Omit<FormView, 'card' | 'roles'> & { readonly takesCode: boolean }): Html {
  return html`<h2 class="govuk-heading-m">Revoke</h2>
${formStart(view.target)}
${reasonField(view, 'Why it is taken back. The technician reads it. No patient data.')}
${view.takesCode && codeField(view.errors)}
${button({ says: 'Revoke', classes: 'govuk-button--warning' })}
</form>`;
}

function formStart({ action, fields }: FormTarget): Html {
  return html`<form method="post" action="${action}" autocomplete="off" novalidate>\n${fields}`;
}

function decisionField({ entered, errors }: FormView): Html {
  return radios({
    name: 'decision',
    error: errorAt('decision', errors),
    fieldset: { legend: 'Approve or deny?', legendClasses: BOLD },
    items: [
      { value: 'approve', says: 'Approve', checked: entered.decision === 'approve' },
      { value: 'deny', says: 'Deny', id: 'decision-deny', checked: entered.decision === 'deny' },
    ],
  });
}

const BOLD = 'govuk-fieldset__legend--s';

function roleField({ entered, errors, roles }: FormView): Html {
  return radios({
    name: 'role',
    error: errorAt('role', errors),
    fieldset: { legend: 'In which role?', legendClasses: BOLD },
    items: roles.map(({ role, says }) => ({ value: role, says, checked: entered.role === role })),
  });
}

function timeField({ card, entered, errors }: FormView): Html {
  const shorter = USUAL_MINUTES.filter((length) => length < card.holdMinutes);
  return select({
    ...controlFor('holdMinutes', errors),
    label: { says: 'Time', classes: 'govuk-label--s' },
    items: [
      { value: '', says: `As asked: ${card.holdMinutes} min` },
      ...shorter.map((length) => ({
        value: length,
        says: `${length} min`,
        selected: entered.holdMinutes === String(length),
      })),
    ],
  });
}

/** One scope is a fact and no choice: without it nothing would be left to approve. */
function scopesField({ card, entered, errors }: FormView): Html {
  const [only, ...others] = card.scopes;
  if (only && others.length === 0) return html`<input type="hidden" name="scopes" value="${only.name}">`;
  return checkboxes({
    name: 'scopes',
    hint: NARROWS,
    error: errorAt('scopes', errors),
    fieldset: { legend: 'What may be done', legendClasses: BOLD },
    items: card.scopes.map(({ name, says }) => ({
      value: name,
      says: `${says} (${name})`,
      checked: entered.scopes?.includes(name) ?? true,
    })),
  });
}

function releaseField({ entered, errors }: FormView): Html {
  return checkboxes({
    name: 'clinicalRelease',
    error: errorAt('clinicalRelease', errors),
    fieldset: { legend: 'Clinical release', legendClasses: BOLD },
    items: [{ value: 'yes', says: RELEASES, checked: entered.clinicalRelease === true }],
  });
}

type ErrorsView = Pick<FormView, 'entered' | 'errors'>;

function reasonField(
  { entered, errors }: ErrorsView,
  hint = 'Needed to deny. The technician reads it. No patient data.',
): Html {
  const { attributes, ...wrong } = controlFor('reason', errors);
  return textarea({
    ...wrong,
    label: { says: 'Reason', classes: 'govuk-label--s' },
    hint,
    rows: 3,
    value: entered.reason,
    attributes: { maxlength: MAX_REASON, ...attributes },
  });
}
