import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  APPROVER_ROLES,
  type Candidate,
  candidatesFor,
  couldFill,
  type Demand,
  demandFor,
  isFilled,
  rolesFor,
  routeFor,
} from '../../../core/access/demand.ts';
import { policyFault } from '../../../core/policy/fault.ts';
import { type Policy, PROPOSED_POLICY } from '../../../core/policy/policy.ts';
import { requirementFor } from '../../../core/policy/requirement.ts';
import { SCOPES, type Scope, TIERS, type Tier } from '../../../core/policy/tiers.ts';
import type { ApproverRole, Hospital } from '../../../core/registry.ts';
import { facts, hospital, ONE_HTM, staffOf, TWO_ROLES, terms, WITH_SECURITY } from '../rows.ts';

describe('demandFor', () => {
  const { requirement } = terms;
  const all = ['htm_approver', 'clinical_owner', 'security_approver', 'domain_safety'];

  test.each<[Tier, Scope[], ApproverRole[], readonly string[]]>([
    ['T1', ['selftest.run'], [], ['htm_approver']],
    ['T2', ['component.pair'], [], ['htm_approver']],
    ['T2', ['calibration.adjust'], [], ['htm_approver', 'domain_safety']],
    ['T3', ['software.restore'], [], ['htm_approver', 'clinical_owner', 'security_approver']],
    ['T3', ['alarm.defaults.write'], [], ['htm_approver', 'clinical_owner', 'domain_safety']],
    ['T3', ['data.phi.export'], [], ['htm_approver', 'clinical_owner', 'security_approver']],
    ['T3', ['log.read'], [], ['htm_approver', 'clinical_owner']],
    ['T3', ['software.restore', 'calibration.adjust'], [], all],
    ['T4', ['os.shell'], ['security_approver'], ['htm_approver', 'clinical_owner', 'security_approver']],
    ['T3', ['alarm.defaults.write'], ['security_approver'], all],
  ])('of %s %j with %j asked by policy counts %j', (tier, scopes, mustInclude, roles) => {
    expect(demandFor({ ...requirement, mustInclude }, tier, scopes).roles).toEqual(roles);
  });
});

describe('rolesFor', () => {
  test('counts a role at its sites and units only; an empty list is all of them', () => {
    const at = (sites: readonly string[], units: readonly string[]) =>
      rolesFor(staffOf('p', [], { entitlements: [{ role: 'htm_approver', sites, units }] }), facts, ONE_HTM);
    expect(at([], [])).toEqual(['htm_approver']);
    expect(at(['main'], ['icu-2', 'ward-9'])).toEqual(['htm_approver']);
    expect(at(['annex'], [])).toEqual([]);
    expect(at(['main'], ['ward-9'])).toEqual([]);
    expect(at(['MAIN'], [])).toEqual([]);
  });

  test('does not put a site of one entitlement and a unit of another together', () => {
    const entitlements = [
      { role: 'htm_approver', sites: ['main'], units: ['ward-9'] },
      { role: 'htm_approver', sites: ['annex'], units: ['icu-2'] },
    ] as const;
    expect(rolesFor(staffOf('p', [], { entitlements }), facts, ONE_HTM)).toEqual([]);
  });

  test('is empty for the suspended', () => {
    expect(rolesFor(staffOf('p', ['htm_approver'], { status: 'suspended' }), facts, ONE_HTM)).toEqual([]);
  });
});

describe('candidatesFor', () => {
  test('leaves out the excluded, the suspended and roles that do not count', () => {
    expect(candidatesFor(hospital, facts, ONE_HTM, ['p_htm'])).toEqual([
      { person: 'p_htm_two', roles: ['htm_approver'] },
      { person: 'p_both', roles: ['htm_approver'] },
    ]);
  });
});

const htm = { person: 'a', roles: ['htm_approver'] } as const;
const secondHtm = { person: 'b', roles: ['htm_approver'] } as const;
const security = { person: 'c', roles: ['security_approver'] } as const;
const both = { person: 'd', roles: ['htm_approver', 'security_approver'] } as const;

