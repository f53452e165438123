/** What is wrong with a form: above it as a summary whose lines lead to the fields, and at each field. */
import { errorSummary } from './components/error-summary.ts';
import type { Html } from './html.ts';

/** A message and the field it is about; without a field it is about the form as a whole. */
export interface FieldError<Field extends string = string> {
  readonly field?: Field | undefined;
  readonly says: string;
}

/** Each message leads to its field; the focus begins here. */
export function errorsAbove(errors: readonly FieldError[]): Html | undefined {
  if (errors.length === 0) return undefined;
  return errorSummary({
    title: 'There is a problem',
    errors: errors.map(({ field, says }) => ({ says, href: field && `#${idOf(field)}` })),
    attributes: { tabindex: -1, autofocus: true },
  });
}

/** What stands at `field`, if anything. */
export function errorAt<Field extends string>(field: Field, errors: readonly FieldError<Field>[]): string | undefined {
  const says = errors.filter((error) => error.field === field).map((error) => error.says);
  return says.length === 0 ? undefined : says.join(' ');
}

/** Id, message, and for a screen reader that the control is wrong. */
export function controlFor<Field extends string>(field: Field, errors: readonly FieldError<Field>[]) {
  const error = errorAt(field, errors);
  const attributes = { 'aria-invalid': error === undefined ? undefined : 'true' };
  return { id: idOf(field), name: field, error, attributes };
}

/** Dots mean something in addresses and styles. */
function idOf(field: string): string {
  return field.replaceAll('.', '-');
}

/** `title`, and before it that something is wrong. */
export function titleOf(title: string, errors: readonly FieldError[]): string {
  return errors.length > 0 ? `Error: ${title}` : title;
}
