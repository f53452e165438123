import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newStickerCode, stickerSheet } from '../../../core/registry/sticker-code.ts';
import { device } from '../rows.ts';

describe('newStickerCode', () => {
  const bytes = (...all: number[]) => Uint8Array.from({ length: 32 }, (_, at) => all[at] ?? 0);

  test.each([
    ['the first letter', bytes(), '2222-2222'],
    ['every place of the alphabet', bytes(0, 7, 8, 15, 16, 30, 31, 247), '29AH-JZ2Z'],
    ['none of the bytes that would favour a letter', bytes(248, 255, 250, 1, 2, 3, 4, 5, 6, 7, 8), '3456-789A'],
  ])('takes %s', (_name, drawn, code) => {
    expect(newStickerCode(() => drawn)).toBe(code);
  });

  test('has every letter as often as another, over all bytes', () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 248; byte += 1) {
      const letter = newStickerCode(() => new Uint8Array(32).fill(byte)).charAt(0);
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect([counts.size, ...new Set(counts.values())]).toEqual([31, 8]);
  });

  test('stops on bytes that cannot be random', () => {
    expect(() => newStickerCode(() => new Uint8Array(32).fill(255))).toThrow('random bytes are not random');
  });

  test('is what stickers look like', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32, max: 247 }), (drawn) => {
        expect(newStickerCode(() => drawn)).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
      }),
    );
  });
});

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
