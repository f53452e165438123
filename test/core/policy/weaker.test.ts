import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { APPROVER_ROLES, demandFor, isFilled } from '../../../core/access/demand.ts';
import { type Policy, PROPOSED_POLICY, type TierRule, type Tightening } from '../../../core/policy/policy.ts';
import { type Requirement, requirementFor } from '../../../core/policy/requirement.ts';
import { SCOPES, type Scope, type Tier } from '../../../core/policy/tiers.ts';
import { weakerIn } from '../../../core/policy/weaker.ts';
import type { ApproverRole } from '../../../core/registry.ts';
import { PLACES, policies, TIERS_TRIED, tightenings } from './any-policy.ts';

function withTier(tier: Tier, rule: Partial<TierRule>): Policy {
  const { tiers } = PROPOSED_POLICY;
  return { ...PROPOSED_POLICY, tiers: { ...tiers, [tier]: { ...tiers[tier], ...rule } } };
}

const laid = (...list: Tightening[]): Policy => ({ ...PROPOSED_POLICY, tightenings: list });
const P = PROPOSED_POLICY;
const TWO_IN_ICU: Tightening = { units: ['ICU 3'], tiers: { T2: { approvals: 2, holdCap: 3_600 } } };

describe('weakerIn', () => {
  test.each<[string, Policy, Policy, readonly string[]]>([
    ['the same', P, P, []],
    ['a new version of the same', P, { ...P, version: 2 }, []],
    ['fewer approvals', P, withTier('T3', { approvals: 1 }), ['tiers/T3/approvals']],
    ['more approvals', P, withTier('T3', { approvals: 3 }), []],
    ['the same role twice', P, withTier('T3', { differentRoles: false }), ['tiers/T3/differentRoles']],
    ['a role dropped', P, withTier('T4', { mustInclude: [] }), ['tiers/T4/mustInclude']],
    ['a role that always counts', P, withTier('T1', { mustInclude: ['htm_approver'] }), []],
    ['an owner, who always counts from T3 on', P, withTier('T3', { mustInclude: ['clinical_owner'] }), []],
    [
      'an owner, whose yes would now do alone',
      P,
      withTier('T1', { mustInclude: ['clinical_owner'] }),
      ['tiers/T1/mustInclude'],
    ],
    ['longer to start', P, withTier('T1', { startWithin: 901 }), ['tiers/T1/startWithin']],
    ['shorter to start', P, withTier('T1', { startWithin: 899 }), []],
    ['more time', P, withTier('T1', { holdCap: 14_401 }), ['tiers/T1/holdCap']],
    ['less time', P, withTier('T1', { holdCap: 14_399 }), []],
    ['no release', P, withTier('T2', { clinicalRelease: false }), ['tiers/T2/clinicalRelease']],
    ['a tier closed', P, withTier('T4', { closed: true }), []],
    ['a tier reopened', withTier('T4', { closed: true }), P, ['tiers/T4/closed']],
    ['longer to decide', P, { ...P, approveWithin: 1_801 }, ['approveWithin']],
    ['shorter to decide', P, { ...P, approveWithin: 1_799 }, []],
    ['a longer total', P, { ...P, totalHoldCap: 57_601 }, ['totalHoldCap']],
    ['a total that is no number', P, { ...P, totalHoldCap: Number.NaN }, ['totalHoldCap']],
    ['an escalation sooner or later', P, { ...P, escalateAfter: 60 }, []],
    [
      'two things at once',
      P,
      { ...withTier('T2', { holdCap: 99_999, clinicalRelease: false }), approveWithin: 9_999 },
      ['approveWithin', 'tiers/T2/holdCap', 'tiers/T2/clinicalRelease'],
    ],
    ['a tightening more', P, laid(TWO_IN_ICU), []],
    [
      'a tightening dropped',
      laid(TWO_IN_ICU),
      P,
      ['tightenings/0/tiers/T2/approvals', 'tightenings/0/tiers/T2/holdCap'],
    ],
    ['tightenings in another order', laid({ tiers: {} }, TWO_IN_ICU), laid(TWO_IN_ICU, { tiers: {} }), []],
    ['a tightening for more units', laid(TWO_IN_ICU), laid({ ...TWO_IN_ICU, units: ['OR 4', 'ICU 3'] }), []],
    ['a tightening for every unit', laid(TWO_IN_ICU), laid({ tiers: TWO_IN_ICU.tiers }), []],
    [
      'a tightening at one site only',
      laid(TWO_IN_ICU),
      laid({ ...TWO_IN_ICU, sites: ['main'] }),
      ['tightenings/0/tiers/T2/approvals', 'tightenings/0/tiers/T2/holdCap'],
    ],
    [
      'a tightening in two parts',
      laid(TWO_IN_ICU),
      laid({ tiers: { T2: { approvals: 2 } } }, { tiers: { T2: { holdCap: 60 } } }),
      [],
    ],
    ['a tightening that became the tier’s own', laid(TWO_IN_ICU), withTier('T2', { approvals: 2, holdCap: 3_600 }), []],
    [
      'a tier’s own that became a tightening of one unit',
      withTier('T2', { approvals: 2 }),
      laid({ units: ['ICU 3'], tiers: { T2: { approvals: 2 } } }),
      ['tiers/T2/approvals'],
    ],
    [
      'a role that got a say in one unit',
      P,
      laid({ units: ['ICU 3'], tiers: { T2: { approvals: 2, mustInclude: ['clinical_owner'] } } }),
      ['tightenings/0/tiers/T2/mustInclude'],
    ],
    [
      'a role that the stage names anyway',
      P,
      laid({ stages: ['end_of_support'], tiers: { T3: { mustInclude: ['security_approver'] } } }),
      [],
    ],
    [
      'a reopened unit',
      laid({ units: ['ICU 3'], tiers: { T3: { closed: true } } }),
      laid({ units: ['ICU 3'], tiers: { T3: { closed: false } } }),
      ['tightenings/0/tiers/T3/closed'],
    ],
  ])('of %s', (_name, before, after, paths) => {
    expect(weakerIn(before, after)).toEqual(paths);
  });
});

