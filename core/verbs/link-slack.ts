/**
 * Ties an account of Slack to a person (architecture 8; docs/decisions/0010). The person draws a link code on a signed-in page, with
 * his one-time code, and types it in Slack: so whoever holds the page's session decides which account it is, and nobody can
 * make another take over an account by sending him a link. One account a person, one person an account.
 */
import type { Actor, PersonEvent } from '../access/events.ts';
import {
  organisationRef,
  personChain,
  personHeadRef,
  personRef,
  slackLinkRef,
  slackPairingRef,
  slackTeamRef,
  slackUserRef,
  slackWorkspaceRef,
} from '../keys.ts';
import { letterCodeIn, newLetterCode } from '../letter-code.ts';
import type { Conflict, Identity, Ports, Write } from '../ports.ts';
import { allowed, type Check, type Decision, firstRefusal, type Refused, refused } from '../problems.ts';
import type { Organisation, Person } from '../registry.ts';
import type { PersonHead, SlackPairing } from '../rows.ts';
import type { SlackLink, SlackTeamRow } from '../slack-rows.ts';
import type { EpochSeconds, OrganisationId, Seconds, SlackTeam, SlackUser } from '../units.ts';
import { checkCode, reserveCode } from './check-code.ts';
import { recordRefusedChange } from './refused-change.ts';
import { personStep, refusalsToday } from './refused-request.ts';
import { settle } from './transition.ts';

const TO_PAIR: Seconds = 600;

/** An account of Slack, as Slack itself names it. */
export interface SlackAccount {
  readonly team: SlackTeam;
  /** Whose secret Slack signed under. */
  readonly organisation: OrganisationId;
  readonly user: SlackUser;
}

/** What is typed in Slack; shown once, to the person himself. */
export interface LinkCode {
  readonly linkCode: string;
  readonly until: EpochSeconds;
}

/** Draws a link code for whoever is signed in, with his one-time code. Only its hash is kept. */
export async function beginSlackLink(
  ports: Pick<Ports, 'store' | 'credentials' | 'sealer' | 'codes' | 'random'>,
  who: Identity,
  code: string,
  now: EpochSeconds,
): Promise<Decision<LinkCode>> {
  const open = await reserveCode(ports, who.person, who.session, code, now);
  const checked = open.ok ? await checkCode(ports, open.value, code, now) : open;
  return settle<Decision<LinkCode>>(async (): Promise<{ done: Decision<LinkCode> } | { lost: Conflict }> => {
    const rows = await ports.store.load({
      person: personRef(who.person),
      organisation: organisationRef(who.organisation),
      workspace: slackWorkspaceRef(who.organisation),
    });
    const isRegistered = rows.person !== undefined;
    const refusal = { who, tenant: who.organisation, verb: 'link-slack', role: 'self', isRegistered, now };
    if (!checked.ok) return recordRefusedChange<LinkCode>(ports, refusal, checked, undefined);
    const no = firstRefusal([
      ...standing(rows.person, rows.organisation),
      ['slack_not_connected', rows.workspace?.status !== 'connected'],
    ]);
    if (no) return recordRefusedChange<LinkCode>(ports, refusal, no, checked.value);
    const linkCode = newLetterCode(ports.random);
    const until = now + TO_PAIR;
    const row: SlackPairing = { version: 1, person: who.person, organisation: who.organisation, until };
    const writes: readonly Write[] = [
      { kind: 'insert', ref: slackPairingRef(linkCode), row, expires: until },
      { kind: 'use-code', use: checked.value },
    ];
    const lost = await ports.store.commit({ events: [], writes });
    if (!lost) return { done: allowed({ linkCode, until }) };
    return lost.lost === 'code' ? { done: refused('code_rejected') } : { lost };
  });
}

/** Somebody whose account may be tied to Slack: he and his organisation are let act. */
function standing(person: Person | undefined, organisation: Organisation | undefined): readonly Check[] {
  return [
    ['person_unknown', person === undefined],
    ['person_suspended', person !== undefined && person.status !== 'active'],
    ['organisation_suspended', organisation?.status !== 'active' || person?.organisation !== organisation.id],
  ];
}

/**
 * Ties `account` to whoever drew `typed`; his account of before, if another one, is free then. 31^8 codes that live ten minutes are not
 * guessed, so tries are not counted. A refusal is the caller's to record: before the code is right, nobody is known.
 *
 * @param account as a signed payload names it, which the caller holds to be a full member of `team`
 * @returns the person; `slack_code` also where `team` is not his organisation's, and where the account is another person's
 */
