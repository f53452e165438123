/**
 * The mails of a request, both parts written by hand: the question with its eight facts and two links that only
 * preselect, and the outcome. No remote image, no tracking; a mail scanner that follows every link changes nothing.
 */
import type { DecisionCard } from '../core/access/card.ts';
import type { MailWriter, Written } from '../core/verbs/notices.ts';
import { symbolOf } from './components/state-tag.ts';
import { html } from './html.ts';
import { factLines, factRows, linkless, mailDocument, NEVER_BY_PHONE, subjectLine, textOf } from './mail-parts.ts';
import { invitationMail, proposalMail } from './registry-mail.ts';

/** @param baseUrl where the decision page is reached, `https://...`, with or without a slash at its end */
export function mailWriter({ baseUrl }: { readonly baseUrl: string }): MailWriter {
  const linkTo = (place: string, ticket: string) =>
    `${baseUrl.replace(/\/+$/, '')}/${place}/${encodeURIComponent(ticket)}`;
  return {
    ask: (card, ticket) => askMail(card, linkTo('decide', ticket)),
    outcome: outcomeMail,
    proposal: proposalMail,
    invitation: (notice, ticket) => invitationMail(notice, linkTo('invitations', ticket)),
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
      factLines(card.facts),
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
${factRows(card.facts)}
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
  const title = `${symbolOf(card.status)} ${card.outcome?.title ?? 'Waiting for a decision'}`;
  const lines = card.outcome?.lines ?? [`Decide before ${card.decideBy}.`];
  const which = `Request ${card.reference}, ${card.hospital}`;
  return {
    subject: subjectLine(card.subject),
    text: [
      `${textOf(title)}\n${textOf(which)}`,
      lines.map(textOf).join('\n'),
      `What was asked:\n\n${factLines(card.facts)}`,
      digestLine(card),
      NEVER_BY_PHONE,
    ].join('\n\n'),
    html: mailDocument(
      card.subject,
      html`<p><strong>${linkless(title)}</strong><br>${linkless(which)}</p>
${lines.map((line) => html`<p>${linkless(line)}</p>\n`)}
<p>What was asked:</p>
${factRows(card.facts)}
<p>${digestLine(card)}</p>
<p>${NEVER_BY_PHONE}</p>`,
    ),
  };
}

function digestLine(card: DecisionCard): string {
  return `Digest of these facts: ${textOf(card.digest)}`;
}
