/**
 * Silence, against the running broker (R7, R16): whoever did not answer is reminded when the next on call is asked, who is
 * told so; after the last group everybody is reminded once, and nobody is told anything twice.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DELIVERY_PREFIX, outboxRef, requestChain } from '../../core/keys.ts';
import type { Delivery, Outbox } from '../../core/rows.ts';
import { type Mail, type Phone, send } from '../../local/demo/broker.ts';
import { unwrapped } from '../support/mails.ts';
import { until } from '../support/polling.ts';
import {
  type Asked,
  approve,
  ask,
  breakIn,
  eventsOf,
  MONITOR,
  type RunningBroker,
  rowOf,
  runBroker,
  VENTILATOR,
} from '../support/running-broker.ts';

let running: RunningBroker;
let osei: Phone;
let okafor: Phone;

beforeAll(async () => {
  running = await runBroker();
  [osei, okafor] = await Promise.all([
    running.scene.phone('j.osei', 'medserv'),
    running.scene.phone('d.okafor', 'st-marys'),
  ]);
});
afterAll(() => running.stop());

const deliveriesOf = ({ id }: Asked) => running.stores.store.children<Delivery>(requestChain(id), DELIVERY_PREFIX);

/** Mails about `asked` with their first address, oldest first, once there are `count`. */
async function mailsAbout({ reference }: Asked, count: number): Promise<readonly (Mail & { readonly name: string })[]> {
  return until(async () => {
    const { body } = await send(`${running.broker.addresses.inbox}/messages.json`, { method: 'GET' });
    const mails = (body as Mail[]).filter(({ subject }) => subject.includes(reference));
    return mails.length >= count
      ? mails.map((mail) => ({ ...mail, name: String(mail.to).split('@')[0] ?? '' }))
      : undefined;
  });
}

/** The messages of a request by person, once there are `count` and none of them is queued. */
async function toldAbout(asked: Asked, count: number): Promise<readonly string[]> {
  const rows = await until(async () => {
    const all = await deliveriesOf(asked);
    return all.length >= count && all.every(({ state }) => state !== 'queued') ? all : undefined;
  });
  return rows.map(({ message }) => message);
}

describe('the outcome', () => {
  test('goes to all who were asked and to the technician, each with the link to his own page', async () => {
    const asked = await ask(osei, VENTILATOR.code);
    await mailsAbout(asked, 1);
    expect((await approve(running.scene, okafor, asked)).status).toBe(200);
    const mails = (await mailsAbout(asked, 3)).filter(({ subject }) => subject.startsWith('Approved'));
    const links = mails.map(({ name, text }) => [name, new URL(/https?:\S+/.exec(text)?.[0] ?? '').pathname]);
    expect(links.sort()).toEqual([
      ['d.okafor', `/decisions/${asked.id}`],
      ['j.osei', `/visits/${asked.id}`],
    ]);
  });
});

describe('news that later news have overtaken', () => {
  test('tell nobody, and do not wait any longer', async () => {
    const asked = await ask(osei, MONITOR.code);
    expect(await toldAbout(asked, 1)).toEqual(['ask']);
    const chain = requestChain(asked.id);
    const ref = outboxRef(chain, 'notify', 0);
    const row: Outbox = { kind: 'notify', chain, from: 0, to: 0, at: running.scene.now() };
    const queue = ['notify#0', running.scene.now()] as const;
    const insert = { kind: 'insert', ref, row, indexes: { queue } } as const;
    expect(await running.stores.store.commit({ events: [], writes: [insert] })).toBeUndefined();
    await until(async () => ((await running.stores.store.load({ row: ref })).row === undefined ? true : undefined));
    expect(await toldAbout(asked, 1)).toEqual(['ask']);
  });
});

describe('a request that the first on call does not answer', () => {
  let asked: Asked;
  beforeAll(async () => {
    asked = await ask(osei, MONITOR.code);
    await mailsAbout(asked, 1);
    await running.scene.skip(601);
  });

  test('goes to the next, who is told so, and the first is reminded', async () => {
    const mails = await mailsAbout(asked, 3);
    expect(mails.map(({ name, subject }) => `${name}: ${subject.slice(0, 22)}`).sort()).toEqual([
      `d.okafor: Approve? ${asked.reference} · Pat`,
      `d.okafor: Reminder · Approve? ${asked.reference.slice(0, 2)}`,
      'p.lindqvist: Escalation · Approve? ',
    ]);
    const saying = (start: string) => unwrapped(mails.find(({ subject }) => subject.startsWith(start))?.text ?? '');
    expect(saying('Escalation')).toMatch(/Asked before you, without an answer: D\S+ Okafor at \d\d:\d\d C[SD]T\./);
    expect(saying('Reminder')).toMatch(/You were asked at \d\d:\d\d C[SD]T and have not answered yet\./);
    expect(saying('Reminder')).not.toContain('Asked before you');
  });

  test('goes to everybody in the end, with one mail a person and round', async () => {
    await running.scene.skip(600);
    expect((await toldAbout(asked, 6)).slice(3).sort()).toEqual(['escalation', 'reminder', 'reminder']);
    await running.scene.skip(600);
    expect((await toldAbout(asked, 10)).slice(6)).toEqual(['outcome', 'outcome', 'outcome', 'outcome']);
    expect(await breakIn(running.broker, asked.id)).toBeUndefined();
  });
});

describe('a request that everybody was asked about at once', () => {
  test('reminds them, once, and then waits for its end', async () => {
    const yilmaz = await running.scene.phone('b.yilmaz', 'kestrel-biomed');
    const asked = await ask(yilmaz, 'R5MU-6QYD', ['log.read']);
    expect(await toldAbout(asked, 2)).toEqual(['ask', 'ask']);
    await running.scene.skip(601);
    expect(await toldAbout(asked, 4)).toEqual(['ask', 'ask', 'reminder', 'reminder']);
    await running.scene.skip(1150);
    expect((await rowOf(running.stores, asked.id)).reminded).toBe(true);
    await running.scene.skip(50);
    expect((await toldAbout(asked, 7)).slice(4)).toEqual(['outcome', 'outcome', 'outcome']);
    expect(await eventsOf(running.stores, asked.id)).toEqual([
      'request.submitted',
      'request.routed',
      'request.routed',
      'request.expired',
    ]);
    expect(await breakIn(running.broker, asked.id)).toBeUndefined();
  });
});
