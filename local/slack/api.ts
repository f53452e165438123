/** The methods of Slack's Web API that Wardkey calls, with Slack's words for what is wrong. */
import type { SlackTeam } from '../../core/units.ts';
import { objectIn } from './actors.ts';
import { type Judged, judgeBlocks, judgeModal } from './blocks.ts';
import type { Memory, Message } from './memory.ts';
import { dmOf, type Member, type Workspace } from './workspaces.ts';

/** What is said instead of `ok: true`. */
export class SlackError extends Error {
  readonly answer: object;

  constructor(error: string, messages: readonly string[] = []) {
    super(error);
    this.answer = { ok: false, error, ...(messages.length > 0 && { response_metadata: { messages } }) };
  }
}

export interface Call {
  readonly workspace: Workspace;
  readonly memory: Memory;
  readonly args: Readonly<Record<string, unknown>>;
}

const TEXT_LIMIT = 40_000;

export const METHODS: Readonly<Record<string, (call: Call) => object>> = Object.freeze({
  'auth.test': authTest,
  'chat.postMessage': postMessage,
  'chat.update': updateMessage,
  'users.info': usersInfo,
  'views.open': openView,
  'views.update': updateView,
});

/** Arguments of a call: a form whose structured values are JSON, as @slack/web-api sends, or JSON. */
export function argumentsOf(type: string, body: string): Readonly<Record<string, unknown>> {
  if (/^application\/json/i.test(type)) return objectIn(body) ?? {};
  const fields = [...new URLSearchParams(body)].map(([name, value]) => [
    name,
    STRUCTURED.includes(name) ? jsonIn(value) : value,
  ]);
  return Object.fromEntries(fields);
}

const STRUCTURED: readonly string[] = Object.freeze(['blocks', 'view']);

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function authTest({ workspace: { domain, name, team, bot, botUser } }: Call): object {
  const facts = { url: `https://${domain}.slack.com/`, team: name, user: 'wardkey', team_id: team, user_id: botUser };
  return { ...facts, bot_id: bot, is_enterprise_install: false };
}

function postMessage({ workspace, memory, args }: Call): object {
  const channel = placeFor(workspace, args['channel']);
  const thread_ts = typeof args['thread_ts'] === 'string' ? args['thread_ts'] : undefined;
  if (thread_ts !== undefined && memory.find(workspace.team, channel, thread_ts)?.kind !== 'message')
    throw new SlackError('thread_not_found');
  const message = memory.post({ team: workspace.team, channel, thread_ts, ...contentOf(args) });
  return { channel, ts: message.ts, message: shown(workspace, message) };
}

function updateMessage({ workspace, memory, args }: Call): object {
  const { channel, ts } = args;
  if (!isPlace(workspace, channel)) throw new SlackError('channel_not_found');
  const message = memory.find(workspace.team, channel, String(ts));
  if (message?.kind !== 'message') throw new SlackError('message_not_found');
  // Blocks that are not given stay as they are.
  const changed = memory.change(message, contentOf({ blocks: message.blocks, ...args }));
  return { channel, ts, text: changed.text, message: shown(workspace, changed) };
}

/** The conversation that an id names: a channel, a conversation with the app, or a person's with it. */
function placeFor(workspace: Workspace, channel: unknown): string {
  if (typeof channel !== 'string' || channel === '')
    throw new SlackError('invalid_arguments', ['[ERROR] missing required field: channel']);
  const member = ownMember(workspace, channel);
  if (member) return dmOf(member.id);
  if (!isPlace(workspace, channel)) throw new SlackError('channel_not_found');
  if (workspace.channels.some(({ id, hasApp }) => id === channel && !hasApp)) throw new SlackError('not_in_channel');
  return channel;
}

function ownMember({ members }: Workspace, id: unknown): Member | undefined {
  return members.find((member) => member.id === id && member.team === undefined && member.kind !== 'deleted');
}

function isPlace({ channels, members }: Workspace, id: unknown): id is string {
  return channels.some((channel) => channel.id === id) || members.some((member) => dmOf(member.id) === id);
}

/** @throws SlackError for what cannot be shown */
export function contentOf(args: Readonly<Record<string, unknown>>): Pick<Message, 'text' | 'blocks'> {
  const text = typeof args['text'] === 'string' ? args['text'] : '';
  if ('blocks' in args && !Array.isArray(args['blocks'])) throw new SlackError('invalid_blocks_format');
  const blocks = taken('invalid_blocks', judgeBlocks(args['blocks'] ?? []));
  if (text === '' && blocks.length === 0) throw new SlackError('no_text');
  if (text.length > TEXT_LIMIT) throw new SlackError('msg_too_long');
  return { text, blocks };
}

function taken<T>(error: string, judged: Judged<T>): T {
  if ('errors' in judged) throw new SlackError(error, judged.errors);
  return judged.taken;
}

/** A message as Slack gives it back. */
export function shown({ app, bot, botUser }: Workspace, message: Message): object {
  const { team, text, ts, thread_ts, blocks, edited } = message;
  return {
    ...{ type: 'message', user: botUser, bot_id: bot, app_id: app, team, text, ts, blocks },
    ...(thread_ts !== undefined && { thread_ts }),
    ...(edited !== undefined && { edited: { user: botUser, ts: edited } }),
  };
}

function usersInfo({ workspace, args }: Call): object {
  const member = workspace.members.find(({ id }) => id === args['user']);
  if (!member) throw new SlackError('user_not_found');
  return { user: userOf(workspace.team, member) };
}

/** A member; a deleted one has fewer members, a stranger is marked as one. */
function userOf(team: SlackTeam, { id, team: home = team, name, realName, kind }: Member): object {
  const user = { id, team_id: home, name, deleted: kind === 'deleted', is_bot: false, is_app_user: false };
  const profile = { real_name: realName, display_name: name, team: home };
  if (kind === 'deleted') return { ...user, profile };
  const isGuest = kind === 'guest' || kind === 'single';
  const held = { is_admin: false, is_owner: false, is_primary_owner: false };
  const limits = { is_restricted: isGuest, is_ultra_restricted: kind === 'single' };
  return { ...user, real_name: realName, profile, ...held, ...limits, ...(home !== team && { is_stranger: true }) };
}

function openView({ workspace, memory, args }: Call): object {
  const modal = modalOf(args);
  const user = memory.useTrigger(workspace.team, args['trigger_id']);
  if (typeof user === 'object') throw new SlackError(user.error);
  return { view: memory.open(workspace, user, modal) };
}

function updateView({ workspace, memory, args }: Call): object {
  const modal = modalOf(args);
  const open = memory.modal(workspace.team, args['view_id']);
  if (!open) throw new SlackError('not_found');
  if (args['hash'] !== undefined && args['hash'] !== open.view.hash) throw new SlackError('hash_conflict');
  return { view: memory.replace(open, modal) };
}

function modalOf({ view }: Call['args']) {
  return taken('invalid_arguments', judgeModal(typeof view === 'string' ? jsonIn(view) : view));
}
