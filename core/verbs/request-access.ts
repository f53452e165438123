/**
 * Asks for time-boxed access to one device (R1, R3, R5, R6, R17). Yes: the request stands, routed to those who may
 * approve it. No: the refusal stands on the technician's chain at the hospital, or at his employer where no hospital
 * is known.
 */
import { candidatesFor, couldFill, demandFor, routeFor } from '../access/demand.ts';
import type { Actor, Evidence, RequestEvent } from '../access/events.ts';
import type { Facts } from '../access/facts.ts';
import { type AccessRequest, statusAt } from '../access/request.ts';
import type { SubmitBody } from '../contract.ts';
import { sha256Base64url } from '../hash.ts';
import {
  aliasRef,
  bundleRef,
  deviceRef,
  extensionRef,
  hospitalRef,
  idempotencyRef,
  modelOf,
  modelRef,
  organisationRef,
  personRef,
  requestRef,
  vendorRef,
} from '../keys.ts';
import { type Canonical, canonicalBytes } from '../ledger/canonical.ts';
import { evaluateAccess, excludedFromApproval, type Situation, type Terms } from '../policy/evaluate.ts';
import type { Conflict, Identity, Ports, RandomBytes, Write } from '../ports.ts';
import { allowed, type Decision, firstRefusal, Problem, refused } from '../problems.ts';
import { type Person, stageAt } from '../registry.ts';
import type { Extension, IdempotencyRow } from '../rows.ts';
import { sessionName } from '../token/release-code.ts';
import type { EpochSeconds, HospitalId, RequestId, Seconds } from '../units.ts';
import { recordRefusedRequest } from './refused-request.ts';
import { settle, stepFor } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'random'>;

/** An Idempotency-Key is remembered this long. */
const REMEMBERED: Seconds = 86_400;
/** Read aloud without doubt: no 0 O 1 I L. */
const REFERENCE = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * @param key the caller's Idempotency-Key: the same key and body answers with the first request for a day
 * @throws Problem idempotency-mismatch if the key was used with another body
 */
export async function requestAccess(
  ports: Needs,
  who: Identity,
  body: SubmitBody,
  key: string,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  return settle(async () => {
    const first = await ports.store.load({
      seen: idempotencyRef(who.person, key),
      person: personRef(who.person),
      organisation: organisationRef(who.organisation),
      alias: aliasRef(body.device),
      partner: personRef(body.partner ?? who.person),
    });
    const fingerprint = sha256Base64url(canonicalBytes({ ...body } as Canonical));
    const isActive = first.person?.status === 'active';
    if (first.seen && isActive) return { done: allowed(await rememberedRequest(ports, first.seen, fingerprint)) };
    if (!first.alias) return { done: await refuse(ports, who, 'device_unknown', who.organisation, body.device, now) };
    const { hospital, device } = first.alias;
    const more = await ports.store.load({
      hospital: hospitalRef(hospital),
      device: deviceRef(hospital, device),
      vendor: vendorRef(hospital, who.organisation),
      model: modelRef(modelOf(device)),
      bundle: bundleRef(hospital, modelOf(device)),
    });
    if (await hasTooManyOpen(ports, who, now))
      return { done: await refuse(ports, who, 'too_many_open', hospital, device, now) };
    const extending = await extendingFrom(ports, body.extends);
    const partner = body.partner ? first.partner : 'alone';
    const plan = planFor({ ...first, ...more, extending, partner }, body, now, ports.random);
    if (!plan.ok) return { done: await refuse(ports, who, plan.code, hospital, device, now) };
    return submit(ports, who, plan.value, { key, fingerprint }, extending, now);
  });
}

async function refuse(
  ports: Needs,
  who: Identity,
  code: Parameters<typeof refused>[0],
  tenant: HospitalId,
  device: string,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  await recordRefusedRequest(ports, who, { code, tenant, device }, now);
  return refused(code);
}

async function rememberedRequest(ports: Needs, seen: IdempotencyRow, fingerprint: string): Promise<AccessRequest> {
  if (seen.verb !== 'request-access' || seen.fingerprint !== fingerprint) throw new Problem('idempotency-mismatch');
  const { request } = await ports.store.load({ request: requestRef(seen.request) });
  if (!request) throw new Problem('audit-unavailable');
  return request;
}

interface Plan {
  readonly terms: Terms;
  readonly facts: Facts;
  readonly events: readonly RequestEvent[];
}

/** What bears on a request beside the rules of access: whom he works with, and what it asks more time for. */
interface Asking extends Situation {
  readonly partner: Person | 'alone' | undefined;
  readonly extending: Extending | undefined;
}

/** The request that more time is asked for, and the one that asked before: only one at a time, or caps would not add up. */
interface Extending {
  readonly parent: AccessRequest | undefined;
  readonly marker: Extension | undefined;
  readonly child: AccessRequest | undefined;
}

