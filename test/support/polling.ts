/** Waiting for what the broker does by itself. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Phone } from '../../local/demo/broker.ts';

/** Asks `look` again and again until it says what it is waited for. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(100);
  }
  throw new Error('it did not happen in thirty seconds');
}

/** What `reader` gets under `/registry/`. */
export async function found(reader: Phone, path: string) {
  const { status, body } = await reader.get(`/registry/${path}`);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** All pages of a list there, in order. */
// biome-ignore lint/suspicious/noExplicitAny: items of whatever list
export async function allPages(reader: Phone, path: string): Promise<readonly any[][]> {
  const pages = [await found(reader, path)];
  while (pages.at(-1)?.next !== undefined && pages.length < 40)
    pages.push(await found(reader, `${path}${path.includes('?') ? '&' : '?'}after=${pages.at(-1).next}`));
  return pages.map(({ items }) => items);
}
