import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Place } from '../../../core/policy/place.ts';
import { type Part, type Policy, PROPOSED_POLICY, type TierRule } from '../../../core/policy/policy.ts';
import { type Requirement, requirementFor, stricterOf } from '../../../core/policy/requirement.ts';
import type { Tier } from '../../../core/policy/tiers.ts';
import type { ApproverRole, Stage } from '../../../core/registry.ts';
import { requirements } from './any-policy.ts';

const SECURITY: readonly ApproverRole[] = ['security_approver'];
/** A pump in intensive care. */
const ICU: Place = { site: 'main', unit: 'ICU 3', model: 'gs1:01/09521000001015', stage: 'support' };
const NONE: readonly ApproverRole[] = [];
const [M15, H1, H2, H4, H8] = [900, 3_600, 7_200, 14_400, 28_800] as const;

type Cell = readonly [
  tier: Tier,
  stage: Stage | 'unknown',
  approvals: number,
  mustInclude: readonly ApproverRole[],
  startWithin: number,
  holdCap: number,
  papers: string,
];

/** Tier x stage, as the domain has it. Papers: c controls attested, a agreement, r risk acceptance. */
const DEMANDS: readonly Cell[] = [
  ['T0', 'development', 1, NONE, H8, H8, ''],
  ['T0', 'support', 1, NONE, H8, H8, ''],
  ['T0', 'limited_support', 1, NONE, H8, H8, ''],
  ['T0', 'end_of_support', 1, NONE, H8, H8, ''],
  ['T0', 'unknown', 1, NONE, H8, H8, ''],
  ['T1', 'development', 1, NONE, M15, H4, ''],
  ['T1', 'support', 1, NONE, M15, H4, ''],
  ['T1', 'limited_support', 1, NONE, M15, H4, ''],
  ['T1', 'end_of_support', 1, NONE, M15, H4, ''],
  ['T1', 'unknown', 1, NONE, M15, H4, ''],
  ['T2', 'development', 1, NONE, M15, H4, ''],
  ['T2', 'support', 1, NONE, M15, H4, ''],
  ['T2', 'limited_support', 1, NONE, M15, H2, ''],
  ['T2', 'end_of_support', 2, NONE, M15, H1, 'a'],
  ['T2', 'unknown', 2, NONE, M15, H1, 'a'],
  ['T3', 'development', 2, NONE, M15, H8, ''],
  ['T3', 'support', 2, NONE, M15, H8, ''],
  ['T3', 'limited_support', 2, NONE, M15, H8, 'c'],
  ['T3', 'end_of_support', 2, SECURITY, M15, H1, 'ar'],
  ['T3', 'unknown', 2, SECURITY, M15, H1, 'ar'],
  ['T4', 'development', 2, SECURITY, 300, H1, ''],
  ['T4', 'support', 2, SECURITY, 300, H1, ''],
  ['T4', 'limited_support', 2, SECURITY, 300, H1, 'c'],
  ['T4', 'end_of_support', 2, SECURITY, 300, H1, 'ar'],
  ['T4', 'unknown', 2, SECURITY, 300, H1, 'ar'],
];

function policyWith(tier: Tier, rule: Partial<TierRule>): Policy {
  const { tiers } = PROPOSED_POLICY;
  return { ...PROPOSED_POLICY, tiers: { ...tiers, [tier]: { ...tiers[tier], ...rule } } };
}

describe('requirementFor the proposed policy', () => {
  test.each(DEMANDS)('%s in %s: %d approvals', (tier, stage, approvals, mustInclude, startWithin, holdCap, papers) => {
    expect(requirementFor(PROPOSED_POLICY, tier, { ...ICU, stage })).toEqual({
      approvals,
      differentRoles: tier === 'T3' || tier === 'T4',
      mustInclude,
      startWithin,
      holdCap,
      clinicalRelease: tier === 'T2' || tier === 'T3' || tier === 'T4',
      closed: false,
      controlsAttested: papers.includes('c'),
      agreement: papers.includes('a'),
      riskAcceptance: papers.includes('r'),
    });
  });
});

describe('requirementFor a policy that is stricter than its stage', () => {
  test('keeps what the hospital demands', () => {
    const strict = policyWith('T2', { approvals: 3, holdCap: 600 });
    expect(requirementFor(strict, 'T2', { ...ICU, stage: 'end_of_support' })).toMatchObject({
      approvals: 3,
      holdCap: 600,
    });
    expect(requirementFor(strict, 'T2', { ...ICU, stage: 'limited_support' })).toMatchObject({
      approvals: 3,
      holdCap: 600,
    });
  });

  test('asks for a third person where two named roles and security are needed', () => {
    const named = policyWith('T3', { mustInclude: ['htm_approver', 'clinical_owner'] });
    expect(requirementFor(named, 'T3', { ...ICU, stage: 'end_of_support' })).toMatchObject({
      approvals: 3,
      mustInclude: ['htm_approver', 'clinical_owner', 'security_approver'],
    });
  });
});

