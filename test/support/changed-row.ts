/** A row of the registry that changes under somebody's hands. */
import { expect } from '@jest/globals';
import type { Ref } from '../../core/ports.ts';
import type { Stores } from '../contracts/store-harness.ts';

/** Changes a row of the registry as an administrator would. @returns what changes it back */
export async function changed<T extends { readonly version: number }>(
  { store }: Pick<Stores, 'store'>,
  ref: Ref<T>,
  change: (row: T) => Partial<T>,
): Promise<() => Promise<void>> {
  const { row } = await store.load({ row: ref });
  if (!row) throw new Error('no such row');
  const put = async (next: T, version: number) => {
    const write = { kind: 'replace', ref, row: { ...next, version: version + 1 }, version } as const;
    expect(await store.commit({ events: [], writes: [write] })).toBeUndefined();
  };
  await put({ ...row, ...change(row) }, row.version);
  return () => put(row, row.version + 1);
}
