/** Everything that is wrong with a form, above it: each message leads to its field. */
import { type Html, html, type Value } from '../html.ts';
import { type Attributes, attributesOf } from './attributes.ts';

export interface ErrorSummary {
  readonly title: Value;
  readonly says?: Value;
  /** With `href` (`#field`) the message is a link to the field. */
  readonly errors: readonly { readonly says: Value; readonly href?: string | undefined }[];
  readonly attributes?: Attributes | undefined;
}

/** Without a script nothing moves the focus here: a page gives it `autofocus` and `tabindex` of -1. */
export function errorSummary({ title, says, errors, attributes }: ErrorSummary): Html {
  const items = errors.map((error) =>
    error.href ? html`<li><a href="${error.href}">${error.says}</a></li>\n` : html`<li>${error.says}</li>\n`,
  );
  return html`<div class="govuk-error-summary"${attributesOf(attributes)} data-module="govuk-error-summary">
<div role="alert">
<h2 class="govuk-error-summary__title">
${title}
</h2>
<div class="govuk-error-summary__body">
${says && html`<p>\n${says}\n</p>`}
${items.length > 0 && html`<ul class="govuk-list govuk-error-summary__list">\n${items}</ul>`}
</div>
</div>
</div>`;
}
