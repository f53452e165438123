/** The page where a portal page cannot be shown: what is the case, and the one thing to do next. */
import { html } from './html.ts';
import { documentFor } from './layout.ts';

const TITLES: Readonly<Record<number, string>> = Object.freeze({
  401: 'You are not signed in',
  403: 'This was not accepted',
  404: 'There is nothing here',
  503: 'Wardkey cannot do this now',
});

export interface PortalProblemView {
  readonly nonce: string;
  readonly status: number;
  /** A sentence of the closed lists, never what was sent. */
  readonly says: string;
  /** Where to go on. */
  readonly next: { readonly href: string; readonly says: string };
}

export function portalProblemPage({ nonce, status, says, next }: PortalProblemView): string {
  const title = TITLES[status] ?? 'This did not go through';
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">${says}</p>
<p class="govuk-body"><a class="govuk-link" href="${next.href}">${next.says}</a></p>`;
  return documentFor({ nonce, title }, main);
}
