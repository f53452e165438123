/**
 * The mails of the registry, both parts written by hand: what is proposed, to those who could stop it (R18), and the link
 * of an invitation. A proposal's mail has no link at all: it is confirmed signed in, from what is shown there.
 */
import type { InvitationNotice } from '../core/registry/invitation-notice.ts';
import type { ProposalNotice } from '../core/registry/proposal-notice.ts';
import type { Written } from '../core/verbs/notices.ts';
import { html } from './html.ts';
import { factLines, factRows, linkless, mailDocument, NEVER_BY_PHONE, subjectLine, textOf } from './mail-parts.ts';

/** Symbol before the word: a state is never said by colour alone. */
const SYMBOLS: Readonly<Record<ProposalNotice['status'], string>> = Object.freeze({
  proposed: '○',
  confirmed: '◷',
  in_force: '✓',
  withdrawn: '↩',
  failed: '✕',
});

export function proposalMail(notice: ProposalNotice): Written {
  const title = `${SYMBOLS[notice.status]} ${notice.title}`;
  const digest = `Digest of the proposal: ${textOf(notice.digest)}`;
  return {
    subject: subjectLine(notice.subject),
    text: [
      textOf(title),
      factLines(notice.facts),
      ...notice.next.map(textOf),
      digest,
      NEVER_BY_PHONE,
      textOf(notice.because),
    ].join('\n\n'),
    html: mailDocument(
      notice.subject,
      html`<p><strong>${linkless(title)}</strong></p>
${factRows(notice.facts)}
${notice.next.map((line) => html`<p>${linkless(line)}</p>\n`)}
<p>${digest}</p>
<p>${NEVER_BY_PHONE}</p>
<p>${linkless(notice.because)}</p>`,
    ),
  };
}

/** @param link one-time, and the only one in the mail */
export function invitationMail(notice: InvitationNotice, link: string): Written {
  return {
    subject: subjectLine(notice.subject),
    text: [
      textOf(notice.title),
      factLines(notice.facts),
      `Your link:\n${link}`,
      ...notice.next.map(textOf),
      NEVER_BY_PHONE,
    ].join('\n\n'),
    html: mailDocument(
      notice.subject,
      html`<p><strong>${linkless(notice.title)}</strong></p>
${factRows(notice.facts)}
<p>Your link: <a href="${link}">${link}</a></p>
${notice.next.map((line) => html`<p>${linkless(line)}</p>\n`)}
<p>${NEVER_BY_PHONE}</p>`,
    ),
  };
}
