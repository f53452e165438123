/**
 * What a policy demands of a request for one device: the tier's rule, the life-cycle stage and the hospital's tightenings,
 * put together by one combinator. The stricter of two wins, whichever says it, so nothing laid over a rule loosens it.
 */
import { APPROVER_ROLES } from '../access/demand.ts';
import { bears, type Place } from './place.ts';
import {
  type Part,
  type PlacedRule,
  type Policy,
  placedRules,
  rulesOf,
  type TierRule,
  type Tightening,
} from './policy.ts';
import type { Tier } from './tiers.ts';

const HOUR = 3600;

/** What is demanded for a tier on a device, with the documents that must be in force. */
export interface Requirement extends TierRule {
  readonly closed: boolean;
  readonly controlsAttested: boolean;
  readonly agreement: boolean;
  readonly riskAcceptance: boolean;
}

const ATTESTED: Part<Requirement> = { controlsAttested: true };
/** Past support, T3 and T4. */
const LAST: Part<Requirement> = {
  approvals: 2,
  holdCap: HOUR,
  agreement: true,
  riskAcceptance: true,
  mustInclude: ['security_approver'],
};

/** What the life-cycle stage demands of every hospital (IMDRF N70, docs/rules.md). */
const BY_STAGE: readonly Tightening<Requirement>[] = Object.freeze([
  { stages: ['limited_support'], tiers: { T2: { holdCap: 2 * HOUR }, T3: ATTESTED, T4: ATTESTED } },
  { stages: ['end_of_support'], tiers: { T2: { approvals: 2, holdCap: HOUR, agreement: true }, T3: LAST, T4: LAST } },
]);

/** The stage's rules for `tier`, which stand in every policy without being written there. */
export function stageRules(tier: Tier): readonly PlacedRule<Requirement>[] {
  return placedRules(BY_STAGE, tier, 'stages');
}

/** What `policy` demands for `tier` on a device at `place`; an unknown stage counts as end_of_support (R1). */
export function requirementFor(policy: Policy, tier: Tier, place: Place): Requirement {
  const own = policy.tiers[tier];
  const base: Requirement = {
    ...own,
    closed: own.closed === true,
    controlsAttested: false,
    agreement: false,
    riskAcceptance: false,
  };
  return [...stageRules(tier), ...rulesOf(policy, tier)]
    .filter(({ where }) => bears(where, place))
    .reduce((rule, { rule: other }) => stricterOf(rule, other), base);
}

/** The stricter of two rules, member by member: at least as strict as either. Named roles are people, so they are counted. */
export function stricterOf(a: Requirement, b: Part<Requirement>): Requirement {
  const named = [...a.mustInclude, ...(b.mustInclude ?? [])];
  const mustInclude = APPROVER_ROLES.filter((role) => named.includes(role));
  return {
    approvals: Math.max(a.approvals, b.approvals ?? 0, mustInclude.length),
    differentRoles: a.differentRoles || b.differentRoles === true,
    mustInclude,
    startWithin: Math.min(a.startWithin, b.startWithin ?? a.startWithin),
    holdCap: Math.min(a.holdCap, b.holdCap ?? a.holdCap),
    clinicalRelease: a.clinicalRelease || b.clinicalRelease === true,
    closed: a.closed || b.closed === true,
    controlsAttested: a.controlsAttested || b.controlsAttested === true,
    agreement: a.agreement || b.agreement === true,
    riskAcceptance: a.riskAcceptance || b.riskAcceptance === true,
  };
}
