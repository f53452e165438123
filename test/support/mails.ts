/** Every mail that people get, written from literals or with one text wherever words of people can stand. */
import type { Call } from '../../core/access/call.ts';
import type { InvitationNotice } from '../../core/registry/invitation-notice.ts';
import type { ProposalNotice } from '../../core/registry/proposal-notice.ts';
import type { Written } from '../../core/verbs/notices.ts';
import { mailWriter } from '../../web/mail.ts';
import { APPROVED, CARD, cardSaying, DIGEST } from './card.ts';

export const BASE = 'https://wardkey.example';
export const TICKET = 'q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c';
export const REQUEST = 'st-marys_K7Q29MABCDEF';
export const writer = mailWriter({ baseUrl: `${BASE}/` });

export const FIRST: Call = { message: 'ask', lines: [] };
const REMINDER: Call = { message: 'reminder', lines: ['You were asked at 14:02 CST and have not answered yet.'] };
const ESCALATION: Call = {
  message: 'escalation',
  lines: [
    'It is not decided yet, so it comes to you as the next to be asked.',
    'Asked before you, without an answer: Dana Okafor at 14:02 CST.',
  ],
};

export const PROPOSAL: ProposalNotice = {
  tenant: 'st-marys',
  id: 'Q4T7MWXA2B3C',
  subject: "Proposed: grant role · St. Mary's Teaching Hospital",
  title: 'Proposed: grant role',
  status: 'proposed',
  facts: [
    { label: 'Change', words: "grant role, at St. Mary's Teaching Hospital" },
    { label: 'Proposed by', words: 'Anna Kowalski, 2026-11-23, 14:02 CST' },
  ],
  next: ['Nothing has changed yet.', 'To stop it: any administrator withdraws it, signed in.'],
  digest: DIGEST,
  because: "This mail was sent to you because you administer St. Mary's Teaching Hospital.",
};

export const INVITATION: InvitationNotice = {
  subject: 'MedServ invites you to Wardkey · until 2026-11-30, 14:02 UTC',
  title: 'MedServ invites Nils Brandt to Wardkey',
  facts: [
    { label: 'Roles', words: 'technician' },
    { label: 'Good until', words: '2026-11-30, 14:02 UTC, and once' },
  ],
  next: ['Do not pass the link on.', 'Afterwards enrol a one-time code.'],
};

/** As they are in an ordinary case. */
export const MAILS: Readonly<Record<string, Written>> = {
  ask: writer.ask(CARD, TICKET, FIRST),
  'ask, signed in': writer.ask({ ...CARD, needsSignIn: true, approvalsNeeded: 2 }, TICKET, FIRST),
  reminder: writer.ask(CARD, TICKET, REMINDER),
  escalation: writer.ask(CARD, TICKET, ESCALATION),
  'outcome to an approver': writer.outcome(APPROVED, REQUEST, 'approver'),
  'outcome to the technician': writer.outcome(APPROVED, REQUEST, 'technician'),
  proposal: writer.proposal(PROPOSAL),
  invitation: writer.invitation(INVITATION, TICKET),
};

/** The same with `text` for every word that does not come from us. */
export function mailsSaying(text: string): Readonly<Record<string, Written>> {
  const card = cardSaying(text);
  const over = {
    ...card,
    status: 'denied' as const,
    outcome: { title: text, at: 1_795_464_000, when: text, lines: [text, text] },
  };
  const facts = [{ label: 'Change', words: text }];
  const proposal = { ...PROPOSAL, subject: text, title: text, facts, next: [text], digest: text, because: text };
  const invitation = { subject: text, title: text, facts, next: [text] };
  return {
    ask: writer.ask(card, TICKET, FIRST),
    reminder: writer.ask(card, TICKET, { message: 'reminder', lines: [text] }),
    escalation: writer.ask(card, TICKET, { message: 'escalation', lines: [text, text] }),
    'outcome to an approver': writer.outcome(over, REQUEST, 'approver'),
    'outcome to the technician': writer.outcome(over, REQUEST, 'technician'),
    proposal: writer.proposal(proposal),
    invitation: writer.invitation(invitation, TICKET),
  };
}

/** A text part with its wrapped lines joined again. */
export function unwrapped(text: string): string {
  return text.replace(/\n +/g, ' ');
}

export function linksIn(text: string): readonly string[] {
  return text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
}

export function hrefsIn(page: string): readonly string[] {
  return [...page.matchAll(/\shref="([^"]*)"/g)].map(([, href]) => href ?? '');
}
