/** Before somebody is signed in: which organisation, and on the way to its issuer. */
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
  const main = html`<h1>${title}</h1>
<form method="get" action="/sign-in">
<div class="field">
<label class="name" for="organisation">Your organisation</label>
<p class="hint" id="organisation-hint">Its short name here, such as st-marys. Your administrator and the mails of Wardkey know it.</p>
${unknown !== undefined && html`<p class="error" id="organisation-error">No organisation of that name signs in here. Check its spelling.</p>`}
<input type="text" id="organisation" name="organisation" value="${unknown ?? ''}" required maxlength="32" autocapitalize="none" autocomplete="organization" spellcheck="false" aria-describedby="organisation-hint${unknown !== undefined && ' organisation-error'}"${unknown !== undefined && html` aria-invalid="true"`}>
</div>
<input type="hidden" name="to" value="${to}">
<button>Continue</button>
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
  const main = html`<h1>${title}</h1>
<p>You are sent to ${new URL(address).host}, where ${organisation} signs its people in.</p>
<p><a href="${address}">Continue</a></p>`;
  return documentFor({ nonce, title }, main);
}
