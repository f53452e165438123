/** A cell of a device file as a value, or what is wrong with it. Cells come trimmed; an empty one is not read here. */

import { type Device, LONGEST_PLACE, RECORDED_STAGES } from '../registry.ts';
import { hasUnsafe, isNfc } from '../text.ts';
import type { EpochSeconds } from '../units.ts';
import { endOf, startOf } from './dates.ts';
import type { LineFaultCode } from './line-faults.ts';

export type Read<T> = { readonly value: T } | { readonly code: LineFaultCode };

/** What a spreadsheet would run when somebody opens an export of it; full-width signs are run in some languages. */
const FORMULA = /^[=+\-@＝＋－＠]/;
/** Can be typed where a device is asked for (`SubmitBody`), and is no device id: those have a colon. */
export const ALIAS = /^[A-Za-z0-9][A-Za-z0-9._/-]{2,39}$/;

export function isFormula(cell: string): boolean {
  return FORMULA.test(cell);
}

/** Free text that names a place. A decomposed letter is composed; it looks the same. */
export function readText(cell: string): Read<string> {
  const value = cell.isWellFormed() ? cell.normalize('NFC') : cell;
  if (!isNfc(value) || hasUnsafe(value)) return { code: 'cell_text' };
  return value.length > LONGEST_PLACE ? { code: 'cell_long' } : { value };
}

export function readAlias(cell: string): Read<string> {
  return ALIAS.test(cell) ? { value: cell } : { code: 'alias_form' };
}

export function readStage(cell: string): Read<Device['stage']> {
  const value = RECORDED_STAGES.find((stage) => stage === cell);
  return value === undefined ? { code: 'stage_form' } : { value };
}

/** A day from whose first second on something is so. */
export function readFrom(cell: string): Read<EpochSeconds> {
  return dateOr(startOf(cell));
}

/** The last day on which something holds. */
export function readUntil(cell: string): Read<EpochSeconds> {
  return dateOr(endOf(cell));
}

/** 1970-01-01 is no date of a device, and 0 means none. */
function dateOr(value: EpochSeconds | undefined): Read<EpochSeconds> {
  return value ? { value } : { code: 'date_form' };
}