describe('couldFill', () => {
  test.each<[string, Demand, readonly Candidate[], boolean]>([
    ['one by nobody', ONE_HTM, [], false],
    ['one by one', ONE_HTM, [htm], true],
    ['two roles by two of the same role', TWO_ROLES, [htm, secondHtm], false],
    ['two roles by one person who holds both', TWO_ROLES, [both], false],
    ['two roles by one of each', TWO_ROLES, [htm, security], true],
    ['two roles by one of both and one of either', TWO_ROLES, [both, secondHtm], true],
    ['security by two without it', WITH_SECURITY, [htm, secondHtm], false],
    ['security by two with it', WITH_SECURITY, [htm, security], true],
    ['nobody asked for', { ...ONE_HTM, approvals: 0 }, [], false],
    ['fewer than nobody', { ...ONE_HTM, approvals: -1 }, [htm], false],
    ['two of one role by one', { ...ONE_HTM, approvals: 2 }, [htm], false],
    ['two of one role by two', { ...ONE_HTM, approvals: 2 }, [htm, secondHtm], true],
  ])('%s', (_name, demand, pool, answer) => {
    expect(couldFill(demand, pool)).toBe(answer);
  });

  test.each<[string, readonly ApproverRole[], boolean]>([
    ['nobody for the last role', ['htm_approver', 'clinical_owner', 'security_approver'], false],
    ['everybody for every role', APPROVER_ROLES, true],
  ])('looks at each of two thousand people a few times, with %s', (_name, held, answer) => {
    let looks = 0;
    const many = Array.from({ length: 2_000 }, (_, at) => ({
      person: `p${at}`,
      get roles() {
        looks += 1;
        return held;
      },
    }));
    const all: Demand = { ...TWO_ROLES, approvals: 4, mustInclude: APPROVER_ROLES, roles: APPROVER_ROLES };
    expect(couldFill(all, many)).toBe(answer);
    expect(looks / 2_000).toBeLessThan(65);
  });

  const roles = fc.subarray([...APPROVER_ROLES], { minLength: 1 });
  const pool = fc
    .array(roles, { maxLength: 5 })
    .map((lists) => lists.map((list, at): Candidate => ({ person: `p${at}`, roles: list })));
  const stage = fc.constantFrom('support', 'limited_support', 'end_of_support', 'unknown', 'development');
  const scopes = fc.subarray(Object.keys(SCOPES) as Scope[], { minLength: 1, maxLength: 3 });

  /** Every way to let each of the pool say nothing or yes in one of his roles; nothing of the code under test. */
  function isPossible(demand: Demand, [first, ...rest]: readonly Candidate[], yes: readonly ApproverRole[]): boolean {
    if (first) return [undefined, ...first.roles].some((role) => isPossible(demand, rest, role ? [...yes, role] : yes));
    const differ = !demand.differentRoles || new Set(yes).size === yes.length;
    return differ && yes.length >= demand.approvals && demand.mustInclude.every((role) => yes.includes(role));
  }

  test('agrees with trying everything, for every policy that is no fault, tier and stage', () => {
    const rule = fc.record({
      approvals: fc.integer({ min: 1, max: 5 }),
      differentRoles: fc.boolean(),
      mustInclude: roles,
    });
    const tried = { possible: 0, impossible: 0 };
    fc.assert(
      fc.property(rule, fc.constantFrom(...TIERS), stage, scopes, pool, (changed, tier, at, wanted, candidates) => {
        const tiers = { ...PROPOSED_POLICY.tiers, [tier]: { ...PROPOSED_POLICY.tiers[tier], ...changed } };
        const policy: Policy = { ...PROPOSED_POLICY, tiers };
        fc.pre(policyFault(policy) === undefined);
        const demand = demandFor(requirementFor(policy, tier, { ...facts, stage: at }), tier, wanted);
        const counting = candidates.map((one) => ({
          ...one,
          roles: one.roles.filter((role) => demand.roles.includes(role)),
        }));
        const answer = isPossible(demand, counting, []);
        tried[answer ? 'possible' : 'impossible'] += 1;
        expect(
          couldFill(
            demand,
            counting.filter((one) => one.roles.length > 0),
          ),
        ).toBe(answer);
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(tried.possible, tried.impossible)).toBeGreaterThan(50);
  });
});

describe('isFilled', () => {
  test.each<[string, Demand, ApproverRole[], boolean]>([
    ['nobody', ONE_HTM, [], false],
    ['one of one', ONE_HTM, ['htm_approver'], true],
    ['one of two', TWO_ROLES, ['htm_approver'], false],
    ['two of two', TWO_ROLES, ['htm_approver', 'clinical_owner'], true],
    ['two of two without security', WITH_SECURITY, ['htm_approver', 'clinical_owner'], false],
    ['a third with security', WITH_SECURITY, ['htm_approver', 'clinical_owner', 'security_approver'], true],
  ])('%s', (_name, demand, given, answer) => {
    expect(
      isFilled(
        demand,
        given.map((role) => ({ role })),
      ),
    ).toBe(answer);
  });
});

describe('routeFor', () => {
  const pool: readonly Candidate[] = [htm, secondHtm, both];
  const onCall = (...roster: (readonly string[])[]): Hospital => ({ ...hospital, roster });

  test('asks everybody at once where there is no roster', () => {
    expect(routeFor(onCall(), ONE_HTM, pool, 1)).toEqual({ asked: ['a', 'b', 'd'], last: true });
  });

  test('asks the first on call, then the next as well, then everybody (R7)', () => {
    const roster = onCall(['a'], ['b']);
    expect(routeFor(roster, ONE_HTM, pool, 1)).toEqual({ asked: ['a'], last: false });
    expect(routeFor(roster, ONE_HTM, pool, 2)).toEqual({ asked: ['a', 'b'], last: false });
    expect(routeFor(roster, ONE_HTM, pool, 3)).toEqual({ asked: ['a', 'b', 'd'], last: true });
  });

  test('asks everybody where those on call could not fill the demand', () => {
    expect(routeFor(onCall(['a', 'b'], ['d']), TWO_ROLES, pool, 1)).toEqual({ asked: ['a', 'b', 'd'], last: true });
  });

  test('asks nobody who may not approve, on call or not', () => {
    expect(routeFor(onCall(['x', 'a']), ONE_HTM, pool, 1)).toEqual({ asked: ['a'], last: false });
  });

  test('says at some round that nobody is left, whatever the roster', () => {
    const people = fc.constantFrom('a', 'b', 'd', 'x');
    const rosters = fc.array(fc.array(people, { maxLength: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(rosters, (roster) => {
        expect(routeFor(onCall(...roster), ONE_HTM, pool, roster.length + 1)).toEqual({
          asked: ['a', 'b', 'd'],
          last: true,
        });
      }),
    );
  });
});
