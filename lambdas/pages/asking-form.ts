/** The forms of asking for access: from fields to the request's body, and from what is wrong to the field that it is about. */
import type { CheckForm, ChoiceQuery } from '../../core/asking-contract.ts';
import { SubmitBody } from '../../core/contract.ts';
import { REFUSALS, type RefusalCode } from '../../core/problems.ts';
import type { MoreTime, SoFar } from '../../core/verbs/show-device.ts';
import type { Answers } from '../../web/asking/parts.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { inOneLine } from './form-values.ts';

const NOTHING: Answers = Object.freeze({
  scopes: [],
  minutes: '',
  extends: '',
  workOrder: '',
  activity: '',
  reason: '',
  notInClinicalUse: false,
  compensatingControls: false,
});

export function answersInQuery({ scopes = [], minutes = '', extends: more = '' }: ChoiceQuery): Answers {
  return { ...NOTHING, scopes: typeof scopes === 'string' ? [scopes] : scopes, minutes, extends: more };
}

/** Of a field that came twice the first counts, and is shown before anything is sent. */
export function answersInForm(form: CheckForm): Answers {
  const first = (name: 'minutes' | 'extends' | 'workOrder' | 'activity' | 'reason') => form[name]?.[0] ?? '';
  return {
    scopes: form.scopes ?? [],
    minutes: first('minutes'),
    extends: first('extends'),
    workOrder: first('workOrder').trim(),
    activity: first('activity'),
    reason: inOneLine(first('reason')),
    notInClinicalUse: form.notInClinicalUse?.[0] === 'yes',
    compensatingControls: form.compensatingControls?.[0] === 'yes',
  };
}

/** Where the visit that is gone on from says more than was entered yet: the same job, so the same order and kind of work. */
export function withMore(answers: Answers, more: MoreTime): Answers {
  return {
    ...answers,
    scopes: answers.scopes.length > 0 ? answers.scopes : more.scopes,
    workOrder: answers.workOrder || more.workOrder,
    activity: answers.activity || more.activity,
  };
}

/** The part of the answers that rules can be asked about; none while something of it is missing or of no form. */
export function soFarOf(answers: Answers): SoFar {
  const { scopes: scopesForm, holdSeconds: holdForm, extends: moreForm } = SubmitBody.shape;
  const given = choiceOf(answers);
  const [scopes, hold] = [scopesForm.safeParse(given.scopes), holdForm.safeParse(given.holdSeconds)];
  const more = moreForm.safeParse(answers.extends || undefined);
  return {
    extends: more.data,
    wish: scopes.success && hold.success ? { scopes: scopes.data, holdSeconds: hold.data } : undefined,
  };
}

function choiceOf({ scopes, minutes }: Answers) {
  return { scopes, holdSeconds: /^[0-9]{1,4}$/.test(minutes) ? Number(minutes) * 60 : 0 };
}

/** The request's body, or what is wrong with the answers, in the order of the pages. */
export function bodyFrom(
  device: string,
  answers: Answers,
): { readonly body: SubmitBody } | { readonly errors: readonly FieldError[] } {
  const { workOrder, activity, reason, notInClinicalUse, compensatingControls } = answers;
  const parsed = SubmitBody.safeParse({
    device,
    ...choiceOf(answers),
    workOrder,
    activity,
    reason,
    declarations: { notInClinicalUse, compensatingControls },
    ...(answers.extends !== '' && { extends: answers.extends }),
  });
  if (parsed.success) return { body: parsed.data };
  const wrong = new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')));
  const errors = MESSAGES.filter(([name]) => wrong.has(name)).map(([, error]) => error(answers));
  return { errors: errors.length > 0 ? errors : [NOT_WHOLE] };
}

const NOT_WHOLE: FieldError = Object.freeze({ says: 'The page was not sent whole. Look at your answers again.' });

type Message = readonly [string, (answers: Answers) => FieldError];
const MESSAGES: readonly Message[] = Object.freeze<Message[]>([
  ['scopes', ({ scopes }) => ({ field: 'scopes', says: scopes.length === 0 ? 'Choose what you need.' : TOO_MANY })],
  ['holdSeconds', () => ({ field: 'minutes', says: 'Choose how long you need.' })],
  ['workOrder', ({ workOrder }) => ({ field: 'workOrder', says: workOrder === '' ? 'Enter the work order.' : ORDER })],
  ['activity', () => ({ field: 'activity', says: 'Choose what kind of work it is.' })],
  ['reason', ({ reason }) => ({ field: 'reason', says: reasonSays(reason) })],
]);

const TOO_MANY = 'Choose fewer: at most 16 at a time.';
const ORDER =
  'A work order begins with a letter or digit and has at most 40 of letters, digits, full stop, _ / and hyphen.';

function reasonSays(reason: string): string {
  if (reason === '') return 'Say why you need access.';
  if (reason.length > 500) return `Shorten the reason to 500 characters. It has ${reason.length}.`;
  return 'The reason holds characters that cannot be seen or that turn the direction of text. Type it anew.';
}

/** The field that a refusal is about; the others are about the request as a whole. */
const FIELD_OF: Readonly<Partial<Record<RefusalCode, string>>> = Object.freeze({
  scope_unknown: 'scopes',
  scope_not_in_profile: 'scopes',
  trust_missing: 'scopes',
  vendor_scope: 'scopes',
  tier_closed: 'scopes',
  policy_unsatisfiable: 'scopes',
  agreement_missing: 'scopes',
  risk_not_accepted: 'scopes',
  duration_over_cap: 'minutes',
  extension_over_cap: 'minutes',
  extension_mismatch: 'workOrder',
  controls_not_attested: 'compensatingControls',
});

const FIELDS_OF_WHAT: readonly string[] = Object.freeze(['scopes', 'minutes']);

/** The page on which somebody can do something about `errors`: that of the first; without a field, all answers at a glance. */
export function pageFor([first]: readonly FieldError[]): 'what' | 'why' | 'check' {
  if (first?.field === undefined) return 'check';
  return FIELDS_OF_WHAT.includes(first.field) ? 'what' : 'why';
}

export function errorFor(code: RefusalCode): FieldError {
  return { says: REFUSALS[code][1], field: FIELD_OF[code] };
}
