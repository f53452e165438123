/** What one administrator does of a hospital and its servicers, and what takes two (R5, R17, R18). */
import { describe, expect, test } from '@jest/globals';
import type { Policy } from '../../../core/policy/policy.ts';
import { widensVendor } from '../../../core/registry/vendors.ts';
import type { Hospital, Vendor } from '../../../core/registry.ts';
import { outcomeOf, planOf } from '../../support/registry-rules.ts';
import { hospital, NOW, servicer, vendor } from '../rows.ts';

const t1 = hospital.policy.tiers.T1;
const withT1 = (more: Partial<Policy['tiers']['T1']>): Policy => ({
  ...hospital.policy,
  tiers: { ...hospital.policy.tiers, T1: { ...t1, ...more } },
});

const frozen: Hospital = { ...hospital, status: 'suspended' };

describe('a hospital’s own row', () => {
  test.each<[string, Parameters<typeof planOf>[0], object, Hospital | undefined, string]>([
    ['a new zone', 'describe-hospital', { zone: 'Europe/Berlin' }, hospital, 'one person'],
    ['the zone it has', 'describe-hospital', { zone: 'America/Chicago' }, hospital, 'unchanged'],
    ['nothing at all', 'describe-hospital', {}, hospital, 'unchanged'],
    ['a hospital that is none', 'describe-hospital', { zone: 'Europe/Berlin' }, undefined, 'entity_unknown'],
    ['the policy it has', 'set-policy', { policy: hospital.policy }, hospital, 'unchanged'],
    ['a tighter policy', 'set-policy', { policy: withT1({ holdCap: t1.holdCap - 60 }) }, hospital, 'one person'],
    [
      'a weaker policy',
      'set-policy',
      { policy: withT1({ holdCap: t1.holdCap + 60 }) },
      hospital,
      'two people: the policy is weaker in tiers/T1/holdCap',
    ],
    ['no approval at all (R5)', 'set-policy', { policy: withT1({ approvals: 0 }) }, hospital, 'policy_faulty'],
    [
      'more approvals than there are people (R5)',
      'set-policy',
      { policy: withT1({ approvals: 40 }) },
      hospital,
      'policy_unsatisfiable',
    ],
    ['a roster of its staff', 'set-roster', { groups: [['p_htm'], ['p_htm_two']] }, hospital, 'one person'],
    ['a roster with a stranger', 'set-roster', { groups: [['p_stranger']] }, hospital, 'entity_unknown'],
    ['a freeze', 'freeze-hospital', {}, hospital, 'one person, stops hospital_frozen'],
    ['a freeze of a frozen one', 'freeze-hospital', {}, frozen, 'one person, stops hospital_frozen'],
    ['opening again', 'reopen-hospital', {}, frozen, 'two people: service access is possible again'],
    ['opening an open one', 'reopen-hospital', {}, hospital, 'unchanged'],
  ])('%s', (_what, verb, body, row, outcome) => {
    expect(outcomeOf(planOf(verb, body, { hospital: row }))).toBe(outcome);
  });

  test('opening it while its organisation is suspended', () => {
    const organisation = { ...servicer, id: hospital.id, kind: 'hdo', status: 'suspended' } as const;
    expect(outcomeOf(planOf('reopen-hospital', {}, { hospital: frozen }, { organisation }))).toBe(
      'organisation_suspended',
    );
  });

  test('a new policy has the next version, whatever was sent', () => {
    const plan = planOf('set-policy', { policy: { ...withT1({ holdCap: 60 }), version: 900 } }, { hospital });
    const after = plan.ok ? (plan.value.changes[0]?.after as Hospital) : undefined;
    expect(after?.policy.version).toBe(hospital.policy.version + 1);
    expect(after?.policy.tiers.T1.holdCap).toBe(60);
  });

  test('a refused policy says where', () => {
    expect(planOf('set-policy', { policy: withT1({ approvals: 0 }) }, { hospital })).toMatchObject({
      facts: { at: 'tiers/T1/approvals' },
    });
  });
});

const agreed = { organisation: 'iso-medserv', from: vendor.from, to: vendor.to, scopes: vendor.scopes };
const papers = { insurance: vendor.insurance, contract: vendor.contract };

describe('a servicer at a hospital', () => {
  test.each<[string, Parameters<typeof planOf>[0], object, Vendor | undefined, string]>([
    ['as it stands', 'set-vendor', { ...agreed, ...papers }, vendor, 'unchanged'],
    ['another contract', 'set-vendor', { ...agreed, ...papers, contract: 'C-2' }, vendor, 'one person'],
    ['a shorter term', 'set-vendor', { ...agreed, ...papers, to: NOW + 60 }, vendor, 'one person'],
    ['fewer scopes', 'set-vendor', { ...agreed, ...papers, scopes: ['log.read'] }, vendor, 'one person'],
    [
      'one more scope',
      'set-vendor',
      { ...agreed, ...papers, scopes: [...vendor.scopes, 'factory.reset'] },
      vendor,
      'two people: iso-medserv may also: factory.reset',
    ],
    [
      'a longer term',
      'set-vendor',
      { ...agreed, ...papers, to: vendor.to + 1 },
      vendor,
      'two people: iso-medserv may go on for longer',
    ],
    [
      'a first agreement',
      'set-vendor',
      { ...agreed, ...papers, scopes: ['log.read'] },
      undefined,
      'two people: iso-medserv may service here: log.read',
    ],
    ['a term that ends first', 'set-vendor', { ...agreed, ...papers, from: 5, to: 4 }, vendor, 'vendor_term'],
    ['suspended', 'suspend-vendor', { organisation: 'iso-medserv' }, vendor, 'one person, stops vendor_suspended'],
    ['unknown, suspended', 'suspend-vendor', { organisation: 'iso-medserv' }, undefined, 'entity_unknown'],
    [
      'reinstated',
      'reinstate-vendor',
      { organisation: 'iso-medserv' },
      { ...vendor, status: 'suspended' },
      'two people: iso-medserv is reinstated',
    ],
  ])('%s', (_what, verb, body, row, outcome) => {
    expect(outcomeOf(planOf(verb, body, { vendor: row, organisation: servicer }))).toBe(outcome);
  });

  test('a hospital is no servicer, and one that has gone takes no agreement', () => {
    const wish = { ...agreed, ...papers };
    expect(outcomeOf(planOf('set-vendor', wish, { organisation: { ...servicer, kind: 'hdo' } }))).toBe(
      'entity_unknown',
    );
    const gone = { ...servicer, status: 'offboarded' };
    expect(outcomeOf(planOf('set-vendor', wish, { organisation: gone }))).toBe('organisation_offboarded');
  });

  test('a suspended servicer stays suspended when his agreement is changed', () => {
    const suspended: Vendor = { ...vendor, status: 'suspended' };
    const plan = planOf(
      'set-vendor',
      { ...agreed, ...papers, contract: 'C-9' },
      { vendor: suspended, organisation: servicer },
    );
    expect(plan.ok && plan.value.changes[0]?.after).toMatchObject({ status: 'suspended', contract: 'C-9' });
  });

  test('widens in nothing where it begins later and ends earlier with the same scopes', () => {
    const narrower = { ...agreed, from: vendor.from + 1, to: vendor.to - 1 };
    expect(widensVendor(vendor, narrower)).toEqual([]);
  });
});
