/**
 * Acts for people: builds what Slack would send for a press, a command or a submission, sends it signed to the app's
 * address and does with the answer what Slack does. Slack waits three seconds; what comes later is thrown away.
 */
import * as z from 'zod/mini';
import { isObject } from '../loopback-server.ts';
import { SlackError } from './api.ts';
import { judgeModal } from './blocks.ts';
import { clientErrors, NotPossible, stateValues } from './filled.ts';
import { say } from './hooks.ts';
import type { Memory, OpenModal } from './memory.ts';
import {
  actionOf,
  appEvent,
  COMMAND,
  command,
  type Doer,
  pressInMessage,
  pressInView,
  submission,
  verification,
} from './payloads.ts';
import { signatureOf } from './signing.ts';
import { dmOf, type Workspace } from './workspaces.ts';

/** Slack's patience. */
const PATIENCE_MS = 3_000;
/** Ours: the report of a deed says what came after Slack had given up. */
const REPORT_MS = 30_000;

const TROUBLE = 'We had some trouble connecting. Try again?';

const name = z.string().check(z.minLength(1), z.maxLength(100));
/** For attacks: something else than what Slack would send. `signature`, `timestamp` '' = no such header. */
const raw = z.optional(
  z.strictObject({
    timestamp: z.optional(z.string()),
    signature: z.optional(z.string()),
    /** Signs with it instead of the workspace's. */
    secret: z.optional(z.string()),
    body: z.optional(z.string()),
    /** So often at the same time. */
    repeat: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
    userTeam: z.optional(z.string()),
  }),
);
const values = z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])));
const who = { team: name, user: name, raw };
export const Act = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('press'),
    ...who,
    action: name,
    channel: z.optional(name),
    ts: z.optional(name),
    view: z.optional(name),
    values: z.optional(values),
  }),
  z.strictObject({ kind: z.literal('command'), ...who, text: z.string(), channel: z.optional(name) }),
  z.strictObject({ kind: z.literal('submit'), ...who, view: name, values }),
  z.strictObject({ kind: z.literal('close'), ...who, view: name }),
  z.strictObject({ kind: z.literal('verify'), team: name, raw }),
  z.strictObject({ kind: z.literal('event'), team: name, event: z.enum(['app_uninstalled', 'tokens_revoked']), raw }),
]);
type Act = z.infer<typeof Act>;
type By<K extends Act['kind']> = Extract<Act, { kind: K }>;
type Raw = NonNullable<Act['raw']>;

/** What our ingress answered; `status` 0: nothing was sent. */
interface Answered {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}
export interface Report extends Answered {
  /** Of each, where it was sent more than once. */
  readonly answers: readonly Answered[];
  /** What was sent, so that it can be sent again. */
  readonly sent?: { readonly path: string; readonly body: string; readonly headers: Readonly<Record<string, string>> };
  /** What Slack's client said instead of sending. */
  readonly errors?: Readonly<Record<string, string>>;
}

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

const UNSENT = Object.freeze({ status: 0, body: '', ms: 0, answers: [] });

/** @throws NotPossible when what is named is not there for this person */
export async function perform(actors: Actors, act: Act): Promise<Report> {
  switch (act.kind) {
    case 'press':
      return press(actors, act);
    case 'command':
      return runCommand(actors, act);
    case 'submit':
      return submit(actors, act);
    case 'close':
      actors.memory.shut(openBefore(actors, act));
      return UNSENT;
    case 'verify':
      return tell(actors, act, verification(act.team));
    case 'event':
      return tell(actors, act, appEvent(workspaceOf(actors, act.team), act.event, Math.floor(actors.now() / 1000)));
    default:
      return act satisfies never;
  }
}

