/** What a sheet of stickers shows, in the order in which somebody walks past the devices. */
import type { Device } from '../registry.ts';

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
