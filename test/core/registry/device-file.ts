/** Files of devices in tests: read from their text, with faults short enough for a table. */
import { expect } from '@jest/globals';
import { readCsv } from '../../../adapters/csv/read-csv.ts';
import { deviceLinesFrom } from '../../../core/registry/device-lines.ts';
import { LINE_FAULTS, type LineFaultCode } from '../../../core/registry/line-faults.ts';

export const GTIN = '09521000001022';
export const UDI = `(01)${GTIN}(21)001234`;

/** What becomes of `text` as a file of devices. */
export const linesOf = (text: string) => deviceLinesFrom(readCsv(text));

export type Fault = readonly [line: number, column: string, code: LineFaultCode, also?: number];

/** The faults of `text` without their words, which the table has. */
export function faultsOf(text: string): readonly Fault[] {
  const read = linesOf(text);
  if (read.ok) return [];
  for (const { code, says } of read.faults) expect(says).toBe(LINE_FAULTS[code]);
  return read.faults.map(({ line, column, code, also }) =>
    also === undefined ? [line, column, code] : [line, column, code, also],
  );
}
