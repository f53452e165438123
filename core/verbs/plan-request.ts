/**
 * What a request would be if it were sent now: its terms, its facts, who is asked; or the rule that says no (R1, R3, R5, R6,
 * R17). `request-access` writes it; a page shows it before anything is sent, so that both say the same. Nothing is written here.
 */
import type { RequestEvent } from '../access/events.ts';
import type { Facts } from '../access/facts.ts';
import { type Prospect, prospectOf } from '../access/prospect.ts';
import { type AccessRequest, type Status, statusAt } from '../access/request.ts';
import type { SubmitBody } from '../contract.ts';
import { personRef } from '../keys.ts';
import { evaluateAccess, excludedFromApproval, type Situation, type Terms } from '../policy/evaluate.ts';
import type { Identity, Ports, RandomBytes, Rows } from '../ports.ts';
import { allowed, type Decision, firstRefusal, type Refused, refused } from '../problems.ts';
import { type Person, stageAt } from '../registry.ts';
import type { EpochSeconds, HospitalId, OrganisationId, RequestId, Seconds } from '../units.ts';
import { deviceRefs, namingRefs } from './asking-refs.ts';
import { type Extending, loadExtending, openToMore } from './load-extending.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'random'>;

/** Read aloud without doubt: no 0 O 1 I L. */
const REFERENCE = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

export interface Plan {
  readonly terms: Terms;
  readonly facts: Facts;
  readonly prospect: Prospect;
  readonly events: readonly RequestEvent[];
  readonly extending: Extending | undefined;
}

/** A refusal with the tenant in whose log it belongs, and the device that was named there. */
export interface RefusedPlan extends Refused {
  readonly tenant: OrganisationId;
  readonly device: string;
}

/** The rows that {@link planRequest} starts from. */
export const planRefs = (who: Identity, body: SubmitBody) => ({
  ...namingRefs(who, body.device),
  partner: personRef(body.partner ?? who.person),
});

/** @param first the rows of {@link planRefs} */
export async function planRequest(
  ports: Needs,
  who: Identity,
  body: SubmitBody,
  first: Rows<ReturnType<typeof planRefs>>,
  now: EpochSeconds,
): Promise<{ readonly ok: true; readonly value: Plan } | RefusedPlan> {
  if (!first.alias) return { ...refused('device_unknown'), tenant: who.organisation, device: body.device };
  const { hospital: tenant, device } = first.alias;
  const more = await ports.store.load(deviceRefs(first.alias, who.organisation));
  if (await hasAskedTooMuch(ports, who, now)) return { ...refused('too_many_open'), tenant, device };
  const extending = body.extends === undefined ? undefined : await loadExtending(ports, body.extends);
  const partner = body.partner ? first.partner : 'alone';
  const plan = planFor({ ...first, ...more, extending, partner }, body, now, ports.random);
  return plan.ok ? plan : { ...plan, tenant, device };
}

/** Far more than a technician works on in a day; more would only be mails to an approver at night. */
const MAX_UNDECIDED = 200;
const DAY: Seconds = 86_400;

/** Those that were taken back or ran out count for a day: asking and withdrawing in turn sends as many mails as asking. */
async function hasAskedTooMuch(ports: Needs, who: Identity, now: EpochSeconds): Promise<boolean> {
  const latest = { limit: MAX_UNDECIDED, newestFirst: true };
  const { items } = await ports.store.list<AccessRequest>('technician', who.person, latest);
  const isUndecided = (request: AccessRequest) =>
    UNDECIDED.includes(statusAt(request, now)) && request.submittedAt > now - DAY;
  return items.filter(isUndecided).length >= MAX_UNDECIDED;
}

const UNDECIDED: readonly Status[] = Object.freeze(['pending', 'withdrawn', 'expired']);

/** What bears on a request beside the rules of access: whom he works with, and what it asks more time for. */
interface Asking extends Situation {
  readonly partner: Person | 'alone' | undefined;
  readonly extending: Extending | undefined;
}

/** The second technician of a session is a colleague who may do such work himself. */
function isPartner(partner: Asking['partner'], { person }: Terms): boolean {
  if (partner === 'alone') return true;
  const isColleague = partner?.organisation === person.organisation && partner.roles.includes('technician');
  return isColleague && partner.status === 'active' && partner.id !== person.id;
}

/** The events that begin a request, or the rule that says no. */
function planFor(situation: Asking, body: SubmitBody, now: EpochSeconds, random: RandomBytes): Decision<Plan> {
  const evaluated = evaluateAccess(situation, body, now);
  if (!evaluated.ok) return evaluated;
  const terms = evaluated.value;
  const { extending, partner } = situation;
  if (!isPartner(partner, terms)) return refused('partner_unknown');
  const total = totalHold(terms, extending, body, now);
  if (!total.ok) return total;
  const found = prospectOf(terms, excludedFromApproval(terms.person, partner));
  if (!found.ok) return found;
  const { demand, asked, last } = found.value;
  const facts = factsFor(terms, body, now, random);
  const { escalateAfter } = terms.hospital.policy;
  return allowed({
    terms,
    facts,
    prospect: found.value,
    extending,
    events: [
      { type: 'request.submitted', data: { facts, demand, totalHold: total.value, escalateAfter } },
      { type: 'request.routed', data: { round: 1, asked, last } },
    ],
  });
}

/** Hold of this request and all it extends, within the hospital's cap (R6). */
function totalHold(
  { hospital, device, person }: Terms,
  extending: Extending | undefined,
  body: SubmitBody,
  now: EpochSeconds,
): Decision<Seconds> {
  if (!extending) return allowed(body.holdSeconds);
  const parent = openToMore(extending, { device: device.id, technician: person.id }, now);
  if (!parent || parent.facts.workOrder !== body.workOrder) return refused('extension_mismatch');
  const total = parent.totalHold + body.holdSeconds;
  return firstRefusal([['extension_over_cap', total > hospital.policy.totalHoldCap]]) ?? allowed(total);
}

function factsFor(terms: Terms, body: SubmitBody, now: EpochSeconds, random: RandomBytes): Facts {
  const { hospital, device, person, organisation, requirement } = terms;
  return {
    request: newRequestId(hospital.id, random),
    hospital: hospital.id,
    device: device.id,
    model: device.model,
    site: device.site,
    unit: device.unit,
    stage: stageAt(device, now),
    scopes: terms.scopes,
    tier: terms.tier,
    holdSeconds: body.holdSeconds,
    sessionSeconds: Math.min(body.holdSeconds, terms.sessionCap),
    startWithin: requirement.startWithin,
    approveBy: now + hospital.policy.approveWithin,
    technician: person.id,
    employer: organisation.id,
    servicerType: terms.servicerType,
    partner: body.partner,
    workOrder: body.workOrder,
    activity: body.activity,
    reason: body.reason,
    declarations: body.declarations,
    extends: body.extends,
  };
}

/** `<hospital>_` and twelve characters; the first six are what people read to each other. */
function newRequestId(hospital: HospitalId, random: RandomBytes): RequestId {
  const letters = [...random(12)].map((byte) => REFERENCE.charAt(byte % REFERENCE.length));
  return `${hospital}_${letters.join('')}`;
}
