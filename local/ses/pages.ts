/** The inbox as pages: a list, and one message. A mail's own HTML is shown in a frame that may do nothing. */
import { summaryList, table } from '../../web/components/lists.ts';
import { backLink } from '../../web/components/navigation.ts';
import { moment } from '../../web/components/time.ts';
import { type Html, html } from '../../web/html.ts';
import { documentFor } from '../../web/layout.ts';
import type { Report } from './events.ts';
import type { Message } from './messages.ts';

const SHARED = Object.freeze({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** Of a page of the inbox, whose styles carry `nonce`. */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  const styles = `'nonce-${nonce}'`;
  const policy = `default-src 'none'; style-src ${styles}; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { ...SHARED, 'content-security-policy': policy };
}

/**
 * For the mail itself: no script, no form, nothing fetched, no origin; links may leave by a new window only. Styles in mails are
 * inline, as mail programs want them.
 */
export const MAIL_HEADERS = Object.freeze({
  ...SHARED,
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'; form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox",
});

const FRAME_LOOK = html`.mail-frame{box-sizing:border-box;width:100%;height:36rem;border:1px solid var(--govuk-border-colour);background:#fff}
.mail-text{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}`;

/** What was reported of a mail, by its id; nothing where SES has only taken it. */
export type Reports = ReadonlyMap<string, Report>;

/** The list, newest first. */
export function inboxPage(messages: readonly Message[], reports: Reports, nonce: string): string {
  const rows = messages
    .toReversed()
    .map((message) => [
      { says: html`<a class="govuk-link" href="/messages/${message.id}">${message.subject}</a>` },
      { says: message.to },
      { says: receivedAt(message) },
      { says: DELIVERY[reports.get(message.id) ?? 'taken'] },
    ]);
  const head = ['Subject', 'To', 'Received', 'Delivery'].map((says) => ({ says }));
  const list = html`<div class="wk-scroll" tabindex="0" role="region" aria-label="Mails">${table({ head, rows, firstCellIsHeader: true })}</div>`;
  const empty = html`<p class="govuk-body">No mail yet. What Wardkey sends will stand here; nothing leaves this machine.</p>`;
  const main = html`<h1 class="govuk-heading-l">Inbox</h1>
${rows.length > 0 ? list : empty}`;
  return documentFor({ nonce, title: 'Inbox', isWide: true }, main);
}

/** Reports are made as they are planned (`POST /_fail`); without a plan a mail is taken, and that is all that is known. */
const DELIVERY: Readonly<Record<Report | 'taken', string>> = Object.freeze({
  taken: '✓ Sent',
  Delivery: '✓ Delivered',
  Bounce: '✗ Bounced',
  TransientBounce: '✗ Bounced for now',
});

/** One message: headers, the text part with its links, and what a mail program shows. */
export function messagePage(message: Message, reports: Reports, nonce: string): string {
  const { id, from, to, subject, text } = message;
  const headers = summaryList(
    [
      { key: 'From', value: from },
      { key: 'To', value: to },
      { key: 'Received', value: receivedAt(message) },
      { key: 'Delivery', value: DELIVERY[reports.get(id) ?? 'taken'] },
      { key: 'Message-ID', value: id },
    ],
    'wk-facts',
  );
  const main = html`<style nonce="${nonce}">${FRAME_LOOK}</style>
<h1 class="govuk-heading-l">${subject}</h1>
${headers}
<h2 class="govuk-heading-m">As text</h2>
<div class="mail-text govuk-body">${linked(text)}</div>
<h2 class="govuk-heading-m">As a mail program shows it</h2>
<iframe class="mail-frame" title="The mail as it looks" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${id}/html"></iframe>`;
  return documentFor({ nonce, title: subject, before: backLink({ href: '/', says: 'Inbox' }) }, main);
}

/** Up to a letter, digit or slash: the full stop of a sentence is no part of it. */
const ADDRESS = /(https?:\/\/[\w.~:/?#@!$&*+,;=%-]*[\w/=])/;

/** The text as it came, line by line; an address in it can be followed, as in every mail program. */
function linked(text: string): readonly Html[] {
  return text.split(/\r\n|\r|\n/).map((line) => {
    // Every second part is what the pattern found.
    const parts = line
      .split(ADDRESS)
      .map((part, at) => (at % 2 === 1 ? html`<a class="govuk-link" href="${part}">${part}</a>` : html`${part}`));
    return html`${parts}\n`;
  });
}

/** Links in a frame that may not navigate need a window of their own. */
export function mailPage({ html: document }: Message): string {
  return `<base target="_blank">${document}`;
}

function receivedAt({ received }: Message): Html {
  const text = new Date(received).toISOString();
  return moment(Math.floor(received / 1000), `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`);
}
