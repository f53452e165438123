/** Files of devices as a hospital would send them, of any length. */

const HEADER = 'udi,tag,site,unit,cmms,stage';

/** Monitors `from` to `from + count - 1`, each with a tag and a CMMS id of its own. */
export function fileOf(count: number, from = 0, stage = 'support'): string {
  const lines = Array.from({ length: count }, (_, at) => {
    const n = String(from + at).padStart(5, '0');
    return `(01)09521000001039(21)IM-${n},IM-T${n},Main,Ward 9,IM-C${n},${stage}`;
  });
  return `${[HEADER, ...lines].join('\r\n')}\r\n`;
}

/** The id of monitor `n`. */
export function idOf(n: number): string {
  return `gs1:01/09521000001039/21/IM-${String(n).padStart(5, '0')}`;
}
