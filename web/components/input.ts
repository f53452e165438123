/** One line of text, several lines, and one of a list. What was typed is shown again as it was, and never runs. */
import { type Html, html, type Value } from '../html.ts';
import { type Attributes, attributesOf, classList } from './attributes.ts';
import { aside, describedBy, type FieldParts, formGroup, isThere, type Label, label } from './field.ts';

interface Control extends FieldParts {
  readonly name: string;
  readonly label: Label;
  readonly classes?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface Input extends Control {
  readonly type?: string | undefined;
  readonly value?: string | number | undefined;
  readonly inputmode?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly autocapitalize?: string | undefined;
  readonly pattern?: string | undefined;
  readonly spellcheck?: boolean | undefined;
  readonly prefix?: Value;
  readonly suffix?: Value;
}

export function input(given: Input): Html {
  const { prefix, suffix } = given;
  const line = html`<input class="${classList('govuk-input', given.classes, isThere(given.error) && 'govuk-input--error')}"${attributesOf(controlOf(given))}>`;
  const isWrapped = isThere(prefix) || isThere(suffix);
  return field(
    given,
    isWrapped
      ? html`<div class="govuk-input__wrapper">${affix('prefix', prefix)}${line}${affix('suffix', suffix)}</div>`
      : line,
  );
}

function controlOf(given: Input): Attributes {
  const { id, name, value, disabled, autocomplete, autocapitalize, pattern, inputmode } = given;
  return {
    id,
    name,
    type: given.type ?? 'text',
    spellcheck: given.spellcheck === undefined ? undefined : String(given.spellcheck),
    value,
    disabled,
    'aria-describedby': describedBy(given),
    autocomplete,
    autocapitalize,
    pattern,
    inputmode,
    ...given.attributes,
  };
}

function affix(side: 'prefix' | 'suffix', says: Value): Html | undefined {
  return isThere(says) ? html`<div class="govuk-input__${side}" aria-hidden="true">${says}</div>` : undefined;
}

export interface Textarea extends Control {
  readonly value?: string | undefined;
  readonly rows?: number | undefined;
  readonly autocomplete?: string | undefined;
  readonly spellcheck?: boolean | undefined;
}

export function textarea(given: Textarea): Html {
  const { id, name, rows = 5, spellcheck, disabled, autocomplete, attributes, value = '' } = given;
  const before = attributesOf({ spellcheck: spellcheck === undefined ? undefined : String(spellcheck), disabled });
  const after = attributesOf({ 'aria-describedby': describedBy(given), autocomplete, ...attributes });
  return field(
    given,
    html`<textarea class="${classList('govuk-textarea', isThere(given.error) && 'govuk-textarea--error', given.classes)}" id="${id}" name="${name}" rows="${rows}"${before}${after}>
${linesOf(value)}</textarea>`,
  );
}

/** Line breaks and tabs stay; all else is escaped. HTML drops the break that follows the start tag, so that all of `value` shows. */
function linesOf(value: string): Value {
  return value.split(/\r\n|\r|\n/).map((line, index) => (index === 0 ? tabbed(line) : html`\n${tabbed(line)}`));
}

function tabbed(line: string): Value {
  return line.split('\t').map((part, index) => (index === 0 ? part : html`\t${part}`));
}

interface Option {
  readonly says: string;
  readonly value?: string | number | undefined;
  readonly selected?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

export interface Select extends Control {
  readonly items: readonly Option[];
}

export function select(given: Select): Html {
  const { id, name, disabled, attributes } = given;
  const extra = attributesOf({ disabled, 'aria-describedby': describedBy(given), ...attributes });
  return field(
    given,
    html`<select class="${classList('govuk-select', given.classes, isThere(given.error) && 'govuk-select--error')}" id="${id}" name="${name}"${extra}>
${given.items.map(option)}</select>`,
  );
}

function option({ says, value, selected, disabled }: Option): Html {
  return html`<option${value !== undefined && html` value="${value}"`}${selected && html` selected`}${disabled && html` disabled`}>${says}</option>\n`;
}

function field(given: Control, control: Html): Html {
  return formGroup(isThere(given.error), html`${label(given.label, given.id)}\n${aside(given)}\n${control}`);
}
