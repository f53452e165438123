/**
 * The real verbs, many at once, on the real store: no two requests' transactions share an item (architecture 4), condition
 * checks, outbox and idempotency rows included.
 */
import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  aliasRef,
  bundleRef,
  deviceRef,
  hospitalRef,
  modelRef,
  organisationRef,
  personRef,
  vendorRef,
} from '../../core/keys.ts';
import type { Identity, Ref, Write } from '../../core/ports.ts';
import { withdrawAccess } from '../../core/verbs/end-access.ts';
import { requestAccess } from '../../core/verbs/request-access.ts';
import { bundle, device, hospital, model, NOW, servicer, technician, vendor } from '../core/rows.ts';
import { around, itemsTouched, type Stores } from './store-harness.ts';

const COUNT = 200;
/** Under way together: more, and the engine in Java outlasts the client's five seconds on two cores. */
const TOGETHER = 40;
const numbers = Array.from({ length: COUNT }, (_, index) => index);
const deviceId = (index: number) => `${model.id}/21/N${index}`;
const personId = (index: number) => `p_writer_${index}`;

const whoIs = (index: number): Identity => ({
  organisation: servicer.id,
  person: personId(index),
  session: `session ${index}`,
  authenticatedAt: NOW,
});

const wish = (index: number) => ({
  device: deviceId(index),
  scopes: ['selftest.run'],
  holdSeconds: 1800,
  workOrder: 'WO-1',
  activity: 'calibration' as const,
  reason: 'Many at once.',
  declarations: { notInClinicalUse: true, compensatingControls: false },
});

const insert = <T>(ref: Ref<T>, row: T): Write => ({ kind: 'insert', ref, row });

/** One hospital and servicer; a technician and a device of his own for each writer. */
async function furnish({ store }: Stores): Promise<void> {
  const shared = [
    insert(hospitalRef(hospital.id), hospital),
    insert(organisationRef(servicer.id), servicer),
    insert(vendorRef(hospital.id, servicer.id), vendor),
    insert(modelRef(model.id), model),
    insert(bundleRef(hospital.id, model.id), bundle),
  ];
  expect(await store.commit({ events: [], writes: shared })).toBeUndefined();
  for (let from = 0; from < COUNT; from += 25) {
    const writes = numbers
      .slice(from, from + 25)
      .flatMap((index) => [
        insert(personRef(personId(index)), { ...technician, id: personId(index) }),
        insert(deviceRef(hospital.id, deviceId(index)), { ...device, id: deviceId(index) }),
        insert(aliasRef(deviceId(index)), { hospital: hospital.id, device: deviceId(index) }),
      ]);
    expect(await store.commit({ events: [], writes })).toBeUndefined();
  }
}

async function inWaves<T>(act: (index: number) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let from = 0; from < COUNT; from += TOGETHER) {
    results.push(...(await Promise.all(numbers.slice(from, from + TOGETHER).map(act))));
  }
  return results;
}

export function requestsContract(stores: () => Stores): void {
  test('200 technicians ask and withdraw, 40 at once: no transaction is cancelled, no item is shared', async () => {
    await furnish(stores());
    const { store, client } = stores();
    const ports = { store, random: (length: number) => randomBytes(length) };
    const transactions: (readonly string[])[] = [];
    const failed: string[] = [];
    const stop = around(client, 'keys', async ({ name, input }, send) => {
      if (name === 'TransactWriteItemsCommand') transactions.push(itemsTouched(input.TransactItems));
      return send().catch((error: unknown) => {
        failed.push(error instanceof Error ? error.name : JSON.stringify(error));
        throw error;
      });
    });
    const asked = await inWaves((index) =>
      requestAccess(ports, whoIs(index), wish(index), `key-${index}-0123456789`, NOW),
    );
    const ids = asked.map((decision) => (decision.ok ? decision.value.id : decision.code));
    const ended = await inWaves((index) => withdrawAccess(ports, whoIs(index), ids[index] ?? '', NOW + 1));
    stop();
    expect([asked, ended].map((all) => all.filter((decision) => decision.ok).length)).toEqual([COUNT, COUNT]);
    expect(failed).toEqual([]);
    // Two events, state, two outbox rows, idempotency, two checks; then one event, state, two outbox rows, one check.
    expect(transactions.map((keys) => keys.length).sort()).toEqual([...numbers.map(() => 5), ...numbers.map(() => 8)]);
    // Asking and withdrawing share the request's state and its technician's row, and nothing else with anybody.
    const asking = transactions.filter((keys) => keys.length === 8).flat();
    const ending = transactions.filter((keys) => keys.length === 5).flat();
    expect([new Set(asking).size, new Set(ending).size]).toEqual([8 * COUNT, 5 * COUNT]);
    expect(new Set([...asking, ...ending]).size).toBe((8 + 5 - 2) * COUNT);
  });
}
