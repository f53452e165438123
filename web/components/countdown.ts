/** How long something still lasts. Never without the clock time beside it: a countdown alone is lost with the page. */
import type { EpochSeconds } from '../../core/units.ts';
import { type Html, html } from '../html.ts';
import { timeLeft } from './time-left.ts';

/**
 * The time from `now` until `until` in words. The page's script, where it runs, counts on from there by the difference alone, so
 * that a phone with a wrong clock shows the same.
 */
export function countdown(until: EpochSeconds, now: EpochSeconds): Html {
  return html`<span class="wk-countdown" data-seconds="${Math.max(0, until - now)}">${timeLeft(until - now)}</span>`;
}
