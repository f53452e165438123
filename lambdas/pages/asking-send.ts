/** The forms of asking for access: check the answers, which changes nothing, and send them, which is `request-access`. */

import { clockTime, minutes, ROLE_WORDS } from '../../core/access/words.ts';
import { CheckForm, SendForm } from '../../core/asking-contract.ts';
import type { SubmitBody } from '../../core/contract.ts';
import { demandWords } from '../../core/policy/preview.ts';
import type { Identity, Ports } from '../../core/ports.ts';
import type { RefusalCode } from '../../core/problems.ts';
import type { EpochSeconds } from '../../core/units.ts';
import { type Plan, planRefs, planRequest } from '../../core/verbs/plan-request.ts';
import { requestAccess } from '../../core/verbs/request-access.ts';
import { showDevice } from '../../core/verbs/show-device.ts';
import type { Sending } from '../../web/asking/check-page.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { statusOf, yes } from '../problems.ts';
import { answersInForm, bodyFrom, errorFor, pageFor, soFarOf } from './asking-form.ts';
import { type Asking, showCheck, showWhat, showWhy } from './asking-show.ts';
import { nonceField, problemAsPage as onProblem, type PagePorts } from './frame.ts';

type SendingPorts = PagePorts & Pick<Ports, 'random'>;

/** Of `request-access`. */
export function askingForms(ports: SendingPorts): Readonly<Record<string, Endpoint>> {
  return {
    'POST /d/{code}/check': endpoint({ body: CheckForm, handle: (call) => check(ports, call), onProblem }),
    'POST /d/{code}/ask': endpoint({ body: SendForm, handle: (call) => send(ports, call), onProblem }),
  };
}

async function check(ports: SendingPorts, call: Call<CheckForm>) {
  const asking = await askingOf(ports, call, call.body);
  const [change] = call.body.change ?? [];
  if (change === 'what') return showWhat(ports, 200, asking, true);
  if (change === 'why') return showWhy(ports, 200, asking);
  const parsed = bodyFrom(asking.device.device.code, asking.answers);
  if ('errors' in parsed) return refusedWith(ports, 422, { ...asking, errors: parsed.errors });
  const plan = await planNow(ports, call.who, parsed.body, call.now);
  if (!plan.ok) return refusedBy(ports, asking, plan.code);
  return showCheck(ports, 200, asking, await sendingOf(ports, call.who, plan.value, call.now));
}

async function send(ports: SendingPorts, call: Call<SendForm>) {
  const { key, ...form } = call.body;
  const asking = await askingOf(ports, call, form);
  const parsed = bodyFrom(asking.device.device.code, asking.answers);
  if ('errors' in parsed) return refusedWith(ports, 422, { ...asking, errors: parsed.errors });
  const decision = await requestAccess(ports, call.who, parsed.body, key[0], call.now);
  return decision.ok ? seeOther(`/visits/${decision.value.id}`) : refusedBy(ports, asking, decision.code);
}

/** @throws Problem where he sees no such device */
async function askingOf(ports: SendingPorts, { who, params, now }: Call, form: CheckForm): Promise<Asking> {
  const answers = answersInForm(form);
  const device = yes(await showDevice(ports, who, params['code'] ?? '', soFarOf(answers), now));
  return { who, device, answers, errors: [] };
}

async function planNow(ports: SendingPorts, who: Identity, body: SubmitBody, now: EpochSeconds) {
  return planRequest(ports, who, body, await ports.store.load(planRefs(who, body)), now);
}

function refusedBy(ports: SendingPorts, asking: Asking, code: RefusalCode) {
  return refusedWith(ports, statusOf(code), { ...asking, errors: [errorFor(code)] });
}

/** The page that asks for what is wrong, with everything that was entered. */
function refusedWith(ports: SendingPorts, status: number, asking: Asking) {
  switch (pageFor(asking.errors)) {
    case 'what':
      return showWhat(ports, status, asking, true);
    case 'why':
      return showWhy(ports, status, asking);
    case 'check':
      return showCheck(ports, status, asking, undefined);
  }
}

async function sendingOf(ports: SendingPorts, who: Identity, plan: Plan, now: EpochSeconds): Promise<Sending> {
  const { hospital, requirement } = plan.terms;
  const { approveWithin, escalateAfter } = hospital.policy;
  const decideBy = now + approveWithin;
  return {
    formFields: await nonceField(ports, who, 'send-request'),
    key: Buffer.from(ports.random(24)).toString('base64url'),
    asked: askedWords(plan),
    demands: demandWords(requirement),
    escalation: plan.prospect.last ? undefined : `After ${minutes(escalateAfter)} the next on call are asked.`,
    within: minutes(approveWithin),
    decideBy,
    decideByWords: clockTime(decideBy, hospital.zone),
    contact: hospital.contacts.clinicalEngineering,
  };
}

/** How many and in which roles, and no names: who is on call is the hospital's to tell (R20). */
function askedWords({ prospect: { asked, candidates } }: Plan): string {
  const first = candidates.filter(({ person }) => asked.includes(person));
  const roles = first.map((one) => one.roles.map((role) => ROLE_WORDS[role]).join(' and '));
  if (first.length === 1) return `1 person: ${roles.join()}`;
  const counts = [...new Set(roles)].map((role) => `${roles.filter((one) => one === role).length} as ${role}`);
  return `${first.length} people: ${counts.join(', ')}`;
}
