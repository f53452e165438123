/** Administrators at work in the tests: each act with a code of its own, by HTTP, and what the log says of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Phone, Scene } from '../../local/demo/broker.ts';
import { newKey } from './running-broker.ts';

/** One registry verb of `phone` at `tenant`. */
export async function change(
  scene: Scene,
  phone: Phone,
  [tenant, verb]: readonly [tenant: string, verb: string],
  body: object,
  key = newKey(),
): Promise<Answer> {
  const code = await scene.code(phone.member);
  return phone.post(`/registry/${tenant}/${verb}`, { ...body, code }, key);
}

/** The second person confirms what the first has proposed. */
export async function confirm(scene: Scene, phone: Phone, { body }: Answer): Promise<Answer> {
  const { tenant, id, digest } = body.proposal;
  const code = await scene.code(phone.member);
  return phone.post(`/registry/${tenant}/proposals/${id}/confirm`, { digest, code });
}

/** Asks `look` again and again until it says what it is waited for. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(100);
  }
  throw new Error('it did not happen in ten seconds');
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
