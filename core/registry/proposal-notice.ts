/**
 * What administrators are told of a proposed change, as words: what it is, whom it makes more powerful, what happens next
 * and how it is stopped (R18). One model for mail and page. Names come from the registry's rows of now (R20).
 */
import { clockTime, date } from '../access/words.ts';
import { REFUSALS } from '../problems.ts';
import type { Person } from '../registry.ts';
import type { EpochSeconds, OrganisationId, PersonId } from '../units.ts';
import { CONFIRM_WITHIN, type Proposal } from './proposal.ts';

/** What the words are made from. */
export interface NoticeRows {
  readonly proposal: Proposal;
  /** The tenant's printed name. */
  readonly organisation: string;
  /** IANA zone of the hospital; UTC for whoever has none. */
  readonly zone: string;
  /** Those whom the proposal names, as far as the registry knows them. */
  readonly people: ReadonlyMap<PersonId, Person>;
}

export interface ProposalNotice {
  /** Whose change it is, and its id there: where the page of it is found. */
  readonly tenant: OrganisationId;
  readonly id: string;
  readonly subject: string;
  readonly title: string;
  readonly status: Proposal['status'];
  readonly facts: readonly { readonly label: string; readonly words: string }[];
  /** What happens now, and what the reader can do; a line each. */
  readonly next: readonly string[];
  readonly digest: string;
  /** Why this reader is told. */
  readonly because: string;
}

const TITLES: Readonly<Record<Proposal['status'], string>> = Object.freeze({
  proposed: 'Proposed',
  confirmed: 'Confirmed',
  in_force: 'In force',
  withdrawn: 'Withdrawn',
  failed: 'Failed',
});

/** The words of the mail at the step that the proposal has reached, in the hospital's zone. */
export function proposalNotice(rows: NoticeRows): ProposalNotice {
  const { proposal, organisation } = rows;
  const title = `${TITLES[proposal.status]}: ${verbWords(proposal)}`;
  return {
    tenant: proposal.tenant,
    id: proposal.id,
    subject: `${title} · ${organisation}`,
    title,
    status: proposal.status,
    facts: factsOf(rows),
    next: NEXT[proposal.status](rows),
    digest: proposal.digest,
    because: `This mail was sent to you because you administer ${organisation}.`,
  };
}

/** `grant role`: the verb as it is called everywhere, without its hyphens. */
function verbWords({ verb }: Proposal): string {
  return verb.replaceAll('-', ' ');
}

function factsOf(rows: NoticeRows): ProposalNotice['facts'] {
  const { proposal, organisation } = rows;
  const { widens, proposedBy, proposedAt, confirmedBy, id } = proposal;
  const confirmed = confirmedBy === undefined ? [] : [{ label: 'Confirmed by', words: nameOf(confirmedBy, rows) }];
  return [
    { label: 'Change', words: `${verbWords(proposal)}, at ${organisation}` },
    { label: 'It widens power', words: `${widens.map((words) => withNames(words, rows)).join('; ')}.` },
    { label: 'Proposed by', words: `${nameOf(proposedBy, rows)}, ${moment(proposedAt, rows)}` },
    ...confirmed,
    { label: 'Proposal', words: id },
  ];
}

const NEXT: Readonly<Record<Proposal['status'], (rows: NoticeRows) => readonly string[]>> = Object.freeze({
  proposed: (rows) => [
    `Nothing has changed yet. Another administrator has to confirm it with a one-time code until ${moment(rows.proposal.proposedAt + CONFIRM_WITHIN, rows)}, or it dies by itself.`,
    `${cannotConfirm(rows)} cannot confirm it. Look at the whole proposal, signed in, before you confirm: its digest has to be the one below.`,
    howToStop(rows),
  ],
  confirmed: (rows) => [
    `Confirmed by ${nameOf(rows.proposal.confirmedBy ?? '', rows)}. It comes into force at ${momentOf(rows.proposal.inForceAt, rows)} unless somebody stops it before.`,
    howToStop(rows),
  ],
  in_force: (rows) => [
    `It is in force since ${moment(rows.proposal.at, rows)}.`,
    'If you did not expect it: what takes power away takes one administrator and works at once. Do that first, then ask.',
  ],
  withdrawn: () => ['An administrator has withdrawn it. Nothing has changed, and nothing is to be done.'],
  failed: (rows) => [
    `It did not come into force. ${whyFailed(rows.proposal)}`,
    'Nothing has changed. If it is still wanted, it has to be proposed anew.',
  ],
});

function cannotConfirm(rows: NoticeRows): string {
  const { proposedBy, gains } = rows.proposal;
  const names = [...new Set([proposedBy, ...gains].map((id) => nameOf(id, rows)))];
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function howToStop({ proposal: { tenant, id }, organisation }: NoticeRows): string {
  return `To stop it: any administrator of ${organisation} withdraws it, signed in, without a code, at any time until it is in force, on its page or by POST /registry/${tenant}/proposals/${id}/withdraw.`;
}

function whyFailed({ failure }: Proposal): string {
  if (failure === undefined || failure === 'proposal_settled') return 'Nobody confirmed it within seven days.';
  return `Checked again, a rule said no to whoever wanted it (${failure}): ${REFUSALS[failure][1]}`;
}

const PERSON = /p_[a-z2-7]{20}/g;

function withNames(words: string, rows: NoticeRows): string {
  return words.replaceAll(PERSON, (id) => nameOf(id, rows));
}

/** The id where the registry knows no name. */
function nameOf(id: PersonId, { people }: NoticeRows): string {
  return people.get(id)?.printedName ?? id;
}

/** `2026-11-27, 14:20 CST`. */
function moment(at: EpochSeconds, { zone }: Pick<NoticeRows, 'zone'>): string {
  return `${date(at, zone)}, ${clockTime(at, zone)}`;
}

function momentOf(at: EpochSeconds | undefined, rows: NoticeRows): string {
  return at === undefined ? 'the end of its cool-down' : moment(at, rows);
}
