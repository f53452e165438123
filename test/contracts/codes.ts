/** The contract of `Credentials` and of the writes that use codes: tries are counted, a right code works once (R10). */
import { describe, expect, test } from '@jest/globals';
import type { Conflict, ReservedTry } from '../../core/ports.ts';
import { eventAt, inserted, type Stores, stateRef } from './store-harness.ts';

const SEALED = Uint8Array.of(1, 2, 3);
const rowOf = (person: string) => ({ table: 'credentials', pk: `C#${person}`, sk: 'TOTP' }) as const;
const many = <T>(count: number, act: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));
const wasReserved = (result: ReservedTry | string) => typeof result === 'object';

export function codesContract(stores: () => Stores): void {
  const enrol = (person: string, options: { replaces?: { version: number; step: number }; lastStep?: number } = {}) =>
    stores().store.commit({
      events: [],
      writes: [{ kind: 'enrol', person, organisation: 'iso', sealed: SEALED, lastStep: 100, at: 1000, ...options }],
    });
  const reserve = (person: string, context: string, period = 690) =>
    stores().credentials.reserveTry(person, context, period);
  const use = (person: string, step: number, context: string): Promise<Conflict | undefined> =>
    stores().store.commit({ events: [], writes: [{ kind: 'use-code', use: { person, step, context } }] });

  describe('enrol', () => {
    test('puts an authenticator once, and shows all of it but the secret', async () => {
      expect(await enrol('e1')).toBeUndefined();
      expect(await enrol('e1')).toEqual({ lost: 'row', ref: rowOf('e1') });
      expect(await stores().store.load({ row: rowOf('e1') })).toEqual({
        row: { organisation: 'iso', since: 1000, version: 1 },
      });
    });

    test('replaces the exact version only, and then tries start again', async () => {
      await enrol('e2');
      await many(5, () => reserve('e2', 'ticket'));
      expect(await enrol('e2', { replaces: { version: 2, step: 101 } })).toEqual({ lost: 'row', ref: rowOf('e2') });
      expect(await enrol('e2', { replaces: { version: 1, step: 100 } })).toEqual({ lost: 'row', ref: rowOf('e2') });
      expect(await enrol('e2', { replaces: { version: 1, step: 101 }, lastStep: 200 })).toBeUndefined();
      expect(await reserve('e2', 'ticket')).toMatchObject({ lastStep: 200, version: 2 });
    });
  });

  describe('reserveTry', () => {
    test('hands out the sealed secret with the last step', async () => {
      await enrol('r1');
      const reserved = (await reserve('r1', 'ticket')) as ReservedTry;
      expect([...reserved.sealed]).toEqual([1, 2, 3]);
      expect(reserved).toMatchObject({ lastStep: 100, version: 1, organisation: 'iso' });
    });

    test('says absent of a person without an authenticator', async () => {
      expect(await reserve('r2', 'ticket')).toBe('absent');
    });

    test('gives 200 parallel guesses under one ticket five tries together, and another ticket its own', async () => {
      await enrol('r3');
      const results = await many(200, () => reserve('r3', 'ticket'));
      expect(results.filter(wasReserved)).toHaveLength(5);
      expect(results.filter((result) => result === 'exhausted')).toHaveLength(195);
      expect(wasReserved(await reserve('r3', 'other'))).toBe(true);
    });

    test('gives a person 100 tries over all tickets and then is locked', async () => {
      await enrol('r4');
      const results = await many(120, (index) => reserve('r4', `ticket${Math.floor(index / 4)}`));
      expect(results.filter(wasReserved)).toHaveLength(100);
      expect(results.filter((result) => result === 'locked')).toHaveLength(20);
      expect(await reserve('r4', 'fresh')).toBe('locked');
    });
  });

  describe('a period', () => {
    test('ends a lock and counts anew, also where 50 begin it at once', async () => {
      await enrol('p1');
      await many(120, (index) => reserve('p1', `ticket${Math.floor(index / 4)}`));
      expect(await reserve('p1', 'fresh')).toBe('locked');
      const next = await many(50, () => reserve('p1', 'session', 691));
      expect(next.filter(wasReserved)).toHaveLength(5);
      const rest = await many(120, (index) => reserve('p1', `more${Math.floor(index / 4)}`, 691));
      expect(rest.filter(wasReserved)).toHaveLength(95);
    });

    test('that is over begins nothing anew', async () => {
      await enrol('p2');
      await many(5, () => reserve('p2', 'ticket', 691));
      expect(await reserve('p2', 'ticket', 690)).toBe('exhausted');
    });
  });

  describe('use-code', () => {
    test('takes a step once among 50 parallel uses', async () => {
      await enrol('u1');
      await reserve('u1', 'ticket');
      const results = await many(50, () => use('u1', 101, 'ticket'));
      expect(results.filter((result) => result === undefined)).toHaveLength(1);
      expect(results.filter((result) => result?.lost === 'code')).toHaveLength(49);
    });

    test('takes one step once among 50 sessions that each hold a try', async () => {
      await enrol('u2');
      await many(50, (index) => reserve('u2', `session${index}`));
      const results = await many(50, (index) => use('u2', 101, `session${index}`));
      expect(results.filter((result) => result === undefined)).toHaveLength(1);
    });

    test('takes no step of the last or before, and none without a reserved try', async () => {
      await enrol('u3');
      expect(await use('u3', 101, 'ticket')).toEqual({ lost: 'code' });
      await reserve('u3', 'ticket');
      expect(await use('u3', 100, 'ticket')).toEqual({ lost: 'code' });
      expect(await use('u3', 101, 'ticket')).toBeUndefined();
      expect(await reserve('u3', 'next')).toMatchObject({ lastStep: 101 });
    });

    test('gives back the tries of its own ticket only', async () => {
      await enrol('u4');
      await many(5, () => reserve('u4', 'wrong'));
      await many(4, () => reserve('u4', 'right'));
      await use('u4', 101, 'right');
      expect(await reserve('u4', 'wrong')).toBe('exhausted');
      const more = await many(120, (index) => reserve('u4', `more${index}`));
      expect(more.filter(wasReserved)).toHaveLength(95);
    });

    test('moves with the event that it allows, or not at all', async () => {
      await enrol('u5');
      await reserve('u5', 'ticket');
      const chain = 'T#u5#R#1';
      await stores().store.commit({ events: [], writes: [inserted(stateRef('u5'), { version: 1, text: 'a' })] });
      const lost = await stores().store.commit({
        events: [eventAt(chain, 1)],
        writes: [
          inserted(stateRef('u5'), { version: 1, text: 'b' }),
          { kind: 'use-code', use: { person: 'u5', step: 101, context: 'ticket' } },
        ],
      });
      expect(lost).toEqual({ lost: 'row', ref: stateRef('u5') });
      expect(await use('u5', 101, 'ticket')).toBeUndefined();
    });
  });

  describe('return-try', () => {
    const giveBack = (person: string, context: string) =>
      stores().store.commit({ events: [], writes: [{ kind: 'return-try', person, context }] });

    test('gives one try back, and none that was not reserved', async () => {
      await enrol('b1');
      await many(5, () => reserve('b1', 'ticket'));
      expect(await giveBack('b1', 'ticket')).toBeUndefined();
      const results = await many(3, () => reserve('b1', 'ticket'));
      expect(results.filter(wasReserved)).toHaveLength(1);
      expect(await giveBack('b1', 'never')).toEqual({ lost: 'code' });
    });
  });
}
