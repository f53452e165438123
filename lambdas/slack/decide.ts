/** The dialog of a decision, sent: the same verb as the pages', and what is wrong is said in the dialog. */
import { ReviewNote, type ViewSubmission } from '../../core/slack-contract.ts';
import { decideInSlack, deciderInSlack, reviewInSlack, type SlackReviewing } from '../../core/verbs/decide-in-slack.ts';
import { refusalDialog } from '../../web/slack/dialog.ts';
import { type ReviewView, reviewDialog } from '../../web/slack/review-dialog.ts';
import { decideByFields } from '../pages/decision-fields.ts';
import { checked } from '../parse.ts';
import type { Call } from '../pipeline.ts';
import { parseStrictJson } from '../strict-json.ts';
import { errorsAt, orSaid, refusedIn, saysWhy, update } from './answer.ts';
import { decisionIn } from './entered.ts';
import type { SlackIngress } from './ports.ts';
import { viewOf } from './review.ts';

const TITLE = 'Not recorded';

export async function decide(ports: SlackIngress, { signed, now }: Call, { user, view }: ViewSubmission) {
  const note = checked(parseStrictJson(view.private_metadata), ReviewNote);
  const { request } = note;
  const { team, organisation } = signed;
  const act: SlackReviewing = { team, organisation, user: user.id, home: user.team_id, act: 'decide', request };
  return orSaid(
    async () => {
      const decider = await deciderInSlack(ports, act, now);
      if (!decider.ok) return refusedIn(view, TITLE, decider.code);
      const form = decisionIn(view, note);
      const notDone = await decideByFields(form, (body) => decideInSlack(ports, act, decider.value, body, now));
      const { errors = [], note: why } = notDone?.more ?? {};
      return errors.length > 0 ? errorsAt(view, errors) : update(await seenNow(ports, act, why, now));
    },
    (says) => update(refusalDialog(TITLE, says)),
  );
}

/** What became of it, as it is read back. */
async function seenNow(ports: SlackIngress, act: SlackReviewing, note: ReviewView['note'], now: number) {
  const found = await reviewInSlack(ports, act, now);
  if (!found.ok) return refusalDialog(TITLE, saysWhy(found.code));
  return reviewDialog({ ...viewOf(ports, found.value), note });
}
