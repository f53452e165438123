/** Which device: its sticker's code, asset tag or UDI, typed, pasted or scanned. */
import { button } from '../components/button.ts';
import { input } from '../components/input.ts';
import { details } from '../components/messages.ts';
import { controlFor, errorsAbove, titleOf } from '../form-errors.ts';
import { html } from '../html.ts';
import { documentFor, type Viewer } from '../layout.ts';

export interface FindView {
  readonly nonce: string;
  readonly viewer: Viewer;
  /** What was looked for. */
  readonly typed: string;
  /** Why there is no device to show, and what to do then. */
  readonly error?: { readonly says: string; readonly next?: string | undefined } | undefined;
}

const HEADING = 'Which device?';

export function findPage({ nonce, viewer, typed, error }: FindView): string {
  const errors = error === undefined ? [] : [{ field: 'device', says: error.says }];
  const field = input({
    ...controlFor('device', errors),
    label: { says: 'Sticker code, asset tag or UDI', classes: 'govuk-label--s' },
    hint: 'Such as 7F3K-29QX. The QR code on the sticker leads to its page at once.',
    value: typed,
    autocapitalize: 'characters',
    autocomplete: 'off',
    spellcheck: false,
  });
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${HEADING}</h1>
${error?.next !== undefined && html`<p class="govuk-body">${error.next}</p>`}
<form method="get" action="/d" novalidate>
${field}
${button({ says: 'Find it' })}
</form>
${details({
  summary: 'What a UDI looks like',
  says: html`On the label, beside the manufacturer’s bar code: <strong>(01)</strong> and 14 digits, <strong>(21)</strong> and the serial number. Type it with the brackets, or scan the code into the field.`,
})}`;
  return documentFor({ nonce, title: titleOf(HEADING, errors), viewer }, main);
}
