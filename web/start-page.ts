/** The first page of somebody signed in: who he is here, where to go, and the way out. */
import { html } from './html.ts';
import { documentFor } from './layout.ts';

export interface StartPageView {
  readonly nonce: string;
  readonly organisation: string;
  /** Absent: signed in, and not registered. */
  readonly person?: { readonly printedName: string; readonly roles: readonly string[] } | undefined;
  readonly links: readonly { readonly href: string; readonly says: string }[];
  /** Of the form that signs out. */
  readonly signOutNonce: string;
}

export function startPage({ nonce, organisation, person, links, signOutNonce }: StartPageView): string {
  const title = person?.printedName ?? 'You are not registered yet';
  const main = html`<h1>${title}</h1>
<p>${organisation}${person !== undefined && person.roles.length > 0 && html`: ${person.roles.join(', ')}`}</p>
${person === undefined && html`<p class="box">You signed in, and nobody has invited you to Wardkey. Ask your administrator; the invitation's mail has a link.</p>`}
<ul>
${links.map(({ href, says }) => html`<li><a href="${href}">${says}</a></li>\n`)}</ul>
<form method="post" action="/sign-out">
<input type="hidden" name="nonce" value="${signOutNonce}">
<button>Sign out</button>
</form>`;
  return documentFor({ nonce, title }, main);
}
