/** One change of the registry as a page: what it does, its fields, the name that has to be typed, the one-time code. */
import { button } from './components/button.ts';
import { checkboxes } from './components/choices.ts';
import { errorSummary } from './components/error-summary.ts';
import { fieldset } from './components/fieldset.ts';
import { input, select, textarea } from './components/input.ts';
import { insetText, warningText } from './components/messages.ts';
import { backLink } from './components/navigation.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';

/** `last-day`: until when something holds whose last day it is. `order`: who is asked first, second, ... */
export type FieldKind = 'text' | 'email' | 'number' | 'select' | 'lines' | 'checkboxes' | 'day' | 'last-day' | 'order';

export interface FieldView {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly kind: FieldKind;
  readonly choices: readonly { readonly value: string; readonly says: string }[];
  /** What stands in it. */
  readonly entered: readonly string[];
}

/** A message and the field it is about; without a field it is about the change as a whole. */
export interface FieldError {
  readonly field?: string | undefined;
  readonly says: string;
}

export interface RegistryFormView {
  readonly nonce: string;
  readonly viewer: Viewer;
  /** Of the button. */
  readonly title: string;
  readonly heading: string;
  /** What it does, and what happens next. */
  readonly says: readonly string[];
  /** It takes power or access away at once. */
  readonly isStop: boolean;
  readonly action: string;
  readonly back: string;
  readonly hidden: Html;
  readonly fields: readonly FieldView[];
  /** The name that has to be typed before anything is stopped. */
  readonly typed?: { readonly name: string; readonly entered: string } | undefined;
  readonly errors: readonly FieldError[];
  /** It stood so already: nothing was changed. */
  readonly isUnchanged: boolean;
}

export const TYPED_FIELD = 'typed';
export const CODE_FIELD = 'code';

export function registryFormPage(view: RegistryFormView): string {
  const { nonce, viewer, heading, says, isStop, back, errors, isUnchanged } = view;
  const main = html`${problemsAbove(errors)}
<h1 class="govuk-heading-l">${heading}</h1>
${isUnchanged && insetText('It stands so already. Nothing was changed.')}
${isStop && warningText(says[0] ?? '')}
${says.slice(isStop ? 1 : 0).map((line) => html`<p class="govuk-body">${line}</p>\n`)}
${formOf(view)}`;
  const before = backLink({ href: back, says: 'Back' });
  return documentFor({ nonce, viewer, before, title: errors.length > 0 ? `Error: ${heading}` : heading }, main);
}

function formOf({ action, hidden, fields, typed, errors, title, isStop }: RegistryFormView): Html {
  return html`<form method="post" action="${action}" autocomplete="off" novalidate>
${hidden}
${fields.map((field) => html`${CONTROLS[field.kind](field, wrongOf(field.name, errors))}\n`)}
${typed && typedField(typed, wrongOf(TYPED_FIELD, errors))}
${codeField(errors)}
${button({ says: title, classes: isStop ? 'govuk-button--warning' : undefined })}
</form>`;
}

/** The summary above a page: each message leads to its field. */
export function problemsAbove(errors: readonly FieldError[]): Html | undefined {
  if (errors.length === 0) return undefined;
  const items = errors.map(({ field, says }) => ({ says, href: field && `#${idOf(field)}` }));
  return errorSummary({ title: 'There is a problem', errors: items, attributes: { tabindex: -1, autofocus: true } });
}

/** The field for the one-time code, by which every change is known to be its sender's own. */
export function codeField(errors: readonly FieldError[]): Html {
  return input({
    ...wrongOf(CODE_FIELD, errors),
    name: CODE_FIELD,
    label: { says: 'One-time code', classes: BOLD },
    hint: 'Six digits from your authenticator app. We never ask for it by phone.',
    classes: 'wk-code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    spellcheck: false,
  });
}

/** The name, typed once more, of what is about to be stopped. */
export function typedField({ name, entered }: NonNullable<RegistryFormView['typed']>, wrong: Wrong): Html {
  return input({
    ...wrong,
    name: TYPED_FIELD,
    value: entered,
    label: { says: html`Type the name to confirm: <strong>${name}</strong>`, classes: BOLD },
    autocomplete: 'off',
    spellcheck: false,
  });
}

const BOLD = 'govuk-label--s';

type Wrong = ReturnType<typeof wrongOf>;

const CONTROLS: Readonly<Record<FieldKind, (field: FieldView, wrong: Wrong) => Html>> = Object.freeze({
  text: line({}),
  email: line({ type: 'email', autocapitalize: 'none' }),
  number: line({ inputmode: 'numeric', classes: 'govuk-input--width-10' }),
  day: line({ type: 'date', classes: 'wk-code' }),
  'last-day': line({ type: 'date', classes: 'wk-code' }),
  lines: (field: FieldView, wrong: Wrong) =>
    textarea({ ...partsOf(field), ...wrong, rows: 4, value: field.entered[0] }),
  select: ({ choices, entered, ...field }: FieldView, wrong: Wrong) =>
    select({ ...partsOf(field), ...wrong, items: [{ value: '', says: 'Choose' }, ...chosen(choices, entered)] }),
  checkboxes: ({ label, choices, entered, name, hint }: FieldView, { error, id }: Wrong) =>
    checkboxes({
      name,
      id,
      error,
      hint,
      fieldset: { legend: label, legendClasses: 'govuk-fieldset__legend--s' },
      items: choices.map(({ value, says }) => ({ value, says, checked: entered.includes(value) })),
    }),
  order: orderOf,
});

function line(own: { type?: string; inputmode?: string; autocapitalize?: string; classes?: string }) {
  return (field: FieldView, wrong: Wrong) =>
    input({ ...own, ...partsOf(field), ...wrong, value: field.entered[0], autocomplete: 'off', spellcheck: false });
}

function partsOf({ name, label, hint }: Pick<FieldView, 'name' | 'label' | 'hint'>) {
  return { name, hint, label: { says: label, classes: BOLD } };
}

function chosen(choices: FieldView['choices'], entered: readonly string[]) {
  return choices.map(({ value, says }) => ({ value, says, selected: entered.includes(value) }));
}

const PLACES: readonly string[] = Object.freeze(['not asked', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth']);

function orderOf({ name, label, hint, choices, entered }: FieldView, { id }: Wrong): Html {
  const held = Math.max(0, ...entered.map((value) => Number.parseInt(value, 10)));
  const places = Array.from({ length: Math.max(PLACES.length, held + 1) }, (_, at) => PLACES[at] ?? `${at}th`);
  const inner = choices.map(({ value, says }, at) =>
    select({
      id: at === 0 ? id : `${id}-${at + 1}`,
      name,
      label: { says },
      items: places.map((place, number) => ({
        value: `${number}:${value}`,
        says: place,
        selected: entered.includes(`${number}:${value}`),
      })),
    }),
  );
  const hinted = hint && html`<p class="govuk-hint">${hint}</p>`;
  return fieldset({ legend: label, legendClasses: 'govuk-fieldset__legend--s', inner: html`${hinted}${inner}` });
}

/** Id, message, and for a screen reader that the control is wrong. */
export function wrongOf(field: string, errors: readonly FieldError[]) {
  const says = errors.filter((error) => error.field === field).map((error) => error.says);
  const error = says.length === 0 ? undefined : says.join(' ');
  return { id: idOf(field), error, ...(error !== undefined && { attributes: { 'aria-invalid': 'true' } }) };
}

/** Dots mean something in addresses and styles. */
function idOf(field: string): string {
  return field.replaceAll('.', '-');
}
