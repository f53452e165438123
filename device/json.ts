/**
 * The strict JSON subset of section 1: printable ASCII, no backslash, no white space between tokens, integers only, no
 * member twice, bounded depth and lengths. JSON.parse keeps the last of two equal members and rounds large numbers, so
 * two readers could see two tokens; this parser has one reading or none. Objects become Maps: `__proto__` is a name.
 */
import { Rejected } from './rejected.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** Printable ASCII without backslash; the quote cannot stand here. */
const PLAIN = /^[ -[\]-~]*$/;
const MAX_STRING = 256;
const MAX_ELEMENTS = 32;
const LITERALS: readonly (readonly [string, Json])[] = Object.freeze([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** What the reader stands before. `longMember` names the one member whose string is not bounded. */
interface Cursor {
  readonly text: string;
  readonly maxDepth: number;
  readonly longMember: string | undefined;
  at: number;
}

/**
 * Parses one object and nothing after it.
 *
 * @param text one character a byte (latin1), so that any byte above 0x7E is seen and refused
 * @param maxDepth the top-level object has depth 0, a member or element one more than what holds it
 * @param longMember an envelope's `payload`, whose length its own rule bounds
 * @throws Rejected E_JSON, E_JSON_DUP, E_JSON_DEPTH
 */
export function parseObject(text: string, maxDepth: number, longMember?: string): JsonObject {
  const cursor: Cursor = { text, maxDepth, longMember, at: 0 };
  const object = readObject(cursor, 0);
  if (cursor.at !== text.length) throw new Rejected('E_JSON');
  return object;
}

function readObject(cursor: Cursor, depth: number): JsonObject {
  expect(cursor, OPEN_BRACE);
  const members = new Map<string, Json>();
  if (skip(cursor, CLOSE_BRACE)) return members;
  do {
    const name = readString(cursor, MAX_STRING);
    if (members.has(name)) throw new Rejected('E_JSON_DUP');
    expect(cursor, COLON);
    members.set(name, readValue(cursor, depth + 1, name === cursor.longMember ? Infinity : MAX_STRING));
  } while (skip(cursor, COMMA));
  expect(cursor, CLOSE_BRACE);
  return members;
}

function readArray(cursor: Cursor, depth: number): readonly Json[] {
  expect(cursor, OPEN_BRACKET);
  const elements: Json[] = [];
  if (skip(cursor, CLOSE_BRACKET)) return elements;
  do {
    if (elements.length === MAX_ELEMENTS) throw new Rejected('E_JSON');
    elements.push(readValue(cursor, depth + 1, MAX_STRING));
  } while (skip(cursor, COMMA));
  expect(cursor, CLOSE_BRACKET);
  return elements;
}

function readValue(cursor: Cursor, depth: number, maxString: number): Json {
  if (depth > cursor.maxDepth) throw new Rejected('E_JSON_DEPTH');
  const next = cursor.text.charCodeAt(cursor.at);
  if (next === QUOTE) return readString(cursor, maxString);
  if (isDigit(next)) return readInteger(cursor);
  if (next === OPEN_BRACE) return readObject(cursor, depth);
  if (next === OPEN_BRACKET) return readArray(cursor, depth);
  return readLiteral(cursor);
}

function readLiteral(cursor: Cursor): Json {
  const literal = LITERALS.find(([spelling]) => cursor.text.startsWith(spelling, cursor.at));
  if (literal === undefined) throw new Rejected('E_JSON');
  cursor.at += literal[0].length;
  return literal[1];
}

/** The closing quote is the next quote, since nothing can be escaped. */
function readString(cursor: Cursor, maxLength: number): string {
  expect(cursor, QUOTE);
  const end = cursor.text.indexOf('"', cursor.at);
  const value = cursor.text.slice(cursor.at, end);
  if (end < 0 || value.length > maxLength || !PLAIN.test(value)) throw new Rejected('E_JSON');
  cursor.at = end + 1;
  return value;
}

function readInteger(cursor: Cursor): number {
  const start = cursor.at;
  while (isDigit(cursor.text.charCodeAt(cursor.at))) cursor.at += 1;
  const digits = cursor.text.slice(start, cursor.at);
  const value = Number(digits);
  const isLeadingZero = digits.length > 1 && digits.startsWith('0');
  if (isLeadingZero || !Number.isSafeInteger(value)) throw new Rejected('E_JSON');
  return value;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function expect(cursor: Cursor, character: number): void {
  if (!skip(cursor, character)) throw new Rejected('E_JSON');
}

function skip(cursor: Cursor, character: number): boolean {
  if (cursor.text.charCodeAt(cursor.at) !== character) return false;
  cursor.at += 1;
  return true;
}
