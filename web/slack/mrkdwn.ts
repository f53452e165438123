/**
 * Text as Slack takes it. What people wrote is `plain_text` wherever Slack allows it; in mrkdwn the three characters that Slack
 * reads are escaped, so that no text mentions anybody or hides an address behind words. Controls, bidirectional and invisible
 * characters are shown as U+FFFD, as on pages.
 */
import { visible } from '../html.ts';

/** What Slack takes at most, in UTF-16 units. */
export const LIMITS = Object.freeze({
  header: 150,
  section: 3000,
  field: 2000,
  title: 24,
  button: 75,
  label: 2000,
  hint: 2000,
  option: 75,
  optionValue: 150,
  checkboxes: 10,
  privateMetadata: 3000,
  fallback: 3000,
});

export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack makes no link, channel or person of what merely looks like one. */
  readonly verbatim: true;
}

const MORE = '…';
const ENTITIES: Readonly<Record<string, string>> = Object.freeze({ '&': '&amp;', '<': '&lt;', '>': '&gt;' });

/** `text` in at most `max` units, none of them half a character. */
export function plain(text: string, max: number): PlainText {
  return { type: 'plain_text', text: fitting([...visible(text)], max), emoji: false };
}

/** `text` escaped, in at most `max` units as Slack counts them: escaped, and never with half an entity. */
export function mrkdwn(text: string, max: number = LIMITS.section): string {
  const escaped = Array.from(visible(text), (character) => ENTITIES[character] ?? character);
  return fitting(escaped, max);
}

/** A text object out of what {@link mrkdwn} escaped and what is ours. */
export function marked(text: string): Mrkdwn {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** As many whole `pieces` as fit, and a mark where that is not all. */
function fitting(pieces: readonly string[], max: number): string {
  const whole = pieces.join('');
  if (whole.length <= max) return whole;
  let cut = '';
  for (const piece of pieces) {
    if (cut.length + piece.length > max - MORE.length) break;
    cut += piece;
  }
  return cut + MORE;
}
