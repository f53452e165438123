/** The Slack workspace of an organisation, for its administrators: which it is, what it may, and what to do before it is connected. */
import { summaryList } from './components/lists.ts';
import { insetText } from './components/messages.ts';
import type { ConsoleFrame } from './console/parts.ts';
import { type Action, actionList, type Standing, standingTag } from './console-parts.ts';
import { type Html, html } from './html.ts';
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
${howTo(decides)}
${actionList(actions)}`;
  return documentFor({ nonce, viewer, title }, main);
}

function howTo(decides: boolean): Html {
  const channel = decides && html`, and with a channel’s (<code>C…</code>) if one shall be told of all requests`;
  return html`<h2 class="govuk-heading-m">How to connect one</h2>
<ol class="govuk-list govuk-list--number">
<li>Whoever runs Wardkey for you gives you the app’s manifest. An administrator of the workspace makes an app from it at <code>api.slack.com/apps</code> and installs it.</li>
<li>Connect the workspace here with its id (<code>T…</code>)${channel}. A second administrator confirms it; until the waiting time after that is over, nothing is connected.</li>
<li>Whoever runs Wardkey stores the app’s signing secret and bot token. They are secrets: neither goes by mail or in a chat. Until they are stored, nothing that comes from the workspace is believed.</li>
${decides && html`<li>In that channel, type <code>/invite @wardkey</code>.</li>\n`}<li>Each person links their own account on the page <a class="govuk-link" href="/me/slack">Your Slack account</a>.</li>
</ol>`;
}

function standing({ team, channel, standing }: NonNullable<WorkspaceView['workspace']>) {
  return summaryList([
    { key: 'State', value: standingTag(standing) },
    { key: 'Workspace', value: html`<code>${team}</code>` },
    { key: 'Channel that is told of all requests', value: channel === '' ? 'none' : html`<code>${channel}</code>` },
  ]);
}
