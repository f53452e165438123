/** Unpadded base64url (RFC 4648 section 5) and hex of bytes, without Node's Buffer. */
import type { Base64url, Hex } from '../units.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export function toBase64url(bytes: Uint8Array): Base64url {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const group = (a << 16) | (b << 8) | c;
    const digits = [group >> 18, (group >> 12) & 63, (group >> 6) & 63, group & 63];
    const length = Math.min(4, bytes.length - at + 1);
    for (const digit of digits.slice(0, length)) text += ALPHABET.charAt(digit);
  }
  return text;
}

/** Bytes of text that this module wrote; not a parser for what comes from outside. */
export function fromBase64url(text: Base64url): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let group = 0;
  for (let at = 0; at < text.length; at += 1) {
    group = (group << 6) | ALPHABET.indexOf(text.charAt(at));
    const filled = Math.floor(((at + 1) * 3) / 4);
    if (filled > Math.floor((at * 3) / 4)) bytes[filled - 1] = (group >> ((3 - (at % 4)) * 2)) & 255;
  }
  return bytes;
}

export function toHex(bytes: Uint8Array): Hex {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
