/**
 * Reads the members of a parsed document as what they must be, or refuses the document: E_META, section 3. One line a
 * member in the callers, so that a shape is read like the table in the profile.
 */
import type { Json, JsonObject } from './json.ts';
import { Rejected } from './rejected.ts';

export const ANY_TEXT = /^.+$/;

export function integer(document: JsonObject, name: string, min: number): number {
  const value = document.get(name);
  if (typeof value !== 'number' || value < min) throw new Rejected('E_META');
  return value;
}

export function text(document: JsonObject, name: string, pattern: RegExp): string {
  const value = document.get(name);
  if (typeof value !== 'string' || !pattern.test(value)) throw new Rejected('E_META');
  return value;
}

export function boolean(document: JsonObject, name: string): boolean {
  const value = document.get(name);
  if (typeof value !== 'boolean') throw new Rejected('E_META');
  return value;
}

export function oneOf<T extends string>(document: JsonObject, name: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === document.get(name));
  if (found === undefined) throw new Rejected('E_META');
  return found;
}

function array(document: JsonObject, name: string): readonly Json[] {
  const value = document.get(name);
  if (!Array.isArray(value)) throw new Rejected('E_META');
  return value;
}

export function texts(document: JsonObject, name: string, pattern: RegExp): string[] {
  return array(document, name).map((value) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new Rejected('E_META');
    return value;
  });
}

export function objects(document: JsonObject, name: string): JsonObject[] {
  return array(document, name).map((value) => {
    if (!(value instanceof Map)) throw new Rejected('E_META');
    return value;
  });
}

/** Does any value stand twice? */
export function isRepeated(values: readonly string[]): boolean {
  return new Set(values).size !== values.length;
}
