/** Slack as somebody sees it: his own account there, and the workspace of the organisation that he administers. */
import { personRef, slackLinkRef, slackWorkspaceRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import type { SlackLink, SlackWorkspace } from '../slack-rows.ts';
import type { OrganisationId } from '../units.ts';
import { asReader } from './registry-reader.ts';

type Needs = Pick<Ports, 'store'>;

export interface OwnSlackView {
  readonly link: Pick<SlackLink, 'team' | 'user' | 'since'> | undefined;
  /** The team of his organisation's workspace, while one is connected. */
  readonly connected: SlackWorkspace['team'] | undefined;
}

/** Refused for whoever signed in and is not registered. */
export async function showOwnSlack({ store }: Needs, who: Identity): Promise<Decision<OwnSlackView>> {
  const { person, link, workspace } = await store.load({
    person: personRef(who.person),
    link: slackLinkRef(who.person),
    workspace: slackWorkspaceRef(who.organisation),
  });
  if (!person) return refused('person_unknown');
  return allowed({ link, connected: workspace?.status === 'connected' ? workspace.team : undefined });
}

/** The workspace that `tenant` has or had, for its administrators and auditors. @throws Problem not-found for strangers */
export function showWorkspace(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
): Promise<Decision<SlackWorkspace | undefined>> {
  return asReader(ports, who, tenant, async () => {
    const { workspace } = await ports.store.load({ workspace: slackWorkspaceRef(tenant) });
    return workspace;
  });
}
