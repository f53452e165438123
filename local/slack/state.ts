/** All that stands in the local Slack, for tests: as people see it, by conversation. */
import type { Actors } from './actors.ts';
import type { Message } from './memory.ts';
import { dmOf, type Workspace } from './workspaces.ts';

/** @param team of one workspace, or of all */
export function stateOf({ memory, workspaces }: Pick<Actors, 'memory' | 'workspaces'>, team: string | null): object {
  const shown = workspaces.filter((workspace) => team === null || workspace.team === team);
  return {
    channels: shown.flatMap((workspace) => conversations(workspace, memory.of(workspace.team, 'message'))),
    ephemerals: shown.flatMap((workspace) => memory.of(workspace.team, 'ephemeral')),
    modals: shown
      .flatMap(({ team }) => memory.of(team, 'modal'))
      .map(({ view, user, errors }) => ({ id: view.id, user, view, ...(errors && { errors }) })),
  };
}

function conversations({ channels, members }: Workspace, messages: readonly Message[]): readonly object[] {
  const dms = members.map(({ id, name }) => ({ id: dmOf(id), name, isDm: true, user: id }));
  return [...channels.map(({ id, name }) => ({ id, name, isDm: false })), ...dms].map((one) => ({
    ...one,
    messages: messages.filter(({ channel }) => channel === one.id),
  }));
}
