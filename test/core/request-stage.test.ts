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
import type { Ref } from '../../core/ports.ts';
import type { Device } from '../../core/registry.ts';
import { requestAccess } from '../../core/verbs/request-access.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';
import { bundle, device, hospital, model, NOW, servicer, technician, vendor, wish } from './rows.ts';

/** The stage in the facts of a request for a self-test on `device` with `changed`. */
async function stageAsked(changed: Partial<Device>): Promise<unknown> {
  const store = rowsInMemory();
  const rows: readonly (readonly [Ref<unknown>, unknown])[] = [
    [personRef(technician.id), technician],
    [organisationRef(servicer.id), servicer],
    [aliasRef(device.code), { hospital: hospital.id, device: device.id }],
    [hospitalRef(hospital.id), hospital],
    [deviceRef(hospital.id, device.id), { ...device, ...changed }],
    [vendorRef(hospital.id, servicer.id), vendor],
    [modelRef(model.id), model],
    [bundleRef(hospital.id, model.id), bundle],
  ];
  await store.commit({ events: [], writes: rows.map(([ref, row]) => ({ kind: 'insert', ref, row })) });
  const ports = {
    store: { ...store, commit: async () => undefined },
    random: (length: number) => new Uint8Array(length),
  };
  const who = { person: technician.id, organisation: servicer.id, session: 's'.repeat(43), authenticatedAt: NOW };
  const body = {
    ...wish,
    scopes: [...wish.scopes],
    device: device.code,
    workOrder: 'WO-1',
    activity: 'calibration' as const,
    reason: 'Self-test fails.',
  };
  const decision = await requestAccess(ports, who, body, 'key-0123456789', NOW);
  return decision.ok ? decision.value.facts.stage : decision.code;
}

describe('requestAccess shows and binds the stage', () => {
  test.each<[string, Partial<Device>, Device['stage']]>([
    ['that was recorded', {}, 'support'],
    ['that was recorded, until a date comes', { endOfLife: NOW + 1, endOfSupport: NOW + 1 }, 'support'],
    ['that the end of sales leads to', { endOfLife: NOW, endOfSupport: NOW + 1 }, 'limited_support'],
    ['that the end of support leads to', { endOfLife: NOW, endOfSupport: NOW }, 'end_of_support'],
    ['that nobody knows, as such', { stage: 'unknown' }, 'unknown'],
  ])('%s', async (_name, changed, stage) => {
    expect(await stageAsked(changed)).toBe(stage);
  });
});
