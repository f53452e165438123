/**
 * A hospital's file of devices: all of it or nothing, and every fault at once, so that nobody mends a file a line at a
 * time. The same file gives the same lines, so it may be imported again. Sticker codes are not in it: the broker makes
 * them.
 */
import { modelOf } from '../keys.ts';
import type { CsvRow, CsvTable } from '../ports.ts';
import type { Device } from '../registry.ts';
import { isFormula, type Read, readAlias, readFrom, readStage, readText, readUntil } from './cells.ts';
import { type Column, type Header, headerOf } from './device-header.ts';
import { type UdiFaultCode, udiFrom } from './gs1.ts';
import { type LineFault, lineFault } from './line-faults.ts';
import { repeatedFaults } from './repeated-lines.ts';
import type { StatedDevice } from './stated-device.ts';
import { deviceIdFor, parseUdi } from './udi.ts';

/** One device as its line states it; what the line leaves out is '' or 0, a stage `unknown`. */
export interface DeviceLine extends StatedDevice {
  readonly line: number;
}

export type DeviceLines =
  | { readonly ok: true; readonly lines: readonly DeviceLine[] }
  /** `omitted`: how many faults there are beyond those reported. */
  | { readonly ok: false; readonly faults: readonly LineFault[]; readonly omitted: number };

/** A report that a person can still read; beyond it the file is another file. */
export const MAX_FAULTS = 1000;

/** The devices of `table`, or everything that is wrong with it, by line. */
export function deviceLinesFrom(table: CsvTable): DeviceLines {
  const unread = table.faults.map(({ line, code }) => lineFault(line, '', code));
  const [first, ...rows] = table.rows;
  if (!first) return unread.length > 0 ? faulty(unread) : faulty([lineFault(1, '', 'header_absent')]);
  const { header, faults } = headerOf(first);
  if (faults.length > 0) return faulty([...faults, ...unread]);
  if (rows.length + unread.length === 0) return faulty([lineFault(first.line, '', 'lines_absent')]);
  const read = rows.map((row) => lineOf(row, header));
  const all = [...unread, ...read.flatMap((one) => one.faults), ...repeatedFaults(read.map(({ line }) => line))];
  return all.length > 0 ? faulty(all) : { ok: true, lines: read.map(({ line }) => line) };
}

function faulty(faults: readonly LineFault[]): DeviceLines {
  const sorted = [...faults].sort((one, two) => one.line - two.line);
  return { ok: false, faults: sorted.slice(0, MAX_FAULTS), omitted: Math.max(0, faults.length - MAX_FAULTS) };
}

/** A line with what could be read of it, '' or 0 in the place of what could not. */
function lineOf(row: CsvRow, header: Header): { readonly line: DeviceLine; readonly faults: readonly LineFault[] } {
  const faults: LineFault[] = [];
  const blame: Blame = (column, code) => faults.push(lineFault(row.line, column, code));
  const take = takerOf(row, header, blame);
  const device = header.has('udi')
    ? take('udi', udiCell)
    : partsOf(take('gtin', asItIs), take('serial', asItIs), blame);
  const endOfLife = take('end_of_life', readFrom, 0) ?? 0;
  const endOfSupport = take('end_of_support', readFrom, 0) ?? 0;
  if (endOfLife > 0 && endOfSupport > 0 && endOfSupport < endOfLife) blame('end_of_support', 'date_order');
  const line: DeviceLine = {
    line: row.line,
    id: device?.id ?? '',
    model: device ? modelOf(device.id) : '',
    serial: device?.serial ?? '',
    tag: take('tag', readAlias) ?? '',
    cmms: take('cmms', readAlias, '') ?? '',
    site: take('site', readText) ?? '',
    unit: take('unit', readText) ?? '',
    stage: take('stage', readStage, 'unknown') ?? 'unknown',
    endOfLife,
    endOfSupport,
    endOfGuaranteedSupport: take('end_of_guaranteed_support', readFrom, 0) ?? 0,
    agreementUntil: take('agreement_until', readUntil, 0) ?? 0,
    riskAcceptedUntil: take('risk_accepted_until', readUntil, 0) ?? 0,
  };
  return { line, faults };
}

type Blame = (column: Column, code: LineFault['code']) => unknown;
/** An empty cell reads as `none`; without `none` it is a fault. */
type Take = <T>(column: Column, read: (cell: string) => Read<T>, none?: T) => T | undefined;

function takerOf(row: CsvRow, header: Header, blame: Blame): Take {
  return (column, read, none) => {
    const text = (row.cells[header.get(column) ?? -1] ?? '').trim();
    if (text === '' && none !== undefined) return none;
    const answer = refusedUnread(text) ?? read(text);
    if ('value' in answer) return answer.value;
    blame(column, answer.code);
    return undefined;
  };
}

function refusedUnread(text: string): Read<never> | undefined {
  if (text === '') return { code: 'cell_empty' };
  return isFormula(text) ? { code: 'cell_formula' } : undefined;
}

type Named = Pick<Device, 'id' | 'serial'>;

function udiCell(cell: string): Read<Named> {
  const udi = parseUdi(cell);
  return 'fault' in udi
    ? { code: udi.fault }
    : { value: { id: deviceIdFor(udi.gtin, udi.serial), serial: udi.serial } };
}

function asItIs(cell: string): Read<string> {
  return { value: cell };
}

const OF_GTIN: readonly UdiFaultCode[] = Object.freeze(['udi_gtin', 'udi_check_digit']);

function partsOf(gtin: string | undefined, serial: string | undefined, blame: Blame): Named | undefined {
  if (gtin === undefined || serial === undefined) return undefined;
  const udi = udiFrom([
    ['01', gtin],
    ['21', serial],
  ]);
  if (!('fault' in udi)) return { id: deviceIdFor(gtin, serial), serial };
  blame(OF_GTIN.includes(udi.fault) ? 'gtin' : 'serial', udi.fault);
  return undefined;
}
