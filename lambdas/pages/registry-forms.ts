/**
 * Changes of the registry by forms: one row a verb says what stands on its page, and how that becomes the body of the API's own
 * call. The API's schema and the verb's rule judge it; nothing is decided here but whether the name was typed and whether the
 * facts are still those that were shown.
 */
import { randomBytes } from 'node:crypto';
import { sha256Base64url } from '../../core/hash.ts';
import type { Identity } from '../../core/ports.ts';
import { Problem, REFUSALS, type RefusalCode } from '../../core/problems.ts';
import type { ChangeForm, ChangeQuery } from '../../core/registry/page-contract.ts';
import type { ChangeVerb } from '../../core/registry/verbs.ts';
import { type ChangeView, type Subject, showChange } from '../../core/verbs/show-change.ts';
import { CODE_FIELD } from '../../web/code-field.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { type Html, html } from '../../web/html.ts';
import { type FieldView, registryFormPage, TYPED_FIELD } from '../../web/registry-form.ts';
import { yes } from '../problems.ts';
import { one } from './form-values.ts';
import { nonceField, type PagePorts, shown, viewerFor } from './frame.ts';
import { type Entered, type RegistryField, shownOf, takenOf } from './registry-fields.ts';

/** One verb as a page. */
export interface RegistryForm {
  /** Heading and button: what it does, in the imperative. */
  readonly title: string;
  /** What it does and what happens next; of a stop the first line is its warning. */
  readonly says: readonly string[];
  /** It takes power or access away. */
  readonly isStop?: true;
  /** What it is about: a member of the body that the address names. */
  readonly about?: keyof Subject;
  /** Its printed name; of what is stopped it has to be typed. */
  readonly nameOf?: (view: ChangeView) => string | undefined;
  readonly isTyped?: true;
  readonly fields: readonly RegistryField[];
  /** The body, where it is more than its fields by their names. */
  readonly bodyOf?: (given: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Where one comes from, under the tenant's console. */
  readonly back: (subject: Subject) => string;
}

/** What happens after the button, where that is all there is to say: a change that widens (R18), and one that does not. */
export const TWO =
  'Another administrator confirms it. It is in force after a cool-down, in which it can still be withdrawn.';
export const ONE = 'One person does this, and it is in force at once.';

export type RegistryForms = Readonly<Partial<Record<ChangeVerb, RegistryForm>>>;

/** A form on its way: of which verb, about what, and the rows of now. */
export interface FormAt {
  readonly tenant: string;
  readonly verb: ChangeVerb;
  readonly form: RegistryForm;
  readonly subject: Subject;
  readonly view: ChangeView;
}

/** What a refused form is shown with. */
interface Again {
  /** Absent: what stands in the registry now. */
  readonly entered?: Entered;
  readonly errors: readonly FieldError[];
  readonly isUnchanged?: true;
}

/** @throws Problem not-found for a verb without a form, a subject that it does not take, a stranger */
export async function formAt(
  ports: PagePorts,
  who: Identity,
  forms: RegistryForms,
  params: Readonly<Record<string, string>>,
  given: ChangeQuery,
): Promise<FormAt> {
  const { tenant = '', verb: name = '' } = params;
  const verb = name as ChangeVerb;
  const form = Object.hasOwn(forms, name) ? forms[verb] : undefined;
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  const isAbout = named.length === (form?.about ? 1 : 0) && named.every(([member]) => member === form?.about);
  if (!form || !isAbout) throw new Problem('not-found');
  const subject = given as Subject;
  return { tenant, verb, form, subject, view: yes(await showChange(ports, who, tenant, verb, subject)) };
}

/** The page with the form: as it is to begin with, or `again` as it was sent. */
export async function formAnswer(ports: PagePorts, who: Identity, at: FormAt, status = 200, again?: Again) {
  const { tenant, verb, form, subject, view } = at;
  const [viewer, nonceInput] = await Promise.all([viewerFor(ports, who), nonceField(ports, who, 'send-change')]);
  const name = form.nameOf?.(view);
  const entered = again?.entered ?? beginning(at);
  return shown(status, (nonce) =>
    registryFormPage({
      nonce,
      viewer,
      title: form.title,
      heading: name === undefined ? form.title : `${form.title}: ${name}`,
      says: form.says,
      isStop: form.isStop === true,
      action: `/console/${tenant}/changes/${verb}`,
      back: `/console/${tenant}/${form.back(subject)}`,
      hidden: html`${nonceInput}${hiddenFields(at)}`,
      fields: form.fields.map((field) => fieldView(field, view, entered)),
      typed: form.isTyped && { name: name ?? '', entered: entered[TYPED_FIELD]?.[0] ?? '' },
      errors: again?.errors ?? [],
      isUnchanged: again?.isUnchanged === true,
    }),
  );
}

function fieldView({ name, label, hint, kind, choices }: RegistryField, view: ChangeView, entered: Entered): FieldView {
  return { name, label, hint, kind, choices: choices?.(view) ?? [], entered: entered[name] ?? [] };
}

/** What the fields show before anybody typed. */
function beginning({ form, view }: FormAt): Entered {
  return Object.fromEntries(form.fields.map((field) => [field.name, shownOf(field, view)]));
}

/** `key` makes a form that is sent twice one proposal; `seen` is what was shown. */
function hiddenFields(at: FormAt): Html {
  const about = at.form.about;
  const rows = [
    ['key', randomBytes(16).toString('hex')],
    ['seen', seenOf(at)],
    ...(about ? [[about, at.subject[about] ?? '']] : []),
  ];
  return html`${rows.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
}

/** Which form it is, about what, and the facts that it begins with: others mean that what would be done was never looked at. */
function seenOf(at: FormAt): string {
  const { tenant, verb, subject, form, view } = at;
  return sha256Base64url(JSON.stringify([tenant, verb, subject, form.nameOf?.(view) ?? '', beginning(at)]));
}

const OWN_FIELDS = ['key', 'seen', 'code', TYPED_FIELD];

/** @throws Problem schema for a field that this form has not */
export function mustBeFieldsOf({ form }: Pick<FormAt, 'form'>, sent: ChangeForm): void {
  const names = [...OWN_FIELDS, ...(form.about ? [form.about] : []), ...form.fields.map(({ name }) => name)];
  if (Object.keys(sent).some((name) => !names.includes(name))) throw new Problem('schema');
}

/** Whether the facts are those that were shown. */
export function isAsShown(at: FormAt, sent: ChangeForm): boolean {
  return one(sent['seen']) === seenOf(at);
}

/** The verb's body as the API takes it, without the code. */
export function bodyFrom({ form, subject, view }: FormAt, sent: ChangeForm): Readonly<Record<string, unknown>> {
  const values = form.fields.map((field) => [field.name, takenOf(field, sent, view)] as const);
  const given = nested(values.filter(([, value]) => value !== undefined));
  const body = form.bodyOf ? form.bodyOf(given as Record<string, unknown>) : (given as Record<string, unknown>);
  return { ...(form.about && { [form.about]: subject[form.about] }), ...body };
}

/** `contacts.security` stands in `contacts`; `admins.0.email` in the first of a list. */
function nested(values: readonly (readonly [string, unknown])[]): unknown {
  const heads = [...new Set(values.map(([name]) => name.split('.')[0] ?? ''))];
  const members = heads.map((head) => {
    const own = values.filter(([name]) => name === head || name.startsWith(`${head}.`));
    const [name, value] = own[0] ?? ['', undefined];
    const rest = own.map(([path, inner]) => [path.slice(head.length + 1), inner] as const);
    return [head, name === head ? value : nested(rest)] as const;
  });
  const isList = heads.length > 0 && heads.every((head) => /^[0-9]$/.test(head));
  return isList ? members.map(([, value]) => value) : Object.fromEntries(members);
}

/** What the schema found, at the fields that it is about. */
export function schemaErrors(
  { form }: Pick<FormAt, 'form'>,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): readonly FieldError[] {
  const all = issues.map(({ path, message }) => {
    const dotted = path.map(String).join('.');
    const field =
      form.fields.find(({ name }) => dotted === name || dotted.startsWith(`${name}.`)) ??
      form.fields.find(({ name }) => name.startsWith(`${dotted}.`) || path.includes(name));
    return {
      field: field?.name,
      says: field ? wrongWords(field, message) : `Not of the form that is taken: ${dotted}.`,
    };
  });
  return all.filter(({ field }, at) => all.findIndex((other) => other.field === field) === at);
}

/** Messages of our own schemas begin with "must"; the library's others say nothing to people. */
function wrongWords({ label, hint }: RegistryField, message: string): string {
  return `Check “${label}”${message.startsWith('must') ? `: it ${message}.` : '.'}${hint ? ` ${hint}` : ''}`;
}

/** Refusals that are about the code; the others are about the change as a whole. */
const ABOUT_CODE: readonly RefusalCode[] = Object.freeze([
  'code_rejected',
  'tries_exhausted',
  'code_locked',
  'code_not_enrolled',
]);

/** A refusal in the words of the API, at its field. */
export function errorFor(code: RefusalCode): FieldError {
  return { says: REFUSALS[code][1], ...(ABOUT_CODE.includes(code) && { field: CODE_FIELD }) };
}

/** The name that was typed is another. */
export const MISTYPED: FieldError = Object.freeze({
  field: TYPED_FIELD,
  says: 'Type the name exactly as it stands here.',
});
