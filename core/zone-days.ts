/** Calendar days as a hospital has them: its own midnight, also where the clocks change on that day. */
import { endOf, startOf } from './registry/dates.ts';
import type { EpochSeconds, Seconds } from './units.ts';

const DAY: Seconds = 86_400;

/** The first second of `day` (`2026-11-27`) in `zone`, or undefined if it is no day of 1970 to 9999. */
export function startIn(day: string, zone: string): EpochSeconds | undefined {
  const midnight = startOf(day);
  return midnight === undefined ? undefined : momentOf(midnight, zone);
}

/** The first second after `day` in `zone`. */
export function endIn(day: string, zone: string): EpochSeconds | undefined {
  const midnight = endOf(day);
  return midnight === undefined ? undefined : momentOf(midnight, zone);
}

/** When a clock in `zone` first shows the day that begins at `midnight`, taken as UTC. */
function momentOf(midnight: EpochSeconds, zone: string): EpochSeconds {
  const offsets = [midnight - DAY, midnight + DAY].map((at) => wallClock(at, zone) - at);
  const candidates = offsets.map((offset) => midnight - offset).sort((one, two) => one - two);
  return candidates.find((at) => wallClock(at, zone) >= midnight) ?? midnight;
}

/** What a clock in `zone` shows at `at`, as if it were UTC. */
function wallClock(at: EpochSeconds, zone: string): EpochSeconds {
  const part = clockParts(at, zone);
  const day = startOf(`${part('year')}-${part('month')}-${part('day')}`) ?? 0;
  return day + Number(part('hour')) * 3600 + Number(part('minute')) * 60 + Number(part('second'));
}

/** Year, month, day, hour, minute and second that a clock in `zone` shows at `at`, each with all its digits. */
export function clockParts(at: EpochSeconds, zone: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at * 1000);
  return (type) => parts.find((one) => one.type === type)?.value ?? '';
}