async function extendingFrom(ports: Needs, id: RequestId | undefined): Promise<Extending | undefined> {
  if (id === undefined) return undefined;
  const { parent, marker } = await ports.store.load({ parent: requestRef(id), marker: extensionRef(id) });
  const { child } = marker ? await ports.store.load({ child: requestRef(marker.child) }) : { child: undefined };
  return { parent, marker, child };
}

/** Far more than a technician works on; more would only be mails to an approver at night. */
const MAX_OPEN = 200;

async function hasTooManyOpen(ports: Needs, who: Identity, now: EpochSeconds): Promise<boolean> {
  const latest = { limit: MAX_OPEN, newestFirst: true };
  const { items } = await ports.store.list<AccessRequest>('technician', who.person, latest);
  return items.filter((request) => statusAt(request, now) === 'pending').length >= MAX_OPEN;
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
  if (!isPartner(situation.partner, terms)) return refused('partner_unknown');
  const total = totalHold(terms, situation.extending, body, now);
  if (!total.ok) return total;
  const facts = factsFor(terms, body, now, random);
  const demand = demandFor(terms.requirement, terms.tier, terms.scopes);
  const pool = candidatesFor(terms.hospital, facts, demand, excludedFromApproval(terms.person, situation.partner));
  if (!couldFill(demand, pool)) return refused('policy_unsatisfiable');
  const { escalateAfter } = terms.hospital.policy;
  return allowed({
    terms,
    facts,
    events: [
      { type: 'request.submitted', data: { facts, demand, totalHold: total.value, escalateAfter } },
      { type: 'request.routed', data: { round: 1, ...routeFor(terms.hospital, demand, pool, 1) } },
    ],
  });
}

/** Hold of this request and all it extends, within the hospital's cap (R6). */
function totalHold(
  terms: Terms,
  extending: Extending | undefined,
  body: SubmitBody,
  now: EpochSeconds,
): Decision<Seconds> {
  if (!extending) return allowed(body.holdSeconds);
  const { parent, child } = extending;
  const isTaken = child !== undefined && (statusAt(child, now) === 'pending' || 'grant' in child);
  if (isTaken || !parent || !isSameJob(parent, terms, body) || statusAt(parent, now) !== 'approved') {
    return refused('extension_mismatch');
  }
  const total = parent.totalHold + body.holdSeconds;
  return firstRefusal([['extension_over_cap', total > terms.hospital.policy.totalHoldCap]]) ?? allowed(total);
}

function isSameJob(parent: AccessRequest, terms: Terms, body: SubmitBody): boolean {
  const { facts } = parent;
  return facts.device === terms.device.id && facts.technician === terms.person.id && facts.workOrder === body.workOrder;
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

async function submit(
  ports: Needs,
  who: Identity,
  { terms, facts, events }: Plan,
  remember: { readonly key: string; readonly fingerprint: string },
  extending: Extending | undefined,
  now: EpochSeconds,
): Promise<{ done: Decision<AccessRequest> } | { lost: Conflict }> {
  const row: IdempotencyRow = {
    version: 1,
    verb: 'request-access',
    fingerprint: remember.fingerprint,
    request: facts.request,
    n: 1,
    session: sessionName(who.session),
    at: now,
  };
  const writes: readonly Write[] = [
    { kind: 'insert', ref: idempotencyRef(who.person, remember.key), row, expires: now + REMEMBERED },
    { kind: 'unchanged', ref: personRef(terms.person.id), version: terms.person.version },
    { kind: 'unchanged', ref: deviceRef(facts.hospital, facts.device), version: terms.device.version },
    ...markerFor(facts, extending),
  ];
  const actor: Actor = { person: who.person, role: 'technician', employer: who.organisation, auth: 'oidc' };
  const occasion = { at: now, actor, evidence: evidenceOf(terms) };
  const { next, transition } = stepFor(facts.request, undefined, events, occasion, writes);
  const lost = await ports.store.commit(transition);
  return lost ? { lost } : { done: allowed(next) };
}

/** Marks the extended request, so that of two extensions side by side one loses. */
function markerFor({ request, extends: parent }: Facts, extending: Extending | undefined): readonly Write[] {
  if (!extending || parent === undefined) return [];
  const { marker } = extending;
  const row: Extension = { version: (marker?.version ?? 0) + 1, child: request };
  const ref = extensionRef(parent);
  return [marker ? { kind: 'replace', ref, row, version: marker.version } : { kind: 'insert', ref, row }];
}

/** The registry versions that a yes relied on. */
export function evidenceOf(terms: Terms): Evidence {
  return {
    person: terms.person.version,
    organisation: terms.organisation.version,
    hospital: terms.hospital.version,
    policy: terms.hospital.policy.version,
    device: terms.device.version,
    model: terms.model.version,
    ...(terms.vendor && { vendor: terms.vendor.version }),
  };
}
