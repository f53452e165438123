/**
 * The mails of the registry: what is proposed, to those who could stop it (R18), with a link to the page that confirms or
 * withdraws it signed in, and the link of an invitation. The text parts are written here.
 */
import type { InvitationNotice } from '../core/registry/invitation-notice.ts';
import type { ProposalNotice } from '../core/registry/proposal-notice.ts';
import type { Written } from '../core/verbs/notices.ts';
import { invitationHtml, proposalHtml } from './mail/templates.ts';
import { factLines, listed, NEVER_BY_PHONE, paragraph, parts, subjectLine } from './mail-parts.ts';

/** Symbol before the word: a state is never said by colour alone. */
const SYMBOLS: Readonly<Record<ProposalNotice['status'], string>> = Object.freeze({
  proposed: '○',
  confirmed: '◷',
  in_force: '✓',
  withdrawn: '↩',
  failed: '✕',
});

/** @param link to the proposal's page; it leads nobody in without a sign-in */
export function proposalMail(notice: ProposalNotice, link: string): Written {
  const words = {
    subject: subjectLine(notice.subject),
    title: `${SYMBOLS[notice.status]} ${notice.title}`,
    lines: notice.next,
    linkSays: 'Its page, signed in:',
    notes: [`Digest of the proposal: ${notice.digest}`, NEVER_BY_PHONE, notice.because],
  };
  return {
    subject: words.subject,
    text: parts(
      paragraph(words.title),
      factLines(notice.facts),
      listed(words.lines),
      `${words.linkSays}\n${link}`,
      ...words.notes.map(paragraph),
    ),
    html: proposalHtml({
      ...words,
      preheader: subjectLine(notice.next[0] ?? ''),
      facts: notice.facts,
      link,
    }).toString(),
  };
}

/** @param link one-time, and the only one in the mail */
export function invitationMail(notice: InvitationNotice, link: string): Written {
  const words = {
    subject: subjectLine(notice.subject),
    title: notice.title,
    lines: notice.next,
    linkSays: 'Your link:',
    notes: [NEVER_BY_PHONE],
  };
  return {
    subject: words.subject,
    text: parts(
      paragraph(words.title),
      factLines(notice.facts),
      `${words.linkSays}\n${link}`,
      listed(words.lines),
      ...words.notes.map(paragraph),
    ),
    html: invitationHtml({ ...words, preheader: subjectLine(notice.title), facts: notice.facts, link }).toString(),
  };
}
