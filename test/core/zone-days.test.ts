import { describe, expect, test } from '@jest/globals';
import { endIn, startIn } from '../../core/zone-days.ts';

describe('a day of a hospital', () => {
  test.each<[string, string, number, number]>([
    ['2026-11-27', 'UTC', 1_795_737_600, 1_795_824_000],
    ['2026-11-27', 'America/Chicago', 1_795_759_200, 1_795_845_600],
    ['2026-11-27', 'Asia/Kolkata', 1_795_717_800, 1_795_804_200],
    // 23 hours and 25 hours.
    ['2026-03-08', 'America/Chicago', 1_772_949_600, 1_773_032_400],
    ['2026-11-01', 'America/Chicago', 1_793_509_200, 1_793_599_200],
    // Clocks go from midnight to one: the day begins at one.
    ['2026-03-29', 'Asia/Beirut', 1_774_735_200, 1_774_818_000],
  ])('%s in %s begins and ends by its own clocks', (day, zone, start, end) => {
    expect([startIn(day, zone), endIn(day, zone)]).toEqual([start, end]);
  });

  test.each(['', '2026-02-30', '27.11.2026', '2026-11-27T00:00', '0001-01-01'])('%s is none', (day) => {
    expect([startIn(day, 'UTC'), endIn(day, 'UTC')]).toEqual([undefined, undefined]);
  });
});
