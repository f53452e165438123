/** What counts as loosening a device (R18), and that nothing else makes the rules ask less. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateAccess } from '../../../core/policy/evaluate.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { type Requirement, requirementFor } from '../../../core/policy/requirement.ts';
import { TIERS } from '../../../core/policy/tiers.ts';
import { loosensDevice, loosensPlace } from '../../../core/registry/loosens-device.ts';
import { type Device, stageAt } from '../../../core/registry.ts';
import { device, hospital, NOW, situation } from '../rows.ts';

const facts = {
  status: 'active',
  stage: 'limited_support',
  endOfLife: 1000,
  endOfSupport: 2000,
  agreementUntil: 3000,
  riskAcceptedUntil: 0,
} as const;

describe('loosensDevice', () => {
  test.each<readonly [string, Partial<Device>, Partial<Device>, readonly string[]]>([
    ['nothing', {}, {}, []],
    ['a stricter stage', {}, { stage: 'end_of_support' }, []],
    ['a stage that nobody knows', {}, { stage: 'unknown' }, []],
    ['an unknown stage that is found to be the end of support', { stage: 'unknown' }, { stage: 'end_of_support' }, []],
    ['a looser stage', {}, { stage: 'support' }, ['a looser stage']],
    ['a stage that was unknown', { stage: 'unknown' }, { stage: 'limited_support' }, ['a looser stage']],
    ['earlier dates', {}, { endOfLife: 999, endOfSupport: 1999, agreementUntil: 2999 }, []],
    ['a date where there was none', { endOfSupport: 0 }, { endOfSupport: 9000 }, []],
    ['no date where there was one', {}, { endOfSupport: 0 }, ['a later end of support']],
    ['a later end of sales', {}, { endOfLife: 1001 }, ['a later end of sales']],
    ['no agreement any more', {}, { agreementUntil: 0 }, []],
    ['a longer agreement', {}, { agreementUntil: 3001 }, ['a longer responsibility agreement']],
    ['a first risk acceptance', {}, { riskAcceptedUntil: 1 }, ['a longer risk acceptance']],
    ['a lost device that was found', { status: 'lost' }, { status: 'active' }, ['it may be serviced again']],
    ['a device that got lost', {}, { status: 'lost' }, []],
  ])('%s', (_, before, after, ways) => {
    expect(loosensDevice({ ...facts, ...before }, { ...facts, ...after })).toEqual(ways);
  });
});

const time = fc.constantFrom(0, NOW - 2, NOW - 1, NOW, NOW + 1, NOW + 2);
const anyFacts = fc.record({
  status: fc.constantFrom<Device['status']>('active', 'suspended', 'lost', 'retired', 'transferred'),
  stage: fc.constantFrom<Device['stage']>('development', 'support', 'limited_support', 'end_of_support', 'unknown'),
  endOfLife: time,
  endOfSupport: time,
  agreementUntil: time,
  riskAcceptedUntil: time,
});
const anyScopes = fc.subarray(['log.read', 'selftest.run', 'calibration.adjust', 'software.restore', 'os.shell'], {
  minLength: 1,
});

/** Past support an accepted risk stands in the place of attested controls (docs/rules.md, life-cycle stage). */
function asksAtLeast(one: Requirement, than: Requirement): boolean {
  return (
    one.approvals >= than.approvals &&
    one.holdCap <= than.holdCap &&
    than.mustInclude.every((role) => one.mustInclude.includes(role)) &&
    (one.controlsAttested || one.riskAcceptance || !than.controlsAttested) &&
    (['agreement', 'riskAcceptance', 'clinicalRelease', 'differentRoles'] as const).every(
      (demand) => one[demand] || !than[demand],
    )
  );
}

describe('a change that does not loosen', () => {
  test('never makes a rule ask less, on any tier, now or later', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, fc.constantFrom(...TIERS), time, (before, after, tier, at) => {
        fc.pre(loosensDevice(before, after).length === 0);
        const required = (facts: typeof before) =>
          requirementFor(hospital.policy, tier, { ...device, stage: stageAt(facts, at) });
        expect(asksAtLeast(required(after), required(before))).toBe(true);
      }),
    );
  });

  test('never lets through what was refused', () => {
    const wishes = fc.record({
      scopes: anyScopes,
      holdSeconds: fc.constantFrom(600, 3_600, 3_601, 7_201),
      declarations: fc.record({ notInClinicalUse: fc.constant(true), compensatingControls: fc.constant(true) }),
    });
    fc.assert(
      fc.property(anyFacts, anyFacts, wishes, (before, after, wish) => {
        fc.pre(loosensDevice(before, after).length === 0);
        const isAllowed = (facts: typeof before) =>
          evaluateAccess({ ...situation, device: { ...device, ...facts } }, wish, NOW).ok;
        expect(isAllowed(before) || !isAllowed(after)).toBe(true);
      }),
    );
  });
});

describe('a move', () => {
  const strict: Policy = {
    ...hospital.policy,
    tightenings: [{ units: ['ICU 3'], tiers: { T1: { approvals: 2 }, T4: { closed: true } } }],
  };
  const at = (unit: string) => ({ ...device, unit });

  test('out of where the policy demands more loosens, into it or beside it does not', () => {
    expect(loosensPlace(strict, at('ICU 3'), at('Ward 5B'))).toEqual(['a place where the policy demands less']);
    expect(loosensPlace(strict, at('Ward 5B'), at('ICU 3'))).toEqual([]);
    expect(loosensPlace(strict, at('Ward 5B'), at('OR 4'))).toEqual([]);
    expect(loosensPlace(hospital.policy, at('ICU 3'), at('Ward 5B'))).toEqual([]);
  });
});
