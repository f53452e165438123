/**
 * The mails of a request: the question with its eight facts and two links that only preselect, and the outcome. The text
 * part is written here, the HTML part is a template (web/mail, local/build-mails.ts); both say the same in the same order.
 */
import type { Call } from '../core/access/call.ts';
import type { DecisionCard } from '../core/access/card.ts';
import type { MailWriter, Written } from '../core/verbs/notices.ts';
import { symbolOf } from './components/state-tag.ts';
import { askHtml, outcomeHtml } from './mail/templates.ts';
import { factLines, listed, NEVER_BY_PHONE, paragraph, parts, subjectLine } from './mail-parts.ts';
import { invitationMail, proposalMail } from './registry-mail.ts';

/** @param baseUrl where the pages are reached, `https://...`, with or without a slash at its end */
export function mailWriter({ baseUrl }: { readonly baseUrl: string }): MailWriter {
  const linkTo = (...places: readonly string[]) =>
    [baseUrl.replace(/\/+$/, ''), ...places.map(encodeURIComponent)].join('/');
  return {
    ask: (card, ticket, call) => askMail(card, call, linkTo('decide', ticket)),
    outcome: (card, request, reader) => outcomeMail(card, reader, linkTo(PLACES[reader], request)),
    proposal: (notice) => proposalMail(notice, linkTo('console', notice.tenant, 'proposals', notice.id)),
    invitation: (notice, ticket) => invitationMail(notice, linkTo('invitations', ticket)),
  };
}

type Reader = Parameters<MailWriter['outcome']>[2];

/** Where each reads of a request, signed in. */
const PLACES: Readonly<Record<Reader, string>> = Object.freeze({ approver: 'decisions', technician: 'visits' });

const CALLED: Readonly<Record<Call['message'], string>> = Object.freeze({
  ask: '',
  reminder: 'Reminder · ',
  escalation: 'Escalation · ',
});

function askMail(card: DecisionCard, { message, lines: why }: Call, link: string): Written {
  const [approve, deny] = [`${link}?choice=approve`, `${link}?choice=deny`];
  const { reference, hospital, decideBy, facts, approvalsNeeded: needed, approvalsGiven: given } = card;
  const several = needed > 1 ? ` ${needed} different people have to approve; ${given} of ${needed} have.` : '';
  const words = {
    subject: subjectLine(`${CALLED[message]}${card.subject}`),
    title: `${symbolOf('pending')} ${CALLED[message]}Approve or deny ${reference}?`,
    lines: [...why, `Request ${reference} waits for your decision until ${decideBy}.${several}`],
    how: `The links only open the page; nothing is decided before you send it. ${card.needsSignIn ? SIGNED_IN : ON_THE_PAGE}`,
    notes: [
      NEVER_BY_PHONE,
      digestLine(card),
      `This mail was sent to you because ${hospital} lists you as an approver.`,
    ],
  };
  return {
    subject: words.subject,
    text: parts(
      paragraph(words.title),
      listed(words.lines),
      factLines(facts),
      `Review and approve:\n${approve}`,
      `Review and deny:\n${deny}`,
      paragraph(words.how),
      ...words.notes.map(paragraph),
    ),
    html: askHtml({ ...words, preheader: preheaderOf(facts[0]?.words), facts, approve, deny, link }).toString(),
  };
}

const ON_THE_PAGE = 'You decide on the page, with a one-time code.';
const SIGNED_IN =
  'This request is of tier T3 or T4: the page asks you to sign in, and you decide there with a one-time code.';

/** To all who were asked, and to the technician. */
function outcomeMail(card: DecisionCard, reader: Reader, link: string): Written {
  const { reference, hospital, status, outcome, decideBy, facts } = card;
  const words = {
    subject: subjectLine(card.subject),
    title: `${symbolOf(status)} ${outcome?.title ?? 'Waiting for a decision'}`,
    lines: [`Request ${reference}, ${hospital}`, ...(outcome?.lines ?? [`Decide before ${decideBy}.`])],
    linkSays: status === 'approved' ? WHAT_NEXT[reader] : 'Read all of it, signed in:',
    notes: [digestLine(card), NEVER_BY_PHONE],
  };
  return {
    subject: words.subject,
    text: parts(
      paragraph(words.title),
      listed(words.lines),
      `${paragraph(words.linkSays)}\n${link}`,
      'What was asked:',
      factLines(facts),
      ...words.notes.map(paragraph),
    ),
    html: outcomeHtml({ ...words, preheader: preheaderOf(words.lines[1]), facts, link }).toString(),
  };
}

const WHAT_NEXT: Readonly<Record<Reader, string>> = Object.freeze({
  approver: 'To take it back, open the request, signed in, and use Revoke:',
  technician: 'To start, open the request at the device, signed in, and activate it with a code:',
});

/** What a mail program shows beside the subject. */
function preheaderOf(sentence: string | undefined): string {
  return subjectLine(sentence ?? '');
}

function digestLine(card: DecisionCard): string {
  return `Digest of these facts: ${card.digest}`;
}
