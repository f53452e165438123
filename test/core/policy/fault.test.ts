import { describe, expect, test } from '@jest/globals';
import { policyFault, policyFaults } from '../../../core/policy/fault.ts';
import { type Policy, PROPOSED_POLICY, type TierRule, type Tightening } from '../../../core/policy/policy.ts';
import type { Tier } from '../../../core/policy/tiers.ts';

function policyWith(tier: Tier, rule: Partial<TierRule>): Policy {
  const { tiers } = PROPOSED_POLICY;
  return { ...PROPOSED_POLICY, tiers: { ...tiers, [tier]: { ...tiers[tier], ...rule } } };
}

function tightenedBy(...tightenings: Tightening[]): Policy {
  return { ...PROPOSED_POLICY, tightenings };
}

const names = (count: number) => Array.from({ length: count }, (_, at) => `U${at}`);

describe('policyFault', () => {
  test('finds none in a hundred places, named once or twice', () => {
    const twice = tightenedBy({ units: names(100), tiers: {} }, { units: names(50), tiers: {} }, { tiers: {} });
    expect(policyFaults(twice)).toEqual([]);
  });

  test('says that nobody could look through more', () => {
    const crossed = { sites: names(20), units: names(5), tiers: {} };
    const many = tightenedBy(crossed, { units: names(1), tiers: {} });
    expect(policyFaults(many)).toEqual([{ path: 'tightenings', says: 'tells more than 100 places apart' }]);
  });

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
    ['a tier without its number', policyWith('T3', { approvals: undefined as never }), 'tiers/T3/approvals'],
    [
      'zero approvals in one unit',
      tightenedBy({ tiers: {} }, { units: ['ICU 3'], tiers: { T2: { approvals: 0 } } }),
      'tightenings/1/tiers/T2/approvals',
    ],
    [
      'a hundred and one places',
      tightenedBy({ units: names(100), tiers: {} }, { units: ['U1'], tiers: {} }, { sites: ['annex'], tiers: {} }),
      'tightenings',
    ],
    [
      'no time at one site',
      tightenedBy({ sites: ['annex'], tiers: { T0: { holdCap: 0 } } }),
      'tightenings/0/tiers/T0/holdCap',
    ],
    [
      'half a second to start',
      tightenedBy({ tiers: { T0: { startWithin: 0.5 } } }),
      'tightenings/0/tiers/T0/startWithin',
    ],
    [
      'a role twice in one unit',
      tightenedBy({ units: ['ICU 3'], tiers: { T2: { mustInclude: ['htm_approver', 'htm_approver'] } } }),
      'tightenings/0/tiers/T2/mustInclude',
    ],
    [
      'more roles than people in one unit',
      tightenedBy({ tiers: { T2: { approvals: 1, mustInclude: ['htm_approver', 'clinical_owner'] } } }),
      'tightenings/0/tiers/T2/mustInclude',
    ],
    [
      'five people where the tier wants different roles',
      tightenedBy({ units: ['ICU 3'], tiers: { T3: { approvals: 5 } } }),
      'tightenings/0/tiers/T3/approvals',
    ],
    [
      'five people and different roles that meet in one unit',
      tightenedBy(
        { units: ['ICU 3', 'OR 4'], tiers: { T1: { differentRoles: true } } },
        { sites: ['main'], units: ['OR 4'], tiers: { T1: { approvals: 5 } } },
      ),
      'tightenings/1/tiers/T1/approvals',
    ],
  ])('names %s', (_name, policy, path) => {
    expect(policyFault(policy)).toBe(path);
  });

  test('finds none where five people and different roles never meet', () => {
    const apart = tightenedBy(
      { units: ['ICU 3'], tiers: { T1: { differentRoles: true } } },
      { units: ['OR 4'], tiers: { T1: { approvals: 5 } } },
    );
    expect(policyFault(apart)).toBeUndefined();
  });

  test('finds none in roles that are named without saying how many people that makes', () => {
    expect(
      policyFault(tightenedBy({ tiers: { T1: { mustInclude: ['htm_approver', 'clinical_owner'] } } })),
    ).toBeUndefined();
  });
});

describe('policyFaults', () => {
  test('says all of them, each with its path', () => {
    const policy = { ...tightenedBy({ tiers: { T0: { approvals: 0 } } }), approveWithin: 0 };
    expect(policyFaults(policy)).toEqual([
      { path: 'approveWithin', says: 'must be a whole number, at least 1' },
      { path: 'tightenings/0/tiers/T0/approvals', says: 'must be a whole number, at least 1' },
    ]);
  });
});
