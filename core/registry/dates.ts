/** Calendar dates (ISO 8601, proleptic Gregorian, UTC) without a clock: as labels say them and as tables hold them. */
import type { EpochSeconds } from '../units.ts';

/** `2027-01-31`. */
export type IsoDate = string;

const DAY = 86_400;
const MONTH_DAYS: readonly number[] = Object.freeze([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);

/** Days of `month` (1-12); 0 for a month that there is not. */
export function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

/** The first second of `date`, or undefined if it is no date of 1970 to 9999. */
export function startOf(date: string): EpochSeconds | undefined {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (year < 1970 || day < 1 || day > daysIn(year, month)) return undefined;
  const before = MONTH_DAYS.slice(0, month - 1).reduce((sum, _, at) => sum + daysIn(year, at + 1), 0);
  return (daysBefore(year) + before + day - 1) * DAY;
}

/** The first second after `date`: until when something holds whose last day it is. */
export function endOf(date: string): EpochSeconds | undefined {
  const start = startOf(date);
  return start === undefined ? undefined : start + DAY;
}

/** The calendar year of `at`, UTC. */
export function yearOf(at: EpochSeconds): number {
  // Too early by a year in four at most, never too late.
  let year = 1970 + Math.floor(at / (366 * DAY));
  while (at >= daysBefore(year + 1) * DAY) year += 1;
  return year;
}

/** Days from 1970-01-01 to the first of January of `year`. */
function daysBefore(year: number): number {
  const leaps = (of: number) => Math.floor(of / 4) - Math.floor(of / 100) + Math.floor(of / 400);
  return (year - 1970) * 365 + leaps(year - 1) - leaps(1969);
}
