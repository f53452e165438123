/** Fact 7: what an approver is told to stop at, by literal times; only of what this hospital may know. */
import { describe, expect, test } from '@jest/globals';
import { flagsOf } from '../../../core/access/flags.ts';
import type { AccessRequest } from '../../../core/access/request.ts';
import { approvedOf, device, facts, hospital, NOW, pendingOf } from '../rows.ts';

const HOUR = 3600;
/** 14:00 in the hospital's zone. */
const AFTERNOON = NOW + 6 * HOUR;
const REQUEST = pendingOf({ submittedAt: AFTERNOON });
const visit = (more: Partial<typeof facts> = {}): AccessRequest =>
  approvedOf({ id: 'hdo-north_EARLIER00001', facts: { ...facts, ...more } });
const denied = (at: number, more: Partial<typeof facts> = {}): AccessRequest => ({
  ...pendingOf({ id: 'hdo-north_DENIED000001', facts: { ...facts, ...more } }),
  status: 'denied',
  ended: { at, by: 'p_anna' },
  reason: 'No.',
});

const flags = (requests: readonly AccessRequest[], more: { readonly isWhole?: boolean; readonly now?: number } = {}) =>
  flagsOf(
    {
      request: REQUEST,
      hospital: { ...hospital, zone: 'UTC' },
      device,
      earlier: { requests, isWhole: more.isWhole ?? true },
    },
    more.now ?? AFTERNOON,
  );

describe('flagsOf', () => {
  test('says nothing of a known technician at a known device in the day', () => {
    expect(flags([visit()])).toEqual([]);
  });

  test.each<[string, readonly AccessRequest[], readonly string[]]>([
    ['who was never here', [], ['first time at this hospital']],
    ['who was only ever asking', [REQUEST], ['first time at this hospital']],
    ['who was at another hospital', [visit({ hospital: 'hdo-south' })], ['first time at this hospital']],
    ['who was at another device', [visit({ device: 'gs1:01/09521000001015/21/OTHER' })], ['first time on this device']],
    ['who was denied an hour ago', [denied(AFTERNOON - HOUR), visit()], ['after a denial at 13:00 UTC']],
    ['who was denied the day before yesterday', [denied(AFTERNOON - 49 * HOUR), visit()], []],
    ['who was denied elsewhere', [denied(AFTERNOON - HOUR, { hospital: 'hdo-south' }), visit()], []],
  ])('of a technician %s', (_name, earlier, said) => {
    expect(flags(earlier)).toEqual(said);
  });

  test('claims no first time where the past was not read to its end', () => {
    expect(flags([], { isWhole: false })).toEqual(['not lately at this hospital']);
  });

  test.each([
    ['06:59', AFTERNOON - 7 * HOUR - 60, true],
    ['07:00', AFTERNOON - 7 * HOUR, false],
    ['18:59', AFTERNOON + 5 * HOUR - 60, false],
    ['19:00', AFTERNOON + 5 * HOUR, true],
  ])('at %s by the hospital’s clock says whether it is outside working hours', (_name, now, isOutside) => {
    expect(flags([visit()], { now })).toEqual(isOutside ? ['outside working hours'] : []);
  });
});
