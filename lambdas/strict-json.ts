/**
 * JSON as a body may carry it: one object, no duplicate member (parsers disagree which one counts), no `__proto__`, not
 * deeper than 16. `JSON.parse` does the grammar; this adds what it lets through.
 */
import { Problem } from '../core/problems.ts';

const MAX_DEPTH = 16;
/** A JSON string; in text that parsed, what is left without them holds one colon a member. */
const STRINGS = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/** The object in `text`. @throws Problem bad-json */
export function parseStrictJson(text: string): Readonly<Record<string, unknown>> {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem('bad-json');
  const colons = text.replace(STRINGS, '').split(':').length - 1;
  if (countMembers(value, 0) !== colons) throw new Problem('bad-json');
  return value as Readonly<Record<string, unknown>>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('bad-json', {}, { cause });
  }
}

function countMembers(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= MAX_DEPTH || Object.hasOwn(value, '__proto__')) throw new Problem('bad-json');
  const members = Object.values(value);
  const own = Array.isArray(value) ? 0 : members.length;
  return members.reduce<number>((count, member) => count + countMembers(member, depth + 1), own);
}
