/** Radios and checkboxes, with the fieldset that names them. Nothing is preselected unless an item says so. */
import { type Html, html, type Value } from '../html.ts';
import { type Attributes, attributesOf, classList, idList } from './attributes.ts';
import { aside, describedBy, type FieldParts, formGroup, hint, isThere, label } from './field.ts';
import { type Fieldset, fieldset } from './fieldset.ts';

interface Choice {
  readonly value: string;
  readonly says: Value;
  /** Where each choice is a field of its own. */
  readonly name?: string | undefined;
  readonly id?: string | undefined;
  readonly hint?: Value;
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly labelClasses?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

/** Words between two choices ("or"). */
interface Divider {
  readonly divider: string;
}

export interface Choices extends Omit<FieldParts, 'id'> {
  readonly name: string;
  /** First part of the items' ids; the first item's own id. The name unless it is given. */
  readonly id?: string | undefined;
  readonly items: readonly (Choice | Divider)[];
  readonly fieldset?: Omit<Fieldset, 'describedBy' | 'inner'> | undefined;
  /** `govuk-radios--inline`, `govuk-radios--small`. */
  readonly classes?: string | undefined;
}

type Kind = 'radio' | 'checkbox';
const BLOCK: Readonly<Record<Kind, string>> = Object.freeze({ radio: 'govuk-radios', checkbox: 'govuk-checkboxes' });

export const radios = (given: Choices): Html => choices('radio', given);
export const checkboxes = (given: Choices): Html => choices('checkbox', given);

function choices(kind: Kind, given: Choices): Html {
  const block = BLOCK[kind];
  const parts = { ...given, id: given.id ?? given.name };
  const describes = describedBy(parts);
  // Without a fieldset nothing else carries the description, so that each checkbox does.
  const own = kind === 'checkbox' && !given.fieldset ? describes : undefined;
  const items = given.items.map((item, index) =>
    'divider' in item
      ? html`<div class="${block}__divider">${item.divider}</div>\n`
      : choice(kind, item, item.name ?? given.name, item.id ?? numbered(parts.id, index), own),
  );
  const inner = html`${aside(parts)}
<div class="${classList(block, given.classes)}" data-module="${block}">
${items}</div>`;
  const held = given.fieldset ? fieldset({ ...given.fieldset, describedBy: describes, inner }) : inner;
  return formGroup(isThere(given.error), held);
}

/** The first has no number: an error summary leads to it. */
function numbered(id: string, index: number): string {
  return index === 0 ? id : `${id}-${index + 1}`;
}

function choice(kind: Kind, item: Choice, name: string, id: string, describes: string | undefined): Html {
  const block = BLOCK[kind];
  const hinted = isThere(item.hint) && `${id}-item-hint`;
  const described = idList(describes, hinted);
  return html`<div class="${block}__item">
<input class="${block}__input" id="${id}" name="${name}" type="${kind}" value="${item.value}"${item.checked && html` checked`}${item.disabled && html` disabled`}${described && html` aria-describedby="${described}"`}${attributesOf(item.attributes)}>
${label({ says: item.says, classes: classList(`${block}__label`, item.labelClasses) }, id)}
${hinted && hint(item.hint, hinted, `${block}__hint`)}</div>
`;
}
