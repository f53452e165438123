/**
 * Acts for people: builds what Slack would send for a press, a command or a submission, sends it signed to the app's
 * address and does with the answer what Slack does. Slack waits three seconds; what comes later is thrown away.
 */
import { type Actors, objectIn, workspaceOf } from './actors.ts';
import { SlackError } from './api.ts';
import type { By, Deed, Raw } from './deeds.ts';
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
import { type Answered, type Report, send, UNSENT, wordFor } from './sending.ts';
import { takeSubmissionAnswer } from './submission-answer.ts';
import { dmOf } from './workspaces.ts';

/** @throws NotPossible when what is named is not there for this person */
export async function perform(actors: Actors, act: Deed): Promise<Report> {
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

function tell(actors: Actors, act: By<'verify'> | By<'event'>, event: object): Promise<Report> {
  return send(actors, act, '/slack/events', JSON.stringify(event), 'application/json');
}

const INTERACTIONS = '/slack/interactions';

function wrapped(payload: object): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
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
