/** A hospital with Slack, its people, and everything that they are told of a request there and by mail. */
import { expect } from '@jest/globals';
import { DELIVERY_PREFIX, requestChain } from '../../core/keys.ts';
import type { Write } from '../../core/ports.ts';
import type { Delivery } from '../../core/rows.ts';
import { type Answer, type Broker, type Mail, type Phone, type Scene, send } from '../../local/demo/broker.ts';
import { headOf, type SlackShown, shownIn, wordsOf } from '../../local/demo/slack-view.ts';
import type { Stores } from '../contracts/store-harness.ts';
import { until } from './polling.ts';
import { type Asked, type RunningBroker, runBroker } from './running-broker.ts';
import { planFailure } from './stand-in.ts';

export const LAB = 'meridian-lab';
export const ANALYSER = 'G7NF-4CSK';
export const [SANTOS, GREENE, CHANNEL] = ['D0SANTOS', 'D0GREENE', 'C0SERVICE'] as const;

interface People {
  readonly osei: Phone;
  readonly santos: Phone;
  readonly greene: Phone;
  readonly meyer: Phone;
}

export class SlackLab implements RunningBroker, People {
  readonly broker: Broker;
  readonly scene: Scene;
  readonly stores: Stores;
  readonly osei: Phone;
  readonly santos: Phone;
  readonly greene: Phone;
  readonly meyer: Phone;
  readonly stop: () => Promise<void>;

  private constructor({ broker, scene, stores, stop }: RunningBroker, { osei, santos, greene, meyer }: People) {
    this.broker = broker;
    this.scene = scene;
    this.stores = stores;
    this.stop = stop;
    this.osei = osei;
    this.santos = santos;
    this.greene = greene;
    this.meyer = meyer;
  }

  static async run(): Promise<SlackLab> {
    const running = await runBroker();
    const [osei, santos, greene, meyer] = await Promise.all([
      running.scene.phone('j.osei', 'medserv'),
      running.scene.phone('i.santos', LAB),
      running.scene.phone('a.greene', LAB),
      running.scene.phone('q.meyer', LAB),
    ]);
    return new SlackLab(running, { osei, santos, greene, meyer });
  }

  /** Makes Slack fail; `times` 0: no more. */
  fail(operation: string, mode: string, times: number): Promise<void> {
    return planFailure(this.broker.addresses.slack, operation, mode, times);
  }

  rowsOf({ id }: Asked): Promise<readonly Delivery[]> {
    return this.stores.store.children<Delivery>(requestChain(id), DELIVERY_PREFIX);
  }

  /** Messages by recipient and way, with what became of each, once none of them waits any more. */
  async toldAbout(asked: Asked, count: number): Promise<readonly string[]> {
    const rows = await until(async () => {
      const all = await this.rowsOf(asked);
      return all.length >= count && all.every(({ state }) => state !== 'queued') ? all : undefined;
    });
    return rows.map((row) => this.#lineOf(row));
  }

  #lineOf({ person, via, message, state }: Delivery): string {
    const names = [this.osei, this.santos, this.greene, this.meyer].map(({ member }) => [member.person, member.login]);
    return [Object.fromEntries(names)[person] ?? person, via ?? 'mail', message, state].join(' ');
  }

  /** The row of one message once its line reads so. */
  async becomes(asked: Asked, line: string): Promise<Delivery> {
    return until(async () => (await this.rowsOf(asked)).find((row) => this.#lineOf(row) === line));
  }

  /** Cards of `asked` that stand in a conversation, once there are `count`. */
  async cardsIn(channel: string, { reference }: Asked, count = 1): Promise<readonly SlackShown[]> {
    return until(async () => {
      const all = await shownIn(this.broker, channel);
      const cards = all.filter((one) => one.thread_ts === undefined && headOf(one).includes(reference));
      return cards.length >= count ? cards : undefined;
    });
  }

  /** The card once its head says `words`. */
  async cardSaying(channel: string, asked: Asked, words: string): Promise<SlackShown> {
    return until(async () => (await this.cardsIn(channel, asked)).find((card) => headOf(card).includes(words)));
  }

  /** Lines below a card, once there are `count`. */
  async below(channel: string, { ts }: SlackShown, count: number): Promise<readonly string[]> {
    return until(async () => {
      const lines = (await shownIn(this.broker, channel)).filter((one) => one.thread_ts === ts);
      return lines.length >= count ? lines.map(wordsOf) : undefined;
    });
  }

  async mailsAbout({ reference }: Asked): Promise<readonly string[]> {
    const { body } = await send(`${this.broker.addresses.inbox}/messages.json`, { method: 'GET' });
    return (body as Mail[])
      .filter(({ subject }) => subject.includes(reference))
      .map(({ to, subject }) => `${String(to).split('@')[0]}: ${subject.split(' ')[0]}`);
  }

  /** As the technician sees who was reached. */
  async reached({ id }: Asked) {
    const { body } = await this.osei.get(`/requests/${id}`);
    return {
      reach: body.reach,
      asked: body.asked.map(({ delivery, by }: Answer['body']) => [delivery, ...by].join(' ')),
    };
  }

  async withdraw({ id }: Asked): Promise<void> {
    expect((await this.osei.post(`/requests/${id}/withdraw`, {})).status).toBe(200);
  }

  /** Ends a request; nothing of it is then left for the next test's Slack. */
  async end(asked: Asked): Promise<void> {
    await this.withdraw(asked);
    await this.endIsTold(asked);
  }

  async endIsTold(asked: Asked): Promise<void> {
    await until(async () => {
      const outcomes = (await this.rowsOf(asked)).filter(({ message }) => message === 'outcome');
      return (outcomes.length > 0 && outcomes.every(({ state }) => state !== 'queued')) || undefined;
    });
  }

  async write(...writes: readonly Write[]): Promise<void> {
    expect(await this.stores.store.commit({ events: [], writes })).toBeUndefined();
  }
}