/** Each component of a requirement, and whether `is` is at least as strict in it. */
function isAsStrict(is: Requirement, was: Requirement): boolean {
  return (
    is.approvals >= was.approvals &&
    was.mustInclude.every((role) => is.mustInclude.includes(role)) &&
    is.startWithin <= was.startWithin &&
    is.holdCap <= was.holdCap &&
    (['differentRoles', 'clinicalRelease', 'closed', 'controlsAttested', 'agreement', 'riskAcceptance'] as const).every(
      (demand) => is[demand] || !was[demand],
    )
  );
}

/** Whether different people in these roles would be enough. */
function isEnough(
  requirement: Requirement,
  tier: Tier,
  scopes: readonly Scope[],
  yes: readonly ApproverRole[],
): boolean {
  const demand = demandFor(requirement, tier, scopes);
  const differ = !demand.differentRoles || new Set(yes).size === yes.length;
  return (
    differ &&
    yes.every((role) => demand.roles.includes(role)) &&
    isFilled(
      demand,
      yes.map((role) => ({ role })),
    )
  );
}

/** The policy with one of its tightenings in another place. */
function nudged(policy: Policy, at: number, { tiers: _tiers, ...where }: Tightening): Policy {
  const list = policy.tightenings ?? [];
  return { ...policy, tightenings: list.map((old, index) => (index === at ? { ...where, tiers: old.tiers } : old)) };
}

const oneMember = fc.oneof(
  fc.record({ holdCap: fc.constantFrom(600, 14_400) }),
  fc.record({ startWithin: fc.constantFrom(60, 900) }),
  fc.record({ clinicalRelease: fc.boolean() }),
  fc.record({ differentRoles: fc.boolean() }),
  fc.record({ closed: fc.boolean() }),
);

/** A policy and what may follow it: another, more laid over it, one place moved, one member changed. */
const changes = fc.oneof(
  fc.tuple(policies, policies),
  fc
    .tuple(policies, fc.array(tightenings, { maxLength: 2 }))
    .map(([policy, more]): [Policy, Policy] => [
      policy,
      { ...policy, approveWithin: 600, tightenings: [...more, ...(policy.tightenings ?? [])] },
    ]),
  fc
    .tuple(policies, fc.nat(2), tightenings)
    .map(([policy, at, one]): [Policy, Policy] => [policy, nudged(policy, at, one)]),
  fc.tuple(policies, oneMember, fc.nat(2)).map(([policy, member, at]): [Policy, Policy] => {
    const T1 = { ...policy.tiers.T1, ...member };
    const list = (policy.tightenings ?? []).map((old, index) =>
      index === at ? { ...old, tiers: { ...old.tiers, T3: { ...old.tiers.T3, ...member } } } : old,
    );
    return [policy, { ...policy, tiers: { ...policy.tiers, T1 }, tightenings: list }];
  }),
);

describe('a policy that is weaker in nothing', () => {
  const someYeses = fc.array(fc.constantFrom(...APPROVER_ROLES), { minLength: 1, maxLength: 5 });
  const someScopes = fc.subarray(Object.keys(SCOPES) as Scope[], { minLength: 1, maxLength: 2 });
  const cells = TIERS_TRIED.flatMap((tier) => PLACES.map((place) => [tier, place] as const));

  test('demands at every tier, stage and place at least what was demanded before, and is content with no one new', () => {
    const tried = { tighter: 0, weaker: 0 };
    fc.assert(
      fc.property(
        changes,
        fc.array(someYeses, { minLength: 8, maxLength: 8 }),
        someScopes,
        ([was, is], yeses, scopes) => {
          const isWeaker = weakerIn(was, is).length > 0;
          tried[isWeaker ? 'weaker' : 'tighter'] += 1;
          if (isWeaker) return;
          for (const [tier, place] of cells) {
            const [before, after] = [requirementFor(was, tier, place), requirementFor(is, tier, place)];
            expect([tier, place, isAsStrict(after, before)]).toEqual([tier, place, true]);
            const only = yeses.filter(
              (yes) => isEnough(after, tier, scopes, yes) && !isEnough(before, tier, scopes, yes),
            );
            expect([tier, place, only]).toEqual([tier, place, []]);
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(Math.min(tried.tighter, tried.weaker)).toBeGreaterThan(50);
  });

  test('is every policy beside itself', () => {
    fc.assert(fc.property(policies, (policy) => expect(weakerIn(policy, policy)).toEqual([])));
  });
});
