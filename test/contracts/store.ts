/** The contract of `Store` and `Ledger`, one call at a time: conditions, lists, cursors, children, chains. */
import { describe, expect, test } from '@jest/globals';
import { eventAt, inserted, registryRef, replaced, type Stores, stateRef } from './store-harness.ts';

const FIRST = { version: 1, text: 'first' };
const SECOND = { version: 2, text: 'second' };

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

export function storeContract(stores: () => Stores): void {
  describe('load', () => {
    test('reads rows of several tables together and leaves out what is not there', async () => {
      const { store } = stores();
      await store.commit({
        events: [],
        writes: [inserted(stateRef('l1'), FIRST), inserted(registryRef('l1'), SECOND)],
      });
      const refs = { state: stateRef('l1'), person: registryRef('l1'), nobody: registryRef('l2') };
      expect(await store.load(refs)).toEqual({ state: FIRST, person: SECOND, nobody: undefined });
    });

    test('takes two names for one row', async () => {
      const { store } = stores();
      await store.commit({ events: [], writes: [inserted(stateRef('l3'), FIRST)] });
      expect(await store.load({ a: stateRef('l3'), b: stateRef('l3') })).toEqual({ a: FIRST, b: FIRST });
    });

    test('is one call to DynamoDB', async () => {
      const { store, client } = stores();
      const calls: string[] = [];
      client.middlewareStack.add(
        (next, context) => (args) => {
          calls.push(String(context.commandName));
          return next(args);
        },
        { step: 'initialize', name: 'calls' },
      );
      await store.load({ a: stateRef('l4'), b: registryRef('l4') });
      client.middlewareStack.remove('calls');
      expect(calls).toEqual(['BatchGetItemCommand']);
    });
  });

  describe('commit', () => {
    test('puts an event where none stands, and loses to one that does', async () => {
      const { store, ledger } = stores();
      const chain = 'T#c1#R#1';
      expect(await store.commit({ events: [eventAt(chain, 1, 'a')], writes: [] })).toBeUndefined();
      expect(await store.commit({ events: [eventAt(chain, 1, 'b')], writes: [] })).toEqual({ lost: 'event' });
      expect(textOf((await ledger.event(chain, 1))?.bytes)).toBe('a');
    });

    test('takes no other commit for its own, also where both write the same bytes at once', async () => {
      const { store } = stores();
      const transition = {
        events: [eventAt('T#c2#R#1', 1), eventAt('T#c2#R#1', 2)],
        writes: [inserted(stateRef('c2'), FIRST)],
      };
      const answers = await Promise.all([1, 2, 3].map(() => store.commit(transition)));
      expect(answers.filter((lost) => lost === undefined)).toHaveLength(1);
      expect(answers.filter((lost) => lost?.lost === 'event')).toHaveLength(2);
      expect(await store.commit(transition)).toEqual({ lost: 'event' });
    });

    test('replaces a row at its exact version only, and says which row was in the way', async () => {
      const { store } = stores();
      await store.commit({ events: [], writes: [inserted(stateRef('c3'), FIRST)] });
      const wrong = replaced(stateRef('c3'), 2, SECOND);
      expect(await store.commit({ events: [], writes: [wrong] })).toEqual({ lost: 'row', ref: stateRef('c3') });
      expect(await store.commit({ events: [], writes: [replaced(stateRef('c3'), 1, SECOND)] })).toBeUndefined();
      expect(await store.load({ row: stateRef('c3') })).toEqual({ row: SECOND });
    });

    test('does nothing at all when a row that must be unchanged has changed', async () => {
      const { store, ledger } = stores();
      await store.commit({ events: [], writes: [inserted(registryRef('c4'), SECOND)] });
      const lost = await store.commit({
        events: [eventAt('T#c4#R#1', 1)],
        writes: [inserted(stateRef('c4'), FIRST), { kind: 'unchanged', ref: registryRef('c4'), version: 1 }],
      });
      expect(lost).toEqual({ lost: 'row', ref: registryRef('c4') });
      expect(await store.load({ row: stateRef('c4') })).toEqual({ row: undefined });
      expect(await ledger.events('T#c4#R#1')).toEqual([]);
    });

    test('counts a row that is gone as changed', async () => {
      const { store } = stores();
      const check = { kind: 'unchanged', ref: registryRef('c5'), version: 1 } as const;
      expect(await store.commit({ events: [], writes: [check, inserted(stateRef('c5'), FIRST)] })).toEqual({
        lost: 'row',
        ref: registryRef('c5'),
      });
    });

    test('removes a row, and the same row put again is removed again', async () => {
      const { store } = stores();
      const remove = { events: [], writes: [{ kind: 'remove', ref: stateRef('c6') } as const] };
      for (const text of ['once', 'twice']) {
        await store.commit({ events: [], writes: [inserted(stateRef('c6'), { version: 1, text })] });
        expect(await store.commit(remove)).toBeUndefined();
        expect(await store.load({ row: stateRef('c6') })).toEqual({ row: undefined });
      }
    });
  });

  describe('list', () => {
    const fill = (pk: string, ats: readonly number[]) =>
      stores().store.commit({
        events: [],
        writes: ats.map((at) =>
          inserted(stateRef(pk, `S#${at}`), { version: 1, text: `${at}` }, { hospital: [pk, at] }),
        ),
      });
    const texts = (page: { items: readonly { text: string }[] }) => page.items.map(({ text }) => text);

    test('goes in the order of the number, or newest first, up to a bound', async () => {
      await fill('q1', [30, 9, 100]);
      const page = (options: object) =>
        stores().store.list<{ text: string }>('hospital', 'q1', { limit: 10, ...options });
      expect(texts(await page({}))).toEqual(['9', '30', '100']);
      expect(texts(await page({ newestFirst: true }))).toEqual(['100', '30', '9']);
      expect(texts(await page({ until: 30 }))).toEqual(['9', '30']);
      expect(texts(await page({ from: 30 }))).toEqual(['30', '100']);
      expect(texts(await page({ from: 10, until: 99 }))).toEqual(['30']);
    });

    test('pages without gaps or repeats, and its last page knows that it is the last', async () => {
      await fill('q2', [1, 2, 3, 4]);
      const seen: string[][] = [];
      let after: string | undefined;
      do {
        const options = after === undefined ? { limit: 2, until: 4 } : { limit: 2, until: 4, after };
        const page = await stores().store.list<{ text: string }>('hospital', 'q2', options);
        seen.push(texts(page));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual([
        ['1', '2'],
        ['3', '4'],
      ]);
    });

    test('goes on from a row that was removed meanwhile', async () => {
      await fill('q3', [1, 2, 3]);
      const { next } = await stores().store.list('hospital', 'q3', { limit: 1 });
      await stores().store.commit({ events: [], writes: [{ kind: 'remove', ref: stateRef('q3', 'S#1') }] });
      const page = await stores().store.list<{ text: string }>('hospital', 'q3', { limit: 1, after: String(next) });
      expect(texts(page)).toEqual(['2']);
    });

    test.each([
      ['no base64url', '=='],
      ['no JSON', Buffer.from('{').toString('base64url')],
      ['another shape', Buffer.from('[1,"a"]').toString('base64url')],
      ['a fraction', Buffer.from('[1.5,"a","b"]').toString('base64url')],
      ['an empty key', Buffer.from('[1,"","b"]').toString('base64url')],
      ['a key over 1024 bytes', Buffer.from(`[1,"a","${'b'.repeat(1025)}"]`).toString('base64url')],
      ['a place beyond the bound', Buffer.from('[11,"a","b"]').toString('base64url')],
      ['a place before the bound', Buffer.from('[1,"a","b"]').toString('base64url')],
      ['nothing', ''],
    ])('refuses a cursor that is %s', async (_, after) => {
      const forged = stores().store.list('hospital', 'q1', { limit: 1, from: 2, until: 10, after });
      await expect(forged).rejects.toMatchObject({ type: 'bad-request' });
    });

    test('never leaves its partition by a cursor of another list', async () => {
      await fill('q4', [1, 2]);
      await fill('q5', [3, 4]);
      const { next } = await stores().store.list('hospital', 'q4', { limit: 1 });
      const page = await stores().store.list<{ text: string }>('hospital', 'q5', { limit: 9, after: String(next) });
      expect(texts(page)).toEqual(['3', '4']);
    });

    test('of models holds the line and nothing else of the row, also when only one of them changes', async () => {
      const { store } = stores();
      const lines = async () => (await store.list('model', 'q7', { limit: 9, newestFirst: true, from: 5 })).items;
      const at = (seconds: number, line: object) => ({ model: ['q7', seconds, line] }) as const;
      const old = inserted(stateRef('q7', 'S#old'), FIRST, at(4, { is: 'old' }));
      await store.commit({ events: [], writes: [old, inserted(stateRef('q7'), FIRST, at(5, { is: 'first' }))] });
      expect(await lines()).toEqual([{ is: 'first' }]);
      await store.commit({ events: [], writes: [replaced(stateRef('q7'), 1, SECOND, at(5, { is: 'first' }))] });
      expect(await lines()).toEqual([{ is: 'first' }]);
      const third = { version: 3, text: 'third' };
      await store.commit({ events: [], writes: [replaced(stateRef('q7'), 2, third, at(5, { is: 'second' }))] });
      expect(await lines()).toEqual([{ is: 'second' }]);
      expect(await store.load({ row: stateRef('q7') })).toEqual({ row: third });
    });

    test('drops a row from the index that it no longer names', async () => {
      const { store } = stores();
      const indexes = { queue: ['q6', 5], technician: ['q6', 5] } as const;
      await store.commit({ events: [], writes: [inserted(stateRef('q6'), FIRST, indexes)] });
      expect((await store.list('queue', 'q6', { limit: 9 })).items).toEqual([FIRST]);
      await store.commit({ events: [], writes: [replaced(stateRef('q6'), 1, SECOND, { technician: ['q6', 6] })] });
      expect((await store.list('queue', 'q6', { limit: 9 })).items).toEqual([]);
      expect((await store.list('technician', 'q6', { limit: 9 })).items).toEqual([SECOND]);
    });
  });

  describe('children', () => {
    test('are the rows under one prefix of one partition', async () => {
      const { store } = stores();
      const rows = ['S', 'D#1', 'D#2', 'E#1'].map((sk) => inserted(stateRef('k1', sk), { version: 1, text: sk }));
      await store.commit({ events: [], writes: [...rows, inserted(stateRef('k2', 'D#3'), FIRST)] });
      expect(await store.children('k1', 'D#')).toEqual([
        { version: 1, text: 'D#1' },
        { version: 1, text: 'D#2' },
      ]);
    });
  });

  describe('ledger', () => {
    test('hands out a chain in order, from the tenth event on as from the second', async () => {
      const { store, ledger } = stores();
      const chain = 'T#g1#R#1';
      for (let n = 1; n <= 11; n++) await store.commit({ events: [eventAt(chain, n)], writes: [] });
      expect((await ledger.events(chain)).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      expect((await ledger.events(chain, 3, 2)).map(({ n }) => n)).toEqual([3, 4]);
      expect((await ledger.events(chain, 11, 2)).map(({ n }) => n)).toEqual([11]);
      expect((await ledger.events(chain, 10)).map(({ hash }) => hash)).toEqual([
        'hash of T#g1#R#1 10 a',
        'hash of T#g1#R#1 11 a',
      ]);
      expect(await ledger.event(chain, 12)).toBeUndefined();
    });

    test('keeps bytes as they are, whatever they are', async () => {
      const { store, ledger } = stores();
      const bytes = Uint8Array.of(0, 255, 0xef, 0xbb, 0xbf, 10);
      await store.commit({ events: [{ chain: 'T#g2#R#1', n: 1, bytes, hash: 'ab' }], writes: [] });
      expect([...((await ledger.event('T#g2#R#1', 1))?.bytes ?? [])]).toEqual([0, 255, 0xef, 0xbb, 0xbf, 10]);
    });

    test('lists each chain of a tenant once, a hundred a page, and takes no cursor of another tenant', async () => {
      const { store, ledger } = stores();
      const chains = Array.from({ length: 101 }, (_, index) => `T#g3#R#${String(index).padStart(3, '0')}`);
      for (const chain of chains) await store.commit({ events: [eventAt(chain, 1), eventAt(chain, 2)], writes: [] });
      const first = await ledger.chains('g3');
      const second = await ledger.chains('g3', first.next);
      expect([first.items.length, second.items.length, second.next]).toEqual([100, 1, undefined]);
      expect([...first.items, ...second.items]).toEqual(chains);
      await expect(ledger.chains('g1', first.next)).rejects.toMatchObject({ type: 'bad-request' });
    });
  });
}
