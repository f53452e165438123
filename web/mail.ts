/**
 * The mails of a request, both parts written by hand: the question with its eight facts and two links that only
 * preselect, and the outcome. No remote image, no tracking; a mail scanner that follows every link changes nothing.
 *
 * Mail programs turn whatever looks like an address into a link: `diag.run` is a registered domain's form, and a reason
 * may hold anything. Words therefore carry an invisible non-joiner where an address would be recognised; the only links
 * are ours. Accepted risk: a telephone number in a reason may still be made clickable.
 */
import type { DecisionCard } from '../core/access/card.ts';
import type { MailWriter } from '../core/verbs/notify.ts';
import { STATE_SYMBOLS } from './facts.ts';
import { type Html, html, visible } from './html.ts';

type Written = ReturnType<MailWriter['ask']>;

/** RFC 5322 2.1.1 wants header lines short; mail programs show even less. */
const MAX_SUBJECT = 150;
const NEVER_BY_PHONE = 'We never ask for your code by phone, and nobody from Wardkey will call you about this.';

/** @param baseUrl where the decision page is reached, `https://...`, with or without a slash at its end */
export function mailWriter({ baseUrl }: { readonly baseUrl: string }): MailWriter {
  return {
    ask: (card, ticket) => askMail(card, `${baseUrl.replace(/\/+$/, '')}/decide/${encodeURIComponent(ticket)}`),
    outcome: outcomeMail,
  };
}

function askMail(card: DecisionCard, link: string): Written {
  const [approve, deny] = [`${link}?choice=approve`, `${link}?choice=deny`];
  const needed = card.approvalsNeeded > 1 ? ` ${card.approvalsNeeded} different people have to approve.` : '';
  const waits = `Request ${card.reference} waits for your decision until ${card.decideBy}.${needed}`;
  const how = `The links only open the page; nothing is decided before you send it. You decide ${card.needsSignIn ? 'signed in' : 'on the page'}, with a one-time code.`;
  const why = `This mail was sent to you because ${card.hospital} lists you as an approver.`;
  return {
    subject: subjectLine(card.subject),
    text: [
      textOf(waits),
      factLines(card),
      `Review and approve:\n${approve}`,
      `Review and deny:\n${deny}`,
      how,
      NEVER_BY_PHONE,
      digestLine(card),
      textOf(why),
    ].join('\n\n'),
    html: mailDocument(
      card.subject,
      html`<p>${linkless(waits)}</p>
${factRows(card)}
<p><a href="${approve}">Review and approve</a></p>
<p><a href="${deny}">Review and deny</a></p>
<p>${how} If they do not work, copy this one:<br>${link}</p>
<p>${NEVER_BY_PHONE}</p>
<p>${digestLine(card)}</p>
<p>${linkless(why)}</p>`,
    ),
  };
}

/** To all who were asked, and to the technician. */
function outcomeMail(card: DecisionCard): Written {
  const title = `${STATE_SYMBOLS[card.status]} ${card.outcome?.title ?? 'Waiting for a decision'}`;
  const lines = card.outcome?.lines ?? [`Decide before ${card.decideBy}.`];
  const which = `Request ${card.reference}, ${card.hospital}`;
  return {
    subject: subjectLine(card.subject),
    text: [
      `${textOf(title)}\n${textOf(which)}`,
      lines.map(textOf).join('\n'),
      `What was asked:\n\n${factLines(card)}`,
      digestLine(card),
      NEVER_BY_PHONE,
    ].join('\n\n'),
    html: mailDocument(
      card.subject,
      html`<p><strong>${linkless(title)}</strong><br>${linkless(which)}</p>
${lines.map((line) => html`<p>${linkless(line)}</p>\n`)}
<p>What was asked:</p>
${factRows(card)}
<p>${digestLine(card)}</p>
<p>${NEVER_BY_PHONE}</p>`,
    ),
  };
}

function digestLine(card: DecisionCard): string {
  return `Digest of these facts: ${textOf(card.digest)}`;
}

/** One line, whatever the registry holds: a line break here would be a header of somebody else's choice. */
function subjectLine(subject: string): string {
  const characters = [...visible(subject)];
  return characters.length <= MAX_SUBJECT ? characters.join('') : `${characters.slice(0, MAX_SUBJECT - 1).join('')}…`;
}

function factLines(card: DecisionCard): string {
  return card.facts.map(({ label, words }, index) => `${index + 1}. ${label}: ${textOf(words)}`).join('\n');
}

function factRows(card: DecisionCard): Html {
  return html`<ol>
${card.facts.map(({ label, words }) => html`<li><strong>${label}:</strong> ${linkless(words)}</li>\n`)}</ol>`;
}

function mailDocument(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
</head>
<body style="font: 16px/1.4 sans-serif; max-width: 42em; overflow-wrap: anywhere;">
${body}
</body>
</html>
`.toString();
}

/** Between a letter or digit with its dot or at sign and the letter after it; between `:` and `//`. */
const ADDRESS_SEAMS = /(?<=[\p{L}\p{N}][.@])(?=\p{L})|(?<=:)(?=\/\/)/u;
const NON_JOINER = '\u200C';

function linkless(words: string): Html {
  const parts = visible(words).split(ADDRESS_SEAMS);
  return html`${parts.map((part, index) => (index === 0 ? part : html`&zwnj;${part}`))}`;
}

function textOf(words: string): string {
  return visible(words).split(ADDRESS_SEAMS).join(NON_JOINER);
}
