import { describe, expect, test } from '@jest/globals';
import {
  aliasRef,
  bundleRef,
  deviceRef,
  hospitalRef,
  modelRef,
  organisationRef,
  personRef,
  vendorRef,
} from '../../core/keys.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Ref } from '../../core/ports.ts';
import type { Hospital } from '../../core/registry.ts';
import { type AccessQuestion, previewAccess } from '../../core/verbs/preview-access.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';
import { bundle, device, hospital, model, NOW, servicer, staffOf, technician, vendor } from './rows.ts';

const question: AccessQuestion = {
  device: '7F3K-29QX',
  technician: 'p_technician',
  scopes: ['selftest.run'],
  holdSeconds: 3_600,
  declarations: { notInClinicalUse: true, compensatingControls: false },
};

async function storeWith(row: Hospital = hospital) {
  const rows: readonly (readonly [Ref<unknown>, unknown])[] = [
    [personRef('p_technician'), technician],
    [organisationRef('iso-medserv'), servicer],
    [hospitalRef('hdo-north'), row],
    [vendorRef('hdo-north', 'iso-medserv'), vendor],
    [deviceRef('hdo-north', device.id), device],
    [modelRef(device.model), model],
    [bundleRef('hdo-north', device.model), bundle],
    [aliasRef('7F3K-29QX'), { hospital: 'hdo-north', device: device.id }],
    [aliasRef('SOUTH-0001'), { hospital: 'hdo-south', device: device.id }],
  ];
  const store = rowsInMemory();
  await store.commit({ events: [], writes: rows.map(([ref, value]) => ({ kind: 'insert', ref, row: value })) });
  return { store };
}

async function preview(asked: Partial<AccessQuestion> = {}, policy?: Policy, row?: Hospital) {
  return previewAccess(await storeWith(row), 'hdo-north', { ...question, ...asked }, policy, NOW);
}

describe('preview-access', () => {
  test('says what a self-test would take, and who could approve it', async () => {
    expect(await preview()).toMatchObject({
      ok: true,
      value: {
        tier: 'T1',
        says: '1 person approves; at most 4 h, begun within 15 min of an activation.',
        candidates: [
          { person: 'p_htm', roles: ['htm_approver'] },
          { person: 'p_htm_two', roles: ['htm_approver'] },
          { person: 'p_both', roles: ['htm_approver'] },
        ],
        asked: ['p_htm', 'p_htm_two', 'p_both'],
      },
    });
  });

  test('asks first who is on call', async () => {
    const onCall = { ...hospital, roster: [['p_htm_two']] };
    expect(await preview({}, undefined, onCall)).toMatchObject({ value: { asked: ['p_htm_two'] } });
  });

  const closed: Policy = {
    ...hospital.policy,
    tightenings: [{ units: ['icu-2'], tiers: { T1: { closed: true } } }],
  };
  const five: Policy = { ...hospital.policy, tightenings: [{ tiers: { T1: { approvals: 5 } } }] };
  const nobody: Policy = { ...hospital.policy, approveWithin: 0 };

  test.each<[string, Partial<AccessQuestion>, Policy | undefined, string]>([
    ['what the proposed policy closes', {}, closed, 'tier_closed'],
    ['what the proposed policy has too few people for', {}, five, 'policy_unsatisfiable'],
    ['anything under a policy at fault', {}, nobody, 'policy_unsatisfiable'],
    ['too much time', { holdSeconds: 14_401 }, undefined, 'duration_over_cap'],
    ['a scope that does not exist', { scopes: ['pump.open'] }, undefined, 'scope_unknown'],
    ['a technician that nobody registered', { technician: 'p_nobody' }, undefined, 'person_unknown'],
    ['a device that nobody registered', { device: 'NONE-0000' }, undefined, 'device_unknown'],
    ['a device under another hospital’s sticker', { device: 'SOUTH-0001' }, undefined, 'device_unknown'],
  ])('refuses %s', async (_name, asked, policy, code) => {
    expect(await preview(asked, policy)).toEqual({ ok: false, code });
  });

  test('leaves out who asks, though he approves (R4)', async () => {
    const staff = [staffOf('p_technician', ['htm_approver']), staffOf('p_htm', ['htm_approver'])];
    const asked = await preview({}, undefined, { ...hospital, staff });
    expect(asked).toMatchObject({ ok: true, value: { candidates: [{ person: 'p_htm', roles: ['htm_approver'] }] } });
    const alone = await preview({}, undefined, { ...hospital, staff: staff.slice(0, 1) });
    expect(alone).toEqual({ ok: false, code: 'policy_unsatisfiable' });
  });

  test('writes nothing', async () => {
    const { store } = await storeWith();
    const before = store.commits.length;
    await previewAccess({ store }, 'hdo-north', question, undefined, NOW);
    expect(store.commits).toHaveLength(before);
  });
});
