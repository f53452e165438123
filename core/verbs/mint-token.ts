/**
 * Activates an approved request at the device: everything is evaluated again (R8), the event with the exact signing
 * input commits, and only then is KMS asked to sign (log, then sign). A retry with the same key and session within a
 * minute signs the same bytes; no token is ever stored.
 */

import { rolesFor } from '../access/demand.ts';
import type { Actor, RequestEvent } from '../access/events.ts';
import { type AccessRequest, type ApprovedRequest, statusAt } from '../access/request.ts';
import type { MintBody } from '../contract.ts';
import { sha256Base64url } from '../hash.ts';
import {
  bundleRef,
  deviceRef,
  hospitalOf,
  hospitalRef,
  idempotencyRef,
  modelOf,
  modelRef,
  organisationRef,
  personRef,
  requestChain,
  requestRef,
  vendorRef,
} from '../keys.ts';
import { canonicalBytes } from '../ledger/canonical.ts';
import type { EventRecord, Occasion } from '../ledger/chain.ts';
import { evaluateAccess, type Situation, type Terms } from '../policy/evaluate.ts';
import type { CodeUse, Conflict, Identity, Ports, Write } from '../ports.ts';
import {
  allowed,
  type Check,
  type Decision,
  firstRefusal,
  Problem,
  type RefusalCode,
  type Refused,
  refused,
} from '../problems.ts';
import type { Device, Hospital } from '../registry.ts';
import type { IdempotencyRow } from '../rows.ts';
import { toBase64url } from '../token/base64url.ts';
import { releaseCodeFor, releaseCodeHash, sessionName } from '../token/release-code.ts';
import { type Activation, activationFor, signingInputFor } from '../token/signing-input.ts';
import type { Base64url, EpochSeconds, RequestId, Seconds } from '../units.ts';
import { checkCode, type OpenTry, reserveCode, returnTry } from './check-code.ts';
import { evidenceOf } from './request-access.ts';
import { refusalStep, settle, stepFor } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'ledger' | 'credentials' | 'sealer' | 'codes' | 'signer' | 'random'>;

/** A lost answer may be asked for again this long. */
const RETRY_WINDOW: Seconds = 60;
const REMEMBERED: Seconds = 86_400;

/** What the technician is handed, once. */
export interface MintedToken {
  readonly token: string;
  readonly jti: Base64url;
  readonly exp: EpochSeconds;
  readonly dur: Seconds;
  /** To be typed at the device; shown only in this session, never stored (token profile 6). */
  readonly releaseCode?: string;
}

/** What was logged and may now be signed. */
interface Issued {
  readonly key: { readonly arn: string; readonly pub: string };
  readonly data: Extract<RequestEvent, { type: 'token.issued' }>['data'];
  readonly nbf: EpochSeconds;
  readonly bound: boolean;
}

/** Mints a token for request `id`. Five calls: read and try side by side, unseal, write, sign. */
export async function mintToken(
  ports: Needs,
  who: Identity,
  id: RequestId,
  body: MintBody,
  key: string,
  now: EpochSeconds,
): Promise<Decision<MintedToken>> {
  const issued = await issue({ ports, who, id, body, key, now });
  if (!issued.ok) return issued;
  const { data, nbf, bound } = issued.value;
  const signature = await ports.signer.sign(issued.value.key, data.signingInput);
  const releaseCode = bound ? { releaseCode: releaseCodeFor(who.session, data.jti, data.exp - nbf) } : {};
  const { jti, exp, dur } = data;
  return allowed({ token: `${data.signingInput}.${toBase64url(signature)}`, jti, exp, dur, ...releaseCode });
}

interface Call {
  readonly ports: Needs;
  readonly who: Identity;
  readonly id: RequestId;
  readonly body: MintBody;
  readonly key: string;
  readonly now: EpochSeconds;
}

async function issue(call: Call): Promise<Decision<Issued>> {
  const { ports, who, now } = call;
  const [firstLoad, open] = await Promise.all([
    load(call),
    reserveCode(ports, who.person, who.session, call.body.code, now),
  ]);
  let first: Loaded | undefined = firstLoad;
  // A repeated call answers from the log: its code is not looked at, so it costs no try.
  if (first.seen && open.ok) await ports.store.commit({ events: [], writes: [returnTry(open.value)] });
  const code = open.ok && !first.seen ? await checkCode(ports, open.value, call.body.code, now) : refusedBy(open);
  return settle(async () => {
    const rows = first ?? (await load(call));
    first = undefined;
    if (rows.seen) return issuedBefore(call, rows, rows.seen);
    if (!code.ok) return refuse(call, rows, code.code);
    return activate(call, rows, code.value);
  });
}

