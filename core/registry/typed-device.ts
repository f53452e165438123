/** What somebody typed, pasted or scanned to name a device: the names under which it may stand, the likeliest first. */
import type { Udi, UdiFaultCode } from './gs1.ts';
import { deviceIdFor, parseUdi } from './udi.ts';

export type TypedDevice =
  | { readonly as: 'udi'; readonly names: readonly [string]; readonly udi: Pick<Udi, 'gtin' | 'serial'> }
  /** It begins as a UDI does, and is none. */
  | { readonly as: 'faulty'; readonly names: readonly []; readonly fault: UdiFaultCode }
  /** A sticker's code, an asset tag or the hospital's own id. */
  | { readonly as: 'name'; readonly names: readonly string[] };

/** The link in a sticker's QR code, of whatever deployment: a code is good here or it is not. */
const STICKER_LINK = /^https?:\/\/[^/\s]+\/d\/([A-Za-z0-9-]+)\/?$/i;
/** Brackets, a scanner's symbology, a device id, a Digital Link, or a GTIN's identifier with its 14 digits. */
const UDI_START = /^(\(\d|\]|gs1:|https?:|01\d{14})/i;
/** As names are registered. */
const NAME = /^[A-Za-z0-9./_:%-]{3,105}$/;

/** No value of a UDI and no registered name holds white space, so that none means anything. */
export function typedDevice(typed: string): TypedDevice {
  const text = typed.replaceAll(/\s/g, '');
  const code = STICKER_LINK.exec(text)?.[1];
  if (code === undefined && UDI_START.test(text)) return typedUdi(text);
  return { as: 'name', names: namesOf(code ?? text) };
}

function typedUdi(text: string): TypedDevice {
  const udi = parseUdi(text);
  if ('fault' in udi) return { as: 'faulty', names: [], fault: udi.fault };
  const { gtin, serial } = udi;
  return { as: 'udi', names: [deviceIdFor(gtin, serial)], udi: { gtin, serial } };
}

/** As it was typed, in capitals, and as a sticker's code without its hyphen. */
function namesOf(text: string): readonly string[] {
  const capitals = text.toUpperCase();
  const code = /^([A-Z0-9]{4})-?([A-Z0-9]{4})$/.exec(capitals);
  const names = [text, capitals, ...(code ? [`${code[1]}-${code[2]}`] : [])];
  return [...new Set(names)].filter((name) => NAME.test(name));
}
