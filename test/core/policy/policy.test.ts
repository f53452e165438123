import { describe, expect, test } from '@jest/globals';
import {
  type Policy,
  PROPOSED_POLICY,
  policyFault,
  requirementFor,
  type TierRule,
} from '../../../core/policy/policy.ts';
import type { Tier } from '../../../core/policy/tiers.ts';
import type { ApproverRole, Stage } from '../../../core/registry.ts';

const SECURITY: readonly ApproverRole[] = ['security_approver'];
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
    expect(requirementFor(PROPOSED_POLICY, tier, stage)).toEqual({
      approvals,
      differentRoles: tier === 'T3' || tier === 'T4',
      mustInclude,
      startWithin,
      holdCap,
      clinicalRelease: tier === 'T2' || tier === 'T3' || tier === 'T4',
      controlsAttested: papers.includes('c'),
      agreement: papers.includes('a'),
      riskAcceptance: papers.includes('r'),
    });
  });
});

describe('requirementFor a policy that is stricter than its stage', () => {
  test('keeps what the hospital demands', () => {
    const strict = policyWith('T2', { approvals: 3, holdCap: 600 });
    expect(requirementFor(strict, 'T2', 'end_of_support')).toMatchObject({ approvals: 3, holdCap: 600 });
    expect(requirementFor(strict, 'T2', 'limited_support')).toMatchObject({ approvals: 3, holdCap: 600 });
  });

  test('asks for a third person where two named roles and security are needed', () => {
    const named = policyWith('T3', { mustInclude: ['htm_approver', 'clinical_owner'] });
    expect(requirementFor(named, 'T3', 'end_of_support')).toMatchObject({
      approvals: 3,
      mustInclude: ['htm_approver', 'clinical_owner', 'security_approver'],
    });
  });
});

describe('policyFault', () => {
  test('finds none in the proposed policy', () => {
    expect(policyFault(PROPOSED_POLICY)).toBeUndefined();
  });

  test.each<[string, Policy, string]>([
    ['zero approvals', policyWith('T0', { approvals: 0 }), 'tiers/T0/approvals'],
    ['negative approvals', policyWith('T1', { approvals: -1 }), 'tiers/T1/approvals'],
    ['half an approval', policyWith('T2', { approvals: 1.5 }), 'tiers/T2/approvals'],
    ['approvals that are no number', policyWith('T2', { approvals: Number.NaN }), 'tiers/T2/approvals'],
    ['endless approvals', policyWith('T2', { approvals: Number.POSITIVE_INFINITY }), 'tiers/T2/approvals'],
    ['no time to start', policyWith('T3', { startWithin: 0 }), 'tiers/T3/startWithin'],
    ['no time to work', policyWith('T4', { holdCap: 0 }), 'tiers/T4/holdCap'],
    ['an endless hold', policyWith('T4', { holdCap: Number.POSITIVE_INFINITY }), 'tiers/T4/holdCap'],
    ['no time to decide', { ...PROPOSED_POLICY, approveWithin: 0 }, 'approveWithin'],
    ['escalation at once, for ever', { ...PROPOSED_POLICY, escalateAfter: 0 }, 'escalateAfter'],
    ['a negative total', { ...PROPOSED_POLICY, totalHoldCap: -1 }, 'totalHoldCap'],
    [
      'more mandatory roles than people',
      policyWith('T1', { mustInclude: ['htm_approver', 'security_approver'] }),
      'tiers/T1/mustInclude',
    ],
    [
      'a mandatory role twice',
      policyWith('T3', { mustInclude: ['htm_approver', 'htm_approver'] }),
      'tiers/T3/mustInclude',
    ],
    ['more different roles than there are', policyWith('T3', { approvals: 5 }), 'tiers/T3/approvals'],
  ])('names %s', (_name, policy, path) => {
    expect(policyFault(policy)).toBe(path);
  });
});
