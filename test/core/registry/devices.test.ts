/** A hospital's devices one by one: what each verb does, what takes two people, what is refused (R17, R18). */
import { describe, expect, test } from '@jest/globals';
import type { RefusalCode } from '../../../core/problems.ts';
import type { AnyChange, Found } from '../../../core/registry/change.ts';
import {
  changeDevice,
  registerDevice,
  reinstateDevice,
  reportDevice,
  transferDevice,
} from '../../../core/registry/devices.ts';
import type { Device, Hospital, HospitalRole, Staff } from '../../../core/registry.ts';
import { device, hospital } from '../rows.ts';
import { planned, planOf } from './rule.ts';

const ID = 'gs1:01/09521000001015/21/LV3-0042';
const own: Found = { 'HN-1': { hospital: 'hdo-north', device: ID } };
const elsewhere = { hospital: 'hdo-south', device: ID };
const nothing = { device: undefined, id: undefined, tag: undefined, cmms: undefined };
const body = { udi: '(01)09521000001015(21)LV3-0042', tag: 'HN-1', site: 'North', unit: 'ICU' };
const pump: Device = {
  ...device,
  code: 'ABCD-2345',
  tag: 'HN-1',
  cmms: 'CM-1',
  site: 'North',
  unit: 'ICU',
  endOfLife: 0,
  endOfSupport: 0,
};
const north: Hospital = { ...hospital, sites: ['North', 'West'] };

const plan = (rule: AnyChange, sent: object, rows: object, found: Found = own, at: Hospital = north) =>
  planOf(rule, sent, rows, found, at);

describe('register-device', () => {
  test('gains a device whose stage nobody knows, with a sticker code and all its names, by two people', () => {
    expect(planned(plan(registerDevice, { ...body, cmms: 'CM-1' }, nothing))).toEqual({
      changes: [
        {
          ref: { table: 'registry', pk: 'T#hdo-north', sk: `D#${ID}` },
          before: undefined,
          after: {
            id: ID,
            model: 'gs1:01/09521000001015',
            serial: 'LV3-0042',
            hospital: 'hdo-north',
            status: 'active',
            code: '2345-6789',
            tag: 'HN-1',
            cmms: 'CM-1',
            site: 'North',
            unit: 'ICU',
            stage: 'unknown',
            endOfLife: 0,
            endOfSupport: 0,
            endOfGuaranteedSupport: 0,
            agreementUntil: 0,
            riskAcceptedUntil: 0,
            version: 0,
          },
        },
      ],
      widens: [`a device is gained: ${ID}`],
      extra: [ID, '2345-6789', 'HN-1', 'CM-1'].map((name) => ({
        kind: 'insert',
        ref: { table: 'registry', pk: `A#${name}`, sk: 'A' },
        row: { hospital: 'hdo-north', device: ID },
      })),
    });
  });

  test('takes a device back that went to another hospital, on the row that it had', () => {
    const before: Device = { ...pump, status: 'transferred', version: 7 };
    const [change] = planned(plan(registerDevice, body, { ...nothing, device: before })).changes;
    expect(change).toMatchObject({ before: { version: 7 }, after: { status: 'active', code: '2345-6789' } });
  });

  test.each<readonly [string, RefusalCode, object, object]>([
    ['a device that another hospital has', 'alias_taken', {}, { id: elsewhere }],
    ['a device that stands here', 'alias_taken', {}, { device: pump, id: own['HN-1'] }],
    ['a tag that leads elsewhere', 'alias_taken', {}, { tag: elsewhere }],
    ['a tag that leads to another device here', 'alias_taken', {}, { tag: { hospital: 'hdo-north', device: 'gs1:x' } }],
    ['a CMMS id that leads elsewhere', 'alias_taken', { cmms: 'CM-1' }, { cmms: elsewhere }],
    ['a site that is none', 'site_unknown', { site: 'Nort' }, {}],
    ['a device that is retired here', 'device_retired', {}, { device: { ...pump, status: 'retired' } }],
    ['support that ends before sales', 'dates_disordered', { endOfLife: 200, endOfSupport: 100 }, {}],
  ])('refuses %s', (_, code, more, rows) => {
    expect(plan(registerDevice, { ...body, ...more }, { ...nothing, ...rows })).toEqual({ ok: false, code });
  });
});

