/** The inbox as pages: a list, and one message. A mail's own HTML is shown in a frame that may do nothing. */
import { sha256Bytes } from '../../core/hash.ts';
import type { Message } from './messages.ts';

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #ccc}
iframe{width:100%;height:36rem;border:1px solid #999}pre{white-space:pre-wrap}`;

/** Styles in mails are inline, as mail programs want them; links open in a new window. */
const policyOf = (styles: string, frames: string) =>
  `default-src 'none'; style-src ${styles}; frame-src ${frames}; base-uri 'none'; form-action 'none'`;

const SHARED = Object.freeze({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

export const PAGE_HEADERS = Object.freeze({
  ...SHARED,
  'content-security-policy': policyOf(`'sha256-${Buffer.from(sha256Bytes(STYLE)).toString('base64')}'`, "'self'"),
});

/** For the mail itself: no script, no form, nothing fetched, no origin; links may leave by a new window only. */
export const MAIL_HEADERS = Object.freeze({
  ...SHARED,
  'content-security-policy': `${policyOf("'unsafe-inline'", "'none'")}; sandbox allow-popups allow-popups-to-escape-sandbox`,
});

/** The list, newest first. */
export function inboxPage(messages: readonly Message[]): string {
  const rows = messages.toReversed().map(rowOf).join('');
  const table = `<table><tr><th>Received<th>To<th>Subject</tr>${rows}</table>`;
  return page('Inbox', messages.length ? table : '<p>No mail yet.</p>');
}

function rowOf({ id, received, to, subject }: Message): string {
  const link = `<a href="/messages/${escaped(id)}">${escaped(subject)}</a>`;
  return `<tr><td>${timeOf(received)}<td>${escaped(to)}<td>${link}</tr>`;
}

/** One message: what a mail program shows, and the text part under it. */
export function messagePage({ id, received, from, to, subject, text }: Message): string {
  return page(
    escaped(subject),
    `<p>From ${escaped(from)}<br>To ${escaped(to)}<br>${timeOf(received)}</p>
<iframe title="The mail as it looks" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${escaped(id)}/html"></iframe>
<h2>As text</h2><pre>${escaped(text)}</pre><p><a href="/">Inbox</a></p>`,
  );
}

/** Links in a frame that may not navigate need a window of their own. */
export function mailPage({ html }: Message): string {
  return `<base target="_blank">${html}`;
}

const timeOf = (received: number): string => new Date(received).toISOString().slice(0, 19).replace('T', ' ');

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style><main><h1>${title}</h1>${body}</main></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
