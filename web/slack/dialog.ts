/** A dialog of Slack (https://docs.slack.dev/reference/views/modal-views): its frame, whatever it holds. */
import type { SlackBlock, SlackView } from '../../core/slack-ports.ts';
import { DIALOGS } from './actions.ts';
import { sentence } from './blocks.ts';
import { LIMITS, plain } from './mrkdwn.ts';

export interface Dialog {
  readonly title: string;
  readonly blocks: readonly SlackBlock[];
  /** What is sent and comes back with what was entered; absent: there is nothing to send. */
  readonly sends?: { readonly as: string; readonly note: object; readonly says: string };
}

export function dialog({ title, blocks, sends }: Dialog): SlackView {
  return {
    type: 'modal',
    callback_id: sends?.as ?? DIALOGS.shown,
    private_metadata: sends ? JSON.stringify(sends.note) : '',
    title: plain(title, LIMITS.title),
    close: plain(sends ? 'Cancel' : 'Close', LIMITS.title),
    ...(sends && { submit: plain(sends.says, LIMITS.title) }),
    blocks,
  };
}

/** Why nothing was done, or can be: in place of what was there. */
export function refusalDialog(title: string, says: string): SlackView {
  return dialog({ title, blocks: [sentence(says)] });
}
