/** Whose documents are handed out: a device's that is there, and no other's. */
import { describe, expect, test } from '@jest/globals';
import { aliasRef, bundleRef, deviceRef, hospitalRef, modelRef, ownerRef, rootRef } from '../../core/keys.ts';
import type { Device, Hospital } from '../../core/registry.ts';
import { readDeviceTrust } from '../../core/verbs/device-trust.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';
import { bundle, device, hospital, model } from './rows.ts';

async function storeWith(row: Device | undefined, at: Hospital) {
  const store = rowsInMemory();
  const owner = { version: 1, device: device.id, hospital: 'hdo-north', document: 'owner' };
  const rows = [
    [aliasRef('BME-1042'), { hospital: 'hdo-north', device: device.id }],
    [hospitalRef('hdo-north'), at],
    [bundleRef('hdo-north', device.model), bundle],
    [ownerRef('hdo-north', device.id), owner],
    [modelRef(device.model), model],
    [rootRef(model.oem), { version: 1, oem: model.oem, document: 'root' }],
    ...(row ? [[deviceRef('hdo-north', device.id), row] as const] : []),
  ] as const;
  await store.commit({ events: [], writes: rows.map(([ref, one]) => ({ kind: 'insert', ref, row: one })) });
  return store;
}

describe('readDeviceTrust', () => {
  test('hands out the documents of a device by any of its names', async () => {
    const store = await storeWith(device, hospital);
    expect(await readDeviceTrust({ store }, 'BME-1042')).toMatchObject({
      device: device.id,
      owner: 'owner',
      root: 'root',
    });
  });

  test.each<readonly [string, Device | undefined, Hospital]>([
    ['a device of a file that is not through', { ...device, import: 'im1' }, { ...hospital, importing: ['im1'] }],
    ['a device that has no row', undefined, hospital],
  ])('does not know %s', async (_, row, at) => {
    const store = await storeWith(row, at);
    await expect(readDeviceTrust({ store }, 'BME-1042')).rejects.toMatchObject({ type: 'not-found' });
  });
});
