/** Tables that go out, for spreadsheets: RFC 4180, and no cell that a spreadsheet would run (OWASP, CSV injection). */

/** Rows of cells as text, each row ended by CRLF. A cell that begins like a formula gets an apostrophe in front. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(text: string): string {
  const inert = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
