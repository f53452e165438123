/** How long something still lasts. Never without the clock time beside it: a countdown alone is lost with the page. */
import type { EpochSeconds } from '../../core/units.ts';
import { type Html, html } from '../html.ts';

/**
 * The time from `now` until `until` in words. The page's script, where it runs, counts on from there by the difference alone, so
 * that a phone with a wrong clock shows the same.
 */
export function countdown(until: EpochSeconds, now: EpochSeconds): Html {
  return html`<span class="wk-countdown" data-seconds="${Math.max(0, until - now)}">${timeLeft(until - now)}</span>`;
}

/** `9 s`, `59 min`, `2 h 05 min`; rounded down, so that nobody counts on a minute that is not there. */
export function timeLeft(seconds: number): string {
  if (seconds <= 0) return 'over';
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
