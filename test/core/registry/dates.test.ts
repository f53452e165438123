import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endOf, startOf } from '../../../core/registry/dates.ts';

describe('startOf', () => {
  // date -u -d DATE +%s
  test.each([
    ['1970-01-01', 0],
    ['1999-12-31', 946_598_400],
    ['2000-02-29', 951_782_400],
    ['2000-03-01', 951_868_800],
    ['2027-01-31', 1_801_353_600],
    ['2100-03-01', 4_107_542_400],
    ['9999-12-31', 253_402_214_400],
  ])('%s is %d', (date, seconds) => {
    expect(startOf(date)).toBe(seconds);
    expect(endOf(date)).toBe(seconds + 86_400);
  });

  test.each([
    ...['', '2027', '2027-1-31', '27-01-31', '31.01.2027', '01/31/2027', '2027-01-31T00:00:00Z', '2027-01-31\n'],
    ...['2027-00-10', '2027-13-01', '2027-02-29', '2100-02-29', '2027-04-31', '2027-01-00', '1969-12-31'],
    ...['２０２７-01-31', '+2027-01-31', '2027-01-32', '0000-01-01'],
  ])('knows no date %j', (text) => {
    expect(startOf(text)).toBeUndefined();
    expect(endOf(text)).toBeUndefined();
  });

  test('agrees with the engine on every day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_932_896 }), (day) => {
        expect(startOf(new Date(day * 86_400_000).toISOString().slice(0, 10))).toBe(day * 86_400);
      }),
    );
  });
});
