/**
 * The Slack workspace of an organisation (R1, R18). To connect one takes two people: from then on its people may decide, or ask,
 * from there. To disconnect takes one, at once. Another channel of the same workspace gives nobody a say, so it takes one too.
 */
import { slackTeamRef, slackWorkspaceRef } from '../keys.ts';
import type { Write } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import type { SlackTeamRow, SlackWorkspace } from '../slack-rows.ts';
import type { OrganisationId } from '../units.ts';
import { changed, changeRule, type Plan } from './change.ts';
import type { ConnectSlack } from './slack-contract.ts';

export const connectSlack = changeRule({
  rows: ({ team }: ConnectSlack, tenant) => ({ workspace: slackWorkspaceRef(tenant), row: slackTeamRef(team) }),
  plan: (body: ConnectSlack, { workspace, row }, { tenant, hospital }): Decision<Plan> => {
    const { team, channel = '' } = body;
    if (row && row.organisation !== tenant) return refused('slack_team_taken');
    const isOwn = workspace?.status === 'connected' && workspace.team === team;
    if (isOwn && workspace.channel === channel) return allowed({ changes: [] });
    const after = { organisation: tenant, team, channel, status: 'connected' } as const;
    const changes = [changed(slackWorkspaceRef(tenant), workspace, after)];
    if (isOwn) return allowed({ changes });
    const may = hospital ? 'may decide on requests' : 'may ask for access';
    return allowed({
      changes,
      widens: [`the Slack workspace ${team} ${may}`],
      extra: [...freed(workspace), ...claimed(body, row, tenant)],
    });
  },
});

/** Nothing is posted there any more, and nothing that comes from there counts. */
export const disconnectSlack = changeRule({
  rows: (_body: unknown, tenant) => ({ workspace: slackWorkspaceRef(tenant) }),
  plan: (_body: unknown, { workspace }, { tenant }): Decision<Plan> =>
    workspace ? allowed(disconnection(tenant, workspace)) : refused('entity_unknown'),
});

/** What ends the connection of an organisation's workspace, if it stands. */
export function disconnection(organisation: OrganisationId, workspace: SlackWorkspace | undefined) {
  if (workspace?.status !== 'connected') return { changes: [], extra: [] };
  const after = { ...workspace, status: 'disconnected' } as const;
  return { changes: [changed(slackWorkspaceRef(organisation), workspace, after)], extra: freed(workspace) };
}

/** A team that is connected no longer is another organisation's to connect. */
function freed(workspace: SlackWorkspace | undefined): readonly Write[] {
  return workspace?.status === 'connected' ? [{ kind: 'remove', ref: slackTeamRef(workspace.team) }] : [];
}

function claimed(
  { team }: ConnectSlack,
  row: SlackTeamRow | undefined,
  organisation: OrganisationId,
): readonly Write[] {
  return row ? [] : [{ kind: 'insert', ref: slackTeamRef(team), row: { organisation, version: 1 } }];
}
