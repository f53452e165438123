/** The activation at the device: a code, and the device's own challenge where it gives one (architecture 1, 2). */
import type { Visit } from '../../core/access/visit.ts';
import { codeField } from '../code-field.ts';
import { button } from '../components/button.ts';
import { input } from '../components/input.ts';
import { details } from '../components/messages.ts';
import { backLink } from '../components/navigation.ts';
import { controlFor, errorsAbove, type FieldError, titleOf } from '../form-errors.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { pathOf, timeUntil, type VisitView } from './parts.ts';

export type ActivateField = 'code' | 'cnonce';

export interface Activation {
  /** Hidden: the form's nonce and its idempotency key. */
  readonly fields: Html;
  /** As it was typed; the code never comes back. */
  readonly cnonce?: string | undefined;
  readonly errors?: readonly FieldError<ActivateField>[] | undefined;
}

export function activateForm(visit: Visit, { fields, cnonce, errors = [] }: Activation): Html {
  return html`<form method="post" action="${pathOf(visit)}/activate" autocomplete="off" novalidate>${fields}
${challengeField(visit, cnonce, errors)}
${codeField(errors)}
${button({ says: 'Activate' })}
</form>`;
}

const WHERE =
  'On the device’s service screen, or by its service menu: 22 letters and digits. It is good until the next one or a restart.';

function challengeField(
  { challenge }: Visit,
  cnonce: string | undefined,
  errors: readonly FieldError<ActivateField>[],
) {
  const field = input({
    ...controlFor('cnonce', errors),
    label: { says: 'Challenge of the device', classes: 'govuk-label--s' },
    hint: WHERE,
    value: cnonce,
    autocapitalize: 'none',
    spellcheck: false,
  });
  if (challenge === 'needed') return field;
  const isOpen = cnonce !== undefined || errors.some((error) => error.field === 'cnonce');
  return details({ summary: 'The device shows a challenge', says: field, open: isOpen });
}

/** The form again, after something in it was refused. */
export function activatePage({ nonce, viewer, visit, ...activation }: VisitView & Activation): string {
  const title = `Activate at ${visit.device.name}`;
  const { errors = [] } = activation;
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${title}</h1>
${visit.until && html`<p class="govuk-body">${visit.card.reference}. ${timeUntil(visit.until, visit.now)}.</p>`}
${activateForm(visit, activation)}`;
  const before = backLink({ href: pathOf(visit), says: 'The visit' });
  return documentFor({ nonce, viewer, before, title: titleOf(title, errors) }, main);
}
