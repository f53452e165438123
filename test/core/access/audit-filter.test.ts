import { describe, expect, test } from '@jest/globals';
import { type AuditFilter, fits, periodOf, storedAs } from '../../../core/access/audit-filter.ts';
import { approvedOf, facts, NOW, pendingOf } from '../rows.ts';

describe('a period', () => {
  test('is of whole days where the hospital is, the last one included', () => {
    const { period, faults } = periodOf({ from: '2026-11-26', to: '2026-11-27' }, 'America/Chicago');
    expect([period, faults]).toEqual([{ from: 1_795_672_800, until: 1_795_845_599 }, []]);
  });

  test('is all there is where nothing is said', () => {
    expect(periodOf({ from: '', to: '' }, 'UTC')).toEqual({ period: { from: 0 }, faults: [] });
  });

  test.each([
    ['2026-02-30', '', ['from']],
    ['', 'tomorrow', ['to']],
    ['x', 'y', ['from', 'to']],
    ['2026-11-27', '2026-11-26', ['to']],
  ])('from %s to %s is a fault of %j', (from, to, fields) => {
    expect(periodOf({ from, to }, 'UTC').faults.map(({ field }) => field)).toEqual(fields);
  });
});

describe('a filter', () => {
  const ALL: AuditFilter = { from: 0 };

  test.each<[string, AuditFilter, boolean]>([
    ['nothing', ALL, true],
    ['its tier', { ...ALL, tier: 'T1' }, true],
    ['another tier', { ...ALL, tier: 'T2' }, false],
    ['its servicer', { ...ALL, servicer: 'iso-medserv' }, true],
    ['its type of servicer', { ...ALL, servicer: 'iso' }, true],
    ['another type', { ...ALL, servicer: 'in_house' }, false],
    ['its technician', { ...ALL, technician: 'p_technician' }, true],
    ['its second technician', { ...ALL, technician: 'p_partner' }, true],
    ['somebody else', { ...ALL, technician: 'p_else' }, false],
    ['its device', { ...ALL, device: facts.device }, true],
    ['another device', { ...ALL, device: 'gs1:01/09521000001015/21/LV3-0043' }, false],
    ['its state', { ...ALL, status: 'pending' }, true],
    ['another state', { ...ALL, status: 'denied' }, false],
    ['one that fits and one that does not', { ...ALL, tier: 'T1', servicer: 'oem' }, false],
  ])('of %s', (_name, filter, is) => {
    expect(fits(pendingOf({ facts: { ...facts, partner: 'p_partner' } }), filter, NOW)).toBe(is);
  });

  test('goes by the state that time has made, and looks where such requests still stand', () => {
    const late = pendingOf({ facts: { ...facts, approveBy: NOW } });
    const over = approvedOf({ grant: { approvedAt: NOW - 60, until: NOW } });
    expect([fits(late, { ...ALL, status: 'expired' }, NOW), fits(late, { ...ALL, status: 'pending' }, NOW)]).toEqual([
      true,
      false,
    ]);
    expect([fits(over, { ...ALL, status: 'lapsed' }, NOW), fits(over, { ...ALL, status: 'approved' }, NOW)]).toEqual([
      true,
      false,
    ]);
    expect([storedAs('expired'), storedAs('lapsed'), storedAs('pending')]).toEqual([
      ['expired', 'pending'],
      ['lapsed', 'approved'],
      ['pending'],
    ]);
  });
});
