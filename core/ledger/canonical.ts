/**
 * RFC 8785 canonical JSON, restricted so that two readers can never disagree about the same bytes: integers only
 * (no number formatting), NFC strings without lone surrogates (they collide in UTF-8), plain objects and arrays.
 */

export type Canonical =
  | string
  | number
  | boolean
  | null
  | readonly Canonical[]
  | { readonly [name: string]: Canonical | undefined };

/** Deeper values are a fault of ours, not data: `JSON.stringify` itself dies at some ten thousand. */
const MAX_DEPTH = 16;

/**
 * The canonical text of `value`; members that are `undefined` are left out.
 *
 * @throws TypeError for a value outside the restriction above: what cannot be read back alike is never hashed
 */
export function canonicalJson(value: Canonical, depth = 0): string {
  if (depth > MAX_DEPTH) throw new TypeError('canonical JSON: too deep');
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalInteger(value);
  if (value === null || typeof value === 'boolean') return String(value);
  // Array.from shows holes as undefined, which is refused; map would leave them out.
  if (isArray(value)) return `[${Array.from(value, (item) => canonicalJson(item, depth + 1)).join(',')}]`;
  // A date, a map or a big integer that came through a cast has no members: its value would be missing from the hash.
  if (Object.prototype.toString.call(value) !== '[object Object]')
    throw new TypeError('canonical JSON: not plain data');
  return `{${canonicalMembers(value, depth).join(',')}}`;
}

/** UTF-8 bytes of {@link canonicalJson}: what is hashed and stored. */
export function canonicalBytes(value: Canonical): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}

function isArray(value: Canonical): value is readonly Canonical[] {
  return Array.isArray(value);
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('canonical JSON: lone surrogate');
  if (text.normalize('NFC') !== text) throw new TypeError('canonical JSON: not NFC');
  return JSON.stringify(text);
}

function canonicalInteger(number: number): string {
  if (!Number.isSafeInteger(number) || Object.is(number, -0)) throw new TypeError('canonical JSON: not an integer');
  return String(number);
}

/** Members sorted by UTF-16 code units, as RFC 8785 3.2.3 and JavaScript's default order have it. */
function canonicalMembers(object: { readonly [name: string]: Canonical | undefined }, depth: number): string[] {
  return Object.keys(object)
    .sort()
    .flatMap((name) => {
      const member = object[name];
      return member === undefined ? [] : [`${canonicalString(name)}:${canonicalJson(member, depth + 1)}`];
    });
}
