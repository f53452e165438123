/** Whom of those who are asked Slack reaches: whose account is linked in the connected workspace of the request's own hospital. */
import { slackLinkRef, slackWorkspaceRef } from '../keys.ts';
import type { Ports, Ref } from '../ports.ts';
import type { SlackLink, SlackWorkspace } from '../slack-rows.ts';
import type { HospitalId, PersonId } from '../units.ts';

export interface Reachable {
  readonly people: ReadonlySet<PersonId>;
  readonly hasChannel: boolean;
}

const NOBODY: Reachable = Object.freeze({ people: new Set<PersonId>(), hasChannel: false });

/** DynamoDB's hundred keys, one of which is the workspace's; whoever is asked beyond them is asked by mail. */
const MAX_ASKED = 99;

/** One call, also where no workspace is connected. */
export async function reachableBySlack(
  { store }: Pick<Ports, 'store'>,
  hospital: HospitalId,
  asked: readonly PersonId[],
): Promise<Reachable> {
  const people = asked.slice(0, MAX_ASKED);
  const links = Object.fromEntries(people.map((person) => [person, slackLinkRef(person)]));
  const refs: Readonly<Record<string, Ref<unknown>>> = { ...links, '': slackWorkspaceRef(hospital) };
  const rows = await store.load(refs);
  const workspace = rows[''] as SlackWorkspace | undefined;
  if (!isConnected(workspace)) return NOBODY;
  const isLinked = (person: PersonId) => (rows[person] as SlackLink | undefined)?.team === workspace.team;
  return { people: new Set(people.filter(isLinked)), hasChannel: workspace.channel !== '' };
}

export function isConnected(workspace: SlackWorkspace | undefined): workspace is SlackWorkspace {
  return workspace?.status === 'connected';
}
