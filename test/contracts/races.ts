/** The contract of `commit` when many write at once, and when answers are lost (faults I3, I8). */
import { describe, expect, test } from '@jest/globals';
import type { Conflict, Transition } from '../../core/ports.ts';
import {
  around,
  cancelled,
  connectionReset,
  eventAt,
  inserted,
  itemsTouched,
  registryRef,
  replaced,
  type Stores,
  stateRef,
} from './store-harness.ts';

const IS_TRANSACTION = 'TransactWriteItemsCommand';

/** The first event of a request, its state, and its check on the technician's own row. */
function submission(id: string): Transition {
  return {
    events: [eventAt(`T#h#R#${id}`, 1)],
    writes: [
      inserted(stateRef(`T#h#R#${id}`), { version: 1, text: id }, { hospital: ['h#pending', 1] }),
      { kind: 'unchanged', ref: registryRef(`P#${id}`), version: 1 },
    ],
  };
}

export function racesContract(stores: () => Stores): void {
  const enter = (id: string) =>
    stores().store.commit({ events: [], writes: [inserted(registryRef(`P#${id}`), { version: 1, text: id })] });

  describe('commit, many at once', () => {
    test('cancels none of 200 unrelated requests, which share no item', async () => {
      const { store, client } = stores();
      const ids = Array.from({ length: 200 }, (_, index) => `w${index}`);
      await Promise.all(ids.map(enter));
      const touched: string[] = [];
      let failed = 0;
      const stop = around(client, 'watch', async ({ name, input }, send) => {
        if (name === IS_TRANSACTION) touched.push(...itemsTouched(input.TransactItems));
        return send().catch((error: unknown) => {
          failed++;
          throw error;
        });
      });
      const results = await Promise.all(ids.map((id) => store.commit(submission(id))));
      stop();
      expect(results.filter((result) => result === undefined)).toHaveLength(200);
      expect(failed).toBe(0);
      expect(touched).toHaveLength(600);
      expect(new Set(touched).size).toBe(600);
    });

    test('lets exactly one of 50 decisions on one request win, and the chain stays whole', async () => {
      const { store, ledger } = stores();
      await enter('d');
      await store.commit(submission('d'));
      const chain = 'T#h#R#d';
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          store.commit({
            events: [eventAt(chain, 2, `decision ${index}`), eventAt(chain, 3, `decision ${index}`)],
            writes: [replaced(stateRef(chain), 1, { version: 3, text: `decision ${index}` })],
          }),
        ),
      );
      const winners = results.flatMap((result, index) => (result === undefined ? [index] : []));
      expect(winners).toHaveLength(1);
      expect(results.filter((result) => result?.lost === 'event')).toHaveLength(49);
      const events = await ledger.events(chain);
      expect(events.map(({ n }) => n)).toEqual([1, 2, 3]);
      expect(new TextDecoder().decode(events[2]?.bytes)).toBe(`decision ${winners[0]}`);
      expect(await store.load({ row: stateRef(chain) })).toEqual({
        row: { version: 3, text: `decision ${winners[0]}` },
      });
    });
  });

  describe('commit, an answer lost', () => {
    /** Commits while the first transaction's outcome is replaced by `fault`; also how many were sent. */
    const commitWith = async (
      transition: Transition,
      fault: () => Error,
      options: { sent: boolean; times: number },
    ) => {
      const { store, client } = stores();
      let sent = 0;
      const stop = around(client, 'fault', async ({ name }, send) => {
        if (name !== IS_TRANSACTION || ++sent > options.times) return send();
        if (options.sent) await send();
        throw fault();
      });
      const outcome = await store.commit(transition).catch((error: unknown) => error);
      stop();
      return { outcome, sent };
    };

    test('is settled by reading: the event there is mine', async () => {
      await enter('x1');
      const { outcome, sent } = await commitWith(submission('x1'), connectionReset, { sent: true, times: 1 });
      expect([outcome, sent]).toEqual([undefined, 1]);
    });

    test('is settled the same way when the repeat is cancelled for finding itself', async () => {
      await enter('x2');
      const fault = () => cancelled('ConditionalCheckFailed', 'ConditionalCheckFailed', 'None');
      const { outcome } = await commitWith(submission('x2'), fault, { sent: true, times: 1 });
      expect(outcome).toBeUndefined();
    });

    test('is tried again when the event is not there', async () => {
      await enter('x3');
      const { outcome, sent } = await commitWith(submission('x3'), connectionReset, { sent: false, times: 1 });
      expect([outcome, sent]).toEqual([undefined, 2]);
      expect(await stores().store.load({ row: stateRef('T#h#R#x3') })).toEqual({ row: { version: 1, text: 'x3' } });
    });

    test('is a conflict when the event there is of somebody else', async () => {
      await enter('x4');
      await stores().store.commit({ events: [eventAt('T#h#R#x4', 1, 'theirs')], writes: [] });
      const { outcome } = await commitWith(submission('x4'), connectionReset, { sent: false, times: 1 });
      expect(outcome).toEqual({ lost: 'event' } satisfies Conflict);
    });

    test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
      'passes over %s',
      async (code) => {
        const id = `x5${code}`;
        await enter(id);
        const fault = () => cancelled('None', code, 'None');
        const { outcome, sent } = await commitWith(submission(id), fault, { sent: false, times: 2 });
        expect([outcome, sent]).toEqual([undefined, 3]);
      },
    );

    test('ends as a fault after five tries that did not pass, with nothing written', async () => {
      await enter('x6');
      const fault = () => cancelled('TransactionConflict', 'None', 'None');
      const { outcome, sent } = await commitWith(submission('x6'), fault, { sent: false, times: 99 });
      expect(outcome).toMatchObject({ type: 'audit-unavailable', cause: { name: 'TransactionCanceledException' } });
      expect(sent).toBe(5);
      expect(await stores().store.load({ row: stateRef('T#h#R#x6') })).toEqual({ row: undefined });
    });

    test('does not try again what cannot pass', async () => {
      await enter('x7');
      const fault = () =>
        Object.assign(new Error('denied'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
      const { outcome, sent } = await commitWith(submission('x7'), fault, { sent: false, times: 99 });
      expect(outcome).toMatchObject({ type: 'audit-unavailable', cause: { name: 'AccessDeniedException' } });
      expect(sent).toBe(1);
    });

    test('surfaces reads that fail as one fault', async () => {
      const { store, client } = stores();
      const stop = around(client, 'down', () => Promise.reject(connectionReset()));
      await expect(store.load({ row: stateRef('x8') })).rejects.toMatchObject({ type: 'audit-unavailable' });
      await expect(store.list('queue', 'x8', { limit: 1 })).rejects.toMatchObject({ type: 'audit-unavailable' });
      await expect(stores().ledger.events('x8')).rejects.toMatchObject({ type: 'audit-unavailable' });
      await expect(stores().credentials.reserveTry('x8', 'c', 690)).rejects.toMatchObject({
        type: 'audit-unavailable',
      });
      stop();
    });
  });
}