/** No code was looked at: what stood in the way, or nothing that counts. */
function refusedBy(open: Decision<OpenTry>): Refused {
  return open.ok ? refused('code_rejected') : open;
}

interface Loaded extends Situation {
  readonly request: AccessRequest;
  readonly hospital: Hospital;
  readonly seen: IdempotencyRow | undefined;
}

async function load({ ports, who, id, body, key }: Call): Promise<Loaded> {
  const hospital = hospitalOf(id);
  const model = modelOf(body.device);
  const rows = await ports.store.load({
    request: requestRef(id),
    seen: idempotencyRef(who.person, key),
    person: personRef(who.person),
    organisation: organisationRef(who.organisation),
    vendor: vendorRef(hospital, who.organisation),
    hospital: hospitalRef(hospital),
    device: deviceRef(hospital, body.device),
    model: modelRef(model),
    bundle: bundleRef(hospital, model),
  });
  if (!rows.request || !rows.hospital || rows.request.facts.technician !== who.person) throw new Problem('not-found');
  return { ...rows, request: rows.request, hospital: rows.hospital };
}

/** Everything again (R8): grant, approvals, person, organisation, agreement, device, policy and profile. */
function evaluateActivation(rows: Loaded, body: MintBody, now: EpochSeconds): Decision<Terms> {
  const no = firstRefusal(grantChecks(rows, body, now));
  if (no) return no;
  const evaluated = evaluateAccess(rows, rows.request.facts, now);
  if (!evaluated.ok) return evaluated;
  const later = firstRefusal([
    ['policy_changed', isTightened(rows.request, evaluated.value)],
    ['challenge_required', evaluated.value.model.class === 'C' && body.cnonce === undefined],
  ]);
  return later ?? evaluated;
}

function grantChecks(
  { request, hospital, person, device }: Loaded,
  body: MintBody,
  now: EpochSeconds,
): readonly Check[] {
  const status = statusAt(request, now);
  return [
    ['device_mismatch', body.device !== request.facts.device],
    ['person_suspended', person?.status === 'suspended'],
    ['revoked', status === 'revoked'],
    ['access_window_over', status === 'lapsed'],
    ['not_approved', status !== 'approved'],
    ['approval_lost', !request.approvals.every((given) => stillEntitled(given, request, hospital, device))],
  ];
}

/** Approvals still entitled (R8): the role is still held, not suspended, and for where the device stands today. */
function stillEntitled(
  given: AccessRequest['approvals'][number],
  { facts, demand }: AccessRequest,
  hospital: Hospital,
  device: Device | undefined,
): boolean {
  const staff = hospital.staff.find((one) => one.person === given.person);
  const place = { ...facts, site: device?.site ?? facts.site, unit: device?.unit ?? facts.unit };
  return staff !== undefined && rolesFor(staff, place, demand).includes(given.role);
}

type Outcome = { readonly done: Decision<Issued> } | { readonly lost: Conflict };

async function activate(call: Call, rows: Loaded, use: CodeUse): Promise<Outcome> {
  const evaluated = evaluateActivation(rows, call.body, call.now);
  if (!evaluated.ok) return refuse(call, rows, evaluated.code, [returnTry(use)]);
  if (rows.request.status !== 'approved') throw new Error('unreachable: the grant was checked');
  return log(call, rows.request, evaluated.value, use);
}

/** Whether policy or profile now demand more than the approvals that stand. */
function isTightened({ approvals, demand }: AccessRequest, { requirement }: Terms): boolean {
  const roles = approvals.map((given) => given.role);
  return (
    requirement.approvals > roles.length ||
    (requirement.differentRoles && new Set(roles).size < requirement.approvals) ||
    !requirement.mustInclude.every((role) => roles.includes(role)) ||
    (requirement.clinicalRelease && !demand.clinicalRelease)
  );
}

