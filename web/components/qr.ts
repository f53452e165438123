/** A QR code as SVG: dark on light in every theme, as scanners need it, with its words for those who do not see it. */
import { encode } from 'uqr';
import { type Html, html } from '../html.ts';

/** Modules of quiet around the code (ISO/IEC 18004: at least four). */
const QUIET = 4;

/**
 * @param text what is encoded, as it is
 * @param says what the code is, for those who cannot see it
 */
export function qrCode(text: string, says: string): Html {
  const { data, size } = encode(text, { border: QUIET, ecc: 'L' });
  const path = data.map((row, y) => row.map(bar(y)).join('')).join('');
  return html`<svg class="wk-qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" role="img" aria-label="${says}" shape-rendering="crispEdges"><path class="wk-qr-quiet" d="M0 0h${size}v${size}h-${size}z"></path><path d="${path}"></path></svg>`;
}

/** One bar for all dark modules that touch in row `y`, drawn where the first of them stands. */
function bar(y: number) {
  return (isDark: boolean, x: number, row: readonly boolean[]): string => {
    if (!isDark || row[x - 1]) return '';
    const end = row.indexOf(false, x);
    const length = (end === -1 ? row.length : end) - x;
    return `M${x} ${y}h${length}v1h-${length}z`;
  };
}
