/** Something on a visit that was not done, and why, with the way back to how it stands now. */
import { button } from '../components/button.ts';
import { html } from '../html.ts';
import { documentFor, type Viewer } from '../layout.ts';

export interface RefusedView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly path: string;
  readonly says: string;
}

export function refusedPage({ nonce, viewer, path, says }: RefusedView): string {
  const title = 'Nothing was done';
  const main = html`<div role="alert">
<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">${says}</p>
</div>
${button({ says: 'How the visit stands', href: path })}`;
  return documentFor({ nonce, viewer, title: `Error: ${title}` }, main);
}