describe('change-device', () => {
  const rows = { device: pump, tag: undefined, cmms: undefined };
  const change = (more: object, at: object = {}) => plan(changeDevice, { device: 'HN-1', ...more }, { ...rows, ...at });

  test('moves at once', () => {
    const { changes, widens, extra } = planned(change({ site: 'West', unit: 'OR 2' }));
    expect([widens, extra]).toEqual([[], []]);
    expect(changes).toMatchObject([{ before: pump, after: { ...pump, site: 'West', unit: 'OR 2' } }]);
  });

  test('frees the names that it takes away and puts the new ones', () => {
    const { extra, widens } = planned(change({ tag: 'HN-2', cmms: '' }));
    expect(widens).toEqual([]);
    expect(extra?.map((write) => [write.kind, 'ref' in write && write.ref.pk])).toEqual([
      ['remove', 'A#HN-1'],
      ['remove', 'A#CM-1'],
      ['insert', 'A#HN-2'],
    ]);
  });

  test('keeps a name that the device has as its other one', () => {
    const { extra } = planned(change({ cmms: 'HN-1' }, { cmms: own['HN-1'] }));
    expect(extra?.map((write) => [write.kind, 'ref' in write && write.ref.pk])).toEqual([['remove', 'A#CM-1']]);
  });

  test('takes two people where it loosens, and says how', () => {
    expect(planned(change({ agreementUntil: pump.agreementUntil + 1 })).widens).toEqual([
      `a longer responsibility agreement: ${ID}`,
    ]);
  });

  test('records nothing that is so already', () => {
    expect(planned(change({ site: 'North', tag: 'HN-1' }, { tag: own['HN-1'] })).changes).toEqual([]);
  });

  test.each<readonly [string, RefusalCode, object, object]>([
    ['a tag that is taken', 'alias_taken', { tag: 'HN-2' }, { tag: elsewhere }],
    ['a CMMS id that is taken', 'alias_taken', { cmms: 'CM-2' }, { cmms: elsewhere }],
    ['a site that is none', 'site_unknown', { site: 'East' }, {}],
    ['dates out of order', 'dates_disordered', { endOfLife: 9, endOfSupport: 8 }, {}],
    ['a retired device', 'device_retired', { unit: 'OR' }, { device: { ...pump, status: 'retired' } }],
    ['a device that went', 'entity_unknown', { unit: 'OR' }, { device: { ...pump, status: 'transferred' } }],
    ['a device that is not there', 'entity_unknown', { unit: 'OR' }, { device: undefined }],
  ])('refuses %s', (_, code, more, at) => {
    expect(change(more, at)).toEqual({ ok: false, code });
  });
});

describe('a device of another hospital, or of a file that is not through', () => {
  const verbs: readonly (readonly [string, AnyChange, object])[] = [
    ['change-device', changeDevice, { unit: 'OR' }],
    ['report-device', reportDevice, { status: 'lost', reason: 'Gone.' }],
    ['reinstate-device', reinstateDevice, {}],
    ['transfer-device', transferDevice, { reason: 'Sold.' }],
  ];

  test.each(verbs)('is not there for %s', (_, rule, more) => {
    const sent = { device: 'HN-1', ...more };
    const refusal = { ok: false, code: 'entity_unknown' };
    expect(plan(rule, sent, { device: pump }, { 'HN-1': elsewhere })).toEqual(refusal);
    expect(plan(rule, sent, { device: pump }, { 'HN-1': undefined })).toEqual(refusal);
    const importing = { ...north, importing: ['im1'] };
    expect(plan(rule, sent, { device: { ...pump, import: 'im1' } }, own, importing)).toEqual(refusal);
    expect(plan(rule, sent, { device: { ...pump, import: 'im0' } }, own, importing).ok).toBe(true);
  });
});

