/** Buttons that send a form, and links that look like one. */
import { type Html, html, type Value } from '../html.ts';
import { type Attributes, attributesOf, classList } from './attributes.ts';

export interface Button {
  readonly says: Value;
  /** `govuk-button--secondary`, `govuk-button--warning`. */
  readonly classes?: string | undefined;
  /** A link instead of a button. */
  readonly href?: string | undefined;
  readonly type?: 'submit' | 'button' | 'reset' | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly id?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly attributes?: Attributes | undefined;
}

export function button({ says, classes, href, id, attributes, ...own }: Button): Html {
  const shared = html` class="${classList('govuk-button', classes)}" data-module="govuk-button"${attributesOf(attributes)}${id && html` id="${id}"`}`;
  if (href) return html`<a href="${href}" role="button" draggable="false"${shared}>\n${says}\n</a>`;
  const { type = 'submit', value, name, disabled } = own;
  return html`<button type="${type}"${value && html` value="${value}"`}${name && html` name="${name}"`}${disabled && html` disabled aria-disabled="true"`}${shared}>
${says}
</button>`;
}

/** Buttons that belong together, side by side where there is room. */
export function buttonGroup(...buttons: readonly Html[]): Html {
  return html`<div class="govuk-button-group">\n${buttons}\n</div>`;
}
