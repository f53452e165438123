/** The Slack workspace of an organisation, for its administrators: which it is, what it may, and what to do before it is connected. */
import { summaryList } from './components/lists.ts';
import { insetText } from './components/messages.ts';
import type { ConsoleFrame } from './console/parts.ts';
import { type Action, actionList, type Standing, standingTag } from './console-parts.ts';
import { html } from './html.ts';
import { documentFor } from './layout.ts';

export interface WorkspaceView extends ConsoleFrame {
  /** A hospital's workspace decides; another one's only asks. */
  readonly decides: boolean;
  readonly workspace?: { readonly team: string; readonly channel: string; readonly standing: Standing } | undefined;
  readonly actions: readonly Action[];
}

export function workspacePage({ nonce, viewer, decides, workspace, actions }: WorkspaceView): string {
  const title = 'Slack';
  const may = decides
    ? 'Approvers who linked their account are asked there and decide there, up to tier T2, with their one-time code.'
    : 'Technicians who linked their account ask for access there. Nothing is decided there.';
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${workspace ? standing(workspace) : insetText('No workspace is connected.')}
<p class="govuk-body">${may} Everybody else is told by mail.</p>
<p class="govuk-body">Before you connect one, make the app in it and store its secrets, or nothing that comes from there is believed. docs/slack.md says how, step by step.</p>
${actionList(actions)}`;
  return documentFor({ nonce, viewer, title }, main);
}

function standing({ team, channel, standing }: NonNullable<WorkspaceView['workspace']>) {
  return summaryList([
    { key: 'State', value: standingTag(standing) },
    { key: 'Workspace', value: html`<code>${team}</code>` },
    { key: 'Channel that is told of all requests', value: channel === '' ? 'none' : html`<code>${channel}</code>` },
  ]);
}
