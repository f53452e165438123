import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { letterCodeIn, newLetterCode } from '../../core/letter-code.ts';

describe('newLetterCode', () => {
  const bytes = (...all: number[]) => Uint8Array.from({ length: 32 }, (_, at) => all[at] ?? 0);

  test.each([
    ['the first letter', bytes(), '2222-2222'],
    ['every place of the alphabet', bytes(0, 7, 8, 15, 16, 30, 31, 247), '29AH-JZ2Z'],
    ['none of the bytes that would favour a letter', bytes(248, 255, 250, 1, 2, 3, 4, 5, 6, 7, 8), '3456-789A'],
  ])('takes %s', (_name, drawn, code) => {
    expect(newLetterCode(() => drawn)).toBe(code);
  });

  test('has every letter as often as another, over all bytes', () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 248; byte += 1) {
      const letter = newLetterCode(() => new Uint8Array(32).fill(byte)).charAt(0);
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect([counts.size, ...new Set(counts.values())]).toEqual([31, 8]);
  });

  test('stops on bytes that cannot be random', () => {
    expect(() => newLetterCode(() => new Uint8Array(32).fill(255))).toThrow('random bytes are not random');
  });

  test('is what stickers look like', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32, max: 247 }), (drawn) => {
        expect(newLetterCode(() => drawn)).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
      }),
    );
  });
});

describe('letterCodeIn', () => {
  test.each([
    ['7F3K-29QX', '7F3K-29QX'],
    ['7f3k-29qx', '7F3K-29QX'],
    [' 7F3K 29QX ', '7F3K-29QX'],
    ['7f3k29qx', '7F3K-29QX'],
    ['7F3K - 29QX', '7F3K-29QX'],
    ['', ''],
    ['7F3K-29Q', ''],
    ['7F3K-29QXX', ''],
    ['7F3K-29QX now', ''],
    ['７F3K-29QX', ''],
    ['<7F3K-29QX>', ''],
  ])('of %j is %j', (typed, code) => {
    expect(letterCodeIn(typed)).toBe(code);
  });
});
