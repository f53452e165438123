/**
 * A hospital's policy as data: what each tier demands, and where more is demanded than that. What it comes to for one
 * device is in requirement.ts, what makes it unusable in fault.ts and satisfiable.ts, docs/policy.md explains it.
 */
import type { ApproverRole } from '../registry.ts';
import type { Seconds } from '../units.ts';
import { EVERYWHERE, type Where } from './place.ts';
import type { Tier } from './tiers.ts';

/** What a tier demands. */
export interface TierRule {
  /** Different people who must approve; at least 1. */
  readonly approvals: number;
  /** Each approval in a role of its own. */
  readonly differentRoles: boolean;
  /** Roles of which one approval each must come. */
  readonly mustInclude: readonly ApproverRole[];
  /** Time between mint and the start of the session at the device. */
  readonly startWithin: Seconds;
  /** Longest time that one request may ask for. */
  readonly holdCap: Seconds;
  /** T2+: the decision carries the named clinical release (R12). */
  readonly clinicalRelease: boolean;
  /** The hospital says openly that nobody may do this here: it has nobody to approve it, or wants nobody to (R5). */
  readonly closed?: boolean | undefined;
}

/** Some members of a rule; one that is absent changes nothing. */
export type Part<R> = { readonly [K in keyof R]?: R[K] | undefined };

/** What is laid over the tiers' rules at some places. It can only add: the stricter of two wins, member by member. */
export interface Tightening<R extends TierRule = TierRule> extends Where {
  readonly tiers: { readonly [T in Tier]?: Part<R> | undefined };
}

export interface Policy {
  readonly version: number;
  /** Undecided requests die after this (R7). */
  readonly approveWithin: Seconds;
  /** The next on-call group is asked after this (R7). */
  readonly escalateAfter: Seconds;
  /** Cap over a request and all its extensions (R6). */
  readonly totalHoldCap: Seconds;
  readonly tiers: Readonly<Record<Tier, TierRule>>;
  readonly tightenings?: readonly Tightening[] | undefined;
}

/** The longest that a policy may say: of all its hold times together, and of each other time. */
export const LONGEST: { readonly totalHold: Seconds; readonly time: Seconds } = Object.freeze({
  totalHold: 7 * 86_400,
  time: 86_400,
});

/**
 * No request is open for longer after it was submitted, under whatever policy: it is decided within `approveWithin`, begins
 * within `startWithin`, and is held no longer than `totalHoldCap` allows for a whole work order. Nine days.
 */
export const LONGEST_OPEN: Seconds = LONGEST.time + LONGEST.time + LONGEST.totalHold;

const MINUTE = 60;
const HOUR = 3600;

type Demands = Omit<TierRule, 'startWithin' | 'holdCap'>;
const ONE: Demands = { approvals: 1, differentRoles: false, mustInclude: [], clinicalRelease: false };
const TWO: Demands = { approvals: 2, differentRoles: true, mustInclude: [], clinicalRelease: true };

/** The proposal of docs/rules.md; a hospital tightens or widens it inside what R5 accepts. */
export const PROPOSED_POLICY: Policy = Object.freeze<Policy>({
  version: 1,
  approveWithin: 30 * MINUTE,
  escalateAfter: 10 * MINUTE,
  totalHoldCap: 16 * HOUR,
  tiers: {
    T0: { ...ONE, startWithin: 8 * HOUR, holdCap: 8 * HOUR },
    T1: { ...ONE, startWithin: 15 * MINUTE, holdCap: 4 * HOUR },
    T2: { ...ONE, startWithin: 15 * MINUTE, holdCap: 4 * HOUR, clinicalRelease: true },
    T3: { ...TWO, startWithin: 15 * MINUTE, holdCap: 8 * HOUR },
    T4: { ...TWO, startWithin: 5 * MINUTE, holdCap: HOUR, mustInclude: ['security_approver'] },
  },
});

/** A rule with where it bears and where it stands in the policy's JSON, `tightenings/0/tiers/T2`. */
export interface PlacedRule<R extends TierRule = TierRule> {
  readonly path: string;
  readonly where: Where;
  readonly rule: Part<R>;
}

/** Every rule of `policy` for `tier`: first the tier's own, which bears everywhere, then the tightenings'. */
export function rulesOf(policy: Policy, tier: Tier): readonly PlacedRule[] {
  const own: PlacedRule = { path: `tiers/${tier}`, where: EVERYWHERE, rule: policy.tiers[tier] };
  return [own, ...placedRules(policy.tightenings ?? [], tier, 'tightenings')];
}

/** The rules that `tightenings`, which stand at `path`, lay over `tier`. */
export function placedRules<R extends TierRule>(
  tightenings: readonly Tightening<R>[],
  tier: Tier,
  path: string,
): readonly PlacedRule<R>[] {
  return tightenings.flatMap((where, at) => {
    const rule = where.tiers[tier];
    return rule ? [{ path: `${path}/${at}/tiers/${tier}`, where, rule }] : [];
  });
}
