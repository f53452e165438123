/** A code of eight letters that people read to each other and type: a device's sticker has one, and a link to Slack begins with one. */
import type { RandomBytes } from './ports.ts';

/** Read aloud without doubt: no 0 O 1 I L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 8;
/** Bytes from here on would favour the first letters: 248 = 8 x 31. */
const FAIR = 256 - (256 % LETTERS.length);
/** Of 32 random bytes, 8 are fair but in one of 10^32 draws. */
const DRAWN = 32;

/** `7F3K-29QX`: 31^8 codes, all as likely. */
export function newLetterCode(random: RandomBytes): string {
  const letters = [...random(DRAWN)].filter((byte) => byte < FAIR).map((byte) => LETTERS.charAt(byte % LETTERS.length));
  if (letters.length < LENGTH) throw new Error('random bytes are not random');
  return `${letters.slice(0, 4).join('')}-${letters.slice(4, LENGTH).join('')}`;
}

/** A code as it was made, of one that was typed in small letters, with spaces or without its hyphen; '' = it is none. */
export function letterCodeIn(typed: string): string {
  const [, first, second] = /^\s*([A-Z0-9]{4})[\s-]*([A-Z0-9]{4})\s*$/.exec(typed.toUpperCase()) ?? [];
  return first === undefined ? '' : `${first}-${second}`;
}
