/**
 * Enrols a one-time code (architecture 7): begun with a sign-in not older than five minutes, confirmed by a code of the
 * new secret; replacing one takes a code of the old. The secret is sealed by KMS for this person and purpose only.
 */
import type { Actor, PersonEvent } from '../access/events.ts';
import type { ConfirmCodeBody } from '../contract.ts';
import { enrolmentRef, organisationRef, personChain, personHeadRef, personRef } from '../keys.ts';
import type { Identity, Ports, Write } from '../ports.ts';
import { allowed, type Decision, firstRefusal, Problem, refused } from '../problems.ts';
import type { Organisation, Person } from '../registry.ts';
import type { Enrolment } from '../rows.ts';
import { fromBase64url, toBase64url } from '../token/base64url.ts';
import type { EpochSeconds, Seconds } from '../units.ts';
import { checkCode, reserveCode, sealContext } from './check-code.ts';
import { personStep, refusalsToday } from './refused-request.ts';
import { settle } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'credentials' | 'sealer' | 'codes'>;

const FRESH_SIGN_IN: Seconds = 300;
const TO_CONFIRM: Seconds = 600;
/** Stands for a missing old code: six digits, so that whether one is enrolled is looked up; it is never accepted. */
const NO_CODE = '000000';
/** Confirmations tried against one new secret. */
const MAX_CONFIRMATIONS = 5;

/** What the authenticator app needs; shown once, to the person himself. */
export interface NewSecret {
  readonly uri: string;
  readonly confirmBy: EpochSeconds;
}

/** Whether the sign-in is young enough to enrol a code: five minutes (architecture 7). */
export function isFreshSignIn({ authenticatedAt }: Identity, now: EpochSeconds): boolean {
  return now - authenticatedAt <= FRESH_SIGN_IN;
}

/** Makes a secret that counts only once confirmed. */
export async function beginEnrolment(ports: Needs, who: Identity, now: EpochSeconds): Promise<Decision<NewSecret>> {
  if (!isFreshSignIn(who, now)) {
    throw new Problem('unauthenticated', {
      detail: 'Sign in again: enrolling takes a sign-in of the last five minutes.',
    });
  }
  return settle<Decision<NewSecret>>(async () => {
    const rows = await ports.store.load({
      person: personRef(who.person),
      organisation: organisationRef(who.organisation),
      before: enrolmentRef(who.person),
    });
    const no = firstRefusal([
      ['person_unknown', !rows.person || !rows.organisation],
      ['person_suspended', rows.person?.status === 'suspended'],
      ['organisation_suspended', isStopped(rows.person, rows.organisation)],
    ]);
    if (no) return { done: no };
    const secret = ports.codes.newSecret();
    const sealed = await ports.sealer.seal(secret, sealContext(who.organisation, who.person));
    const row: Enrolment = {
      version: (rows.before?.version ?? 0) + 1,
      sealed: toBase64url(sealed),
      until: now + TO_CONFIRM,
      confirmations: 0,
    };
    const lost = await ports.store.commit({ events: [], writes: [placed(who, rows.before, row)] });
    if (lost) return { lost };
    const uri = ports.codes.uri(
      secret,
      `Wardkey ${rows.organisation?.name ?? ''}`.trim(),
      rows.person?.email ?? who.person,
    );
    return { done: allowed({ uri, confirmBy: row.until }) };
  });
}

/** Nobody readies a code for the day on which his organisation is let act again (R17). */
function isStopped(person: Person | undefined, organisation: Organisation | undefined): boolean {
  return organisation?.status !== 'active' || person?.organisation !== organisation.id;
}

function placed(who: Identity, before: Enrolment | undefined, row: Enrolment): Write {
  const ref = enrolmentRef(who.person);
  return before
    ? { kind: 'replace', ref, row, version: before.version, expires: row.until }
    : { kind: 'insert', ref, row, expires: row.until };
}

