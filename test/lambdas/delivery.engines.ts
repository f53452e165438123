/** What SES publishes, in the form of AWS's own examples (test/vectors/ses-events.json), through the function and an engine. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { EventBridgeEvent } from 'aws-lambda';
import { deliveryRef, messageRef } from '../../core/keys.ts';
import type { Delivery } from '../../core/rows.ts';
import { type Engine, startEngine } from '../../local/engines.ts';
import { ensureTables, LOCAL_CLIENT, tableEnvironment } from '../../local/tables.ts';
import { type Stores, storesAt } from '../contracts/store-harness.ts';
import { ask, MONITOR, type RunningBroker, runBroker } from '../support/running-broker.ts';
import { planFailure } from '../support/stand-in.ts';

type SesEvent = Parameters<typeof import('../../lambdas/delivery.ts').handler>[0];

const EVENTS = JSON.parse(readFileSync(new URL('../vectors/ses-events.json', import.meta.url), 'utf8')) as Record<
  string,
  EventBridgeEvent<string, { eventType: string; mail: { messageId: string; timestamp: string } }>
>;
const SENT_AT = 1_772_442_750;

describe('delivery', () => {
  let engine: Engine;
  let stores: Stores;
  let handler: (event: SesEvent) => Promise<void>;
  let count = 0;
  let chain = '';
  const log = jest.spyOn(console, 'log').mockImplementation(() => {});

  beforeAll(async () => {
    engine = await startEngine({ engine: 'dynoxide' });
    const prefix = 'delivery-';
    const { region, credentials } = LOCAL_CLIENT;
    Object.assign(process.env, tableEnvironment(prefix), {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    });
    stores = storesAt(engine.endpoint, prefix);
    await ensureTables(stores.client, prefix);
    ({ handler } = await import('../../lambdas/delivery.ts'));
  });
  afterAll(async () => {
    stores.client.destroy();
    await engine.stop();
    log.mockRestore();
  });

  /** A delivery that SES took under an id of its own. */
  beforeEach(async () => {
    count += 1;
    chain = `T#st-marys#R#R${count}`;
    const row: Delivery = {
      version: 3,
      chain,
      person: 'p_1',
      n: 2,
      message: 'ask',
      state: 'sent',
      attempts: 1,
      note: `ses-${count}`,
      at: SENT_AT,
    };
    const message = { version: 1, chain, n: 2, person: 'p_1' };
    await stores.store.commit({
      events: [],
      writes: [
        { kind: 'insert', ref: deliveryRef(chain, 2, 'p_1'), row },
        { kind: 'insert', ref: messageRef(`ses-${count}`), row: message },
      ],
    });
  });

  function eventOf(name: string, mail: object = {}): SesEvent {
    const event = EVENTS[name];
    if (!event) throw new Error(`no event ${name}`);
    return {
      ...event,
      detail: { ...event.detail, mail: { ...event.detail.mail, messageId: `ses-${count}`, ...mail } },
    };
  }

  const stateNow = async () => {
    const { delivery } = await stores.store.load({ delivery: deliveryRef(chain, 2, 'p_1') });
    return [delivery?.state, delivery?.note, delivery?.version];
  };

  test.each([
    ['sent', ['sent', 'ses-', 3]],
    ['delayed', ['sent', 'ses-', 3]],
    ['delivered', ['delivered', 'arrived', 4]],
    ['complained', ['delivered', 'arrived', 4]],
    ['bounced for good', ['bounced', 'came_back', 4]],
    ['bounced by the suppression list', ['bounced', 'came_back', 4]],
    ['bounced for now', ['bounced', 'not_taken', 4]],
    ['bounced undetermined', ['bounced', 'not_taken', 4]],
    ['rejected', ['bounced', 'came_back', 4]],
  ])('%s', async (name, [state, note, version]) => {
    await handler(eventOf(name));
    expect(await stateNow()).toEqual([state, note === 'ses-' ? `ses-${count}` : note, version]);
  });

  test('logs what kind of report it was, and no address, subject or id', async () => {
    log.mockClear();
    await handler(eventOf('bounced for good'));
    expect(log.mock.calls).toEqual([['{"level":"info","job":"delivery","report":"Bounce","outcome":"recorded"}']]);
  });

  test('the same report twice changes nothing the second time', async () => {
    await handler(eventOf('bounced for good'));
    await handler(eventOf('bounced for good'));
    expect(await stateNow()).toEqual(['bounced', 'came_back', 4]);
  });

  test('a mail of somebody else is nobody here; a young one is asked for again', async () => {
    await handler(eventOf('bounced for good', { messageId: 'not-ours' }));
    const young = { messageId: 'not-yet', timestamp: new Date().toISOString() };
    await expect(handler(eventOf('bounced for good', young))).rejects.toThrow('before it was written down');
    expect(await stateNow()).toEqual(['sent', `ses-${count}`, 3]);
  });
});

describe('in a running broker', () => {
  let running: RunningBroker;

  beforeAll(async () => {
    running = await runBroker();
  });
  afterAll(() => running.stop());

  test('a question whose mails come back is a request that reaches nobody (R16)', async () => {
    const { scene, broker } = running;
    const technician = await scene.phone('j.osei', 'medserv');
    await planFailure(broker.addresses.inbox, 'SendEmail', 'bounce', 100);
    const { id } = await ask(technician, MONITOR.code);
    const read = async () => (await technician.get(`/requests/${id}`)).body;
    let view = await read();
    for (let attempt = 0; attempt < 100 && view.reach !== 'nobody_reachable'; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      view = await read();
    }
    expect(view.reach).toBe('nobody_reachable');
    expect(view.asked.length).toBeGreaterThan(0);
    expect(view.asked.filter((one: { delivery: string }) => one.delivery !== 'bounced')).toEqual([]);
  });
});
