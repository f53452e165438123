/** A Slack workspace that stands connected before a test begins, and an account that is linked there. */
import { slackLinkRef, slackTeamRef, slackUserRef, slackWorkspaceRef } from '../../core/keys.ts';
import type { Write } from '../../core/ports.ts';
import type { SlackLink } from '../../core/slack-rows.ts';
import type { Stores } from '../contracts/store-harness.ts';

export async function plantWorkspace(
  { store }: Pick<Stores, 'store'>,
  organisation: string,
  team: string,
): Promise<void> {
  const row = { organisation, team, channel: '', status: 'connected', version: 1 } as const;
  await planted(store, [
    { kind: 'insert', ref: slackWorkspaceRef(organisation), row },
    { kind: 'insert', ref: slackTeamRef(team), row: { organisation, version: 1 } },
  ]);
}

export async function plantLink(
  { store }: Pick<Stores, 'store'>,
  link: Omit<SlackLink, 'version' | 'since'>,
): Promise<void> {
  const row: SlackLink = { ...link, since: 0, version: 1 };
  await planted(store, [
    { kind: 'insert', ref: slackLinkRef(row.person), row },
    { kind: 'insert', ref: slackUserRef(row.team, row.user), row },
  ]);
}

async function planted(store: Stores['store'], writes: readonly Write[]): Promise<void> {
  const lost = await store.commit({ events: [], writes });
  if (lost) throw new Error(`something stands there already: ${JSON.stringify(lost)}`);
}
