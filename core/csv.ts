/**
 * Tables as comma-separated text (RFC 4180) that a spreadsheet shows and never runs: a cell that would begin a formula begins
 * with an apostrophe instead, which is the spreadsheets' own sign for text.
 */

/** What makes spreadsheets compute a cell, the full-width twins that some read alike included, after spaces or not. */
const BEGINS_FORMULA = /^[\s\u00a0\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/** Every cell stands in quotes, so that no separator, quote or line end inside it can end it. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  const text = typeof value === 'string' && BEGINS_FORMULA.test(value) ? `'${value}` : String(value);
  return `"${text.replaceAll('"', '""')}"`;
}
