/** What Slack sends to the app's addresses (docs.slack.dev, "Interaction payloads", "Slash commands", "url_verification"). */
import { randomUUID } from 'node:crypto';
import { shown } from './api.ts';
import { type Block, elementsOf, type Interactive } from './blocks.ts';
import type { Ephemeral, Message, View } from './memory.ts';
import type { Member, Workspace } from './workspaces.ts';

/** Who does it, where, and by which names Slack may be answered. */
export interface Doer {
  readonly workspace: Workspace;
  readonly member: Member;
  readonly trigger: string;
  /** The home of the person, as it is said. */
  readonly userTeam: string;
}

export const COMMAND = '/service-access';

function common({ workspace, member, trigger, userTeam }: Doer) {
  const { team, domain, app } = workspace;
  return {
    user: { id: member.id, username: member.name, name: member.name, team_id: userTeam },
    api_app_id: app,
    token: verificationToken(team),
    trigger_id: trigger,
    team: { id: team, domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Slack's old way of proving itself; sent still, and to be believed by nobody. */
function verificationToken(team: string): string {
  return `local-${team.toLowerCase()}`;
}

function channelNamed(workspace: Workspace, id: string): { readonly id: string; readonly name: string } {
  return { id, name: workspace.channels.find((channel) => channel.id === id)?.name ?? 'directmessage' };
}

/** A button of a message. What only one person sees is not sent along. */
export function pressInMessage(doer: Doer, message: Message | Ephemeral, action: object, hook: string): object {
  const { channel, ts } = message;
  const container = {
    type: 'message',
    message_ts: ts,
    channel_id: channel,
    is_ephemeral: message.kind === 'ephemeral',
  };
  return {
    type: 'block_actions',
    ...common(doer),
    container,
    channel: channelNamed(doer.workspace, channel),
    ...(message.kind === 'message' && { message: shown(doer.workspace, message) }),
    state: { values: {} },
    response_url: hook,
    actions: [action],
  };
}

/** A button of a dialog: no message, no address to answer at. */
export function pressInView(doer: Doer, view: View, action: object): object {
  return {
    type: 'block_actions',
    ...common(doer),
    container: { type: 'view', view_id: view.id },
    view,
    actions: [action],
  };
}

/** The pressed button as it stands in `actions`; undefined where there is none of that name. */
export function actionOf(blocks: readonly Block[], name: string, actionTs: string): object | undefined {
  for (const block of blocks) {
    const button = elementsOf(block).find((one) => one.type === 'button' && one.action_id === name);
    if (button?.type === 'button') return pressed(button, block.block_id ?? '', actionTs);
  }
  return undefined;
}

function pressed(button: Extract<Interactive, { type: 'button' }>, block_id: string, action_ts: string): object {
  const { action_id, text, value, style, type } = button;
  return {
    action_id,
    block_id,
    text: { emoji: true, ...text },
    ...(value !== undefined && { value }),
    ...(style && { style }),
    type,
    action_ts,
  };
}

export function submission(doer: Doer, view: View): object {
  return { type: 'view_submission', ...common(doer), view, response_urls: [] };
}

/** A slash command: fields of a form, no JSON. */
export function command(
  { workspace, member, trigger }: Doer,
  text: string,
  channel: string,
  hook: string,
): URLSearchParams {
  const { team, domain, app } = workspace;
  return new URLSearchParams({
    token: verificationToken(team),
    team_id: team,
    team_domain: domain,
    channel_id: channel,
    channel_name: channelNamed(workspace, channel).name,
    user_id: member.id,
    user_name: member.name,
    command: COMMAND,
    text,
    api_app_id: app,
    is_enterprise_install: 'false',
    response_url: hook,
    trigger_id: trigger,
  });
}

export function verification(team: string): object {
  return { token: verificationToken(team), challenge: randomUUID(), type: 'url_verification' };
}

/** What the app asked to be told of: its own end. */
export function appEvent(
  { team, app, botUser }: Workspace,
  type: 'app_uninstalled' | 'tokens_revoked',
  seconds: number,
): object {
  const event = type === 'app_uninstalled' ? { type } : { type, tokens: { oauth: [], bot: [botUser] } };
  const event_id = `Ev${randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()}`;
  return {
    ...{ token: verificationToken(team), team_id: team, api_app_id: app, event, type: 'event_callback' },
    ...{ event_id, event_time: seconds, authorizations: [], is_ext_shared_channel: false },
  };
}
