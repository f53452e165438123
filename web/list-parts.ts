/** Ways along lists that are narrowed by a query: an address keeps what was asked, and a list goes on by a cursor. */
import { pagination } from './components/navigation.ts';
import type { Html } from './html.ts';

type Fields = Readonly<Record<string, string | undefined>>;

/** `path` asked for `fields`, without those that say nothing. */
export function addressOf(path: string, fields: Fields): string {
  const asked = Object.entries(fields).filter((one): one is [string, string] => Boolean(one[1]));
  return asked.length === 0 ? path : `${path}?${new URLSearchParams(asked)}`;
}

/** Whether `query` asks for less than everything. */
export function isNarrowed({ after: _after, ...query }: Fields): boolean {
  return Object.values(query).some(Boolean);
}

/** A cursor knows no way back but the beginning. */
export function pagesOf(path: string, query: Fields, next: string | undefined, landmark: string): Html | undefined {
  const { after } = query;
  if (after === undefined && next === undefined) return undefined;
  const first = { href: addressOf(path, { ...query, after: undefined }), says: 'From the beginning' };
  return pagination({
    landmark,
    ...(after !== undefined && { previous: first }),
    ...(next !== undefined && { next: { href: addressOf(path, { ...query, after: next }), says: 'Go on' } }),
  });
}

/** A query may leave out most of what was looked at, so that a page is empty and not the last. */
export const GO_ON = 'Nothing fits among those that were looked at so far. Go on to look at the next ones.';
