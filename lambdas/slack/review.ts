/** The button under a card: opens the request as whoever pressed it may see it, and changes nothing. */
import type { Sight } from '../../core/access/sight.ts';
import { type BlockActions, ReviewButton } from '../../core/slack-contract.ts';
import { reviewInSlack, type SlackReviewing } from '../../core/verbs/decide-in-slack.ts';
import { REVIEW } from '../../web/slack/actions.ts';
import { sayingWithLink } from '../../web/slack/answers.ts';
import { type ReviewView, reviewDialog } from '../../web/slack/review-dialog.ts';
import { powerIn } from '../pages/decision-power.ts';
import type { Call } from '../pipeline.ts';
import { nothing, orSaid, saysWhy } from './answer.ts';
import type { SlackIngress } from './ports.ts';

/** Answers nothing: what is to be said goes to where Slack says, as only a dialog or that address reaches who pressed. */
export async function review(ports: SlackIngress, { signed, now }: Call, pressed: BlockActions) {
  const button = pressed.actions.find(({ action_id: id }) => id === REVIEW);
  if (!button) return nothing();
  const says = await orSaid(
    () => opened(ports, { ...pressed, ...signed, value: button.value }, now),
    (why) => why,
  );
  if (says !== undefined && pressed.response_url !== undefined) {
    await ports.dialogs.respond(pressed.response_url, sayingWithLink(says, `${ports.baseUrl}/`));
  }
  return nothing();
}

type Pressed = Pick<BlockActions, 'user' | 'trigger_id'> &
  Pick<Call['signed'], 'team'> & { readonly value?: string | undefined };

/** @returns why there is no dialog */
async function opened(ports: SlackIngress, { team, user, trigger_id: trigger, value }: Pressed, now: number) {
  const request = ReviewButton.safeParse(value);
  if (!request.success) return NOT_OURS;
  const act: SlackReviewing = { team, user: user.id, home: user.team_id, act: 'review', request: request.data };
  const found = await reviewInSlack(ports, act, now);
  if (!found.ok) return saysWhy(found.code);
  const isOpen = await ports.dialogs.open(team, trigger, reviewDialog(viewOf(ports, found.value)), now);
  return isOpen ? undefined : NOT_OPENED;
}

const NOT_OURS = 'There is nothing here for you.';
export const NOT_OPENED = 'Slack did not open the dialog. Try once more, or open it in the browser.';

/** The request as one person sees it. */
export function viewOf({ baseUrl }: Pick<SlackIngress, 'baseUrl'>, sight: Sight): ReviewView {
  const { card, request } = sight;
  return { card, request, address: `${baseUrl}/decisions/${request}`, ...powerIn(sight) };
}