/** Makes the new secret count, if `code` is of it and, where there was one before, `oldCode` of the old. */
export async function confirmEnrolment(
  ports: Needs,
  who: Identity,
  body: ConfirmCodeBody,
  now: EpochSeconds,
): Promise<Decision<{ readonly enrolled: true }>> {
  const pending = await reserveConfirmation(ports, who, now);
  if (!pending.ok) return pending;
  const { enrolment } = pending.value;
  const sealed = fromBase64url(enrolment.sealed);
  const secret = await ports.sealer.unseal(sealed, sealContext(who.organisation, who.person));
  const step = await ports.codes.check(secret, body.code, now, 0);
  if (step === undefined) return refused('code_rejected');
  const old = await oldCode(ports, who, body, now);
  if (!old.ok) return old;
  return record(ports, who, pending.value, { sealed, step, replaces: old.value }, now);
}

interface Confirming {
  readonly person: Person;
  readonly enrolment: Enrolment;
}

/** Counts the try before it is evaluated: five in all, however many come at once. */
function reserveConfirmation(ports: Needs, who: Identity, now: EpochSeconds): Promise<Decision<Confirming>> {
  return settle<Decision<Confirming>>(async () => {
    const { person, organisation, enrolment } = await ports.store.load({
      person: personRef(who.person),
      organisation: organisationRef(who.organisation),
      enrolment: enrolmentRef(who.person),
    });
    if (!person) return { done: refused('person_unknown') };
    if (person.status !== 'active') return { done: refused('person_suspended') };
    if (isStopped(person, organisation)) return { done: refused('organisation_suspended') };
    if (!enrolment || now >= enrolment.until) throw new Problem('expired');
    if (enrolment.confirmations >= MAX_CONFIRMATIONS) return { done: refused('tries_exhausted') };
    const row = { ...enrolment, version: enrolment.version + 1, confirmations: enrolment.confirmations + 1 };
    const lost = await ports.store.commit({ events: [], writes: [placed(who, enrolment, row)] });
    return lost ? { lost } : { done: allowed({ person, enrolment: row }) };
  });
}

/** The old secret's row, and the step of its code that allows the replacement. */
interface OldCode {
  readonly version: number;
  readonly step: number;
}

/** The version of the old secret's row, or undefined where none was enrolled. */
async function oldCode(
  ports: Needs,
  who: Identity,
  body: ConfirmCodeBody,
  now: EpochSeconds,
): Promise<Decision<OldCode | undefined>> {
  const open = await reserveCode(ports, who.person, who.session, body.oldCode ?? NO_CODE, now);
  if (!open.ok) return open.code === 'code_not_enrolled' ? allowed(undefined) : open;
  if (body.oldCode === undefined) return refused('code_rejected');
  const use = await checkCode(ports, open.value, body.oldCode, now);
  return use.ok ? allowed({ version: open.value.reserved.version, step: use.value.step }) : use;
}

async function record(
  ports: Needs,
  who: Identity,
  { person, enrolment }: Confirming,
  fresh: { readonly sealed: Uint8Array; readonly step: number; readonly replaces: OldCode | undefined },
  now: EpochSeconds,
): Promise<Decision<{ readonly enrolled: true }>> {
  const chain = personChain(who.organisation, who.person);
  const { head } = await ports.store.load({ head: personHeadRef(chain) });
  const replaced = fresh.replaces !== undefined;
  const event: PersonEvent = { type: 'credential.enrolled', data: { replaced } };
  const actor: Actor = {
    person: who.person,
    role: 'self',
    employer: who.organisation,
    auth: replaced ? 'oidc+totp' : 'oidc',
  };
  const occasion = { at: now, actor, evidence: { person: person.version } };
  const writes: readonly Write[] = [
    {
      kind: 'enrol',
      person: who.person,
      organisation: who.organisation,
      sealed: fresh.sealed,
      lastStep: fresh.step,
      at: now,
      ...(fresh.replaces && { replaces: fresh.replaces }),
    },
    placed(who, enrolment, { ...enrolment, version: enrolment.version + 1, until: now }),
    { kind: 'unchanged', ref: personRef(who.person), version: person.version },
  ];
  const lost = await ports.store.commit(personStep(chain, head, [event], occasion, refusalsToday(head, now), writes));
  if (lost) throw new Problem('in-progress');
  return allowed({ enrolled: true });
}