async function press(actors: Actors, act: By<'press'>): Promise<Report> {
  const { memory, endpoint } = actors;
  const doer = doerOf(actors, act);
  if (act.view !== undefined) {
    const { view } = openBefore(actors, { ...act, view: act.view });
    const action = actionOf(view.blocks, act.action, memory.nextTs());
    if (!action) throw new NotPossible('no such button');
    const state = { values: stateValues(view.blocks, act.values ?? {}) };
    return send(actors, act, INTERACTIONS, wrapped(pressInView(doer, { ...view, state }, action)));
  }
  const { team, user, channel = '', ts = '' } = act;
  const message = memory.find(team, channel, ts);
  const isSeen = message?.kind === 'message' || message?.user === user;
  const action = message && isSeen ? actionOf(message.blocks, act.action, memory.nextTs()) : undefined;
  if (!message || !action) throw new NotPossible('no such button');
  const hook = `${endpoint()}/hooks/${memory.newHook({ team, channel, user, of: ts })}`;
  const report = await send(actors, act, INTERACTIONS, wrapped(pressInMessage(doer, message, action, hook)));
  const fault = report.answers.map(wordFor).find(Boolean);
  if (fault)
    memory.whisper({ team, channel, user, text: `Wardkey did not answer: ${fault}`, blocks: [], isSlacks: true });
  return report;
}

async function runCommand(actors: Actors, act: By<'command'>): Promise<Report> {
  const { memory, endpoint } = actors;
  const { team, user, channel = dmOf(user) } = act;
  const doer = doerOf(actors, act);
  const hook = `${endpoint()}/hooks/${memory.newHook({ team, channel, user })}`;
  const report = await send(actors, act, '/slack/commands', command(doer, act.text, channel, hook).toString());
  for (const answer of report.answers) takeCommandAnswer(memory, { team, channel, user }, answer);
  return report;
}

function takeCommandAnswer(
  memory: Memory,
  place: { readonly team: string; readonly channel: string; readonly user: string },
  answer: Answered,
): void {
  const error =
    wordFor(answer) ?? commandFault(() => say(memory, { ...place, of: undefined }, spoken(answer.body)), answer);
  if (error === undefined) return;
  memory.whisper({ ...place, text: `${COMMAND} failed with the error "${error}"`, blocks: [], isSlacks: true });
}

function commandFault(show: () => void, { body }: Answered): string | undefined {
  if (body === '') return undefined;
  try {
    show();
    return undefined;
  } catch (error) {
    if (error instanceof SlackError) return 'invalid_command_response';
    throw error;
  }
}

/** JSON says how it is to be shown; other text is shown to the person. */
function spoken(body: string): Readonly<Record<string, unknown>> {
  return objectIn(body) ?? { text: body };
}

/** What Slack calls an answer that is none. */
function wordFor({ status, ms }: Answered): string | undefined {
  if (ms > PATIENCE_MS) return 'operation_timeout';
  return status === 200 ? undefined : 'dispatch_failed';
}

async function submit(actors: Actors, act: By<'submit'>): Promise<Report> {
  const { memory } = actors;
  const open = openBefore(actors, act);
  const filled = stateValues(open.view.blocks, act.values);
  const errors = clientErrors(open.view, filled);
  if (Object.keys(errors).length > 0) {
    memory.fault(open, errors);
    return { ...UNSENT, errors };
  }
  const view = { ...open.view, state: { values: filled } };
  const report = await send(actors, act, INTERACTIONS, wrapped(submission(doerOf(actors, act), view)));
  for (const answer of report.answers) takeSubmissionAnswer(actors, open, answer);
  return report;
}

/** What became of the dialog meanwhile stays: an answer to one that is closed has nowhere to go. */
function takeSubmissionAnswer(actors: Actors, { team, view: { id } }: OpenModal, answer: Answered): void {
  const open = actors.memory.modal(team, id);
  if (!open) return;
  const said = answer.body.trim() === '' ? {} : objectIn(answer.body);
  const follow = said && FOLLOWED[String(said['response_action'] ?? 'close')];
  const isTaken = wordFor(answer) === undefined && follow?.(actors, open, said ?? {}) === true;
  if (!isTaken) actors.memory.fault(open, { '': TROUBLE });
}

/** `response_action`; absent: the dialog is closed. @returns whether Slack could do it */
const FOLLOWED: Readonly<
  Record<string, (actors: Actors, open: OpenModal, said: Readonly<Record<string, unknown>>) => boolean>
