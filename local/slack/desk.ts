/** Serves the page of the local Slack, and does what somebody does on it. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../loopback-server.ts';
import type { Actors } from './actors.ts';
import { perform } from './acts.ts';
import { fieldName, PRESS } from './block-view.ts';
import { elementsOf } from './blocks.ts';
import type { Deed } from './deeds.ts';
import { type Given, NotPossible } from './filled.ts';
import type { OpenModal } from './memory.ts';
import { addressOf, type Desk, pageHeaders, slackPage } from './pages.ts';
import { COMMAND } from './payloads.ts';
import { dmOf } from './workspaces.ts';

const FORM_LIMIT = 64 * 1024;

/** What stood in a dialog's fields when it was refused, by view. Not on disk: a one-time code may be among it. */
export type Drafts = Map<string, Given>;

export function showDesk(actors: Actors, drafts: Drafts, query: URLSearchParams, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64url');
  const desk = deskOf(actors, drafts, query);
  if (!desk) return void response.writeHead(404).end();
  response.writeHead(200, pageHeaders(nonce)).end(slackPage(desk, nonce));
}

function deskOf({ workspaces, memory }: Actors, drafts: Drafts, query: URLSearchParams): Desk | undefined {
  const [team, user] = (query.get('who') ?? '').split('/');
  const workspace = workspaces.find((one) => one.team === team) ?? workspaces[0];
  const member = workspace?.members.find(({ id }) => id === user) ?? workspace?.members[0];
  if (!workspace || !member) return undefined;
  const own = dmOf(member.id);
  const at = workspace.channels.find(({ id }) => id === query.get('at'))?.id ?? own;
  const whispers = memory.of(workspace.team, 'ephemeral').filter((one) => one.user === member.id);
  const messages = [...memory.of(workspace.team, 'message'), ...whispers].filter(({ channel }) => channel === at);
  const modal = memory.stack(workspace.team, member.id).at(-1);
  return {
    ...{ workspaces, workspace, member, at, modal },
    messages: messages.toSorted((a, b) => Number(a.ts) - Number(b.ts)),
    typed: (modal && drafts.get(modal.view.id)) ?? {},
  };
}

/** A form of this page, and of no other: whoever sees it may do everything on it. */
export async function takeForm(
  actors: Actors,
  drafts: Drafts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, FORM_LIMIT);
  if (request.headers.origin !== `http://${request.headers.host}`) return void response.writeHead(403).end();
  const form = new URLSearchParams(body?.toString('utf8'));
  const field = (name: string) => form.get(name) ?? '';
  const [team, user, at] = [field('team'), field('user'), field('at')];
  const location = addressOf(team, user, at);
  const deed = deedOf(actors, drafts, form);
  if (deed) await performOnPage(actors, drafts, deed);
  else sayOnlyCommands(actors, team, user, at);
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
}

/** What was pressed and is no longer there is not done: the page that follows shows what is. */
async function performOnPage(actors: Actors, drafts: Drafts, deed: Deed): Promise<void> {
  try {
    await perform(actors, deed);
  } catch (fault) {
    if (!(fault instanceof NotPossible)) throw fault;
  }
  if (deed.kind === 'submit' && !actors.memory.modal(deed.team, deed.view)?.errors) drafts.delete(deed.view);
}

function sayOnlyCommands({ memory }: Actors, team: string, user: string, channel: string): void {
  memory.whisper({ team, user, channel, text: `Only ${COMMAND} is understood here.`, blocks: [], isSlacks: true });
}

/** What the form asks for; undefined for a line that is no command. */
function deedOf({ memory }: Actors, drafts: Drafts, form: URLSearchParams): Deed | undefined {
  const field = (name: string) => form.get(name) ?? '';
  const who = { team: field('team'), user: field('user') };
  const [view, action] = [field('view'), field(PRESS)];
  if (view === '' && action !== '') return { kind: 'press', ...who, action, channel: field('at'), ts: field('ts') };
  if (view === '') return commandIn(field('line'), who, field('at'));
  if (form.has('close')) return { kind: 'close', ...who, view };
  const values = valuesIn(form, memory.modal(who.team, view));
  drafts.set(view, values);
  return action === '' ? { kind: 'submit', ...who, view, values } : { kind: 'press', ...who, view, action, values };
}

function commandIn(
  line: string,
  who: Pick<Deed & { kind: 'command' }, 'team' | 'user'>,
  channel: string,
): Deed | undefined {
  const [word, ...rest] = line.trim().split(/\s+/);
  return word === COMMAND ? { kind: 'command', ...who, channel, text: rest.join(' ') } : undefined;
}

/** Every field of the dialog: what is not ticked is not sent by a browser, and means nothing chosen. */
function valuesIn(form: URLSearchParams, open: OpenModal | undefined): Given {
  const blocks = (open?.view.blocks ?? []).filter((block) => block.type === 'input');
  return Object.fromEntries(
    blocks.map((block) => [
      block.block_id,
      Object.fromEntries(
        elementsOf(block).map((element) => [
          element.action_id,
          form.getAll(fieldName(block, element)).map(withPlainBreaks),
        ]),
      ),
    ]),
  );
}

/** Browsers send CRLF. */
function withPlainBreaks(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
