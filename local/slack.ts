/**
 * A Slack for one machine (architecture 8): takes what the broker posts by Slack's Web API, keeps it on disk, shows it, and
 * acts for the people who read it, so that the deployed broker's client and ingress run against it unchanged. It is as strict
 * as Slack in limits, lives of triggers and uses of addresses. Nothing leaves the machine.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SlackSecrets } from '../core/slack-ports.ts';
import type { SlackTeam } from '../core/units.ts';
import { failOnTheWire, planFailures } from './failures.ts';
import { answerJson, type LoopbackServer, type Port, readBody, readJson, serveLoopback } from './loopback-server.ts';
import type { Actors } from './slack/actors.ts';
import { perform } from './slack/acts.ts';
import { argumentsOf, METHODS, SlackError } from './slack/api.ts';
import { Act } from './slack/deeds.ts';
import { type Drafts, showDesk, takeForm } from './slack/desk.ts';
import { NotPossible } from './slack/filled.ts';
import { answerHook } from './slack/hooks.ts';
import { Memory } from './slack/memory.ts';
import { stateOf } from './slack/state.ts';
import type { Workspace } from './slack/workspaces.ts';

const JSON_TYPE = 'application/json';
const BODY_LIMIT = 1024 * 1024;

/** `POST /_fail {operation: "chat.postMessage", mode}`: Slack's words, said with 200 as Slack says them. */
const FAILING_WORDS: readonly string[] = Object.freeze([
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'user_not_found', 'message_not_found'],
  ...['cant_update_message', 'token_revoked', 'account_inactive', 'invalid_auth', 'internal_error'],
]);
/** Too many calls: seconds after which Slack wants to be asked again. */
const LIMITED: Readonly<Record<string, number>> = Object.freeze({ ratelimited: 2, 'ratelimited-long': 120 });
/** `internal`: a 500. `lost-answer`: it is done, and the connection breaks before Slack says so. */
const MODES = Object.freeze([
  ...FAILING_WORDS,
  ...Object.keys(LIMITED),
  ...['internal', 'delay', 'reset', 'lost-answer'],
]);

export interface SlackOptions {
  readonly dataDir: string;
  readonly port?: Port;
  readonly workspaces: readonly Workspace[];
  /** The broker's address, once it is known. */
  readonly gateway: () => string;
  /** Read at every use, so that a rotation counts at once. */
  readonly secrets: (team: SlackTeam) => Omit<SlackSecrets, 'organisation'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Starts it; what stands there lives under `dataDir`. */
export async function startSlack(options: SlackOptions): Promise<LoopbackServer> {
  const memory = new Memory(options.dataDir, options.now);
  const failures = planFailures(MODES);
  const drafts: Drafts = new Map();
  let endpoint = '';
  const actors: Actors = {
    ...options,
    memory,
    endpoint: () => endpoint,
    signingSecret: (team) => options.secrets(team).signing[0] ?? '',
  };
  const server = await serveLoopback(options.port ?? 0, async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, room = '', part = ''] = pathname.split('/');
    if (request.method === 'GET' && pathname === '/state.json')
      return answerJson(response, 200, stateOf(actors, searchParams.get('team')), JSON_TYPE);
    if (request.method === 'GET' && pathname === '/') return showDesk(actors, drafts, searchParams, response);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    if (pathname === '/_fail') return failures.control(request, response);
    if (pathname === '/do') return takeForm(actors, drafts, request, response);
    if (pathname === '/act') return act(actors, request, response);
    const mode = failures.next(room === 'hooks' ? 'response_url' : part);
    if (room === 'api' && part in METHODS) return serve(options, memory, part, mode, request, response);
    if (room === 'hooks') return hook(memory, part, mode, request, response);
    response.writeHead(404).end();
  });
  endpoint = server.endpoint;
  return {
    endpoint,
    async close() {
      await server.close();
      memory.close();
    },
  };
}

async function act(actors: Actors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { data, error } = Act.safeParse(await readJson(request, BODY_LIMIT));
  if (error)
    return answerJson(
      response,
      400,
      { error: error.issues.map(({ path, message }) => `${path.join('/')}: ${message}`).join('; ') },
      JSON_TYPE,
    );
  try {
    answerJson(response, 200, await perform(actors, data), JSON_TYPE);
  } catch (fault) {
    if (!(fault instanceof NotPossible)) throw fault;
    answerJson(response, 409, { error: fault.message }, JSON_TYPE);
  }
}

async function serve(
  options: SlackOptions,
  memory: Memory,
  method: string,
  mode: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await readBody(request, BODY_LIMIT))?.toString('utf8') ?? '';
  if (await failOnTheWire(mode, response)) return;
  if (mode === 'internal') return answerJson(response, 500, { ok: false, error: 'internal_error' }, JSON_TYPE);
  const wait = LIMITED[mode ?? ''];
  if (wait !== undefined) {
    response.setHeader('retry-after', String(wait));
    return answerJson(response, 429, { ok: false, error: 'ratelimited' }, JSON_TYPE);
  }
  if (mode !== undefined && FAILING_WORDS.includes(mode))
    return answerJson(response, 200, { ok: false, error: mode }, JSON_TYPE);
  const answer = answerTo(
    options,
    memory,
    method,
    argumentsOf(request.headers['content-type'] ?? '', body),
    request.headers.authorization,
  );
  if (mode === 'lost-answer') response.destroy();
  else answerJson(response, 200, answer, JSON_TYPE);
}

function answerTo(
  { workspaces, secrets }: SlackOptions,
  memory: Memory,
  method: string,
  args: Readonly<Record<string, unknown>>,
  authorization: string | undefined,
): object {
  const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? args['token'];
  if (token === undefined) return { ok: false, error: 'not_authed' };
  const workspace = workspaces.find(({ team }) => secrets(team).botToken === token);
  if (!workspace) return { ok: false, error: 'invalid_auth' };
  try {
    return { ok: true, ...METHODS[method]?.({ workspace, memory, args }) };
  } catch (error) {
    if (error instanceof SlackError) return error.answer;
    throw error;
  }
}

async function hook(
  memory: Memory,
  id: string,
  mode: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const said = await readJson(request, BODY_LIMIT);
  if (await failOnTheWire(mode, response)) return;
  const [status, text] = mode === 'internal' ? [500, 'server_error'] : answerHook(memory, id, said);
  if (mode === 'lost-answer') response.destroy();
  else response.writeHead(status, { 'content-type': 'text/html' }).end(text);
}
