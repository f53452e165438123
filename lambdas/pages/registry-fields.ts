/**
 * The kinds of fields that a form of the registry has: how each shows what stands in the registry, and what becomes of what was
 * typed. Whether that is of its form is the verb's own schema's to say (core/registry/contract.ts).
 */
import { endOf, startOf } from '../../core/registry/dates.ts';
import type { ChangeView } from '../../core/verbs/show-change.ts';
import type { FieldKind } from '../../web/registry-form.ts';
import { inOneLine, one } from './form-values.ts';

interface Choice {
  readonly value: string;
  readonly says: string;
}

export interface RegistryField {
  /** Where it stands in the verb's body: `contacts.security`; numbers are places in a list. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind: FieldKind;
  /** Of `select`, `checkboxes` and `order`. */
  readonly choices?: (view: ChangeView) => readonly Choice[];
  /** What stands in the registry, shown to begin with. */
  readonly now?: (view: ChangeView) => unknown;
}

/** Each field's values, as a browser sends them. */
export type Entered = Readonly<Record<string, readonly string[] | undefined>>;

interface Kind {
  readonly shown: (now: unknown) => readonly string[];
  /** @returns undefined for nothing, which is not sent; what cannot be read as it came, for the schema to refuse */
  readonly taken: (values: readonly string[]) => unknown;
}

const KINDS: Readonly<Record<FieldKind, Kind>> = Object.freeze({
  text: { shown: (now) => [String(now)], taken: lineOf },
  email: { shown: (now) => [String(now)], taken: lineOf },
  select: { shown: (now) => [String(now)], taken: lineOf },
  number: { shown: (now) => [String(now)], taken: (values) => readOr(lineOf(values), wholeNumber) },
  lines: { shown: (now) => [(now as readonly string[]).join('\n')], taken: linesOf },
  checkboxes: { shown: (now) => now as readonly string[], taken: (values) => values },
  day: { shown: (now) => [isoDay(Number(now))], taken: (values) => readOr(lineOf(values), startOf) },
  'last-day': { shown: (now) => [isoDay(Number(now) - 1)], taken: (values) => readOr(lineOf(values), endOf) },
  order: { shown: (now) => placesIn(now as Groups), taken: groupsOf },
});

/** What `field` shows before anybody typed; 0 of a day is no day. */
export function shownOf({ kind, now }: RegistryField, view: ChangeView): readonly string[] {
  const value = now?.(view);
  return isNothing(kind, value) ? [] : KINDS[kind].shown(value);
}

function isNothing(kind: FieldKind, value: unknown): boolean {
  return value === undefined || (value === 0 && (kind === 'day' || kind === 'last-day'));
}

/** `value`, as the registry or a body holds it, in the words that the form has for it. */
export function wordsOf({ kind, choices }: RegistryField, value: unknown, view: ChangeView): string {
  if (isNothing(kind, value)) return 'none';
  const says = choices?.(view) ?? [];
  const words = KINDS[kind].shown(value).map((one) => placed(one, kind, says));
  return words.join(kind === 'order' ? '; ' : ', ').replaceAll('\n', '; ') || 'none';
}

function placed(value: string, kind: FieldKind, choices: readonly Choice[]): string {
  const [, place, id = value] = (kind === 'order' && /^(\d+):(.*)$/.exec(value)) || [];
  const says = choices.find((choice) => choice.value === id)?.says ?? id;
  return place === undefined ? says : `${place}. ${says}`;
}

/** What is sent of `field`; what was left as it is shown stays what it is, to the second. */
export function takenOf(field: RegistryField, entered: Entered, view: ChangeView): unknown {
  const values = entered[field.name] ?? [];
  const shown = shownOf(field, view);
  const isLeft = shown.length > 0 && JSON.stringify(shown) === JSON.stringify(values);
  return isLeft ? field.now?.(view) : KINDS[field.kind].taken(values);
}

/** One line in one spelling; twice is no value. */
function lineOf(values: readonly string[]): string | undefined {
  return inOneLine(one(values)) || undefined;
}

function linesOf(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => value.split(/\r\n|\r|\n/).map(inOneLine)).filter((line) => line !== '');
}

function readOr(value: string | undefined, read: (value: string) => number | undefined): unknown {
  return value === undefined ? undefined : (read(value) ?? value);
}

function wholeNumber(value: string): number | undefined {
  return /^[0-9]{1,15}$/.test(value) ? Number(value) : undefined;
}

function isoDay(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 10);
}

type Groups = readonly (readonly string[])[];

/** `2:p_…` for each who is asked second; `0:p_…` and whoever is missing is not asked. */
function placesIn(groups: Groups): readonly string[] {
  return groups.flatMap((group, at) => group.map((id) => `${at + 1}:${id}`));
}

function groupsOf(values: readonly string[]): Groups {
  const places = values.map((value) => /^([0-9]{1,2}):(.*)$/.exec(value) ?? ['', '0', '']);
  const numbers = [...new Set(places.map(([, place]) => Number(place)))].filter((place) => place > 0);
  const inOrder = numbers.sort((a, b) => a - b);
  return inOrder.map((number) => places.flatMap(([, place, id = '']) => (Number(place) === number ? [id] : [])));
}
