/** Generated policies of few places, so that tightenings meet, contain and miss each other often. */
import fc from 'fast-check';
import { APPROVER_ROLES } from '../../../core/access/demand.ts';
import type { Place, Where } from '../../../core/policy/place.ts';
import { type Policy, PROPOSED_POLICY, type Tightening } from '../../../core/policy/policy.ts';
import type { Requirement } from '../../../core/policy/requirement.ts';
import type { Stage } from '../../../core/registry.ts';

const SITES = ['main', 'annex'];
const UNITS = ['ICU 3', 'OR 4'];
const MODELS = ['gs1:01/09521000001015', 'gs1:01/09521000001022'];
const STAGES: readonly Stage[] = ['support', 'limited_support', 'end_of_support'];

/** Every place of those names, one that no policy names included, in every stage. */
export const PLACES: readonly Place[] = [...SITES, 'other'].flatMap((site) =>
  [...UNITS, 'other'].flatMap((unit) =>
    [...MODELS, 'other'].flatMap((model) =>
      [...STAGES, 'unknown' as const].map((stage) => ({ site, unit, model, stage })),
    ),
  ),
);

const RULE = {
  approvals: fc.integer({ min: 1, max: 5 }),
  differentRoles: fc.boolean(),
  mustInclude: fc.subarray([...APPROVER_ROLES], { maxLength: 3 }),
  startWithin: fc.constantFrom(60, 300, 900),
  holdCap: fc.constantFrom(600, 3_600, 14_400),
  clinicalRelease: fc.boolean(),
  closed: fc.boolean(),
};

const wholeRule = fc
  .record(RULE)
  .map((rule) => ({ ...rule, approvals: Math.max(rule.approvals, rule.mustInclude.length) }));
const partRule = fc.record(RULE, { requiredKeys: [] });

const where: fc.Arbitrary<Where> = fc.record(
  {
    sites: fc.subarray(SITES),
    units: fc.subarray(UNITS),
    models: fc.subarray(MODELS),
    stages: fc.subarray([...STAGES]),
  },
  { requiredKeys: [] },
);

/** Tiers on both sides of every line that the rules draw: two are enough, T1 and T3. */
export const TIERS_TRIED = ['T1', 'T3'] as const;

export const tightenings: fc.Arbitrary<Tightening> = fc
  .tuple(where, fc.record({ T1: partRule, T3: partRule }, { requiredKeys: [] }))
  .map(([at, tiers]) => ({ ...at, tiers }));

export const requirements: fc.Arbitrary<Requirement> = fc.record({
  ...RULE,
  mustInclude: fc.subarray([...APPROVER_ROLES], { maxLength: 1 }),
  controlsAttested: fc.boolean(),
  agreement: fc.boolean(),
  riskAcceptance: fc.boolean(),
});

export const policies: fc.Arbitrary<Policy> = fc
  .record({
    T1: wholeRule,
    T3: wholeRule,
    approveWithin: fc.constantFrom(900, 1_800),
    totalHoldCap: fc.constantFrom(28_800, 57_600),
    tightenings: fc.array(tightenings, { maxLength: 3 }),
  })
  .map(({ T1, T3, ...rest }) => ({ ...PROPOSED_POLICY, ...rest, tiers: { ...PROPOSED_POLICY.tiers, T1, T3 } }));
