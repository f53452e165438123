import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deliveryRef, messageRef } from '../../core/keys.ts';
import type { Ref, Rows, Store } from '../../core/ports.ts';
import type { Delivery } from '../../core/rows.ts';
import { type Fate, recordDelivery } from '../../core/verbs/record-delivery.ts';
import { NOW } from './rows.ts';

const CHAIN = 'T#hdo-north#R#K7Q29MABCDEF';
const REF = deliveryRef(CHAIN, 2, 'p_htm');
const DELIVERY: Delivery = {
  version: 3,
  chain: CHAIN,
  person: 'p_htm',
  n: 2,
  message: 'ask',
  state: 'sent',
  attempts: 1,
  note: 'ses-1',
  at: NOW,
};

const placeOf = ({ table, pk, sk }: Ref<unknown>) => `${table} ${pk} ${sk}`;

/** One delivery and its message in memory. `losses` commits lose to somebody who moved the row on. */
function storeWith(delivery: Delivery, losses = 0) {
  const message = { version: 1, chain: CHAIN, n: 2, person: 'p_htm' };
  const rows = new Map<string, unknown>([
    [placeOf(REF), delivery],
    [placeOf(messageRef('ses-1')), message],
  ]);
  let left = losses;
  const store: Pick<Store, 'load' | 'commit'> = {
    load: async <R extends Readonly<Record<string, Ref<unknown>>>>(refs: R) =>
      Object.fromEntries(Object.entries(refs).map(([name, ref]) => [name, rows.get(placeOf(ref))])) as Rows<R>,
    commit: async ({ writes: [write] }) => {
      if (write?.kind !== 'replace') throw new Error('one row is replaced, nothing else');
      const stands = rows.get(placeOf(write.ref)) as Delivery;
      if (left > 0) rows.set(placeOf(REF), { ...stands, version: stands.version + 1 });
      if (left-- > 0 || stands.version !== write.version) return { lost: 'row', ref: write.ref };
      rows.set(placeOf(write.ref), write.row);
      return undefined;
    },
  };
  return { ports: { store: store as Store }, row: () => rows.get(placeOf(REF)) as Delivery };
}

const report = (fate: Fate, messageId = 'ses-1') => ({ messageId, fate, sentAt: NOW });

async function reported(fates: readonly Fate[], delivery = DELIVERY) {
  const { ports, row } = storeWith(delivery);
  for (const fate of fates) await recordDelivery(ports, report(fate), NOW + 60);
  return row();
}

describe('recordDelivery', () => {
  test.each<[string, readonly Fate[], Delivery['state']]>([
    ['arrived', ['arrived'], 'delivered'],
    ['came back', ['came_back'], 'bounced'],
    ['was not taken for hours', ['not_taken'], 'bounced'],
    ['arrived and came back later', ['arrived', 'came_back'], 'bounced'],
    ['came back, and the arrival is told late', ['came_back', 'arrived'], 'bounced'],
    ['arrived, and somebody is away', ['arrived', 'not_taken'], 'delivered'],
    ['arrived, which is told after that somebody is away', ['not_taken', 'arrived'], 'delivered'],
    ['came back twice', ['came_back', 'came_back'], 'bounced'],
  ])('a mail that %s', async (_name, fates, state) => {
    expect((await reported(fates)).state).toBe(state);
  });

  test('ends in the same state whatever the order and number of the reports', async () => {
    const fates = fc.array(fc.constantFrom<Fate>('not_taken', 'arrived', 'came_back'), { minLength: 1, maxLength: 5 });
    const orders = fates.chain((list) => {
      const shuffled = fc.shuffledSubarray(list, { minLength: list.length });
      return fc.tuple(fc.constant(list), shuffled, fc.subarray(list));
    });
    await fc.assert(
      fc.asyncProperty(orders, async ([list, shuffled, again]) => {
        const [one, other] = [await reported(list), await reported([...shuffled, ...again])];
        expect([other.state, other.note]).toEqual([one.state, one.note]);
      }),
    );
  });

  test.each(['queued', 'failed'] as const)('leaves a %s delivery: the provider never took that one', async (state) => {
    expect(await reported(['came_back'], { ...DELIVERY, state })).toEqual({ ...DELIVERY, state });
  });

  test('does not know mails of others, but asks again about a young one', async () => {
    const { ports, row } = storeWith(DELIVERY);
    expect(await recordDelivery(ports, report('came_back', 'ses-2'), NOW + 299)).toBe('early');
    expect(await recordDelivery(ports, report('came_back', 'ses-2'), NOW + 300)).toBe('unknown');
    expect(row()).toEqual(DELIVERY);
  });

  test('reads again when somebody else moved the delivery, and says so when that does not end', async () => {
    const twice = storeWith(DELIVERY, 2);
    expect(await recordDelivery(twice.ports, report('arrived'), NOW)).toBe('recorded');
    expect(twice.row()).toEqual({ ...DELIVERY, version: 6, state: 'delivered', note: 'arrived' });
    const always = storeWith(DELIVERY, 100);
    await expect(recordDelivery(always.ports, report('arrived'), NOW)).rejects.toMatchObject({ type: 'in-progress' });
  });
});
