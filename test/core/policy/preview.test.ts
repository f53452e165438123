import { describe, expect, test } from '@jest/globals';
import { type Policy, PROPOSED_POLICY } from '../../../core/policy/policy.ts';
import { demandWords, previewPolicy } from '../../../core/policy/preview.ts';
import { type Requirement, requirementFor } from '../../../core/policy/requirement.ts';
import { placesOf } from '../../../core/policy/satisfiable.ts';
import { device, hospital, staffOf } from '../rows.ts';

const policy: Policy = {
  ...PROPOSED_POLICY,
  tiers: { ...PROPOSED_POLICY.tiers, T4: { ...PROPOSED_POLICY.tiers.T4, closed: true } },
  tightenings: [
    { units: ['icu-2'], tiers: { T1: { mustInclude: ['clinical_owner'], approvals: 2, differentRoles: true } } },
  ],
};
const rowOf = (rows: ReturnType<typeof previewPolicy>, tier: string, stage: string, unit?: string) =>
  rows.find((row) => row.tier === tier && row.stage === stage && row.place.unit === unit);

describe('previewPolicy', () => {
  test('has a row for each tier and stage, everywhere else and at each named place', () => {
    expect(previewPolicy(policy, undefined, placesOf(policy))).toHaveLength(2 * 5 * 4);
  });

  test('counts who could give each role', () => {
    const rows = previewPolicy(policy, hospital.staff, placesOf(policy));
    expect(rowOf(rows, 'T1', 'support')).toMatchObject({
      says: '1 person approves; at most 4 h, begun within 15 min of an activation.',
      roles: ['htm_approver'],
      reach: { people: { htm_approver: 3 }, notFor: [] },
    });
    expect(rowOf(rows, 'T1', 'support', 'icu-2')).toMatchObject({
      roles: ['htm_approver', 'clinical_owner'],
      reach: { people: { htm_approver: 3, clinical_owner: 1 } },
    });
  });

  test('says which demand nobody could fill, and why', () => {
    const rows = previewPolicy(policy, [staffOf('p_htm', ['htm_approver'])], placesOf(policy));
    expect(rowOf(rows, 'T3', 'support')?.reach).toEqual({
      people: { htm_approver: 1, clinical_owner: 0, security_approver: 0, domain_safety: 0 },
      lack: 'It needs 2 people, and 1 could approve.',
      notFor: [],
    });
    expect(rowOf(rows, 'T1', 'support')?.reach).toEqual({ people: { htm_approver: 1 }, notFor: [] });
  });

  test('says which scopes of a tier nobody could approve alone', () => {
    const staff = [staffOf('p_htm', ['htm_approver']), staffOf('p_security', ['security_approver'])];
    const rows = previewPolicy(policy, staff, placesOf(policy));
    expect(rowOf(rows, 'T3', 'support')?.reach).toEqual({
      people: { htm_approver: 1, clinical_owner: 0, security_approver: 1, domain_safety: 0 },
      notFor: ['alarm.defaults.write'],
    });
  });

  test('asks nobody where a tier is closed', () => {
    const row = rowOf(previewPolicy(policy, hospital.staff, placesOf(policy)), 'T4', 'support');
    expect(row).toMatchObject({ says: 'Closed: nobody may do this here.', roles: [] });
    expect(row).not.toHaveProperty('reach');
  });

  test('says what is demanded where no staff is given', () => {
    const rows = previewPolicy(policy, undefined, placesOf(policy));
    expect(rows.filter((row) => 'reach' in row)).toEqual([]);
    expect(rowOf(rows, 'T2', 'support')?.roles).toEqual(['htm_approver', 'domain_safety']);
  });
});

describe('demandWords', () => {
  const t2 = requirementFor(PROPOSED_POLICY, 'T2', device);

  test.each<[Partial<Requirement>, string]>([
    [
      {},
      '1 person approves and confirms that no patient is connected; at most 4 h, begun within 15 min of an activation.',
    ],
    [
      { mustInclude: ['domain_safety'], clinicalRelease: false },
      '1 person as domain safety approves; at most 4 h, begun within 15 min of an activation.',
    ],
    [{ approvals: 2, clinicalRelease: false }, '2 people approve; at most 4 h, begun within 15 min of an activation.'],
    [
      { approvals: 3, differentRoles: true, mustInclude: ['htm_approver', 'clinical_owner'] },
      '3 people in different roles, among them HTM approver and clinical owner, approve and confirm that no patient is ' +
        'connected; at most 4 h, begun within 15 min of an activation.',
    ],
    [
      { clinicalRelease: false, controlsAttested: true, agreement: true, riskAcceptance: true, holdCap: 3_600 },
      '1 person approves; at most 60 min, begun within 15 min of an activation; needs attested compensating controls and a responsibility ' +
        'agreement in force and an unexpired risk acceptance.',
    ],
    [{ closed: true }, 'Closed: nobody may do this here.'],
  ])('of %j', (changed, says) => {
    expect(demandWords({ ...t2, ...changed })).toBe(says);
  });
});
