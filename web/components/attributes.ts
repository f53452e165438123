/** What every component shares: class names, extra attributes, and the ids that describe a control. */
import { type Html, html, type Value } from '../html.ts';

/** Names come from our own templates; `true` is an attribute without a value, `undefined` and `false` leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Attributes, each with a space before it. A name that could end the tag is a fault of ours, so it is thrown. */
export function attributesOf(attributes: Attributes = {}): Value {
  return Object.entries(attributes).map(([name, value]) => attribute(name, value));
}

function attribute(name: string, value: Attributes[string]): Html | undefined {
  if (!NAMES.includes(name)) throw new TypeError(`no attribute of ours: ${name}`);
  if (value === undefined || value === false) return undefined;
  const start = STARTS.get(name);
  return value === true ? start : html`${start}="${value}"`;
}

/** The closed list: nothing that runs (`on…`), loads (`src`) or styles can be set this way. */
const NAMES: readonly string[] = Object.freeze([
  'accept',
  'aria-describedby',
  'aria-hidden',
  'aria-invalid',
  'aria-label',
  'aria-labelledby',
  'autocapitalize',
  'autocomplete',
  'autofocus',
  'data-attribute',
  'disabled',
  'id',
  'inputmode',
  'maxlength',
  'name',
  'pattern',
  'required',
  'role',
  'spellcheck',
  'tabindex',
  'type',
  'value',
]);
const STARTS: ReadonlyMap<string, Html> = new Map(NAMES.map((name) => [name, html` ${name}`]));

/** `govuk-x` and what is added to it. */
export function classList(...names: readonly (string | undefined | false)[]): string {
  return names.filter((name) => name !== undefined && name !== false && name !== '').join(' ');
}

/** Ids as `aria-describedby` takes them, or nothing. */
export function idList(...ids: readonly (string | undefined | false)[]): string | undefined {
  return classList(...ids) || undefined;
}
