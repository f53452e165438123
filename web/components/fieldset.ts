/** Controls that belong together, under the legend that names them. */
import { type Html, html, type Value } from '../html.ts';
import { classList } from './attributes.ts';

export interface Fieldset {
  readonly legend?: Value;
  /** `govuk-fieldset__legend--m` and its sisters. */
  readonly legendClasses?: string | undefined;
  readonly isPageHeading?: boolean | undefined;
  readonly classes?: string | undefined;
  readonly role?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly inner?: Value;
}

export function fieldset({ classes, role, describedBy, inner, ...named }: Fieldset): Html {
  return html`<fieldset class="${classList('govuk-fieldset', classes)}"${role && html` role="${role}"`}${describedBy && html` aria-describedby="${describedBy}"`}>
${legend(named)}
${inner}
</fieldset>`;
}

function legend({ legend: says, legendClasses, isPageHeading }: Fieldset): Html | undefined {
  if (!says) return undefined;
  const words = isPageHeading ? html`<h1 class="govuk-fieldset__heading">\n${says}\n</h1>` : says;
  return html`<legend class="${classList('govuk-fieldset__legend', legendClasses)}">\n${words}\n</legend>`;
}
