/** The code on a device's sticker, which people read to each other, and what a sheet of stickers shows. */
import type { RandomBytes } from '../ports.ts';
import type { Device } from '../registry.ts';

/** Read aloud without doubt: no 0 O 1 I L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 8;
/** Bytes from here on would favour the first letters: 248 = 8 x 31. */
const FAIR = 256 - (256 % LETTERS.length);
/** Of 32 random bytes, 8 are fair but in one of 10^32 draws. */
const DRAWN = 32;

/** `7F3K-29QX`: 31^8 codes, all as likely. Whether one is taken already, its alias row says. */
export function newStickerCode(random: RandomBytes): Device['code'] {
  const letters = [...random(DRAWN)].filter((byte) => byte < FAIR).map((byte) => LETTERS.charAt(byte % LETTERS.length));
  if (letters.length < LENGTH) throw new Error('random bytes are not random');
  return `${letters.slice(0, 4).join('')}-${letters.slice(4, LENGTH).join('')}`;
}

/** One sticker: what its QR code leads to, and what is printed beside it. */
export interface Sticker extends Pick<Device, 'code' | 'model' | 'tag' | 'serial' | 'site' | 'unit'> {
  readonly url: string;
}

/** "ICU 2" before "ICU 10". */
const ORDER = new Intl.Collator('en', { numeric: true });
const WALK = Object.freeze(['site', 'unit', 'tag', 'code'] as const);

/**
 * The stickers of `devices` in the order in which somebody walks past them: site, unit, tag.
 *
 * @param baseUrl origin of the portal, without a slash at its end
 */
export function stickerSheet(devices: readonly Device[], baseUrl: string): readonly Sticker[] {
  return [...devices]
    .sort((one, two) => WALK.map((by) => ORDER.compare(one[by], two[by])).find((order) => order !== 0) ?? 0)
    .map(({ code, model, tag, serial, site, unit }) => ({
      url: `${baseUrl}/d/${code}`,
      code,
      model,
      tag,
      serial,
      site,
      unit,
    }));
}
