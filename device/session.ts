/**
 * The device at work: boot, challenge, present, charge, end. Holds the two promises that need more than a decision:
 * a use is durable before service opens (step 23, COMMIT then GRANT), and session time is charged before it is used.
 */
import type { Input } from './binding.ts';
import { challengeFrom } from './challenge.ts';
import type { Claims, DocumentKind, EpochSeconds, UptimeSeconds } from './claims.ts';
import { applyDocument } from './documents.ts';
import { random16 } from './p256.ts';
import { Rejected, WrongCode } from './rejected.ts';
import type { Challenge } from './rules.ts';
import { type Durable, NO_RECORD, type Store, type TokenRecord, withToken } from './store.ts';
import type { Moment, Trust } from './trust.ts';
import { verifyToken } from './verify.ts';

/** Seconds of a session are paid for in slices, so that a power cut can only lose time, never gain it. */
const SLICE = 60;
/** At most one attempt a second (section 5). */
const ATTEMPT_GAP = 1;

/** A running session. Its time is by the monotonic clock on every class (section 5). */
export interface Session {
  readonly claims: Claims;
  /** Uptime up to which time has been charged to the token. */
  readonly paidUntil: UptimeSeconds;
}

/** A device between switching on and off. What is not in `store` ends with the power. */
export interface Device {
  trust: Trust;
  readonly store: Store;
  challenge: Challenge | undefined;
  session: Session | undefined;
  lastAttempt: UptimeSeconds | undefined;
}

/** A signed document as the device keeps it, to be verified again at every boot. */
export interface StoredDocument {
  readonly kind: DocumentKind;
  readonly envelope: unknown;
}

/**
 * Switches on: verifies the stored documents again in the order in which they were first applied, compares them with
 * the counters, counts the boot.
 *
 * @param trust the pinned root and no document (pinnedTrust)
 * @throws Rejected a document's code; E_META_ROLLBACK if storage gives back an older one; E_STORE
 */
export function bootDevice(trust: Trust, documents: readonly StoredDocument[], store: Store): Device {
  const durable = store.read();
  const standing = applyStored({ ...trust, versions: { ...durable.versions, root: trust.root.version } }, documents);
  if (standing.root.version < durable.versions.root) throw new Rejected('E_META_ROLLBACK');
  const floor = Math.max(durable.floor, trust.pinned.built);
  commit(store, { ...durable, floor, boots: durable.boots + 1, versions: standing.versions });
  return { trust: standing, store, challenge: undefined, session: undefined, lastAttempt: undefined };
}

/** No clock is asked: a stored bundle met the clock when it first came, and a clock set back must not undo that. */
function applyStored(trust: Trust, documents: readonly StoredDocument[]): Trust {
  const timeless: Moment = { now: null, uptime: 0 };
  return documents.reduce((held, { kind, envelope }) => applyDocument(held, kind, envelope, timeless), trust);
}

/**
 * Applies a document that came with a visit.
 *
 * @param keep stores the document durably beside those that stand; called once it is accepted. Kept before counted: a
 *   power cut between the two leaves a document newer than its counter, which the next boot accepts
 * @throws Rejected, with nothing changed
 */
export function receiveDocument(
  device: Device,
  document: StoredDocument,
  moment: Moment,
  keep: (accepted: StoredDocument) => void,
): void {
  const trust = applyDocument(device.trust, document.kind, document.envelope, moment);
  keep(document);
  commit(device.store, { ...device.store.read(), versions: trust.versions });
  device.trust = trust;
}

/** Makes the one outstanding challenge; an earlier one is dead from here on, also if making this one fails. */
export function makeChallenge(device: Device, uptime: UptimeSeconds, random = random16): Challenge {
  device.challenge = undefined;
  device.challenge = challengeFrom(random(), uptime);
  return device.challenge;
}

