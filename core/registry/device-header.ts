/** The header of a device file: which column stands where. */
import type { CsvRow } from '../ports.ts';
import { type LineFault, lineFault } from './line-faults.ts';

export const COLUMNS = Object.freeze([
  'udi',
  'gtin',
  'serial',
  'tag',
  'site',
  'unit',
  'cmms',
  'stage',
  'end_of_life',
  'end_of_support',
  'end_of_guaranteed_support',
  'agreement_until',
  'risk_accepted_until',
] as const);
export type Column = (typeof COLUMNS)[number];

/** Columns by name, with their place. */
export type Header = ReadonlyMap<Column, number>;

const REQUIRED: readonly Column[] = Object.freeze(['tag', 'site', 'unit']);
/** One of them names the device. */
const NAMED_BY_PARTS: readonly Column[] = Object.freeze(['gtin', 'serial']);

/** What is wrong with a header is plain long before this; a row of a million commas is nobody's table. */
const MAX_COLUMNS = 64;

/** The columns of `row`, in whatever order and case, and everything that is wrong with them. */
export function headerOf(row: CsvRow): { readonly header: Header; readonly faults: readonly LineFault[] } {
  const header = new Map<Column, number>();
  const faults = row.cells.slice(0, MAX_COLUMNS).flatMap((cell, at) => {
    const column = COLUMNS.find((name) => name === cell.trim().toLowerCase());
    if (column === undefined) return [lineFault(row.line, `column ${at + 1}`, 'header_unknown')];
    if (header.has(column)) return [lineFault(row.line, column, 'header_repeated')];
    header.set(column, at);
    return [];
  });
  return { header, faults: [...faults, ...absentFaults(row.line, header)] };
}

function absentFaults(line: number, header: Header): readonly LineFault[] {
  const isByParts = NAMED_BY_PARTS.some((column) => header.has(column));
  const naming: readonly Column[] = isByParts ? NAMED_BY_PARTS : ['udi'];
  const missing = [...naming, ...REQUIRED].filter((column) => !header.has(column));
  const both = isByParts && header.has('udi') ? [lineFault(line, 'udi', 'header_both')] : [];
  return [...both, ...missing.map((column) => lineFault(line, column, 'header_missing'))];
}
