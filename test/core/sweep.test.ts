/** What `sweep` says about work that it could not get done. The rest of it is shown by test/lambdas on real engines. */
import { expect, test } from '@jest/globals';
import type { Mailer, Store } from '../../core/ports.ts';
import type { Outbox } from '../../core/rows.ts';
import { sweep } from '../../core/verbs/sweep.ts';
import { NOW } from './rows.ts';

const ROW: Outbox = { kind: 'notify', chain: 'T#hdo-north#R#K7Q29MABCDEF', from: 1, to: 1 };

/** A queue with one outbox row that is due since `due`, and which every run fails to read more of. */
function swept(due: number | undefined) {
  const list = async (_: unknown, partition: string, { until = 0 }: { until?: number }) => ({
    items: partition === 'notify#0' && due !== undefined && due <= until ? [ROW] : [],
  });
  const broken = async () => {
    throw new Error('no answer');
  };
  const store = { list, load: broken, commit: broken, children: broken } as unknown as Store;
  const ports = { store, mailer: {} as Mailer, random: (length: number) => new Uint8Array(length) };
  return sweep(ports, {} as Parameters<typeof sweep>[1], NOW, 60);
}

test.each([
  ['nothing waits', undefined, { outbox: 0, late: 0 }],
  ['a row is due for less than five minutes', NOW - 299, { outbox: 1, late: 0 }],
  ['a row is due for five minutes', NOW - 300, { outbox: 1, late: 1 }],
])('%s', async (_, due, expected) => {
  expect(await swept(due)).toMatchObject(expected);
});
