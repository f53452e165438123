/**
 * What Slack sends: buttons, dialogs, the command, and that the app was removed. Each is answered within three seconds, and by
 * then everything is done: nothing goes on in the background.
 */
import { required, wireCodes, wireSlackIngress, wireStore } from '../adapters/wire.ts';
import {
  BlockActions,
  CommandForm,
  Interaction,
  InteractionForm,
  SlackEvent,
  ViewSubmission,
} from '../core/slack-contract.ts';
import { takeOnce } from '../core/verbs/take-once.ts';
import { DIALOGS } from '../web/slack/actions.ts';
import { one } from './pages/form-values.ts';
import { checked } from './parse.ts';
import { type Call, endpoint, serveSlack, withApiHeaders } from './pipeline.ts';
import { nothing } from './slack/answer.ts';
import { ask, chooseDevice } from './slack/ask.ts';
import { command } from './slack/commands.ts';
import { decide } from './slack/decide.ts';
import type { SlackIngress } from './slack/ports.ts';
import { review } from './slack/review.ts';
import { SLACK_ROUTES } from './slack-routes.ts';
import { slackSignatures } from './slack-signature.ts';
import { parseStrictJson } from './strict-json.ts';

const { secrets, ...web } = wireSlackIngress(process.env);
const ports: SlackIngress = {
  ...wireStore(process.env),
  ...wireCodes(process.env),
  people: web,
  dialogs: web,
  baseUrl: required(process.env, 'BASE_URL'),
};

export const handler = serveSlack(
  SLACK_ROUTES,
  {
    'POST /slack/interactions': endpoint({ body: InteractionForm, handle: interaction }),
    'POST /slack/commands': endpoint({ body: CommandForm, handle: (call) => command(ports, call) }),
    'POST /slack/events': endpoint({ body: SlackEvent, handle: event }),
  },
  slackSignatures(secrets),
);

async function interaction(call: Call<InteractionForm>) {
  const payload = parseStrictJson(one(call.body.payload));
  const { type } = checked(payload, Interaction);
  if (type === 'block_actions') return review(ports, call, checked(payload, BlockActions));
  return type === 'view_submission' ? submission(call, checked(payload, ViewSubmission)) : nothing();
}

/** A map, as the name is the sender's: an object knows some that nobody gave it. */
const ACTS = new Map<string, typeof decide | typeof ask>([
  [DIALOGS.decide, decide],
  [DIALOGS.ask, ask],
]);

/** What has an effect, has it once. */
async function submission(call: Call, sent: ViewSubmission) {
  const { callback_id: dialog } = sent.view;
  if (dialog === DIALOGS.device) return chooseDevice(ports, call, sent);
  const act = ACTS.get(dialog);
  if (!act || !(await takeOnce(ports, call.signed.signature, call.now))) return nothing();
  return act(ports, call, sent);
}

/** That the app was removed is logged; its token is found dead by whoever posts next. */
async function event({ body, signed }: Call<SlackEvent>) {
  if (body.type === 'url_verification') {
    return withApiHeaders({ statusCode: 200, headers: { 'content-type': 'text/plain' }, body: body.challenge });
  }
  console.log(JSON.stringify({ level: 'warn', slack: body.event.type, team: signed.team }));
  return nothing();
}
