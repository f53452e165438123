/** The QR code as SVG: read module by module's finder patterns and quiet zone, as ISO/IEC 18004 has them. */
import { expect, test } from '@jest/globals';
import { qrCode } from '../../web/components/qr.ts';
import { readQr } from '../support/read-qr.ts';

test('has the three finders of a version 1 code, within four quiet modules', () => {
  const svg = qrCode('7F3K-29QX', 'The device’s code').toString();
  expect(svg).toContain('viewBox="0 0 29 29"');
  expect(svg).toContain('role="img" aria-label="The device’s code"');
  const bars = [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)].map((found) => found.slice(1).map(Number));
  const dark = new Set(
    bars.flatMap(([x = 0, y = 0, length = 0]) => Array.from({ length }, (_, more) => `${x + more},${y}`)),
  );
  for (const [left, top] of [
    [4, 4],
    [18, 4],
    [4, 18],
  ] as const) {
    const row = (y: number) =>
      Array.from({ length: 7 }, (_, x) => (dark.has(`${left + x},${top + y}`) ? '#' : '.')).join('');
    expect([0, 1, 2, 3, 4, 5, 6].map(row)).toEqual([
      '#######',
      '#.....#',
      '#.###.#',
      '#.###.#',
      '#.###.#',
      '#.....#',
      '#######',
    ]);
  }
});

test.each([
  'a',
  'https://broker.example/d/7F3K-29QX',
  'https://wardkey.hospital-of-a-long-name.example.org/d/7F3K-29QX?from=sticker',
])('is read by a scanner as %s', (text) => {
  expect(readQr(qrCode(text, 'Code').toString())).toBe(text);
});

test('what it says cannot leave its attribute', () => {
  expect(qrCode('x', '"><script>').toString()).toContain('aria-label="&quot;&gt;&lt;script&gt;"');
});
