import { describe, expect, test } from '@jest/globals';
import { stickerSheet } from '../../../core/registry/sticker-code.ts';
import { device } from '../rows.ts';

describe('stickerSheet', () => {
  const at = (site: string, unit: string, tag: string) => ({ ...device, site, unit, tag, code: `C-${tag}` });

  test('has what a sticker shows, and nothing else of the device', () => {
    expect(stickerSheet([device], 'https://broker.example')).toEqual([
      {
        url: 'https://broker.example/d/7F3K-29QX',
        code: '7F3K-29QX',
        model: device.model,
        tag: 'BME-1042',
        serial: 'LV3-0042',
        site: 'main',
        unit: 'icu-2',
      },
    ]);
  });

  test('goes by site, unit and tag, numbers by their value', () => {
    const walk = [
      at('Annex', 'Ward', 'T-9'),
      at('Main', 'ICU 2', 'T-1'),
      at('Main', 'ICU 2', 'T-2'),
      at('Main', 'ICU 2', 'T-10'),
      at('Main', 'ICU 10', 'T-3'),
    ];
    const tags = ['T-9', 'T-1', 'T-2', 'T-10', 'T-3'];
    for (let turn = 0; turn < walk.length; turn += 1) {
      const turned = [...walk.slice(turn), ...walk.slice(0, turn)].reverse();
      expect(stickerSheet(turned, 'https://b.example').map(({ tag }) => tag)).toEqual(tags);
    }
  });

  test('of nothing is empty', () => {
    expect(stickerSheet([], 'https://b.example')).toEqual([]);
  });
});
