/**
 * Puts a card into Slack, or makes the one that stands there true and answers below it. Each step can be repeated; one whose
 * answer was lost is, so a card may stand twice, and the older one is not kept true: whoever presses it is told how things are.
 */

import type { SlackCard } from '../rows.ts';
import type { Slack, SlackAnswer } from '../slack-ports.ts';
import type { SlackPost } from './notices.ts';

/** `unanswered`: nobody knows whether it was taken. */
export async function postTo(slack: Slack, post: SlackPost): Promise<SlackAnswer | 'unanswered'> {
  const { team, to, standing, isRenewed, card } = post;
  try {
    const renewal = standing && isRenewed ? await renewed(slack, post, standing) : undefined;
    return renewal && !isToComeAnew(post, renewal) ? renewal : await slack.post(team, to, card);
  } catch {
    return 'unanswered';
  }
}

/** Where Slack keeps messages for a while only, or lets nobody change them later, what became of it is said by another. */
function isToComeAnew({ to }: SlackPost, renewal: SlackAnswer): boolean {
  return to !== '' && 'rejected' in renewal && renewal.rejected === 'message';
}

/** The card first: it holds the button. */
async function renewed(
  slack: Slack,
  { team, card, line }: SlackPost,
  { channel, ts }: SlackCard,
): Promise<SlackAnswer> {
  const renewal = await slack.update(team, { channel, ts }, card);
  if (!line || !('posted' in renewal)) return renewal;
  const answer = await slack.post(team, channel, line, ts);
  return 'posted' in answer ? renewal : answer;
}
