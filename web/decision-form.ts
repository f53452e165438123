/**
 * The form of a decision: nothing is preselected unless the approver came by a link that named the choice, and only the
 * final POST with a code decides. It can shorten and narrow, never lengthen or widen (R6). Works without JavaScript.
 *
 * Fields: decision, digest, code, holdMinutes (empty = as asked), scopes (repeated), clinicalRelease (=yes), reason, role.
 */
import type { DecisionCard } from '../core/access/card.ts';
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

/** A message and the field it is about; without a field it is about the request as a whole. */
export interface FormError {
  readonly field?: Field | undefined;
  readonly says: string;
}

export interface FormView {
  readonly card: DecisionCard;
  readonly entered: Entered;
  readonly errors: readonly FormError[];
  /** The approver's roles that count, where he has to choose one. */
  readonly roles: readonly { readonly role: string; readonly says: string }[];
}

/** Lengths of work that a hospital plans in; those shorter than what was asked are offered. */
const SHORTER_MINUTES: readonly number[] = Object.freeze([15, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720]);
const MAX_REASON = 500;

export function decisionForm(view: FormView): Html {
  const { card } = view;
  return html`<h2>Your decision</h2>
<form method="post" autocomplete="off" novalidate>
<input type="hidden" name="digest" value="${card.digest}">
${decisionField(view)}
${view.roles.length > 1 && roleField(view)}
<h2>If you approve</h2>
${timeField(view)}
${scopesField(view)}
${card.needsRelease && releaseField(view)}
<h2>If you deny</h2>
${reasonField(view)}
<h2>Confirm</h2>
${codeField(view)}
<button type="submit">Send my decision</button>
</form>`;
}

/** The summary above the page: each message leads to its field. */
export function errorSummary(errors: readonly FormError[]): Html | undefined {
  if (errors.length === 0) return undefined;
  const items = errors.map(({ field, says }) =>
    field ? html`<li><a href="#${field}">${says}</a></li>` : html`<li>${says}</li>`,
  );
  return html`<div class="box bad" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
<h2 id="problem">There is a problem</h2>
<ul>${items}</ul>
</div>`;
}

function decisionField({ entered, errors }: FormView): Html {
  return html`<fieldset${invalid('decision', errors)}>
<legend>Approve or deny?</legend>
${message('decision', errors)}
${option('radio', 'decision', 'approve', 'Approve', entered.decision === 'approve', 'decision')}
${option('radio', 'decision', 'deny', 'Deny', entered.decision === 'deny', 'decision-deny')}
</fieldset>`;
}

function roleField({ entered, errors, roles }: FormView): Html {
  const options = roles.map(({ role, says }, index) =>
    option('radio', 'role', role, says, entered.role === role, index === 0 ? 'role' : `role-${index}`),
  );
  return html`<fieldset${invalid('role', errors)}>
<legend>In which role?</legend>
${message('role', errors)}
${options}
</fieldset>`;
}

function timeField({ card, entered, errors }: FormView): Html {
  const shorter = SHORTER_MINUTES.filter((length) => length < card.holdMinutes);
  const options = shorter.map(
    (length) =>
      html`<option value="${length}"${entered.holdMinutes === String(length) && html` selected`}>${length} min</option>`,
  );
  return html`<div class="field">
<label class="name" for="holdMinutes">Time</label>
${message('holdMinutes', errors)}
<select id="holdMinutes" name="holdMinutes"${invalid('holdMinutes', errors)}>
<option value="">As asked: ${card.holdMinutes} min</option>
${options}
</select>
</div>`;
}

/** One scope is a fact and no choice: without it nothing would be left to approve. */
function scopesField({ card, entered, errors }: FormView): Html {
  const [only, ...others] = card.scopes;
  if (only && others.length === 0) return html`<input type="hidden" name="scopes" value="${only.name}">`;
  const options = card.scopes.map(({ name, says }, index) =>
    option(
      'checkbox',
      'scopes',
      name,
      `${says} (${name})`,
      entered.scopes?.includes(name) ?? true,
      index === 0 ? 'scopes' : `scopes-${index}`,
    ),
  );
  return html`<fieldset${invalid('scopes', errors)}>
<legend>What may be done</legend>
<p class="hint">Take away what is not needed.</p>
${message('scopes', errors)}
${options}
</fieldset>`;
}

function releaseField({ entered, errors }: FormView): Html {
  const says = 'I confirm: the device is not in clinical use and no patient is connected.';
  return html`<div class="field">
${message('clinicalRelease', errors)}
${option('checkbox', 'clinicalRelease', 'yes', says, entered.clinicalRelease === true, 'clinicalRelease', errors)}
</div>`;
}

function reasonField({ entered, errors }: FormView): Html {
  return html`<div class="field">
<label class="name" for="reason">Reason</label>
<p class="hint" id="reason-hint">Needed to deny. The technician reads it. No patient data.</p>
${message('reason', errors)}
<textarea id="reason" name="reason" rows="3" maxlength="${MAX_REASON}"${invalid('reason', errors, 'reason-hint')}>
${entered.reason}</textarea>
</div>`;
}

function codeField({ errors }: FormView): Html {
  return html`<div class="field">
<label class="name" for="code">One-time code</label>
<p class="hint" id="code-hint">Six digits from your authenticator app. We never ask for it by phone.</p>
${message('code', errors)}
<input class="code" type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" spellcheck="false"${invalid('code', errors, 'code-hint')}>
</div>`;
}

function option(
  type: 'radio' | 'checkbox',
  name: Field,
  value: string,
  says: string,
  isOn: boolean,
  id: string,
  errors: readonly FormError[] = [],
): Html {
  return html`<div class="option"><input type="${type}" id="${id}" name="${name}" value="${value}"${isOn && html` checked`}${invalid(name, errors)}><label for="${id}">${says}</label></div>
`;
}

function message(field: Field, errors: readonly FormError[]): Html | undefined {
  const says = errors.filter((error) => error.field === field).map((error) => error.says);
  if (says.length === 0) return undefined;
  return html`<p class="error" id="${field}-error">Error: ${says.join(' ')}</p>`;
}

/** Says to a screen reader that the field is wrong and where the message and the hint stand. */
function invalid(field: Field, errors: readonly FormError[], hint?: string): Html | undefined {
  const isWrong = errors.some((error) => error.field === field);
  const described = [hint, isWrong ? `${field}-error` : undefined].filter((id) => id !== undefined).join(' ');
  if (described === '') return undefined;
  return html` aria-describedby="${described}"${isWrong && html` aria-invalid="true"`}`;
}
