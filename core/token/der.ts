/**
 * KMS answers with a DER ECDSA-Sig-Value (RFC 3279 section 2.2.3); the token carries r||s (RFC 7518 section 3.4). The
 * parser takes exactly what a P-256 signature looks like in DER and nothing that a lenient reader would also take: one
 * signature has one encoding, so no second token can be made from a first by re-spelling its signature.
 */

/** SEQUENCE of two INTEGERs of at most 33 bytes (32 and a sign byte): 2 + 2 x (2 + 33). */
const LONGEST = 72;
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const FIELD_BYTES = 32;

/** The order n of P-256 (FIPS 186-5, SP 800-186 section 3.2.1.3), big-endian. */
// biome-ignore format: four words of eight bytes
const ORDER = Object.freeze([
  0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
  0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
]);

interface Integer {
  /** Big-endian, padded to 32 bytes. */
  readonly bytes: Uint8Array;
  /** Where the next element starts. */
  readonly end: number;
}

/** 64 bytes r||s of a strictly encoded P-256 signature with r and s in 1..n-1; undefined for anything else. */
export function parseDerSignature(der: Uint8Array): Uint8Array | undefined {
  // The length fits the short form, so comparing its byte with what is there also refuses long forms and trailing bytes.
  if (der.length > LONGEST || der[0] !== SEQUENCE || der[1] !== der.length - 2) return undefined;
  const r = parseInteger(der, 2);
  const s = r && parseInteger(der, r.end);
  if (!r || s?.end !== der.length) return undefined;
  const raw = new Uint8Array(2 * FIELD_BYTES);
  raw.set(r.bytes);
  raw.set(s.bytes, FIELD_BYTES);
  return raw;
}

function parseInteger(der: Uint8Array, at: number): Integer | undefined {
  const length = der[at + 1] ?? 0;
  const content = der.subarray(at + 2, at + 2 + length);
  if (der[at] !== INTEGER || length === 0 || content.length !== length || !isMinimalPositive(content)) return undefined;
  const magnitude = content[0] === 0 ? content.subarray(1) : content;
  if (magnitude.length > FIELD_BYTES) return undefined;
  const bytes = new Uint8Array(FIELD_BYTES);
  bytes.set(magnitude, FIELD_BYTES - magnitude.length);
  return isBelowOrder(bytes) ? { bytes, end: at + 2 + length } : undefined;
}

/** X.690 section 8.3.2: a sign byte stands only where it is needed. Zero is refused with it: its only byte is 0. */
function isMinimalPositive(content: Uint8Array): boolean {
  const [first = 0, second = 0] = content;
  return first === 0 ? second >= 0x80 : first < 0x80;
}

function isBelowOrder(bytes: Uint8Array): boolean {
  const differs = ORDER.findIndex((byte, index) => byte !== bytes[index]);
  return differs !== -1 && (bytes[differs] ?? 0) < (ORDER[differs] ?? 0);
}
