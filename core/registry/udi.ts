/**
 * A UDI as it reaches us: scanned, typed off a label, as a link or as our own device id. Whatever the form, the same item
 * gives the same {@link deviceIdFor}, or a named fault; nothing is guessed and nothing is decoded twice.
 */
import type { DeviceId } from '../units.ts';
import { dateOf, type Element, isAi, lengthOf, type Udi, type UdiFault, type UdiFaultCode, udiFrom } from './gs1.ts';

/** FNC1 between elements is transmitted as this (General Specifications 7.8.6). */
const GS = '\u001d';
/** ISO/IEC 15424: what a scanner may put before GS1 DataMatrix, GS1-128 and GS1 QR. */
const SYMBOLOGY = /^\](d2|C1|Q3)/;

/** The device that `text` names, without surrounding space, in whichever form. */
export function parseUdi(text: string): Udi | UdiFault {
  const elements = elementsOf(text);
  return typeof elements === 'string' ? { fault: elements } : udiFrom(elements);
}

/**
 * `gs1:01/<GTIN>/21/<serial>`, the token's `aud` (token profile 1). Injective: what may not stand as it is, `%` among
 * it, is percent-encoded in upper-case hex.
 */
export function deviceIdFor(gtin: string, serial: string): DeviceId {
  return `gs1:01/${gtin}/21/${encoded(serial)}`;
}

function elementsOf(text: string): readonly Element[] | UdiFaultCode {
  if (text.startsWith('gs1:')) return deviceIdElements(text);
  if (/^https?:/i.test(text)) return linkElements(text);
  if (text.startsWith('(')) return labelElements(text);
  return scannedElements(text.replace(SYMBOLOGY, ''));
}

/** Exactly the form that {@link deviceIdFor} writes: two spellings of one device would be two devices to a reader. */
function deviceIdElements(text: string): readonly Element[] | UdiFaultCode {
  const [, gtin, serial] = /^gs1:01\/([^/]*)\/21\/([^/]*)$/.exec(text) ?? [];
  if (gtin === undefined || serial === undefined) return 'udi_form';
  const plain = decoded(serial);
  if (plain === undefined || encoded(plain) !== serial) return 'udi_encoding';
  return [
    ['01', gtin],
    ['21', plain],
  ];
}

/** GS1 Digital Link URI 1.3, 4: path `/01/GTIN[/10/lot]/21/serial` behind any prefix, dates in the query. */
function linkElements(text: string): readonly Element[] | UdiFaultCode {
  const [, path, query = ''] = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?\/([^?#]*)(?:\?([^#]*))?$/i.exec(text) ?? [];
  const segments = path?.split('/') ?? [];
  const key = segments.indexOf('01');
  if (key === -1) return 'udi_form';
  const pairs = [...pairsOf(segments.slice(key)), ...queryPairs(query)];
  const elements = pairs.map(([ai, value]) => [ai, decoded(value)] as const);
  return elements.every((one): one is Element => one[1] !== undefined) ? elements : 'udi_encoding';
}

/** An identifier without a value has the empty one, which no identifier takes. */
function pairsOf(segments: readonly string[]): readonly Element[] {
  return segments.flatMap((ai, at) => (at % 2 === 0 ? [[ai, segments[at + 1] ?? ''] as const] : []));
}

/** Of a query only identifiers count; what else a link carries is its owner's matter (Digital Link 4.11). */
function queryPairs(query: string): readonly Element[] {
  return query
    .split('&')
    .map((pair): Element => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)])
    .filter(([name]) => isAi(name));
}

/** `(01)... (21)...`: brackets belong to identifiers only, so a serial that has its own must be scanned. */
function labelElements(text: string): readonly Element[] | UdiFaultCode {
  if (!/^(\(\d{2,4}\)[^()]*)+$/.test(text)) return 'udi_form';
  return [...text.matchAll(/\((\d{2,4})\)([^()]*)/g)].map(
    ([, ai = '', value = '']): Element => [ai, value.replace(/^ | $/g, '')],
  );
}

/** Fixed lengths are counted off, the others end at a separator; one more in front or behind a fixed length is tolerated. */
function scannedElements(sent: string): readonly Element[] | UdiFaultCode {
  const elements: Element[] = [];
  const text = sent.startsWith(GS) ? sent.slice(1) : sent;
  for (let at = 0; at < text.length; ) {
    const ai = text.slice(at, at + 2);
    if (!isAi(ai)) return elements.length === 0 ? 'udi_form' : 'udi_element';
    const length = lengthOf(ai);
    const stop = text.indexOf(GS, at);
    const end = length === 'variable' ? (stop === -1 ? text.length : stop) : at + 2 + length;
    elements.push([ai, text.slice(at + 2, end)]);
    at = text.charAt(end) === GS ? end + 1 : end;
  }
  if (elements.length === 0) return 'udi_form';
  return hasSwallowed(text, elements) ? 'udi_separator' : elements;
}

/**
 * A scanner that drops FNC1 makes the serial swallow what follows it. A date at its end that the carrier lacks gives that
 * away. A lot number does not: accepted, because the id is then one that no device has, and no token for it opens any.
 */
function hasSwallowed(text: string, elements: readonly Element[]): boolean {
  const [ai, value = ''] = elements.at(-1) ?? [];
  const [, date, yymmdd = ''] = /^.+(11|17)(\d{6})$/.exec(value) ?? [];
  const isLone = ai === '21' && !text.includes(GS) && !elements.some(([other]) => other === date);
  return isLone && dateOf(yymmdd) !== undefined;
}

function encoded(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/** RFC 3986 2.1, once; undefined if a `%` is not followed by two hex digits. */
function decoded(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
