/** Before somebody is signed in: which organisation, and on the way to its issuer. */
import { button } from './components/button.ts';
import { input } from './components/input.ts';
import { html } from './html.ts';
import { documentFor } from './layout.ts';

export interface ChooseView {
  readonly nonce: string;
  /** The page that was wanted. */
  readonly to: string;
  /** What was typed and is not here. */
  readonly unknown?: string | undefined;
}

/** Asks for the organisation; there is no list, as who works with whom is nobody else's business. */
export function chooseOrganisationPage({ nonce, to, unknown }: ChooseView): string {
  const title = 'Sign in';
  const field = input({
    id: 'organisation',
    name: 'organisation',
    label: { says: 'Your organisation' },
    hint: 'Its short name here, such as st-marys. Your administrator and the mails of Wardkey know it.',
    error: unknown === undefined ? undefined : 'No organisation of that name signs in here. Check its spelling.',
    value: unknown,
    autocapitalize: 'none',
    autocomplete: 'organization',
    spellcheck: false,
    attributes: { required: true, maxlength: 32 },
  });
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<form method="get" action="/sign-in">
${field}
<input type="hidden" name="to" value="${to}">
${button({ says: 'Continue' })}
</form>`;
  return documentFor({ nonce, title: unknown === undefined ? title : `Error: ${title}` }, main);
}

export interface LeaveView {
  readonly nonce: string;
  readonly organisation: string;
  readonly address: string;
}

/** Shown for a moment; the link is for browsers that do not go on by themselves. */
export function leaveForIssuerPage({ nonce, organisation, address }: LeaveView): string {
  const title = `Sign in at ${organisation}`;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">You are sent to ${new URL(address).host}, where ${organisation} signs its people in.</p>
<p class="govuk-body"><a class="govuk-link" href="${address}">Continue</a></p>`;
  return documentFor({ nonce, title }, main);
}
