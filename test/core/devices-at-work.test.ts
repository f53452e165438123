/** What the registry shows of a device while the file that brings it is worked off: nothing (R18). */
import { describe, expect, test } from '@jest/globals';
import { aliasRef, deviceRef, hospitalRef, organisationRef, personRef } from '../../core/keys.ts';
import type { Identity, Ledger, Ref, Store } from '../../core/ports.ts';
import type { Device } from '../../core/registry.ts';
import { listDevices, listStickers } from '../../core/verbs/list-registry.ts';
import { readHistory } from '../../core/verbs/registry-history.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';
import { device, hospital, NOW, personOf, servicer } from './rows.ts';

const WHO: Identity = {
  organisation: 'hdo-north',
  person: 'p_admin',
  session: 'S'.repeat(43),
  authenticatedAt: NOW,
};
const stood: Device = { ...device, tag: 'STOOD', code: '2222-2222' };
const brought: Device = { ...device, id: 'gs1:01/09521000001015/21/NEW', tag: 'NEW', code: '3333-3333', import: 'im1' };
const released: Device = { ...stood, tag: 'RELEASED', code: '4444-4444', status: 'transferred' };
const retired: Device = { ...stood, tag: 'RETIRED', code: '5555-5555', status: 'retired' };

const EVENT = {
  chain: 'c',
  n: 1,
  hash: 'h',
  bytes: new TextEncoder().encode(
    JSON.stringify({ n: 1, at: NOW, type: 'registry.changed', actor: {}, data: { version: 1, row: 'd', widens: [] } }),
  ),
};

/** The registry as an administrator finds it while files `importing` are at work. */
function registry(importing: readonly string[]) {
  const memory = rowsInMemory();
  const put = (ref: Ref<unknown>, row: unknown) => memory.rows.set(`${ref.table} ${ref.pk} ${ref.sk}`, row);
  put(organisationRef('hdo-north'), { ...servicer, id: 'hdo-north' });
  put(personRef('p_admin'), personOf('p_admin', 'hdo-north'));
  put(hospitalRef('hdo-north'), { ...hospital, importing });
  for (const one of [stood, brought]) {
    put(deviceRef('hdo-north', one.id), one);
    put(aliasRef(one.tag), { hospital: 'hdo-north', device: one.id });
  }
  const listed = { items: [stood, brought, released, retired], next: 'more' };
  const store = { ...memory, registryRows: async () => listed } as unknown as Store;
  const ledger = { events: async () => [EVENT] } as unknown as Ledger;
  return { store, ledger };
}

const devicesOf = async (importing: readonly string[]) => {
  const answer = await listDevices(registry(importing), WHO, 'hdo-north', {});
  return answer.ok ? [...answer.value.items.map(({ tag }) => tag), answer.value.next] : answer;
};
const stickersOf = async (importing: readonly string[]) => {
  const answer = await listStickers(registry(importing), WHO, 'hdo-north', {}, 'https://w.example');
  return answer.ok ? [...answer.value.items.map(({ tag }) => tag), answer.value.next] : answer;
};
const linesOf = async (importing: readonly string[], name: string) => {
  const answer = await readHistory(registry(importing), WHO, 'hdo-north', { entity: `device:${name}` });
  return answer.ok ? answer.value.items.length : answer;
};

describe('a device of a file at work', () => {
  test('is not listed before the last line stands, and the next page is still named', async () => {
    expect(await devicesOf(['im1'])).toEqual(['STOOD', 'RELEASED', 'RETIRED', 'more']);
    expect(await devicesOf([])).toEqual(['STOOD', 'NEW', 'RELEASED', 'RETIRED', 'more']);
  });

  test('has no sticker before the last line stands', async () => {
    expect(await stickersOf(['im1'])).toEqual(['STOOD', 'more']);
    expect(await stickersOf(['im2'])).toEqual(['NEW', 'STOOD', 'more']);
  });

  test.each([brought.id, brought.tag])('has no history as %s before the last line stands', async (name) => {
    expect(await linesOf(['im1'], name)).toBe(0);
    expect(await linesOf([], name)).toBe(1);
  });

  test('takes nothing from the history of a device that stood before', async () => {
    expect(await linesOf(['im1'], stood.tag)).toBe(1);
  });
});
