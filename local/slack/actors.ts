/** What acting for people needs, and what is asked of it everywhere. */
import { isObject } from '../loopback-server.ts';
import { NotPossible } from './filled.ts';
import type { Memory } from './memory.ts';
import type { Workspace } from './workspaces.ts';

export interface Actors {
  readonly memory: Memory;
  readonly workspaces: readonly Workspace[];
  /** The broker's address. */
  readonly gateway: () => string;
  /** Slack's own address, under which answers come back. */
  readonly endpoint: () => string;
  /** What Slack signs with. */
  readonly signingSecret: (team: string) => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** @throws NotPossible where there is none */
export function workspaceOf({ workspaces }: Actors, team: string): Workspace {
  const workspace = workspaces.find((one) => one.team === team);
  if (!workspace) throw new NotPossible('no such workspace');
  return workspace;
}

/** The JSON object that `text` is; undefined where it is none. */
export function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