describe('requirementFor a policy with tightenings', () => {
  const tightened: Policy = {
    ...PROPOSED_POLICY,
    tightenings: [
      {
        units: ['ICU 3'],
        tiers: { T2: { approvals: 2, differentRoles: true, mustInclude: ['clinical_owner'], holdCap: H1 } },
      },
      { sites: ['main', 'annex'], models: [ICU.model], tiers: { T1: { holdCap: M15 }, T2: { holdCap: H2 } } },
      { stages: ['end_of_support'], tiers: { T3: { closed: true } } },
      { tiers: { T0: { clinicalRelease: true, startWithin: H1 } } },
    ],
  };

  test.each<[string, Tier, Partial<Place>, Partial<Requirement>]>([
    ['takes the smaller of two times', 'T2', {}, { approvals: 2, mustInclude: ['clinical_owner'], holdCap: H1 }],
    ['is the tier’s own in another unit, but for the model’s', 'T2', { unit: 'OR 4' }, { approvals: 1, holdCap: H2 }],
    ['is the tier’s own where nothing bears', 'T2', { unit: 'OR 4', site: 'clinic' }, { approvals: 1, holdCap: H4 }],
    ['is for the named model alone', 'T1', { model: 'gs1:01/09521000001022' }, { holdCap: H4 }],
    ['is for the named model', 'T1', {}, { holdCap: M15 }],
    [
      'bears everywhere where no place is named',
      'T0',
      { site: 'x', unit: 'y' },
      { clinicalRelease: true, startWithin: H1 },
    ],
    ['does not name places by their beginnings', 'T2', { unit: 'ICU 33', site: 'clinic' }, { approvals: 1 }],
    ['closes a tier past support', 'T3', { stage: 'end_of_support' }, { closed: true }],
    ['closes it where nobody stated the stage (R1)', 'T3', { stage: 'unknown' }, { closed: true }],
    ['leaves it open before', 'T3', { stage: 'limited_support' }, { closed: false }],
    ['adds to what the stage demands', 'T2', { stage: 'end_of_support' }, { agreement: true, differentRoles: true }],
  ])('%s: %s %j', (_name, tier, at, expected) => {
    expect(requirementFor(tightened, tier, { ...ICU, ...at })).toMatchObject(expected);
  });
});

describe('stricterOf', () => {
  const LOOSE: Requirement = {
    approvals: 1,
    differentRoles: false,
    mustInclude: [],
    startWithin: H8,
    holdCap: H8,
    clinicalRelease: false,
    closed: false,
    controlsAttested: false,
    agreement: false,
    riskAcceptance: false,
  };

  test.each<[string, Part<Requirement>, Part<Requirement>]>([
    ['nothing', {}, {}],
    ['more people', { approvals: 3 }, { approvals: 3 }],
    ['fewer than nobody', { approvals: -1 }, {}],
    ['different roles', { differentRoles: true }, { differentRoles: true }],
    ['any roles', { differentRoles: false }, {}],
    ['a role', { mustInclude: ['domain_safety'] }, { mustInclude: ['domain_safety'] }],
    [
      'two roles, which are two people',
      { mustInclude: ['security_approver', 'htm_approver'] },
      { approvals: 2, mustInclude: ['htm_approver', 'security_approver'] },
    ],
    ['less time to start', { startWithin: 60 }, { startWithin: 60 }],
    ['more time to start', { startWithin: 99_999 }, {}],
    ['less time', { holdCap: 60 }, { holdCap: 60 }],
    ['more time', { holdCap: 99_999 }, {}],
    ['a release', { clinicalRelease: true }, { clinicalRelease: true }],
    ['closed', { closed: true }, { closed: true }],
    ['open', { closed: false }, {}],
    ['papers', { agreement: true, riskAcceptance: true }, { agreement: true, riskAcceptance: true }],
    ['controls', { controlsAttested: true }, { controlsAttested: true }],
  ])('of a loose rule and %s', (_name, other, changed) => {
    expect(stricterOf(LOOSE, other)).toEqual({ ...LOOSE, ...changed });
  });

  test.each<[string, Part<Requirement>]>([
    ['approvals', { approvals: 1 }],
    ['roles', { mustInclude: [], differentRoles: false }],
    ['times', { startWithin: H8, holdCap: H8 }],
    ['what is confirmed', { clinicalRelease: false, closed: false }],
    ['papers', { controlsAttested: false, agreement: false, riskAcceptance: false }],
  ])('keeps the %s of a strict rule', (_name, other) => {
    const strict: Requirement = {
      approvals: 4,
      differentRoles: true,
      mustInclude: ['htm_approver', 'clinical_owner'],
      startWithin: 60,
      holdCap: 60,
      clinicalRelease: true,
      closed: true,
      controlsAttested: true,
      agreement: true,
      riskAcceptance: true,
    };
    expect(stricterOf(strict, other)).toEqual(strict);
  });

  test('does not depend on the order of rules, nor on how often one is said', () => {
    fc.assert(
      fc.property(requirements, requirements, requirements, (a, b, c) => {
        expect(stricterOf(a, b)).toEqual(stricterOf(b, a));
        expect(stricterOf(stricterOf(a, b), c)).toEqual(stricterOf(a, stricterOf(b, c)));
        expect(stricterOf(stricterOf(a, b), b)).toEqual(stricterOf(a, b));
      }),
      { numRuns: 500 },
    );
  });
});
