/**
 * The fields of the decision's forms, as both pages send them: read as the API's body, and where they say no decision, what is
 * to be said at which field.
 */
import type { AccessRequest } from '../../core/access/request.ts';
import { DecisionBody, type DecisionForm, RevokeBody } from '../../core/contract.ts';
import type { TicketRevokeForm } from '../../core/page-contract.ts';
import { type Decision, Problem, REFUSALS, type RefusalCode } from '../../core/problems.ts';
import type { DecisionView } from '../../web/decision-page.ts';
import { statusOf } from '../problems.ts';
import { inOneLine, one } from './form-values.ts';

/** The page that is shown again, and under which status. */
export interface NotDone {
  readonly status: number;
  readonly more: Pick<DecisionView, 'note' | 'entered' | 'errors'>;
}

type Verb<Body> = (body: Body) => Promise<Decision<AccessRequest>>;

/** Hands the form to `decide`. @returns undefined when it is recorded */
export async function decideByFields(form: DecisionForm, decide: Verb<DecisionBody>): Promise<NotDone | undefined> {
  const parsed = DecisionBody.safeParse(bodyFrom(form));
  const entered = enteredIn(form);
  if (!parsed.success) return { status: 422, more: { entered, errors: formErrors(form) } };
  const code = await refusalOf(() => decide(parsed.data));
  if (code === undefined) return undefined;
  if (code === 'late') return { status: 409, more: { note: 'late' } };
  if (code === 'approval_window_over') return { status: statusOf(code), more: { note: 'late' } };
  if (code === 'stale_view') return { status: 412, more: { note: 'stale', entered } };
  return { status: statusOf(code), more: { entered, errors: [errorFor(code)] } };
}

/** The same for a revocation; `code` is a link's only. */
export async function revokeByFields(
  form: TicketRevokeForm,
  revoke: Verb<RevokeBody & { readonly code: string }>,
): Promise<NotDone | undefined> {
  const parsed = RevokeBody.safeParse({ reason: reasonIn(form) ?? '' });
  const entered = { reason: form.reason?.[0] };
  if (!parsed.success) return { status: 422, more: { entered, errors: [WRONG_REASON] } };
  const code = await refusalOf(() => revoke({ ...parsed.data, code: one(form.code) }));
  if (code === undefined) return undefined;
  if (code === 'late') return { status: 409, more: { note: 'late' } };
  const error = code === 'tries_exhausted' ? NO_TRIES_LEFT : errorFor(code);
  return { status: statusOf(code), more: { entered, errors: [error] } };
}

/** Only a link's form takes a code. */
const NO_TRIES_LEFT: FormErrors[number] = Object.freeze({
  field: 'code',
  says: 'Too many wrong codes through this link. Sign in and revoke there: that takes no code.',
});

/** Why nothing was recorded: a rule, or somebody who was faster, or time. */
async function refusalOf(act: () => ReturnType<Verb<never>>): Promise<RefusalCode | 'late' | undefined> {
  try {
    const decision = await act();
    return decision.ok ? undefined : decision.code;
  } catch (error) {
    if (error instanceof Problem && (error.type === 'already-decided' || error.type === 'expired')) return 'late';
    throw error;
  }
}

function reasonIn({ reason }: Pick<TicketRevokeForm, 'reason'>): string | undefined {
  return inOneLine(one(reason)) || undefined;
}

/** The form as the API's body; what is empty was not sent. A field that came twice, but scopes, is no choice. */
function bodyFrom(form: DecisionForm): unknown {
  const given = (name: keyof DecisionForm) => one(form[name]) || undefined;
  const minutes = given('holdMinutes');
  const members = {
    decision: given('decision'),
    digest: given('digest'),
    role: given('role'),
    holdSeconds: minutes === undefined ? undefined : /^[0-9]{1,4}$/.test(minutes) ? Number(minutes) * 60 : minutes,
    // A page that shows boxes sends none when all are cleared: that is nothing, not everything.
    scopes: form.decision?.[0] === 'approve' ? (form.scopes ?? []) : undefined,
    clinicalRelease: given('clinicalRelease') === undefined ? undefined : given('clinicalRelease') === 'yes',
    reason: reasonIn(form),
  };
  return {
    code: one(form.code),
    ...Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)),
  };
}

function enteredIn(form: DecisionForm): NonNullable<DecisionView['entered']> {
  return {
    decision: form.decision?.[0],
    holdMinutes: form.holdMinutes?.[0],
    scopes: form.scopes,
    clinicalRelease: form.clinicalRelease?.[0] === 'yes',
    reason: form.reason?.[0],
    role: form.role?.[0],
  };
}

type FormErrors = NonNullable<DecisionView['errors']>;

/** Which field a refusal is about; the others are about the request as a whole. */
const FIELD_OF: Readonly<Partial<Record<RefusalCode, FormErrors[number]['field']>>> = Object.freeze({
  code_rejected: 'code',
  tries_exhausted: 'code',
  code_locked: 'code',
  code_not_enrolled: 'code',
  release_missing: 'clinicalRelease',
  reason_missing: 'reason',
  may_not_lengthen: 'holdMinutes',
  may_not_widen: 'scopes',
  narrowed_to_nothing: 'scopes',
  role_not_held: 'role',
  role_not_entitled: 'role',
  role_already_used: 'role',
});

function errorFor(code: RefusalCode): FormErrors[number] {
  const [, says] = REFUSALS[code];
  return { says, field: FIELD_OF[code] };
}

const WRONG_REASON: FormErrors[number] = Object.freeze({
  field: 'reason',
  says: 'Give a reason of at most 500 characters, without control characters.',
});

/** Fields that are missing or not of their form, in the order of the page. */
function formErrors(form: DecisionForm): FormErrors {
  const result = DecisionBody.safeParse(bodyFrom(form));
  const names = new Set(result.success ? [] : result.error.issues.map((issue) => String(issue.path[0] ?? '')));
  const fields: readonly (readonly [string, FormErrors[number]])[] = [
    ['decision', { field: 'decision', says: 'Choose approve or deny.' }],
    ['role', { field: 'role', says: 'Choose one of your roles.' }],
    ['holdSeconds', { field: 'holdMinutes', says: 'Choose one of the times.' }],
    ['scopes', { field: 'scopes', says: 'Leave at least one scope, or deny.' }],
    ['reason', WRONG_REASON],
    ['digest', { says: 'The page was not sent whole. Look at the facts again, then decide.' }],
  ];
  return fields.filter(([name]) => names.has(name)).map(([, error]) => error);
}
