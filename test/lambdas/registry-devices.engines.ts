/** Devices of the registry through the running broker: gained, moved, stopped, released to another hospital (R17, R18). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aliasRef, deviceRef, proposalRef } from '../../core/keys.ts';
import type { Device } from '../../core/registry.ts';
import type { Answer, Phone, Scene } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { until } from '../support/polling.ts';
import {
  approve,
  ask,
  asking,
  HOSPITAL,
  MONITOR,
  newKey,
  type RunningBroker,
  recordsOf,
  rowOf,
  runBroker,
  VENTILATOR,
} from '../support/running-broker.ts';

const CEDAR = 'cedar-county';
/** Seeded at St. Mary's, an anaesthesia machine that goes to another hospital. */
const SOLD = 'gs1:01/09521000001077/21/AN-5512';
const NEW = 'gs1:01/09521000001039/21/P7-0500';

let running: RunningBroker;
let scene: Scene;
let kowalski: Phone;
let haddad: Phone;
let osei: Phone;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  scene = running.scene;
  kowalski = await scene.phone('a.kowalski', HOSPITAL);
  haddad = await scene.phone('b.haddad', HOSPITAL);
  osei = await scene.phone('j.osei', 'medserv');
});

afterAll(async () => {
  delete process.env['WARDKEY_COOL_DOWN'];
  await running.stop();
});

async function deviceAt(hospital: string, id: string): Promise<Device | undefined> {
  return (await running.stores.store.load({ device: deviceRef(hospital, id) })).device;
}

async function leadsTo(name: string): Promise<unknown> {
  return (await running.stores.store.load({ alias: aliasRef(name) })).alias;
}

/** Confirmed by the second person, and settled after the cool-down. */
async function settled(proposed: Answer, second: Phone = haddad): Promise<string> {
  expect(proposed).toMatchObject({ status: 202 });
  expect(await confirm(scene, second, proposed)).toMatchObject({ status: 200 });
  await scene.skip(61);
  const { id, tenant } = proposed.body.proposal;
  return until(async () => {
    const { proposal } = await running.stores.store.load({ proposal: proposalRef(tenant, id) });
    return proposal?.status === 'confirmed' ? undefined : (proposal?.failure ?? proposal?.status);
  });
}

describe('register-device', () => {
  const monitor = { udi: '(01)09521000001039(21)P7-0500', tag: 'SM-30500', site: 'Main', unit: 'ICU 3' };

  test('brings a device by two people, under a sticker code that access can be asked with', async () => {
    const body = { ...monitor, cmms: 'CM-30500', stage: 'support' };
    const proposed = await change(scene, kowalski, [HOSPITAL, 'register-device'], body);
    expect(proposed.body.proposal.widens).toEqual([`a device is gained: ${NEW}`]);
    expect(await leadsTo(NEW)).toBeUndefined();
    expect(await settled(proposed)).toBe('in_force');
    const device = await deviceAt(HOSPITAL, NEW);
    expect(device).toMatchObject({ status: 'active', stage: 'support', serial: 'P7-0500', version: 1 });
    for (const name of [NEW, 'SM-30500', 'CM-30500', device?.code ?? '']) {
      expect(await leadsTo(name)).toEqual({ hospital: HOSPITAL, device: NEW });
    }
    await ask(osei, device?.code ?? '');
    const records = await recordsOf(running.stores, `T#${HOSPITAL}#G#D#${NEW}`);
    expect(records.map(({ type, data }) => [type, (data as { entity: string }).entity])).toEqual([
      ['registry.changed', `device:${NEW}`],
    ]);
  });

  test.each([
    ['a tag of another hospital', { tag: 'CC-0071' }, 'alias_taken'],
    ['a device of another hospital', { udi: 'gs1:01/09521000001022/21/000871', tag: 'SM-1' }, 'alias_taken'],
    ['a site that the hospital does not have', { udi: '(01)09521000001039(21)P7-0501', site: 'Annex' }, 'site_unknown'],
  ])('refuses %s', async (_, more, reason) => {
    const answer = await change(scene, kowalski, [HOSPITAL, 'register-device'], { ...monitor, tag: 'SM-2', ...more });
    expect(answer).toMatchObject({ status: 403, body: { reason } });
  });

  test('names what is wrong with a UDI', async () => {
    const body = { ...monitor, udi: '(01)09521000001038(21)P7-0500' };
    expect(await change(scene, kowalski, [HOSPITAL, 'register-device'], body)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/udi', detail: 'udi_check_digit' }] },
    });
  });

  test('two who claim one tag: the first in force has it, the other fails', async () => {
    const claim = (serial: string) => ({ ...monitor, udi: `(01)09521000001039(21)${serial}`, tag: 'SM-30600' });
    const first = await change(scene, kowalski, [HOSPITAL, 'register-device'], claim('P7-0600'));
    const second = await change(scene, kowalski, [HOSPITAL, 'register-device'], claim('P7-0601'));
    expect(await settled(first)).toBe('in_force');
    expect(await settled(second)).toBe('alias_taken');
  });
});

