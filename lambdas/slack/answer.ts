/** Answers as Slack takes them: to a button, a dialog that was sent, a command. */

import { PROBLEMS, Problem, REFUSALS, type RefusalCode } from '../../core/problems.ts';
import type { SentView } from '../../core/slack-contract.ts';
import type { SlackMessage, SlackView } from '../../core/slack-ports.ts';
import { refusalDialog } from '../../web/slack/dialog.ts';
import { json, withApiHeaders } from '../pipeline.ts';

/** Taken. A dialog that is answered so is closed. */
export function nothing() {
  return withApiHeaders({ statusCode: 200, body: '' });
}

/** Says it to whoever typed the command, and to nobody else. */
export function ephemeral(message: SlackMessage) {
  return json(200, { response_type: 'ephemeral', ...message });
}

/** Shows another dialog in the place of the one that was sent. */
export function update(view: SlackView) {
  return json(200, { response_action: 'update', view });
}

/** The dialog stays as it was filled in, and says what is wrong where it is. */
export function errorsAt(
  view: SentView,
  errors: readonly { readonly field?: string | undefined; readonly says: string }[],
) {
  const said: Record<string, string> = {};
  for (const { field, says } of errors) {
    const at = blockOf(view, field);
    said[at] = said[at] === undefined ? says : `${said[at]} ${says}`;
  }
  return json(200, { response_action: 'errors', errors: said });
}

/** Slack takes an error only at a field that the dialog has: what is about none of them is said at its first. */
function blockOf({ blocks }: SentView, field: string | undefined): string {
  const inputs = blocks.flatMap(({ type, block_id: id }) => (type === 'input' && id !== undefined ? [id] : []));
  const own = inputs.find((id) => id === field || id.startsWith(`${field}.`));
  return own ?? inputs[0] ?? '';
}

/** Who acts may not: what was entered stays only where a second try may do, as Slack itself was not there. */
export function refusedIn(view: SentView, title: string, code: RefusalCode) {
  const says = saysWhy(code);
  return code === 'slack_unsure' ? errorsAt(view, [{ says }]) : update(refusalDialog(title, says));
}

/** The sentence of a refusal. */
export function saysWhy(code: RefusalCode): string {
  return REFUSALS[code][1];
}

/** What `act` comes to, or `say` of the problem that it ended in; a fault of ours stays one, and Slack offers to try again. */
export async function orSaid<T>(act: () => Promise<T>, say: (says: string) => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem) || PROBLEMS[error.type][0] >= 500) throw error;
    return say(error.extra.detail ?? PROBLEMS[error.type][1]);
  }
}
