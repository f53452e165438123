/** What a dialog does when its submission was answered (`response_action`). */
import { isObject } from '../loopback-server.ts';
import { type Actors, objectIn, workspaceOf } from './actors.ts';
import { judgeModal } from './blocks.ts';
import type { OpenModal } from './memory.ts';
import { type Answered, wordFor } from './sending.ts';

const TROUBLE = 'We had some trouble connecting. Try again?';

/** What became of the dialog meanwhile stays: an answer to one that is closed has nowhere to go. */
export function takeSubmissionAnswer(actors: Actors, { team, view: { id } }: OpenModal, answer: Answered): void {
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
