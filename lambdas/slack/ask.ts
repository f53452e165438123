/** The dialogs of asking for access, sent: the device, then what and why. The same verbs as the pages', and the same words. */
import { sha256Base64url } from '../../core/hash.ts';
import type { Identity } from '../../core/ports.ts';
import type { RefusalCode } from '../../core/problems.ts';
import { typedDevice } from '../../core/registry/typed-device.ts';
import { AskNote, type ViewSubmission } from '../../core/slack-contract.ts';
import type { EpochSeconds } from '../../core/units.ts';
import { findDevice } from '../../core/verbs/find-device.ts';
import { identifySlack, type SlackAct } from '../../core/verbs/identify-slack.ts';
import { requestAccess } from '../../core/verbs/request-access.ts';
import { type ShownDevice, showDevice } from '../../core/verbs/show-device.ts';
import { openVisit } from '../../core/verbs/show-visit.ts';
import { askDialog, askedDialog } from '../../web/slack/ask-dialog.ts';
import { refusalDialog } from '../../web/slack/dialog.ts';
import { choicesAt } from '../pages/asking-choices.ts';
import { bodyFrom, errorFor } from '../pages/asking-form.ts';
import { ACTIVITY_CHOICES, deviceWords, notFoundWords, stopWords } from '../pages/asking-words.ts';
import { checked } from '../parse.ts';
import type { Call } from '../pipeline.ts';
import { problemOf, yes } from '../problems.ts';
import { parseStrictJson } from '../strict-json.ts';
import { errorsAt, orSaid, refusedIn, saysWhy, update } from './answer.ts';
import { answersIn, valuesOf } from './entered.ts';
import type { SlackIngress } from './ports.ts';

const TITLE = 'Not sent';

function actOf({ signed }: Call, { user }: ViewSubmission): SlackAct {
  const { team, organisation } = signed;
  return { team, organisation, user: user.id, home: user.team_id, act: 'ask' };
}

/** Which device: shows what can be asked for there, and writes nothing. */
export async function chooseDevice(ports: SlackIngress, call: Call, sent: ViewSubmission) {
  const found = await identifySlack(ports, actOf(call, sent), false, call.now);
  if (!found.ok) return update(refusalDialog(TITLE, saysWhy(found.code)));
  const named = typedDevice(valuesOf(sent.view, 'device')[0] ?? '');
  const device = await deviceFor(ports, found.value.who, named, call.now);
  return 'says' in device ? errorsAt(sent.view, [{ field: 'device', ...device }]) : update(askDialog(askView(device)));
}

type Named = ReturnType<typeof typedDevice>;

/** The device, or why nothing can be asked for there. */
async function deviceFor(ports: SlackIngress, who: Identity, named: Named, now: EpochSeconds) {
  const code = await findDevice(ports, who, named, now);
  const found = code.ok ? await showDevice(ports, who, code.value, {}, now) : code;
  if (!found.ok) return { says: withoutDevice(found.code, named) };
  const { stop } = found.value;
  return stop ? inOne(stopWords(stop, found.value)) : found.value;
}

/** What is not there and what is another's get one answer (R1). */
function withoutDevice(code: RefusalCode, named: Named): string {
  return problemOf(code).type === 'not-found' ? inOne(notFoundWords(named)).says : saysWhy(code);
}

function inOne({ says, next }: { readonly says: string; readonly next?: string | undefined }) {
  return { says: next === undefined ? says : `${says} ${next}` };
}

function askView(device: ShownDevice) {
  return {
    device: deviceWords(device),
    ...choicesAt(device),
    activities: ACTIVITY_CHOICES,
    asksControls: device.stage === 'limited_support',
  };
}

/** Asks for access. The dialog's own id is the key, so that whatever Slack repeats asks once. */
export async function ask(ports: SlackIngress, call: Call, sent: ViewSubmission) {
  const { view } = sent;
  const { device } = checked(parseStrictJson(view.private_metadata), AskNote);
  const found = await identifySlack(ports, actOf(call, sent), true, call.now);
  if (!found.ok) return refusedIn(view, TITLE, found.code);
  const parsed = bodyFrom(device, answersIn(view));
  if ('errors' in parsed) return errorsAt(view, parsed.errors);
  const { who } = found.value;
  const key = sha256Base64url(`wardkey-slack-ask-v1\0${call.signed.team}\0${view.id}`);
  return orSaid(
    async () => {
      const asked = await requestAccess(ports, who, parsed.body, key, call.now);
      return asked.ok
        ? update(await sentDialog(ports, who, asked.value.id, call.now))
        : errorsAt(view, [errorFor(asked.code)]);
    },
    (says) => update(refusalDialog(TITLE, says)),
  );
}

async function sentDialog(ports: SlackIngress, who: Identity, id: string, now: EpochSeconds) {
  const { card, asked, facts } = yes(await openVisit(ports, who, id, now));
  return askedDialog({
    reference: card.reference,
    hospital: card.hospital,
    asked: asked.map(({ role }) => role),
    decideBy: card.decideBy,
    facts,
    address: `${ports.baseUrl}/visits/${id}`,
  });
}