export function finishSlackLink(
  ports: Pick<Ports, 'store'>,
  account: SlackAccount,
  typed: string,
  now: EpochSeconds,
): Promise<Decision<Person>> {
  const code = letterCodeIn(typed);
  if (code === '') return Promise.resolve(refused('slack_code'));
  return settle<Decision<Person>>(async () => {
    const { pairing, team, taken } = await ports.store.load({
      pairing: slackPairingRef(code),
      team: slackTeamRef(account.team),
      taken: slackUserRef(account.team, account.user),
    });
    if (!pairing || !team || now >= pairing.until) return { done: refused('slack_code') };
    const own = await ownRows(ports, pairing);
    const no = whyNot(account, pairing, team, taken) ?? firstRefusal(standing(own.person, own.organisation));
    if (no || !own.person) return { done: no ?? refused('person_unknown') };
    const found = { ...own, person: own.person, pairing, team, taken, code };
    const lost = await ports.store.commit(linked(account, found, now));
    return lost ? { lost } : { done: allowed(own.person) };
  });
}

function ownRows({ store }: Pick<Ports, 'store'>, { person, organisation }: SlackPairing) {
  return store.load({
    person: personRef(person),
    organisation: organisationRef(organisation),
    before: slackLinkRef(person),
    head: personHeadRef(personChain(organisation, person)),
  });
}

/** Who sees that an account is another's learns no more than that his code does not do. */
function whyNot(
  account: SlackAccount,
  pairing: SlackPairing,
  team: SlackTeamRow,
  taken: SlackLink | undefined,
): Refused | undefined {
  const isElsewhere = [team, account].some(({ organisation }) => organisation !== pairing.organisation);
  const isAnothers = taken !== undefined && taken.person !== pairing.person;
  return isElsewhere || isAnothers ? refused('slack_code') : undefined;
}

interface Found {
  readonly person: Person;
  readonly pairing: SlackPairing;
  readonly team: SlackTeamRow;
  readonly code: string;
  /** The rows of the person's link and of the account's, as far as there are any. */
  readonly before: SlackLink | undefined;
  readonly taken: SlackLink | undefined;
  readonly head: PersonHead | undefined;
}

/** Both rows, the end of the code and of an older link, and the events, in one transaction. */
function linked({ team, user }: SlackAccount, found: Found, now: EpochSeconds) {
  const { person, pairing, before, taken, head } = found;
  const chain = personChain(person.organisation, person.id);
  const row = { person: person.id, organisation: person.organisation, team, user, since: now };
  const isMoved = before !== undefined && (before.team !== team || before.user !== user);
  const events: readonly PersonEvent[] = [
    ...(isMoved ? [unlinkedEvent(before)] : []),
    { type: 'slack.linked', data: { team, user } },
  ];
  const writes: readonly Write[] = [
    placed(slackLinkRef(person.id), before, row),
    placed(slackUserRef(team, user), taken, row),
    ...(isMoved ? [{ kind: 'remove', ref: slackUserRef(before.team, before.user) } as const] : []),
    // Kept until it would have ended: whoever comes second with the same code finds it used.
    {
      kind: 'replace',
      ref: slackPairingRef(found.code),
      row: { ...pairing, version: pairing.version + 1, until: now },
      version: pairing.version,
      expires: pairing.until,
    },
    { kind: 'unchanged', ref: personRef(person.id), version: person.version },
    { kind: 'unchanged', ref: slackTeamRef(team), version: found.team.version },
  ];
  const occasion = { at: now, actor: self(person, 'slack'), evidence: { person: person.version } };
  return personStep(chain, head, events, occasion, refusalsToday(head, now), writes);
}

function placed(ref: ReturnType<typeof slackLinkRef>, before: SlackLink | undefined, row: Omit<SlackLink, 'version'>) {
  if (!before) return { kind: 'insert', ref, row: { ...row, version: 1 } } as const;
  return { kind: 'replace', ref, row: { ...row, version: before.version + 1 }, version: before.version } as const;
}

/** Ends the link of whoever is signed in, at once. Takes no code: it only narrows. */
export function unlinkSlack(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  now: EpochSeconds,
): Promise<Decision<{ readonly unlinked: boolean }>> {
  return settle<Decision<{ readonly unlinked: boolean }>>(async () => {
    const chain = personChain(who.organisation, who.person);
    const { person, link, head } = await ports.store.load({
      person: personRef(who.person),
      link: slackLinkRef(who.person),
      head: personHeadRef(chain),
    });
    if (!person) return { done: refused('person_unknown') };
    if (!link) return { done: allowed({ unlinked: false }) };
    const occasion = { at: now, actor: self(person, 'oidc'), evidence: { person: person.version } };
    const lost = await ports.store.commit(
      personStep(chain, head, [unlinkedEvent(link)], occasion, refusalsToday(head, now), unlinkWrites(link)),
    );
    return lost ? { lost } : { done: allowed({ unlinked: true }) };
  });
}

/** Both rows of a link go; whoever writes them with an event on the person's chain does so alone. */
export function unlinkWrites({ person, team, user }: SlackLink): readonly Write[] {
  return [
    { kind: 'remove', ref: slackLinkRef(person) },
    { kind: 'remove', ref: slackUserRef(team, user) },
  ];
}

function unlinkedEvent({ team, user }: SlackLink): PersonEvent {
  return { type: 'slack.unlinked', data: { team, user } };
}

function self({ id, organisation }: Person, auth: Actor['auth']): Actor {
  return { person: id, role: 'self', employer: organisation, auth };
}
