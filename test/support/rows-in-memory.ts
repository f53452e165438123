/** Rows of a store in memory, for what inserts, replaces, checks, removes and reads: no indexes, no events. Loses power when told to. */
import type { Conflict, Ref, Rows, Store, Transition, Write } from '../../core/ports.ts';

export interface RowsInMemory extends Store {
  readonly rows: Map<string, unknown>;
  readonly enrolled: Map<string, Write>;
  readonly commits: Transition[];
  powerOn(): void;
}

const placeOf = ({ table, pk, sk }: Ref<unknown>): string => `${table} ${pk} ${sk}`;

/** @param commitsUntilPowerCut after so many commits every other one fails, until `powerOn` */
export function rowsInMemory(commitsUntilPowerCut = Number.POSITIVE_INFINITY): RowsInMemory {
  const [rows, enrolled, commits] = [new Map<string, unknown>(), new Map<string, Write>(), [] as Transition[]];
  let left = commitsUntilPowerCut;
  const versionAt = (ref: Ref<unknown>) =>
    (rows.get(placeOf(ref)) as { readonly version?: number } | undefined)?.version;
  const conflictOf = (write: Write): Conflict | undefined => {
    if (write.kind === 'insert' && rows.has(placeOf(write.ref))) return { lost: 'row', ref: write.ref };
    const isHeld = write.kind === 'replace' || write.kind === 'unchanged';
    if (isHeld && versionAt(write.ref) !== write.version) return { lost: 'row', ref: write.ref };
    return write.kind === 'enrol' && enrolled.has(write.person) ? { lost: 'code' } : undefined;
  };
  const put = (write: Write): void => {
    if (write.kind === 'insert' || write.kind === 'replace') rows.set(placeOf(write.ref), structuredClone(write.row));
    else if (write.kind === 'remove') rows.delete(placeOf(write.ref));
    else if (write.kind === 'enrol') enrolled.set(write.person, write);
    else if (write.kind !== 'unchanged') throw new Error(`${write.kind} is not for this store`);
  };
  return {
    rows,
    enrolled,
    commits,
    powerOn: () => {
      left = Number.POSITIVE_INFINITY;
    },
    load: async <R extends Readonly<Record<string, Ref<unknown>>>>(refs: R) =>
      Object.fromEntries(Object.entries(refs).map(([name, ref]) => [name, rows.get(placeOf(ref))])) as Rows<R>,
    commit: async (transition) => {
      if (left === 0) throw new Error('power cut');
      left -= 1;
      const conflict = transition.writes.map(conflictOf).find((one) => one !== undefined);
      if (conflict) return conflict;
      transition.writes.forEach(put);
      commits.push(transition);
      return undefined;
    },
    list: async () => ({ items: [] }),
    children: async () => [],
    registryRows: async () => ({ items: [] }),
  };
}