describe('change-device', () => {
  test('moves and renames at once, and the old tag leads nowhere', async () => {
    const moved = await change(scene, kowalski, [HOSPITAL, 'change-device'], {
      device: 'SM-10418',
      unit: 'Ward 6',
      tag: 'SM-19418',
    });
    expect(moved).toMatchObject({ status: 201, body: { entity: 'device:gs1:01/09521000001015/21/A2000418' } });
    expect(await leadsTo('SM-10418')).toBeUndefined();
    expect(await leadsTo('SM-19418')).toMatchObject({ device: 'gs1:01/09521000001015/21/A2000418' });
  });

  test('takes two people where it loosens', async () => {
    const body = { device: 'SM-60381', agreementUntil: 2_000_000_000 };
    const proposed = await change(scene, kowalski, [HOSPITAL, 'change-device'], body);
    expect(proposed.body.proposal.widens).toEqual([
      'a longer responsibility agreement: gs1:01/09521000001060/21/US-3381',
    ]);
    expect(await settled(proposed)).toBe('in_force');
  });

  test('a tag that was moved meanwhile redirects nothing that two people confirmed', async () => {
    const body = { device: 'SM-10417', agreementUntil: 2_000_000_000 };
    const proposed = await change(scene, kowalski, [HOSPITAL, 'change-device'], body);
    await change(scene, kowalski, [HOSPITAL, 'change-device'], { device: 'SM-10417', tag: 'SM-10499' });
    await change(scene, kowalski, [HOSPITAL, 'change-device'], { device: 'SM-60904', tag: 'SM-10417' });
    expect(await settled(proposed)).toBe('entity_unknown');
    expect((await deviceAt(HOSPITAL, 'gs1:01/09521000001060/21/US-2904'))?.agreementUntil).toBe(0);
  });

  test('another hospital’s device is not there', async () => {
    expect(await change(scene, kowalski, [HOSPITAL, 'change-device'], { device: 'CC-0071', unit: 'X' })).toMatchObject({
      status: 403,
      body: { reason: 'entity_unknown' },
    });
  });
});

describe('report-device', () => {
  test('stops pending and approved access to it, and to no other', async () => {
    const pending = await ask(osei, MONITOR.code);
    const approved = await ask(osei, MONITOR.code);
    const other = await ask(osei, VENTILATOR.code);
    await approve(scene, await scene.phone('p.lindqvist', HOSPITAL), approved);
    const body = { device: MONITOR.code, status: 'suspended', reason: 'Recall.' };
    expect((await change(scene, haddad, [HOSPITAL, 'report-device'], body)).status).toBe(201);
    const code = await scene.code(osei.member);
    const mint = await osei.post(`/requests/${approved.id}/tokens`, { device: MONITOR.id, code }, newKey());
    expect(mint.status).toBe(403);
    const ended = await until(async () => {
      const rows = await Promise.all([pending, approved].map(({ id }) => rowOf(running.stores, id)));
      return rows.some(({ status }) => status === 'pending' || status === 'approved') ? undefined : rows;
    });
    expect(ended.map(({ status }) => status)).toEqual(['withdrawn', 'revoked']);
    expect((await rowOf(running.stores, other.id)).status).toBe('pending');
    const again = await osei.post('/requests', asking(MONITOR.code), newKey());
    expect(again).toMatchObject({ status: 403, body: { reason: 'device_suspended' } });
  });

  test('is undone by two people', async () => {
    const proposed = await change(scene, kowalski, [HOSPITAL, 'reinstate-device'], { device: MONITOR.code });
    expect(await settled(proposed)).toBe('in_force');
    await ask(osei, MONITOR.code);
  });
});

describe('transfer-device', () => {
  test('lets another hospital register it, whole, under new names; the old one has it no more', async () => {
    const open = await ask(osei, SOLD);
    const sold = { device: 'SM-50012', reason: 'Sold to Cedar County.' };
    const cedar = { udi: SOLD, tag: 'CC-0500', site: 'Main', unit: 'OR', stage: 'support' };
    const park = await scene.phone('g.park', CEDAR);
    expect(await change(scene, park, [CEDAR, 'register-device'], cedar)).toMatchObject({
      body: { reason: 'alias_taken' },
    });
    expect(await settled(await change(scene, kowalski, [HOSPITAL, 'transfer-device'], sold))).toBe('in_force');
    await until(async () => ((await rowOf(running.stores, open.id)).status === 'withdrawn' ? true : undefined));
    expect(await leadsTo(SOLD)).toBeUndefined();
    expect((await osei.post('/requests', asking(SOLD), newKey())).status).toBe(404);
    const gained = await change(scene, park, [CEDAR, 'register-device'], cedar);
    expect(await settled(gained, await scene.phone('k.olsen', CEDAR))).toBe('in_force');
    expect(await leadsTo(SOLD)).toEqual({ hospital: CEDAR, device: SOLD });
    expect(
      await change(scene, kowalski, [HOSPITAL, 'report-device'], { device: SOLD, status: 'lost', reason: 'x' }),
    ).toMatchObject({ body: { reason: 'entity_unknown' } });
  });
});

test('the log of both hospitals verifies from its bytes', async () => {
  for (const hospital of [HOSPITAL, CEDAR])
    expect((await verifyLog(running.broker.addresses.dynamodb, { hospital })).broken).toBeUndefined();
});
