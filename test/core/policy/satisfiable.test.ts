import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { APPROVER_ROLES, candidatesFor, couldFill, demandFor } from '../../../core/access/demand.ts';
import { type Policy, PROPOSED_POLICY, type Tightening } from '../../../core/policy/policy.ts';
import { requirementFor } from '../../../core/policy/requirement.ts';
import { placesOf, type Somewhere, unsatisfiable } from '../../../core/policy/satisfiable.ts';
import { SCOPES, type Scope } from '../../../core/policy/tiers.ts';
import type { Staff } from '../../../core/registry.ts';
import { device, staffOf } from '../rows.ts';
import { PLACES, policies, TIERS_TRIED } from './any-policy.ts';

const laid = (...tightenings: Tightening[]): Policy => ({ ...PROPOSED_POLICY, tightenings });
const htm = staffOf('p_htm', ['htm_approver']);
const second = staffOf('p_htm_two', ['htm_approver']);
const owner = staffOf('p_owner', ['clinical_owner']);
const security = staffOf('p_security', ['security_approver']);
const ALL: readonly Staff[] = [htm, second, owner, security];
const ownerOf = (unit: string) =>
  staffOf('p_owner', [], { entitlements: [{ role: 'clinical_owner', sites: [], units: [unit] }] });
const NO_T4 = { T4: { closed: true } } as const;
const SMALL = laid(
  { tiers: NO_T4 },
  { stages: ['end_of_support'], tiers: { T2: { closed: true }, T3: { closed: true } } },
);

/** `path tier stage: sentence`, without places. */
const said = (policy: Policy, staff: readonly Staff[], places: readonly Somewhere[] = [{}]) =>
  unsatisfiable(policy, staff, places).map(({ path, tier, stage, says }) => `${path} ${tier} ${stage}: ${says}`);

describe('unsatisfiable', () => {
  test('is nothing of the proposed policy where every role is held', () => {
    expect(unsatisfiable(PROPOSED_POLICY, ALL, placesOf(PROPOSED_POLICY))).toEqual([]);
  });

  test('is nothing where a small hospital closes what it has nobody for', () => {
    expect(unsatisfiable(SMALL, [htm, owner], placesOf(SMALL))).toEqual([]);
  });

  test('is all but the lowest tiers where one person approves', () => {
    expect(said(PROPOSED_POLICY, [htm])).toEqual([
      'tiers/T2 T2 end_of_support: It needs 2 people, and 1 could approve.',
      'tiers/T3 T3 development: It needs 2 people, and 1 could approve.',
      'tiers/T3 T3 support: It needs 2 people, and 1 could approve.',
      'tiers/T3 T3 limited_support: It needs 2 people, and 1 could approve.',
      'tiers/T3 T3 end_of_support: Nobody holds the role security approver.',
      'tiers/T4 T4 development: Nobody holds the role security approver.',
      'tiers/T4 T4 support: Nobody holds the role security approver.',
      'tiers/T4 T4 limited_support: Nobody holds the role security approver.',
      'tiers/T4 T4 end_of_support: Nobody holds the role security approver.',
    ]);
  });

  test('counts neither the suspended nor who never approves', () => {
    const gone = staffOf('p_security', ['security_approver'], { status: 'suspended' });
    const staff = [htm, second, owner, gone, staffOf('p_admin', ['hdo_admin'])];
    expect(said(PROPOSED_POLICY, staff).map((line) => line.slice(0, 11))).toEqual([
      'tiers/T3 T3',
      'tiers/T4 T4',
      'tiers/T4 T4',
      'tiers/T4 T4',
      'tiers/T4 T4',
    ]);
  });

  test.each<[string, Tightening, readonly Staff[], string]>([
    [
      'a role that nobody holds in that unit',
      { units: ['ICU 3'], tiers: { T1: { mustInclude: ['clinical_owner'] } } },
      [htm, second, security, ownerOf('OR 4')],
      'tightenings/0/tiers/T1 T1 support: Nobody holds the role clinical owner.',
    ],
    [
      'three people where two could',
      { units: ['ICU 3'], tiers: { T1: { approvals: 3 } } },
      ALL,
      'tightenings/0/tiers/T1 T1 support: It needs 3 people, and 2 could approve.',
    ],
    [
      'two roles where one counts',
      { units: ['ICU 3'], tiers: { T1: { approvals: 2, differentRoles: true } } },
      ALL,
      'tightenings/0/tiers/T1 T1 support: It needs 2 different roles, and only HTM approver is held.',
    ],
    [
      'two roles that one person holds',
      { units: ['ICU 3'], tiers: { T1: { mustInclude: ['clinical_owner', 'security_approver'] } } },
      [htm, second, staffOf('p_both', ['clinical_owner', 'security_approver'])],
      'tightenings/0/tiers/T1 T1 support: One person would have to fill two of the roles that are needed.',
    ],
  ])('names %s', (_name, tightening, staff, line) => {
    const policy = laid(tightening);
    const there = unsatisfiable(policy, staff, placesOf(policy)).filter(({ place }) => place.unit === 'ICU 3');
    expect(there.map(({ path, tier, stage, says }) => `${path} ${tier} ${stage}: ${says}`)).toContain(line);
  });

  test('looks where the devices stand, each place once, and at nothing of them but their place', () => {
    const icu = { ...device, unit: 'ICU 3' };
    const policy = laid({ tiers: { T1: { mustInclude: ['clinical_owner'] } } });
    const staff = [htm, second, security, ownerOf('OR 4')];
    const found = unsatisfiable(policy, staff, [icu, { ...icu, serial: 'LV3-0043' }, { ...icu, unit: 'OR 4' }]);
    expect(found.map(({ tier, stage, place }) => [tier, stage, place])).toEqual(
      ['development', 'support', 'limited_support', 'end_of_support'].map((stage) => [
        'T1',
        stage,
        { site: 'main', unit: 'ICU 3', model: 'gs1:01/09521000001015' },
      ]),
    );
  });
});

