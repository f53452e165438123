/** What the app says later at the address that came with a command or a button (`response_url`). */
import { contentOf, SlackError } from './api.ts';
import type { Hook, Memory } from './memory.ts';

/** Status and text of Slack's answer. */
type HookAnswer = readonly [status: number, text: string];

/** @param said the body; undefined when it was no JSON object */
export function answerHook(
  memory: Memory,
  id: string,
  said: Readonly<Record<string, unknown>> | undefined,
): HookAnswer {
  if (!said) return [400, 'invalid_payload'];
  const hook = memory.useHook(id);
  if ('error' in hook) return [404, hook.error];
  try {
    say(memory, hook, said);
    return [200, 'ok'];
  } catch (error) {
    if (error instanceof SlackError) return [400, error.message];
    throw error;
  }
}

/** Changes or takes away the message whose button was pressed, or says something more: to the person, if nothing else is asked. */
export function say(
  memory: Memory,
  hook: Pick<Hook, 'team' | 'channel' | 'user' | 'of'>,
  said: Readonly<Record<string, unknown>>,
): void {
  const { team, channel, user, of } = hook;
  const origin = of === undefined ? undefined : memory.find(team, channel, of);
  if (isYes(said['delete_original'])) {
    if (origin) memory.remove(origin);
    return;
  }
  const content = contentOf(said);
  if (isYes(said['replace_original']) && origin) return void memory.change(origin, content);
  const thread_ts = typeof said['thread_ts'] === 'string' ? said['thread_ts'] : undefined;
  if (said['response_type'] === 'in_channel') return void memory.post({ team, channel, thread_ts, ...content });
  memory.whisper({ team, channel, user, ...content });
}

/** Slack's own examples write it either way. */
function isYes(value: unknown): boolean {
  return value === true || value === 'true';
}
