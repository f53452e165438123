import { describe, expect, test } from '@jest/globals';
import type { AccessRequest } from '../../core/access/request.ts';
import {
  aliasRef,
  bundleRef,
  deviceRef,
  extensionRef,
  hospitalRef,
  modelRef,
  organisationRef,
  personRef,
  requestRef,
  vendorRef,
} from '../../core/keys.ts';
import type { Identity, Ref } from '../../core/ports.ts';
import { findDevice } from '../../core/verbs/find-device.ts';
import { type SoFar, showDevice } from '../../core/verbs/show-device.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';
import {
  approvedOf,
  bundle,
  device,
  facts,
  hospital,
  model,
  NOW,
  pendingOf,
  REQUEST_ID,
  servicer,
  technician,
  vendor,
} from './rows.ts';

const who: Identity = { organisation: 'iso-medserv', person: 'p_technician', session: 's', authenticatedAt: NOW };
const CHILD_ID = 'hdo-north_CHLD29MABCDE';
const HOUR = 3600;

type StoredRow = readonly [Ref<unknown>, unknown];

/** The registry in which all is well, with `more`. */
async function storeWith(...more: StoredRow[]) {
  const rows: readonly StoredRow[] = [
    [personRef('p_technician'), technician],
    [organisationRef('iso-medserv'), servicer],
    [hospitalRef('hdo-north'), hospital],
    [vendorRef('hdo-north', 'iso-medserv'), vendor],
    [deviceRef('hdo-north', device.id), device],
    [modelRef(device.model), model],
    [bundleRef('hdo-north', device.model), bundle],
    [aliasRef('7F3K-29QX'), { hospital: 'hdo-north', device: device.id }],
    [aliasRef('SOUTH-0001'), { hospital: 'hdo-south', device: device.id }],
    [hospitalRef('hdo-south'), { ...hospital, id: 'hdo-south' }],
    [deviceRef('hdo-south', device.id), { ...device, hospital: 'hdo-south', code: 'ZZZZ-2222' }],
    ...more,
  ];
  const store = rowsInMemory();
  await store.commit({ events: [], writes: rows.map(([ref, row]) => ({ kind: 'insert', ref, row })) });
  return { store };
}

const parentOf = (more: Partial<AccessRequest>): StoredRow => [requestRef(REQUEST_ID), { ...approvedOf(), ...more }];

async function shown(soFar: SoFar, ...more: StoredRow[]) {
  const found = await showDevice(await storeWith(...more), who, '7F3K-29QX', soFar, NOW);
  if (!found.ok) throw new Error(found.code);
  return found.value;
}

describe('show-device', () => {
  test.each(['NONE-0000', 'SOUTH-0001'])('does not know %s, whether it is there or not', async (name) => {
    const found = await showDevice(await storeWith(), who, name, {}, NOW);
    expect(['device_unknown', 'vendor_unknown']).toContain(found.ok || found.code);
  });

  test.each([
    ['an hour of self-test', ['selftest.run'], HOUR, { ok: true, value: expect.objectContaining({ tier: 'T1' }) }],
    ['more than the tier allows', ['selftest.run'], 5 * HOUR, { ok: false, code: 'duration_over_cap' }],
    [
      'what takes the cap of the highest tier',
      ['selftest.run', 'os.shell'],
      2 * HOUR,
      {
        ok: false,
        code: 'duration_over_cap',
      },
    ],
    ['what nobody knows', ['teleport.now'], HOUR, { ok: false, code: 'scope_unknown' }],
  ])('says of %s what a request would', async (_name, scopes, holdSeconds, says) => {
    expect((await shown({ wish: { scopes, holdSeconds } })).choice).toEqual(says);
  });
});

describe('show-device, for more of a visit', () => {
  const more = { extends: REQUEST_ID };

  test('says what the total leaves', async () => {
    const { more: left } = await shown(more, parentOf({ totalHold: 10 * HOUR }));
    expect(left).toEqual({
      ok: true,
      value: {
        id: REQUEST_ID,
        reference: 'K7Q-29M',
        workOrder: 'WO-7781',
        activity: 'corrective_maintenance',
        scopes: ['selftest.run', 'log.read'],
        left: 6 * HOUR,
      },
    });
  });

  test('refuses a choice beyond what is left', async () => {
    const wish = { scopes: ['selftest.run'], holdSeconds: 3 * HOUR };
    const { choice } = await shown({ ...more, wish }, parentOf({ totalHold: 14 * HOUR }));
    expect(choice).toEqual({ ok: false, code: 'extension_over_cap' });
  });

  test.each<[string, string, StoredRow[]]>([
    ['that used the total up', 'extension_over_cap', [parentOf({ totalHold: 16 * HOUR })]],
    ['that is not there', 'extension_mismatch', []],
    ['that nobody has approved yet', 'extension_mismatch', [[requestRef(REQUEST_ID), pendingOf()]]],
    [
      'whose window is over',
      'extension_mismatch',
      [parentOf({ grant: { approvedAt: NOW - HOUR, until: NOW } } as Partial<AccessRequest>)],
    ],
    ['of somebody else', 'extension_mismatch', [parentOf({ facts: { ...facts, technician: 'p_other' } })]],
    ['on another device', 'extension_mismatch', [parentOf({ facts: { ...facts, device: `${device.id}1` } })]],
    [
      'that is gone on from already',
      'extension_mismatch',
      [
        parentOf({ totalHold: HOUR }),
        [extensionRef(REQUEST_ID), { version: 1, child: CHILD_ID }],
        [requestRef(CHILD_ID), pendingOf({ id: CHILD_ID })],
      ],
    ],
  ])('has nothing to go on from in one %s', async (_name, code, rows) => {
    expect((await shown(more, ...rows)).more).toEqual({ ok: false, code });
  });
});

describe('find-device', () => {
  const find = async (...names: readonly string[]) => findDevice(await storeWith(), who, { as: 'name', names }, NOW);

  test('takes the first of several names that leads to what he sees', async () => {
    expect(await find('SOUTH-0001', 'NONE-0000', '7F3K-29QX')).toEqual({ ok: true, value: '7F3K-29QX' });
  });

  test.each([[[]], [['NONE-0000']]])('finds nothing under %j', async (names) => {
    expect(await find(...names)).toEqual({ ok: false, code: 'device_unknown' });
  });
});
