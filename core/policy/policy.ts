/**
 * A hospital's policy and what it demands of a request: tiers, life-cycle stage (which only tightens), and R5: a
 * policy that nobody could satisfy is refused when loaded and when used.
 */
import { APPROVER_ROLES } from '../access/demand.ts';
import type { ApproverRole, Stage } from '../registry.ts';
import type { Seconds } from '../units.ts';
import { compareTiers, TIERS, type Tier } from './tiers.ts';

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
}

const MINUTE = 60;
const HOUR = 3600;

type Demands = Omit<TierRule, 'startWithin' | 'holdCap'>;
const ONE: Demands = { approvals: 1, differentRoles: false, mustInclude: [], clinicalRelease: false };
const TWO: Demands = { approvals: 2, differentRoles: true, mustInclude: [], clinicalRelease: true };

/** The proposal of docs/rules.md; a hospital tightens or widens it inside what {@link policyFault} accepts. */
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

/** Why `policy` can never be used, as a path into it, or undefined. Zero and negative demands are faults (R5). */
export function policyFault(policy: Policy): string | undefined {
  const whole: readonly [string, number][] = [
    ['approveWithin', policy.approveWithin],
    ['escalateAfter', policy.escalateAfter],
    ['totalHoldCap', policy.totalHoldCap],
    ...TIERS.flatMap((tier): [string, number][] => [
      [`tiers/${tier}/approvals`, policy.tiers[tier].approvals],
      [`tiers/${tier}/startWithin`, policy.tiers[tier].startWithin],
      [`tiers/${tier}/holdCap`, policy.tiers[tier].holdCap],
    ]),
  ];
  const bad = whole.find(([, value]) => !Number.isSafeInteger(value) || value < 1);
  if (bad) return bad[0];
  const scattered = TIERS.find((tier) => asksMoreRolesThanThereAre(policy.tiers[tier]));
  if (scattered) return `tiers/${scattered}/approvals`;
  const crowded = TIERS.find((tier) => cannotBeMet(policy.tiers[tier]));
  return crowded && `tiers/${crowded}/mustInclude`;
}

function asksMoreRolesThanThereAre({ differentRoles, approvals }: TierRule): boolean {
  return differentRoles && approvals > APPROVER_ROLES.length;
}

/** A role named twice would be two people to one reader and one to another, so it is a fault. */
function cannotBeMet({ mustInclude, approvals }: TierRule): boolean {
  return mustInclude.length > approvals || new Set(mustInclude).size !== mustInclude.length;
}

/** What a tier demands on a device of this stage, with the documents that must be in force. */
export interface Requirement extends TierRule {
  readonly controlsAttested: boolean;
  readonly agreement: boolean;
  readonly riskAcceptance: boolean;
}

/** Stage tightens, never loosens: [stage, the lowest and the highest tier, what is laid over the tier's rule]. */
const TIGHTENINGS: readonly (readonly [Stage, Tier, Tier, (rule: Requirement) => Requirement])[] = Object.freeze([
  ['limited_support', 'T2', 'T2', (rule) => ({ ...rule, holdCap: Math.min(rule.holdCap, 2 * HOUR) })],
  ['limited_support', 'T3', 'T4', (rule) => ({ ...rule, controlsAttested: true })],
  [
    'end_of_support',
    'T2',
    'T4',
    (rule) => ({
      ...rule,
      approvals: Math.max(rule.approvals, 2),
      holdCap: Math.min(rule.holdCap, HOUR),
      agreement: true,
    }),
  ],
  [
    'end_of_support',
    'T3',
    'T4',
    (rule) => {
      const mustInclude = [...new Set<ApproverRole>([...rule.mustInclude, 'security_approver'])];
      return { ...rule, riskAcceptance: true, mustInclude, approvals: Math.max(rule.approvals, mustInclude.length) };
    },
  ],
]);

/** What `policy` demands for `tier` on a device in `stage`; an unknown stage counts as end_of_support (R1). */
export function requirementFor(policy: Policy, tier: Tier, stage: Stage | 'unknown'): Requirement {
  const known = stage === 'unknown' ? 'end_of_support' : stage;
  const base: Requirement = {
    ...policy.tiers[tier],
    controlsAttested: false,
    agreement: false,
    riskAcceptance: false,
  };
  return TIGHTENINGS.filter(
    ([at, from, to]) => at === known && compareTiers(tier, from) >= 0 && compareTiers(tier, to) <= 0,
  ).reduce((rule, [, , , tighten]) => tighten(rule), base);
}
