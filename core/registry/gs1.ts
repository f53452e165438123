/**
 * The part of GS1's system that a UDI carrier needs (GS1 General Specifications 3: application identifiers, 7.9 check
 * digit, 7.11 character set 82, 7.12 dates), as data and small total functions.
 */
import { daysIn, type IsoDate } from './dates.ts';

/** Application identifiers that are read; any other has a length that nobody here knows. */
export type Ai = '01' | '10' | '11' | '17' | '21';

/** Closed: what can be wrong with a UDI. The texts are fixed and echo nothing. */
export const UDI_FAULTS = Object.freeze({
  udi_form: 'No GS1 element string, Digital Link or device id.',
  udi_element: 'Holds an element that is none of (01), (10), (11), (17), (21).',
  udi_repeated: 'Holds an element twice.',
  udi_gtin: 'The GTIN (01) is missing or does not have 14 digits.',
  udi_check_digit: 'The check digit of the GTIN is wrong.',
  udi_serial_missing: 'The serial number (21) is missing.',
  udi_length: 'A serial or lot number does not have 1 to 20 characters.',
  udi_charset: 'A serial or lot number has a character outside GS1 character set 82.',
  udi_date: 'A date is none.',
  udi_separator: 'A serial number seems to run into the next element: the scanner drops the separator (FNC1).',
  udi_encoding: 'A character is percent-encoded that need not be, in lower case, or wrongly.',
} as const);

export type UdiFaultCode = keyof typeof UDI_FAULTS;
export interface UdiFault {
  readonly fault: UdiFaultCode;
}

/** What a carrier says of one item. Dates are those of the label; only GTIN and serial name the device. */
export interface Udi {
  readonly gtin: string;
  readonly serial: string;
  readonly lot?: string;
  readonly made?: IsoDate;
  readonly expires?: IsoDate;
}

/** An element as it was read: identifier and value, both still untrusted. */
export type Element = readonly [ai: string, value: string];

const LENGTH: Readonly<Record<Ai, number | 'variable'>> = Object.freeze({
  '01': 14,
  '10': 'variable',
  '11': 6,
  '17': 6,
  '21': 'variable',
});

export function isAi(text: string): text is Ai {
  return Object.hasOwn(LENGTH, text);
}

/** Characters of a value, or `variable`: up to 20, ended by FNC1 or the end. */
export function lengthOf(ai: Ai): number | 'variable' {
  return LENGTH[ai];
}

/** Mod 10 with weights 3, 1 from the right (General Specifications 7.9). */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** YYMMDD; day 00 is the last of the month (7.12). The century is this one: the first UDI dates from 2013. */
export function dateOf(value: string): IsoDate | undefined {
  const [, yy, mm, dd] = /^(\d{2})(\d{2})(\d{2})$/.exec(value) ?? [];
  if (yy === undefined || mm === undefined || dd === undefined) return undefined;
  const last = daysIn(2000 + Number(yy), Number(mm));
  if (last === 0 || Number(dd) > last) return undefined;
  return `20${yy}-${mm}-${dd === '00' ? last : dd}`;
}

/** GS1 character set 82 (figure 7.11-1). */
const CSET_82 = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/;

/** The elements of one carrier as a UDI, or the first thing that is wrong with them. */
export function udiFrom(elements: readonly Element[]): Udi | UdiFault {
  const values = new Map(elements);
  const fault = faultOf(elements, values);
  const [gtin, serial] = [values.get('01'), values.get('21')];
  if (fault !== undefined || gtin === undefined || serial === undefined) return { fault: fault ?? 'udi_form' };
  const lot = values.get('10');
  const made = dateOf(values.get('11') ?? '');
  const expires = dateOf(values.get('17') ?? '');
  return { gtin, serial, ...(lot && { lot }), ...(made && { made }), ...(expires && { expires }) };
}

function faultOf(elements: readonly Element[], values: ReadonlyMap<string, string>): UdiFaultCode | undefined {
  const gtin = values.get('01') ?? '';
  const variable = [values.get('21'), values.get('10')].filter((value) => value !== undefined);
  const dates = [values.get('11'), values.get('17')].filter((value) => value !== undefined);
  const checks: readonly (readonly [UdiFaultCode, boolean])[] = [
    ['udi_element', !elements.every(([ai]) => isAi(ai))],
    ['udi_repeated', values.size !== elements.length],
    ['udi_gtin', !/^\d{14}$/.test(gtin)],
    ['udi_check_digit', !hasCheckDigit(gtin)],
    ['udi_serial_missing', !values.has('21')],
    ['udi_charset', !variable.every((value) => CSET_82.test(value))],
    ['udi_length', !variable.every((value) => value.length >= 1 && value.length <= 20)],
    ['udi_date', !dates.every((value) => dateOf(value) !== undefined)],
  ];
  return checks.find(([, isSo]) => isSo)?.[0];
}
