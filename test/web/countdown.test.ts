/** Time that is left, in words. */
import { expect, test } from '@jest/globals';
import { countdown } from '../../web/components/countdown.ts';
import { timeLeft } from '../../web/components/time-left.ts';

test.each([
  [7500, '2 h 05 min'],
  [3600, '1 h 00 min'],
  [3599, '59 min'],
  [60, '1 min'],
  [59, '59 s'],
  [1, '1 s'],
  [0, 'over'],
  [-1, 'over'],
])('%i seconds are %s', (seconds, says) => {
  expect(timeLeft(seconds)).toBe(says);
});

test('a countdown says from where it counts, never below nothing', () => {
  expect(countdown(1_000_090, 1_000_000).toString()).toBe('<span class="wk-countdown" data-seconds="90">1 min</span>');
  expect(countdown(1, 2).toString()).toBe('<span class="wk-countdown" data-seconds="0">over</span>');
});
