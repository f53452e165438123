/** One change of the registry as a page: what it does, its fields, the name that has to be typed, the one-time code. */
import { codeField } from './code-field.ts';
import { button } from './components/button.ts';
import { checkboxes } from './components/choices.ts';
import { fieldset } from './components/fieldset.ts';
import { input, select, textarea } from './components/input.ts';
import { insetText, warningText } from './components/messages.ts';
import { backLink } from './components/navigation.ts';
import { controlFor, errorsAbove, type FieldError, titleOf } from './form-errors.ts';
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

export function registryFormPage(view: RegistryFormView): string {
  const { nonce, viewer, heading, says, isStop, back, errors, isUnchanged } = view;
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${heading}</h1>
${isUnchanged && insetText('It stands so already. Nothing was changed.')}
${isStop && warningText(says[0] ?? '')}
${says.slice(isStop ? 1 : 0).map((line) => html`<p class="govuk-body">${line}</p>\n`)}
${formOf(view)}`;
  const before = backLink({ href: back, says: 'Back' });
  return documentFor({ nonce, viewer, before, title: titleOf(heading, errors) }, main);
}

function formOf({ action, hidden, fields, typed, errors, title, isStop }: RegistryFormView): Html {
  return html`<form method="post" action="${action}" autocomplete="off" novalidate>
${hidden}
${fields.map((field) => html`${CONTROLS[field.kind](field, controlFor(field.name, errors))}\n`)}
${typed && typedField(typed, controlFor(TYPED_FIELD, errors))}
${codeField(errors)}
${button({ says: title, classes: isStop ? 'govuk-button--warning' : undefined })}
</form>`;
}

/** The name, typed once more, of what is about to be stopped. */
export function typedField({ name, entered }: NonNullable<RegistryFormView['typed']>, wrong: Wrong): Html {
  return input({
    ...wrong,
    value: entered,
    label: { says: html`Type the name to confirm: <strong>${name}</strong>`, classes: BOLD },
    autocomplete: 'off',
    spellcheck: false,
  });
}

const BOLD = 'govuk-label--s';

type Wrong = ReturnType<typeof controlFor>;

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
