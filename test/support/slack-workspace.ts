/** A Slack workspace that stands connected before a test begins. */
import { slackTeamRef, slackWorkspaceRef } from '../../core/keys.ts';
import type { Stores } from '../contracts/store-harness.ts';

export async function plantWorkspace(
  { store }: Pick<Stores, 'store'>,
  organisation: string,
  team: string,
): Promise<void> {
  const row = { organisation, team, channel: '', status: 'connected', version: 1 } as const;
  await store.commit({
    events: [],
    writes: [
      { kind: 'insert', ref: slackWorkspaceRef(organisation), row },
      { kind: 'insert', ref: slackTeamRef(team), row: { organisation, version: 1 } },
    ],
  });
}