/** Commits the event that says exactly what will be signed. */
async function log(call: Call, request: ApprovedRequest, terms: Terms, use: CodeUse): Promise<Outcome> {
  const { ports, who, body, now } = call;
  const times = activationFor(request, terms, now);
  const data = issuedData(call, request, terms, times);
  const actor: Actor = { person: who.person, role: 'technician', employer: who.organisation, auth: 'oidc+totp' };
  const occasion: Occasion = { at: now, actor, evidence: evidenceOf(terms) };
  const seen: IdempotencyRow = {
    version: 1,
    verb: 'mint-token',
    fingerprint: fingerprintOf(call),
    request: request.id,
    n: request.version + 1,
    session: sessionName(who.session),
    at: now,
  };
  const writes: readonly Write[] = [
    { kind: 'insert', ref: idempotencyRef(who.person, call.key), row: seen, expires: now + REMEMBERED },
    { kind: 'use-code', use },
    { kind: 'unchanged', ref: personRef(who.person), version: terms.person.version },
    { kind: 'unchanged', ref: deviceRef(request.facts.hospital, body.device), version: terms.device.version },
  ];
  const { transition } = stepFor(request.id, request, [{ type: 'token.issued', data }], occasion, writes);
  const lost = await ports.store.commit(transition);
  if (!lost)
    return { done: allowed({ key: terms.hospital.keys.active, data, nbf: times.nbf, bound: terms.model.requireCnf }) };
  if (lost.lost !== 'code') return { lost };
  const rows = await load(call);
  return rows.seen ? issuedBefore(call, rows, rows.seen) : refuse(call, rows, 'code_rejected');
}

function issuedData(
  { ports, who, body }: Call,
  request: ApprovedRequest,
  terms: Terms,
  times: Activation,
): Issued['data'] {
  const jti = toBase64url(ports.random(16));
  const code = releaseCodeFor(who.session, jti, times.exp - times.nbf);
  const cnf = terms.model.requireCnf ? { rc: releaseCodeHash(code, ports.random(16)) } : undefined;
  const signingInput = signingInputFor(request, terms, times, { jti, cnonce: body.cnonce, cnf });
  return { jti, kid: terms.key.kid, exp: times.exp, dur: times.dur, signingInput };
}

/** The token of an earlier call with this key: only in the same session, within a minute, and still approved. */
async function issuedBefore(call: Call, rows: Loaded, seen: IdempotencyRow): Promise<Outcome> {
  const { ports, who, id, now } = call;
  if (seen.verb !== 'mint-token' || seen.request !== id || seen.fingerprint !== fingerprintOf(call)) {
    throw new Problem('idempotency-mismatch');
  }
  if (seen.session !== sessionName(who.session) || now - seen.at > RETRY_WINDOW) throw new Problem('expired');
  const evaluated = evaluateActivation(rows, call.body, now);
  if (!evaluated.ok) return refuse(call, rows, evaluated.code);
  const stored = await ports.ledger.event(requestChain(id), seen.n);
  if (!stored) throw new Problem('audit-unavailable');
  const record = JSON.parse(new TextDecoder().decode(stored.bytes)) as EventRecord & { readonly data: Issued['data'] };
  const { keys } = rows.hospital;
  const key = [keys.active, keys.next].find((one) => one.kid === record.data.kid);
  if (!key) throw new Problem('signer-unavailable');
  const bound = rows.model?.requireCnf === true;
  return { done: allowed({ key, data: record.data, nbf: record.at, bound }) };
}

/** What was asked, without the code: a retry carries the next one. */
function fingerprintOf({ id, body }: Call): Base64url {
  return sha256Base64url(canonicalBytes({ id, device: body.device, cnonce: body.cnonce }));
}

/** The refusal as an event. Where the try cannot be given back, a right code gave it back meanwhile. */
async function refuse(call: Call, rows: Loaded, code: RefusalCode, unused: readonly Write[] = []): Promise<Outcome> {
  const { ports, who, now } = call;
  const actor: Actor = { person: who.person, role: 'technician', employer: who.organisation, auth: 'oidc' };
  const occasion = { at: now, actor, evidence: {} };
  const { transition } = refusalStep(rows.request, 'token.refused', code, occasion, unused);
  const lost = await ports.store.commit(transition);
  if (lost?.lost === 'code') return refuse(call, rows, code);
  return lost ? { lost } : { done: refused(code) };
}
