/** The first page of somebody signed in: who he is here, where to go, and the way out. */
import { insetText } from './components/messages.ts';
import { html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';

export interface StartPageView {
  readonly nonce: string;
  readonly viewer: Viewer;
  /** Absent: signed in, and not registered. */
  readonly person?: { readonly printedName: string; readonly roles: readonly string[] } | undefined;
}

export function startPage({ nonce, viewer, person }: StartPageView): string {
  const title = person?.printedName ?? 'You are not registered yet';
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${person !== undefined && person.roles.length > 0 && html`<p class="govuk-body">${person.roles.join(', ')}</p>`}
${person === undefined && insetText('You signed in, and nobody has invited you to Wardkey. Ask your administrator; the invitation’s mail has a link.')}
<ul class="govuk-list govuk-list--spaced">
${viewer.places?.map(({ href, says, about }) => html`<li><a class="govuk-link" href="${href}">${says}</a>${about && html`<br><span class="wk-small">${about}</span>`}</li>\n`)}</ul>`;
  // What the menu would say stands on the page already, with what it is about.
  return documentFor({ nonce, title, viewer: { ...viewer, places: undefined } }, main);
}
