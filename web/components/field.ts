/** What stands around a control: its label, its hint, what is wrong with it, and the group that holds them. */
import { type Html, html, type Value } from '../html.ts';
import { classList, idList } from './attributes.ts';

/** What a control has around it. */
export interface FieldParts {
  /** First part of the ids of hint and error; the control's own id, which an error summary leads to. */
  readonly id: string;
  readonly hint?: Value;
  /** What is wrong, as a sentence that says what to do. */
  readonly error?: Value;
  /** Ids that describe the control besides its hint and error. */
  readonly describedBy?: string | undefined;
}

export interface Label {
  readonly says: Value;
  readonly classes?: string | undefined;
  readonly isPageHeading?: boolean | undefined;
}

export function label({ says, classes, isPageHeading }: Label, forId: string | undefined): Html | undefined {
  if (!says) return undefined;
  const labelled = html`<label class="${classList('govuk-label', classes)}"${forId && html` for="${forId}"`}>
${says}
</label>`;
  return isPageHeading ? html`<h1 class="govuk-label-wrapper">\n${labelled}\n</h1>` : labelled;
}

export function hint(says: Value, id?: string, classes?: string): Html {
  return html`<div${id && html` id="${id}"`} class="${classList('govuk-hint', classes)}">\n${says}\n</div>`;
}

/** The word Error stands before the message, so that it is not said by colour alone. */
export function errorMessage(says: Value, id?: string): Html {
  return html`<p${id && html` id="${id}"`} class="govuk-error-message">
<span class="govuk-visually-hidden">Error:</span> ${says}
</p>`;
}

/** Ids of everything that describes the control. */
export function describedBy({ id, hint: hinted, error, describedBy: before }: FieldParts): string | undefined {
  return idList(before, isThere(hinted) && `${id}-hint`, isThere(error) && `${id}-error`);
}

/** Hint and error, in the order in which they are read. */
export function aside({ id, hint: hinted, error }: FieldParts): Value {
  return [isThere(hinted) && hint(hinted, `${id}-hint`), isThere(error) && errorMessage(error, `${id}-error`)];
}

export function formGroup(isWrong: boolean, inner: Value): Html {
  return html`<div class="${classList('govuk-form-group', isWrong && 'govuk-form-group--error')}">\n${inner}\n</div>`;
}

export function isThere(value: Value): boolean {
  return value !== undefined && value !== false && value !== '';
}
