/** What can be wrong with a file of devices: a closed list of codes with fixed texts, which echo nothing of the file. */
import type { CsvFaultCode } from '../ports.ts';
import { UDI_FAULTS, type UdiFaultCode } from './gs1.ts';

const CSV_FAULTS = Object.freeze({
  csv_quote: 'Quotes do not pair, here or before.',
  csv_columns: 'Has more or fewer cells than the header.',
  csv_cell: 'Has a cell of more than 256 characters.',
  csv_rows: 'The file has more than 5,000 lines of devices. Send it in parts.',
} satisfies Record<CsvFaultCode, string>);

export const LINE_FAULTS = Object.freeze({
  ...CSV_FAULTS,
  header_absent: 'The file has no header line.',
  header_unknown: 'No column has this name.',
  header_repeated: 'A column with this name stands further left.',
  header_missing: 'This column is missing.',
  header_both: 'Give udi, or gtin and serial, not both.',
  lines_absent: 'The file has no line of a device.',
  cell_empty: 'Must not be empty.',
  cell_formula: 'Begins with a character that a spreadsheet runs as a formula.',
  cell_text: 'Holds a control, bidirectional or invisible character, or broken Unicode.',
  cell_long: 'Has more than 64 characters.',
  alias_form: 'Must have 3 to 40 of A-Z a-z 0-9 . _ / - and begin with a letter or digit.',
  stage_form: 'Must be development, support, limited_support, end_of_support or unknown.',
  date_form: 'Must be a date such as 2027-01-31.',
  date_order: 'Support ends before sales do.',
  device_repeated: 'Another line has this device.',
  tag_repeated: 'Another line has this tag.',
  cmms_repeated: 'Another line has this CMMS id.',
  alias_repeated: 'Another line has this as its tag or CMMS id.',
  device_retired: 'The device is retired here.',
  site_unknown: 'The hospital has no such site.',
  alias_taken: 'A registered device has this name already, here or at another hospital.',
  ...UDI_FAULTS,
} satisfies Record<string, string>);

export type LineFaultCode = keyof typeof LINE_FAULTS | CsvFaultCode | UdiFaultCode;

export interface LineFault {
  readonly line: number;
  /** A column's name; `column N` where the header has no name that we know; '' where it is the line as a whole. */
  readonly column: string;
  readonly code: LineFaultCode;
  readonly says: string;
  /** The earlier line that this one repeats. */
  readonly also?: number;
}

/** `line` as an editor counts them, from 1; `also` is the earlier line that this one repeats. */
export function lineFault(line: number, column: string, code: LineFaultCode, also?: number): LineFault {
  return { line, column, code, says: LINE_FAULTS[code], ...(also !== undefined && { also }) };
}
