/**
 * Comma-separated files as people's spreadsheets write them (RFC 4180), read by csv-parse. What the text may hold is the
 * rules' matter; here is only whether it is a table, and bounds for the work. Text that is no UTF-8 is the caller's to
 * refuse, and so is its length.
 */
import { CsvError, parse } from 'csv-parse/sync';
import type { CsvReader, CsvRow, CsvTable } from '../../core/ports.ts';

/** Rows behind the header; a hospital with more sends several files. */
const MAX_ROWS = 5000;
const MAX_CELL = 256;

/** The port. Quotes that do not pair leave nothing that could be read with certainty, so nothing is. */
export const readCsv: CsvReader = (text) => {
  try {
    return tableOf(rowsOf(text));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows: [], faults: [{ line: Number(error['lines']), code: 'csv_quote' }] };
  }
};

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Line ends become one before anything counts them: csv-parse counts CRLF inside quotes twice. */
function rowsOf(text: string): readonly CsvRow[] {
  const parsed: unknown = parse(text.replace(/\r\n?/g, '\n'), {
    bom: true,
    info: true,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    to: MAX_ROWS + 2,
  });
  return (parsed as readonly Parsed[]).map(({ record, info }) => ({
    line: info.lines - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0),
    cells: record,
  }));
}

function tableOf(rows: readonly CsvRow[]): CsvTable {
  const [last, width] = [rows[MAX_ROWS + 1], rows[0]?.cells.length];
  if (last) return { rows: [], faults: [{ line: last.line, code: 'csv_rows' }] };
  const isUneven = ({ cells }: CsvRow) => cells.length !== width;
  const isLong = ({ cells }: CsvRow) => cells.some((cell) => cell.length > MAX_CELL);
  return {
    rows: rows.filter((row) => !isUneven(row) && !isLong(row)),
    faults: [
      ...rows.filter(isUneven).map(({ line }) => ({ line, code: 'csv_columns' as const })),
      ...rows.filter(isLong).map(({ line }) => ({ line, code: 'csv_cell' as const })),
    ],
  };
}
