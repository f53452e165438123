/** The page where there is nothing to show: says what is the case and what to do, and nothing about what was sent. */
import { html } from './html.ts';
import { documentFor } from './layout.ts';

interface Words {
  readonly title: string;
  readonly says: string;
}

const WORDS: Readonly<Record<number, Words>> = Object.freeze({
  403: { title: 'This was not accepted', says: 'Open the link from your mail again, in the same browser.' },
  404: {
    title: 'There is nothing here',
    says: 'The link is wrong, or it is over. Copy the whole link from the mail. A link is dead a day after the decision.',
  },
  405: { title: 'Not this way', says: 'Open the link from your mail again.' },
  410: { title: 'Its time is over', says: 'Nothing can be decided here any more. The technician can ask again.' },
  429: { title: 'Too many tries', says: 'Nothing was decided. Wait 15 minutes, then open the link again.' },
  503: {
    title: 'Wardkey cannot do this now',
    says: 'The log cannot be written, so nothing was done. Try again in a minute. Devices in clinical use are not affected.',
  },
});

const OTHER: Words = Object.freeze({
  title: 'This did not go through',
  says: 'Nothing was decided. Open the link again.',
});

/** The document for an answer of this HTTP status. */
export function problemPage(status: number, nonce: string): string {
  const { title, says } = WORDS[status] ?? OTHER;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>\n<p class="govuk-body">${says}</p>`;
  return documentFor({ nonce, title }, main);
}
