/**
 * Reads a QR code off a page as a scanner does, from the bars of its SVG alone (ISO/IEC 18004): format, mask, codewords in their
 * order, bytes. Without error correction, which a page that is drawn exactly does not need; versions 1 to 5 at level L, which have one
 * block.
 */

/** Modules of quiet around the code. */
const QUIET = 4;

/** What the code in `svg` says. */
export function readQr(svg: string): string {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]) - 2 * QUIET;
  const dark = darkModules(svg);
  const isDark = (x: number, y: number) => dark.has(`${x + QUIET},${y + QUIET}`);
  const version = (side - 17) / 4;
  if (!Number.isInteger(version) || version < 1 || version > 5) throw new Error(`no version of one block: ${version}`);
  const bits = dataPlaces(side).map(([x, y]) => isDark(x, y) !== isMasked(maskOf(isDark), x, y));
  const number = (from: number, length: number) =>
    bits.slice(from, from + length).reduce((so, bit) => so * 2 + (bit ? 1 : 0), 0);
  if (number(0, 4) !== 0b0100) throw new Error('not in byte mode');
  const bytes = Array.from({ length: number(4, 8) }, (_, at) => number(12 + 8 * at, 8));
  return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes));
}

function darkModules(svg: string): ReadonlySet<string> {
  const bars = [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)].map((found) => found.slice(1).map(Number));
  return new Set(bars.flatMap(([x = 0, y = 0, length = 0]) => Array.from({ length }, (_, more) => `${x + more},${y}`)));
}

/** Bits 12 to 10 of the format beside the first finder, which are stored under a mask of their own: 101. */
function maskOf(isDark: (x: number, y: number) => boolean): number {
  const stored = [2, 3, 4].reduce((so, x) => so * 2 + (isDark(x, 8) ? 1 : 0), 0);
  return stored ^ 0b101;
}

/** Table 23: which modules each mask turns over. */
function isMasked(mask: number, x: number, y: number): boolean {
  const product = x * y;
  const rows = [
    (x + y) % 2,
    y % 2,
    x % 3,
    (x + y) % 3,
    (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
    (product % 2) + (product % 3),
    ((product % 2) + (product % 3)) % 2,
    (((x + y) % 2) + (product % 3)) % 2,
  ];
  return rows[mask] === 0;
}

/** Two columns at a time from the right, up and down in turn, round what is no data. */
function dataPlaces(side: number): readonly (readonly [number, number])[] {
  const columns = Array.from({ length: (side - 1) / 2 }, (_, at) => side - 1 - 2 * at).map((x) => (x <= 6 ? x - 1 : x));
  return columns.flatMap((right, at) => {
    const down = Array.from({ length: side }, (_, y) => y);
    const rows = at % 2 === 0 ? down.reverse() : down;
    return rows.flatMap((y) => [right, right - 1].map((x) => [x, y] as const)).filter(([x, y]) => !isFixed(x, y, side));
  });
}

function isFixed(x: number, y: number, side: number): boolean {
  const isFinder = (x < 9 && y < 9) || (x >= side - 8 && y < 9) || (x < 9 && y >= side - 8);
  const centre = side - 7;
  const isAlignment = side > 21 && Math.abs(x - centre) <= 2 && Math.abs(y - centre) <= 2;
  return isFinder || isAlignment || x === 6 || y === 6;
}