describe('placesOf', () => {
  test('is everywhere else, and every place that a tightening names', () => {
    const policy = laid(
      { sites: ['main'], units: ['ICU 3', 'OR 4'], tiers: {} },
      { models: ['gs1:01/09521000001015'], tiers: {} },
      { sites: ['main'], units: ['OR 4'], stages: ['support'], tiers: {} },
      { sites: [], tiers: {} },
    );
    expect(placesOf(policy)).toEqual([
      {},
      { site: 'main', unit: 'ICU 3' },
      { site: 'main', unit: 'OR 4' },
      { model: 'gs1:01/09521000001015' },
    ]);
    expect(placesOf(PROPOSED_POLICY)).toEqual([{}]);
  });
});

const places = (...names: string[]) => fc.subarray(names, { maxLength: 1 });
const entitlements = fc.array(
  fc.record({
    role: fc.constantFrom(...APPROVER_ROLES),
    sites: places('main', 'annex'),
    units: places('ICU 3', 'OR 4'),
  }),
  { minLength: 1, maxLength: 3 },
);
const staffs = fc
  .array(entitlements, { maxLength: 5 })
  .map((list) => list.map((held, at): Staff => staffOf(`p${at}`, [], { entitlements: held })));
const known = PLACES.filter(({ stage }) => stage !== 'unknown');

/** Whether, at a device there, each scope of the tier and all of them at once could be approved by nobody. */
function isHopeless(
  policy: Policy,
  staff: readonly Staff[],
  tier: 'T1' | 'T3',
  place: (typeof PLACES)[number],
): boolean {
  const scopes = (Object.keys(SCOPES) as Scope[]).filter((scope) => SCOPES[scope].tier === tier);
  const requirement = requirementFor(policy, tier, place);
  if (requirement.closed) return false;
  return [scopes, ...scopes.map((scope) => [scope])].every((some) => {
    const demand = demandFor(requirement, tier, some);
    return !couldFill(demand, candidatesFor({ staff }, place, demand, []));
  });
}

describe('of any policy and staff', () => {
  test('unsatisfiable is exactly where no request of the tier could be approved', () => {
    const tried = { hopeless: 0, fine: 0 };
    fc.assert(
      fc.property(policies, staffs, fc.constantFrom(...known), (policy, staff, place) => {
        const found = unsatisfiable(policy, staff, [place]).filter(({ stage }) => stage === place.stage);
        for (const tier of TIERS_TRIED) {
          const hopeless = isHopeless(policy, staff, tier, place);
          tried[hopeless ? 'hopeless' : 'fine'] += 1;
          expect(found.some((one) => one.tier === tier)).toBe(hopeless);
        }
      }),
      { numRuns: 500 },
    );
    expect(Math.min(tried.hopeless, tried.fine)).toBeGreaterThan(50);
  });

  test('what is hopeless where nothing is named is hopeless at every device, unless it is closed or a role counts only there', () => {
    fc.assert(
      fc.property(policies, staffs, fc.constantFrom(...known), (policy, staff, place) => {
        const elsewhere = unsatisfiable(policy, staff, [{}]).filter(({ stage }) => stage === place.stage);
        for (const tier of TIERS_TRIED) {
          if (!elsewhere.some((one) => one.tier === tier)) continue;
          const { closed, mustInclude } = requirementFor(policy, tier, place);
          const unnamed = requirementFor(policy, tier, { site: '', unit: '', model: '', stage: place.stage });
          // A role that is named only here counts only here: its holders may fill what nobody could elsewhere.
          if (mustInclude.length > unnamed.mustInclude.length) continue;
          expect(closed || isHopeless(policy, staff, tier, place)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
