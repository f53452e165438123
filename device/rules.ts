/**
 * Steps 13-21: what the claims must say for this device, at this moment, in this state. Read top to bottom: the first
 * row that breaks gives the code. Comparisons are the profile's own, negated, so that what is no number refuses. Only
 * step 17's types stand outside, in claim-set.ts, between the first two tables.
 */

import type { ClaimSet } from './claim-set.ts';
import type { Code, DeviceClass, Lim } from './claims.ts';
import { Rejected } from './rejected.ts';
import { type Durable, hasRoom, isUsedUp, NO_RECORD } from './store.ts';
import type { Moment, TokenKey, Trust } from './trust.ts';

/** The one outstanding challenge (section 7): 16 bytes in base64url, and the uptime at which it was made. */
export interface Challenge {
  readonly v: string;
  readonly at: number;
}

/** What the device knows when a token is presented. */
export interface DeviceState {
  readonly durable: Durable;
  readonly challenge: Challenge | undefined;
  readonly isBusy: boolean;
}

/** Everything a row may look at; `lim` has passed step 17's types, or is not looked at yet. */
export interface Presented {
  readonly claims: ClaimSet;
  /** `claims.scope`, cut at its spaces. */
  readonly scopes: readonly string[];
  readonly key: TokenKey;
  readonly trust: Trust;
  readonly state: DeviceState;
  readonly moment: Moment;
}
export interface Limited extends Presented {
  readonly lim: Lim;
}

type Row<T> = readonly [step: number, code: Code, breaks: (presented: T) => boolean];

export const ADDRESS_RULES: readonly Row<Presented>[] = Object.freeze([
  [13, 'E_VERSION', ({ claims }) => claims.ver !== 1],
  [14, 'E_ISS', ({ claims, key }) => claims.iss !== key.iss],
  [14, 'E_ISS', ({ claims, trust }) => claims.iss !== trust.owner?.hospital],
  [15, 'E_AUD', ({ claims, trust }) => claims.aud !== trust.pinned.id],
  [15, 'E_AUD', ({ key, trust }) => !trust.pinned.id.startsWith(key.aud_prefix)],
  [16, 'E_SCOPE', ({ scopes }) => new Set(scopes).size !== scopes.length],
  [16, 'E_SCOPE', ({ scopes, key }) => !scopes.every((name) => key.scopes.includes(name))],
  [16, 'E_SCOPE', ({ scopes, trust }) => !scopes.every((name) => trust.pinned.scopes.includes(name))],
]);

export const LIMIT_RULES: readonly Row<Limited>[] = Object.freeze([
  [17, 'E_DURATION', ({ lim, key, trust }) => !(lim.dur <= Math.min(key.max_dur, trust.pinned.max_dur))],
  [17, 'E_LIMIT', ({ lim, trust }) => !(usesOf(lim) <= trust.pinned.max_use)],
  [18, 'E_TIME_ORDER', ({ claims }) => !(claims.nbf < claims.exp && claims.iat < claims.exp)],
  [
    18,
    'E_LIFETIME',
    ({ claims: { exp, nbf }, key, trust }) => !(exp - nbf <= Math.min(key.max_life, trust.pinned.max_life)),
  ],
  [18, 'E_LIFETIME', ({ claims, trust }) => !(claims.nbf - claims.iat <= trust.pinned.max_prebook)],
  [19, 'E_KEY_TIME', ({ claims, key }) => !(key.nbf <= claims.iat && claims.iat <= key.naf)],
]);

/** A device with a clock never falls back to the rules of class C: a broken clock is repaired, not worked around. */
const CLOCK_RULES: readonly Row<Limited>[] = Object.freeze([
  [20, 'E_NONCE', ({ claims, state }) => claims.cnonce !== undefined && claims.cnonce !== state.challenge?.v],
  [20, 'E_CLOCK', ({ moment, trust, state }) => !(wallClock(moment) >= state.durable.floor - trust.pinned.skew)],
  [20, 'E_NOT_YET', ({ claims, moment, trust }) => !(claims.iat <= wallClock(moment) + trust.pinned.skew)],
  [20, 'E_NOT_YET', ({ claims, moment, trust }) => !(claims.nbf <= wallClock(moment) + trust.pinned.skew)],
  [20, 'E_EXPIRED', ({ claims, moment, trust }) => !(wallClock(moment) < claims.exp + trust.pinned.skew)],
  [20, 'E_KEY_TIME', ({ key, moment, trust }) => !(wallClock(moment) <= key.naf + trust.pinned.skew)],
]);

/** No claim is compared with a clock here, whatever the clock says: freshness is the device's own challenge. */
const CHALLENGE_RULES: readonly Row<Limited>[] = Object.freeze([
  [20, 'E_NONCE_MISSING', ({ claims }) => claims.cnonce === undefined],
  [20, 'E_NONCE_NONE', ({ state }) => state.challenge === undefined],
  [20, 'E_NONCE_EXPIRED', ({ state, moment, trust }) => !(ageOf(state, moment) <= trust.pinned.nonce_ttl)],
  [20, 'E_NONCE', ({ claims, state }) => claims.cnonce !== state.challenge?.v],
]);

export const FRESHNESS_RULES: Readonly<Record<DeviceClass, readonly Row<Limited>[]>> = Object.freeze({
  A: CLOCK_RULES,
  B: CLOCK_RULES,
  C: CHALLENGE_RULES,
});

export const USE_RULES: readonly Row<Limited>[] = Object.freeze([
  [21, 'E_REVOKED', ({ claims, trust }) => trust.bundle?.revokedJtis.has(claims.jti) !== false],
  [21, 'E_REPLAY', ({ claims, lim, state }) => isUsedUp(recordOf(claims, state), usesOf(lim))],
  [21, 'E_BUDGET', ({ claims, lim, state }) => !(recordOf(claims, state).spent < lim.dur)],
  [21, 'E_STORE_FULL', ({ claims, state, trust: { pinned } }) => !hasRoom(state.durable, claims.jti, pinned)],
  [21, 'E_BUSY', ({ state }) => state.isBusy],
]);

/** Throws the code of the first row that breaks. */
export function refuseBy<T>(rules: readonly Row<T>[], presented: T): void {
  for (const row of rules) if (row[2](presented)) throw new Rejected(row[1]);
}

/** Absent means one start (section 1). */
function usesOf(lim: Lim): number {
  return lim.use ?? 1;
}

/** NaN while the clock is not set, so that every comparison with it is false and refuses. */
function wallClock(moment: Moment): number {
  return moment.now ?? Number.NaN;
}

function ageOf(state: DeviceState, moment: Moment): number {
  return moment.uptime - (state.challenge?.at ?? -Infinity);
}

function recordOf(claims: ClaimSet, state: DeviceState) {
  return state.durable.tokens.get(claims.jti) ?? NO_RECORD;
}