> = Object.freeze({
  close: ({ memory }: Actors, open: OpenModal) => {
    memory.shut(open);
    return true;
  },
  clear: ({ memory }: Actors, { team, user }: OpenModal) => {
    memory.closeAll(team, user);
    return true;
  },
  errors: ({ memory }: Actors, open: OpenModal, { errors }: Readonly<Record<string, unknown>>) => {
    if (!isErrors(errors, open)) return false;
    memory.fault(open, errors);
    return true;
  },
  update: ({ memory }: Actors, open: OpenModal, { view }: Readonly<Record<string, unknown>>) => {
    const judged = judgeModal(view);
    if ('errors' in judged) return false;
    memory.replace(open, judged.taken);
    return true;
  },
  push: (actors: Actors, open: OpenModal, { view }: Readonly<Record<string, unknown>>) => {
    const judged = judgeModal(view);
    if ('errors' in judged) return false;
    return actors.memory.push(workspaceOf(actors, open.team), open.user, judged.taken) !== undefined;
  },
});

/** Words for input blocks of this dialog, and at least one. */
function isErrors(errors: unknown, { view }: OpenModal): errors is Readonly<Record<string, string>> {
  if (!isObject(errors) || Object.keys(errors).length === 0) return false;
  const inputs = view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id);
  return Object.entries(errors).every(([block, words]) => typeof words === 'string' && inputs.includes(block));
}

function tell(actors: Actors, act: By<'verify'> | By<'event'>, event: object): Promise<Report> {
  return send(actors, act, '/slack/events', JSON.stringify(event), 'application/json');
}

const INTERACTIONS = '/slack/interactions';

function wrapped(payload: object): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

function workspaceOf({ workspaces }: Actors, team: string): Workspace {
  const workspace = workspaces.find((one) => one.team === team);
  if (!workspace) throw new NotPossible('no such workspace');
  return workspace;
}

function doerOf(
  actors: Actors,
  { team, user, raw }: { readonly team: string; readonly user: string; readonly raw?: Raw | undefined },
): Doer {
  const workspace = workspaceOf(actors, team);
  const member = workspace.members.find(({ id }) => id === user);
  if (!member) throw new NotPossible('no such person');
  return {
    workspace,
    member,
    trigger: actors.memory.newTrigger(team, user),
    userTeam: raw?.userTeam ?? member.team ?? team,
  };
}

function openBefore(
  { memory }: Actors,
  { team, user, view }: { readonly team: string; readonly user: string; readonly view: string },
): OpenModal {
  const open = memory.modal(team, view);
  if (open?.user !== user) throw new NotPossible('no such dialog');
  return open;
}

async function send(
  actors: Actors,
  { team, raw = {} }: { readonly team: string; readonly raw?: Raw | undefined },
  path: string,
  payload: string,
  type = 'application/x-www-form-urlencoded',
): Promise<Report> {
  const body = raw.body ?? payload;
  const timestamp = raw.timestamp ?? String(Math.floor(actors.now() / 1000));
  const signature = raw.signature ?? signatureOf(raw.secret ?? actors.signingSecret(team), timestamp, body);
  const headers = {
    'content-type': type,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    ...(timestamp !== '' && { 'x-slack-request-timestamp': timestamp }),
    ...(signature !== '' && { 'x-slack-signature': signature }),
  };
  const calls = Array.from({ length: raw.repeat ?? 1 }, () => sendOnce(`${actors.gateway()}${path}`, headers, body));
  const answers = await Promise.all(calls);
  const [first = UNSENT] = answers;
  return { ...first, answers, sent: { path, body, headers } };
}

async function sendOnce(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answered> {
  const began = performance.now();
  const signal = AbortSignal.timeout(REPORT_MS);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return { status: response.status, body: await response.text(), ms: Math.round(performance.now() - began) };
  } catch {
    return { status: 0, body: '', ms: Math.round(performance.now() - began) };
  }
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