describe('a device that is moved', () => {
  const held = (person: string, role: HospitalRole, units: readonly string[]): Staff => ({
    person,
    status: 'active',
    entitlements: [{ role, sites: [], units }],
  });
  const staff = [
    held('p_there', 'htm_approver', ['NICU']),
    held('p_everywhere', 'htm_approver', []),
    held('p_here', 'htm_approver', ['ICU']),
  ];

  test.each([
    ['to another unit is gained by those who decide there and not here', { unit: 'NICU' }, ['p_there']],
    ['to a unit of nobody is gained by nobody', { unit: 'Ward 3' }, []],
    ['to another site with its unit is gained by nobody', { site: 'West' }, []],
  ])('%s', (_what, to, gains) => {
    const moved = plan(changeDevice, { device: 'HN-1', ...to }, { ...nothing, device: pump }, own, { ...north, staff });
    expect(planned(moved).gains).toEqual(gains);
  });
});

describe('report-device', () => {
  test.each([
    ['lost', 'device_lost'],
    ['suspended', 'device_suspended'],
    ['retired', 'device_retired'],
  ] as const)('%s stops its access at once, by one person', (status, reason) => {
    const reported = planned(
      plan(reportDevice, { device: 'HN-1', status, reason: 'Not found at PM.' }, { device: pump }),
    );
    expect(reported.widens ?? []).toEqual([]);
    expect(reported.stops).toEqual({ reason, hospital: 'hdo-north', device: ID });
    expect(reported.changes).toMatchObject([{ after: { status, statusReason: 'Not found at PM.' } }]);
  });

  test('leaves a retired device retired', () => {
    const retired = { device: { ...pump, status: 'retired' } };
    expect(plan(reportDevice, { device: 'HN-1', status: 'lost', reason: 'x' }, retired)).toEqual({
      ok: false,
      code: 'device_retired',
    });
    expect(planned(plan(reportDevice, { device: 'HN-1', status: 'retired', reason: 'x' }, retired)).changes).toEqual(
      [],
    );
  });
});

describe('reinstate-device', () => {
  test.each(['lost', 'suspended'] as const)('lets a %s device work again, by two people', (status) => {
    const { widens, changes } = planned(plan(reinstateDevice, { device: 'HN-1' }, { device: { ...pump, status } }));
    expect(widens).toEqual([`it may be serviced again: ${ID}`]);
    expect(changes).toMatchObject([{ after: { status: 'active', statusReason: '' } }]);
  });

  test('does nothing to an active device and is refused for a retired one', () => {
    expect(planned(plan(reinstateDevice, { device: 'HN-1' }, { device: pump })).changes).toEqual([]);
    const retired = { device: { ...pump, status: 'retired' } };
    expect(plan(reinstateDevice, { device: 'HN-1' }, retired)).toEqual({ ok: false, code: 'device_retired' });
  });
});

describe('transfer-device', () => {
  test.each(['active', 'lost', 'retired'] as const)('releases a device that is %s, by two people', (status) => {
    const given = planned(plan(transferDevice, { device: 'HN-1', reason: 'Sold.' }, { device: { ...pump, status } }));
    expect(given.widens).toEqual([`the device is released, for another hospital to register: ${ID}`]);
    expect(given.stops).toEqual({ reason: 'device_transferred', hospital: 'hdo-north', device: ID });
    expect(given.changes).toMatchObject([{ after: { status: 'transferred', statusReason: 'Sold.' } }]);
    expect(given.extra).toEqual(
      [ID, 'ABCD-2345', 'HN-1', 'CM-1'].map((name) => ({
        kind: 'remove',
        ref: { table: 'registry', pk: `A#${name}`, sk: 'A' },
      })),
    );
  });
});