/** The device's front door: presentToken, at most once a second. */
export function attemptToken(device: Device, token: string | Uint8Array, moment: Moment, input: Input): Claims {
  const { lastAttempt } = device;
  if (lastAttempt !== undefined && moment.uptime < lastAttempt + ATTEMPT_GAP) throw new Rejected('E_RATE');
  device.lastAttempt = moment.uptime;
  return presentToken(device, token, moment, input);
}

/**
 * Steps 1-23: returns only after the use stands in the store and was read back. A refusal leaves the jti and the
 * challenge as they were, but for a wrong release code, which is counted, and a challenge too old, which is dropped.
 *
 * @throws Rejected
 */
export function presentToken(device: Device, token: string | Uint8Array, moment: Moment, input: Input): Claims {
  const durable = device.store.read();
  const state = { durable, challenge: device.challenge, isBusy: device.session !== undefined };
  try {
    const claims = verifyToken(token, device.trust, state, moment, input);
    return startSession(device, durable, claims, moment.uptime);
  } catch (refusal) {
    settleRefusal(device, durable, refusal);
    throw refusal;
  }
}

/** COMMIT: the start, its first slice and the floor in one write. Then GRANT. */
function startSession(device: Device, durable: Durable, claims: Claims, uptime: UptimeSeconds): Claims {
  const record = durable.tokens.get(claims.jti) ?? { ...NO_RECORD, exp: claims.exp };
  const slice = Math.min(SLICE, claims.lim.dur - record.spent);
  const started = { ...record, starts: record.starts + 1, spent: record.spent + slice };
  const floor = device.trust.pinned.class === 'C' ? durable.floor : Math.max(durable.floor, claims.iat);
  commitToken(device, { ...durable, floor }, claims.jti, started);
  device.challenge = undefined;
  device.session = { claims, paidUntil: uptime + slice };
  return claims;
}

function settleRefusal(device: Device, durable: Durable, refusal: unknown): void {
  if (refusal instanceof Rejected && refusal.code === 'E_NONCE_EXPIRED') device.challenge = undefined;
  if (!(refusal instanceof WrongCode)) return;
  const record = durable.tokens.get(refusal.jti) ?? { ...NO_RECORD, exp: refusal.exp };
  commitToken(device, durable, refusal.jti, { ...record, bad: record.bad + 1 });
}

/**
 * Asks whether the session may go on at `uptime`, and pays for the next slice if the last is used up. The device asks
 * at least once a second; when the answer is false, the session is over.
 *
 * @throws Rejected E_STORE, with the session ended: time that cannot be charged is not given
 */
export function maySessionGoOn(device: Device, uptime: UptimeSeconds): boolean {
  const { session } = device;
  if (session === undefined) return false;
  if (uptime < session.paidUntil) return true;
  device.session = undefined;
  const durable = device.store.read();
  const record = durable.tokens.get(session.claims.jti);
  const left = record === undefined ? 0 : session.claims.lim.dur - record.spent;
  if (record === undefined || left <= 0) return false;
  const slice = Math.min(SLICE, left);
  commitToken(device, durable, session.claims.jti, { ...record, spent: record.spent + slice });
  device.session = { claims: session.claims, paidUntil: session.paidUntil + slice };
  return maySessionGoOn(device, uptime);
}

/** Logout, idle, medium removed, alarm interlock: what was paid for is not given back. */
export function endSession(device: Device): void {
  device.session = undefined;
}

/** An orderly shutdown raises the floor to the wall clock, if it is set and the device has one to trust. */
export function shutDown(device: Device, now: EpochSeconds | null): void {
  endSession(device);
  if (now === null || device.trust.pinned.class === 'C') return;
  const durable = device.store.read();
  commit(device.store, { ...durable, floor: Math.max(durable.floor, now) });
}

function commit(store: Store, durable: Durable): void {
  store.commit({ ...durable, revision: durable.revision + 1 });
}

function commitToken({ store, trust }: Device, durable: Durable, jti: string, record: TokenRecord): void {
  store.commit(withToken(durable, jti, record, trust.pinned));
}
