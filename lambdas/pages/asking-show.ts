/** The pages of asking for access, made of what the rules say of a device and of what was answered so far. */
import { minutes as minuteWords } from '../../core/access/words.ts';
import { isScope, SCOPES } from '../../core/policy/tiers.ts';
import type { Identity } from '../../core/ports.ts';
import type { ShownDevice } from '../../core/verbs/show-device.ts';
import { type CheckView, checkPage } from '../../web/asking/check-page.ts';
import type { Answers, AskingView } from '../../web/asking/parts.ts';
import { whatPage } from '../../web/asking/what-page.ts';
import { whyPage } from '../../web/asking/why-page.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { choicesAt } from './asking-choices.ts';
import { pageFor } from './asking-form.ts';
import { ACTIVITY_CHOICES, activityWords, deviceWords, TIER_WORDS } from './asking-words.ts';
import { nonceField, type PagePorts, shown, viewerFor } from './frame.ts';

/** Who looks, at which device, and what he has answered. */
export interface Asking {
  readonly who: Identity;
  readonly device: ShownDevice;
  readonly answers: Answers;
  readonly errors: readonly FieldError[];
}

type Common = Omit<AskingView, 'nonce'>;

async function common(ports: PagePorts, page: string, { who, device, answers, errors }: Asking): Promise<Common> {
  return {
    viewer: await viewerFor(ports, who),
    device: deviceWords(device),
    answers,
    // Of a page's own fields: others are not there to be put right.
    errors: errors.filter((error) => error.field === undefined || pageFor([error]) === page),
    more: moreWords(device),
  };
}

function moreWords({ more }: ShownDevice): AskingView['more'] {
  if (!more?.ok) return more && 'gone';
  const { reference, workOrder, left } = more.value;
  return { reference, workOrder, left: minuteWords(left) };
}

/** @param isForm reasons were written already: what no address may hold goes on in a form */
export async function showWhat(ports: PagePorts, status: number, asking: Asking, isForm: boolean) {
  const { who, device } = asking;
  const parts = await common(ports, 'what', asking);
  const formFields = isForm ? await nonceField(ports, who, 'check-request') : undefined;
  const view = { ...parts, ...choicesAt(device), formFields };
  return shown(status, (nonce) => whatPage({ nonce, ...view }));
}

export async function showWhy(ports: PagePorts, status: number, asking: Asking) {
  const { who, device, answers } = asking;
  const parts = await common(ports, 'why', asking);
  const tier = device.choice?.ok ? device.choice.value.tier : undefined;
  const view = {
    ...parts,
    formFields: await nonceField(ports, who, 'check-request'),
    choice: `${scopeWords(answers)} for ${lengthWords(answers)}${tier ? `, tier ${tier}` : ''}`,
    activities: ACTIVITY_CHOICES,
    asksControls: device.choice?.ok === true && device.choice.value.requirement.controlsAttested,
  };
  return shown(status, (nonce) => whyPage({ nonce, ...view }));
}

export async function showCheck(ports: PagePorts, status: number, asking: Asking, sending: CheckView['sending']) {
  const { who, device, answers } = asking;
  const parts = await common(ports, 'check', asking);
  const { name, serial, unit, hospital } = parts.device;
  const view = {
    ...parts,
    sending,
    changeFields: await nonceField(ports, who, 'check-request'),
    what: [
      { key: 'Device', value: `${name} #${serial}, ${unit}, ${hospital}` },
      { key: 'What', value: `${scopeWords(answers)} (${answers.scopes.join(', ')})` },
      ...(device.choice?.ok
        ? [{ key: 'Tier', value: `${device.choice.value.tier}: ${TIER_WORDS[device.choice.value.tier]}` }]
        : []),
      { key: 'How long', value: lengthWords(answers) },
    ],
    why: [
      { key: 'Work order', value: answers.workOrder },
      { key: 'Work', value: activityWords(answers.activity) },
      { key: 'Reason', value: answers.reason },
      { key: 'You declare', value: declared(answers) },
    ],
  };
  return shown(status, (nonce) => checkPage({ nonce, ...view }));
}

function scopeWords({ scopes }: Answers): string {
  return scopes.map((scope) => (isScope(scope) ? SCOPES[scope].says : scope)).join(', ');
}

function lengthWords({ minutes }: Answers): string {
  return minuteWords(Number(minutes) * 60);
}

function declared({ notInClinicalUse, compensatingControls }: Answers): string {
  const clinical = notInClinicalUse
    ? 'Not in clinical use, no patient connected.'
    : 'Nothing about clinical use: an approver may ask you.';
  return compensatingControls ? `${clinical} Compensating controls are in place.` : clinical;
}
