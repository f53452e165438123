/**
 * Who acts in Slack (R1, R17): signature -> team -> organisation -> account -> person, read anew each time. Whoever is a guest, of
 * another workspace, not linked or suspended is refused, and his refusal is an event on his workspace's own chain.
 */
import { sha256Base64url } from '../hash.ts';
import { slackTeamRef, slackUserRef } from '../keys.ts';
import type { Identity, Ports, Rows, Write } from '../ports.ts';
import { allowed, type Decision, firstRefusal, type RefusalCode, refused } from '../problems.ts';
import type { Organisation, Person } from '../registry.ts';
import type { SlackPeople, SlackStanding } from '../slack-ports.ts';
import type { SlackLink } from '../slack-rows.ts';
import type { EpochSeconds, OrganisationId, RequestId, SlackTeam } from '../units.ts';
import type { SlackAccount } from './link-slack.ts';
import { readerRows, standingOf } from './read-access.ts';
import { recordSlackRefusal } from './refused-slack.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'> & { readonly people: SlackPeople };

/** What somebody does in Slack, as a signed payload says. */
export interface SlackAct extends SlackAccount {
  /** His own workspace, where the payload names it: in a shared channel it may be another. */
  readonly home?: SlackTeam | undefined;
  /** In a word, for the event of a refusal. */
  readonly act: 'review' | 'decide' | 'ask' | 'list' | 'read' | 'link';
  readonly request?: RequestId | undefined;
}

/** A person by his account of Slack. */
export interface SlackPerson {
  readonly who: Identity;
  readonly person: Person;
  /** What has to stand unchanged until his act does: that the account is his and the workspace his organisation's. */
  readonly relies: readonly Write[];
}

/** The rows that {@link linkedIn} starts from. */
export const accountRefs = ({ team, user }: Pick<SlackAccount, 'team' | 'user'>) => ({
  team: slackTeamRef(team),
  link: slackUserRef(team, user),
});

type AccountRows = Rows<ReturnType<typeof accountRefs>>;

/** Whose workspace it is, by its row and by the secret that stands for it: one that another organisation connected is nobody's. */
export function tenantOf(
  { team }: Pick<AccountRows, 'team'>,
  { organisation }: Pick<SlackAct, 'organisation'>,
): OrganisationId | undefined {
  return team?.organisation === organisation ? organisation : undefined;
}

/** Whose account it is, as far as its rows say: the person is still to be looked at. */
export function linkedIn(rows: AccountRows, act: SlackAct): Decision<SlackLink> {
  const { link } = rows;
  const isForeign = act.home !== undefined && act.home !== act.team;
  if (isForeign) return refused('slack_foreign');
  const tenant = tenantOf(rows, act);
  if (tenant === undefined || link?.organisation !== tenant) return refused('slack_unlinked');
  return allowed(link);
}

/** The person behind `link`, if he may act; `rows` are those of {@link readerRows}. */
export function personOf(
  link: SlackLink,
  rows: { readonly person: Person | undefined; readonly employer: Organisation | undefined },
  team: AccountRows['team'],
): Decision<SlackPerson> {
  const no = standingOf(rows);
  if (no) return no;
  if (!team || !rows.person) return refused('slack_unlinked');
  return allowed({
    who: whoOf(link),
    person: rows.person,
    relies: [
      { kind: 'unchanged', ref: slackUserRef(link.team, link.user), version: link.version },
      { kind: 'unchanged', ref: slackTeamRef(link.team), version: team.version },
    ],
  });
}

/** Named as a session is: by a hash that opens nothing. */
export function whoOf({ person, organisation, team, user }: SlackLink): Identity {
  const session = sha256Base64url(`wardkey-slack-account-v1\0${team}\0${user}`);
  return { person, organisation, session, authenticatedAt: 0, by: 'slack' };
}

/**
 * Who does `act`, or why he may not, which is recorded.
 *
 * @param isSure Slack is asked whether he is a full member still: needed for whatever has an effect
 */
export async function identifySlack(
  ports: Needs,
  act: SlackAct,
  isSure: boolean,
  now: EpochSeconds,
): Promise<Decision<SlackPerson>> {
  const rows = await ports.store.load(accountRefs(act));
  const link = linkedIn(rows, act);
  const found = link.ok ? await identified(ports, act, link.value, rows, isSure, now) : link;
  return found.ok ? found : refuseSlack(ports, act, tenantOf(rows, act), found.code, now);
}

async function identified(
  ports: Needs,
  act: SlackAct,
  link: SlackLink,
  { team }: AccountRows,
  isSure: boolean,
  now: EpochSeconds,
): Promise<Decision<SlackPerson>> {
  const [rows, standing] = await Promise.all([
    ports.store.load(readerRows(whoOf(link))),
    isSure ? ports.people.standingOf(act.team, act.user, now) : ('member' as const),
  ]);
  return membership(standing) ?? personOf(link, rows, team);
}

/** Whether somebody who is not known yet may link his account. @returns the refusal, which is recorded */
export async function mayLinkSlack(
  ports: Needs,
  act: SlackAct,
  now: EpochSeconds,
): Promise<Decision<{ readonly tenant: OrganisationId | undefined }>> {
  const [rows, standing] = await Promise.all([
    ports.store.load({ team: slackTeamRef(act.team) }),
    ports.people.standingOf(act.team, act.user, now),
  ]);
  const tenant = tenantOf(rows, act);
  const no = membership(standing);
  return no ? refuseSlack(ports, act, tenant, no.code, now) : allowed({ tenant });
}

/** Without an answer nobody is taken for a member (I8). */
function membership(standing: SlackStanding | undefined) {
  return firstRefusal([
    ['slack_unsure', standing === undefined],
    ['slack_foreign', standing === 'foreign'],
    ['slack_guest', standing === 'guest'],
  ]);
}

/** Refuses and records it; where a workspace is nobody's there is no log that it belongs in. */
export async function refuseSlack(
  ports: Pick<Ports, 'store'>,
  act: SlackAct,
  tenant: OrganisationId | undefined,
  code: RefusalCode,
  now: EpochSeconds,
): Promise<{ readonly ok: false; readonly code: RefusalCode }> {
  if (tenant !== undefined) await recordSlackRefusal(ports, act, tenant, code, now);
  return refused(code);
}
