/**
 * Asks for time-boxed access to one device (R1, R3, R5, R6, R17). Yes: the request stands, routed to those who may
 * approve it. No: the refusal stands on the technician's chain at the hospital, or at his employer where no hospital
 * is known.
 */
import type { Actor, Evidence } from '../access/events.ts';
import type { Facts } from '../access/facts.ts';
import type { AccessRequest } from '../access/request.ts';
import type { SubmitBody } from '../contract.ts';
import { sha256Base64url } from '../hash.ts';
import { deviceRef, extensionRef, idempotencyRef, personRef, requestRef } from '../keys.ts';
import { type Canonical, canonicalBytes } from '../ledger/canonical.ts';
import type { Terms } from '../policy/evaluate.ts';
import type { Conflict, Identity, Ports, Write } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import type { Extension, IdempotencyRow } from '../rows.ts';
import { sessionName } from '../token/release-code.ts';
import type { EpochSeconds, Seconds } from '../units.ts';
import type { Extending } from './load-extending.ts';
import { type Plan, planRefs, planRequest } from './plan-request.ts';
import { recordRefusedRequest } from './refused-request.ts';
import { settle, stepFor } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'random'>;

/** An Idempotency-Key is remembered this long. */
const REMEMBERED: Seconds = 86_400;

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
    const first = await ports.store.load({ seen: idempotencyRef(who.person, key), ...planRefs(who, body) });
    const fingerprint = sha256Base64url(canonicalBytes({ ...body } as Canonical));
    const isActive = first.person?.status === 'active';
    if (first.seen && isActive) return { done: allowed(await rememberedRequest(ports, first.seen, fingerprint)) };
    const plan = await planRequest(ports, who, body, first, now);
    if (!plan.ok) {
      await recordRefusedRequest(ports, who, plan, now);
      return { done: refused(plan.code) };
    }
    return submit(ports, who, plan.value, { key, fingerprint }, now);
  });
}

async function rememberedRequest(ports: Needs, seen: IdempotencyRow, fingerprint: string): Promise<AccessRequest> {
  if (seen.verb !== 'request-access' || seen.fingerprint !== fingerprint) throw new Problem('idempotency-mismatch');
  const { request } = await ports.store.load({ request: requestRef(seen.request) });
  if (!request) throw new Problem('audit-unavailable');
  return request;
}

async function submit(
  ports: Needs,
  who: Identity,
  { terms, facts, events, extending }: Plan,
  remember: { readonly key: string; readonly fingerprint: string },
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
  const actor: Actor = { person: who.person, role: 'technician', employer: who.organisation, auth: who.by ?? 'oidc' };
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
