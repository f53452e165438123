/** Engines as processes: what they listen on, that they end with us, and that kill -9 loses nothing acknowledged. */

import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startEngine } from '../../local/engines.ts';
import { onFreePort } from '../../local/held-port.ts';
import { ensureTables } from '../../local/tables.ts';
import { eventAt, inserted, replaced, type Stores, stateRef, storesAt } from '../contracts/store-harness.ts';
import { until } from '../support/polling.ts';
import { scratchDirectory, spawnServer } from '../support/stand-in.ts';

const isRunning = (pid: number) => existsSync(`/proc/${pid}`);

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && isRunning(pid); tries++) await sleep(50);
  return !isRunning(pid);
}

describe('startEngine', () => {
  test.each(['dynoxide', 'dynamodb-local'] as const)('%s ends when its parent is killed with -9', async (engine) => {
    const broker = await spawnServer<{ endpoint: string; pid: number }>('local/engines.ts', 'startEngine', { engine });
    expect(isRunning(broker.pid)).toBe(true);
    await broker.kill();
    expect(await isGone(broker.pid)).toBe(true);
  });

  test('stop ends the engine, and stopping one that has ended is no error', async () => {
    const { pid, stop } = await startEngine({ engine: 'dynoxide' });
    await stop();
    expect(isRunning(Number(pid))).toBe(false);
    await stop();
  });

  test('takes no port that another engine holds', async () => {
    const first = await startEngine({ engine: 'dynoxide' });
    const port = Number(new URL(first.endpoint).port);
    await expect(startEngine({ engine: 'dynoxide', port })).rejects.toThrow(`port ${port} is already in use`);
    await first.stop();
  });

  test.each(['dynoxide', 'dynamodb-local'] as const)(
    '%s goes on to another port when somebody takes the one that was found free',
    async (engine) => {
      const found: number[] = [];
      const thief = createServer((socket) => socket.destroy());
      const { endpoint, stop } = await onFreePort(async (port) => {
        if (found.push(port) === 1) await once(thief.listen(port, '127.0.0.1'), 'listening');
        return startEngine({ engine, port });
      });
      expect(found).toHaveLength(2);
      expect(endpoint).toBe(`http://127.0.0.1:${found[1]}`);
      await stop();
      thief.close();
    },
  );

  test('eight at once have a port each', async () => {
    const engines = await Promise.all(Array.from({ length: 8 }, () => startEngine({ engine: 'dynoxide' })));
    expect(new Set(engines.map(({ endpoint }) => endpoint)).size).toBe(8);
    await Promise.all(engines.map(({ stop }) => stop()));
  });

  test('says why an engine did not start', async () => {
    const dataDir = scratchDirectory();
    mkdirSync(join(dataDir, 'dynamodb.sqlite'));
    await expect(startEngine({ engine: 'dynoxide', dataDir })).rejects.toThrow('The DynamoDB engine did not start: ');
  });

  test('leaves an endpoint of somebody else running', async () => {
    const theirs = await startEngine({ engine: 'dynoxide' });
    const ours = await startEngine({ engine: { endpoint: theirs.endpoint } });
    expect(ours.pid).toBeUndefined();
    await ours.stop();
    expect(isRunning(Number(theirs.pid))).toBe(true);
    await theirs.stop();
  });
});

describe('dynoxide, killed with -9 while eight requests are written', () => {
  const dataDir = scratchDirectory();
  const chains = Array.from({ length: 8 }, (_, index) => `T#h#R#${index}`);
  let stop = async () => {};
  afterAll(() => stop());

  const start = async () => {
    const engine = await startEngine({ engine: 'dynoxide', dataDir });
    stop = engine.stop;
    const stores = storesAt(engine.endpoint, '');
    await ensureTables(stores.client, '');
    return { ...stores, pid: Number(engine.pid) };
  };

  test('comes back with every acknowledged transaction, and none by half', async () => {
    const before = await start();
    const acknowledged = chains.map(() => 0);
    const writing = chains.map((chain, index) =>
      writeUntilItFails(before, chain, (n) => {
        acknowledged[index] = n;
      }),
    );
    await until(async () => Math.min(...acknowledged) > 3 || undefined);
    process.kill(before.pid, 'SIGKILL');
    await Promise.all(writing);
    before.client.destroy();

    const after = await start();
    for (const [index, chain] of chains.entries()) {
      const numbers = (await after.ledger.events(chain)).map(({ n }) => n);
      const { row } = await after.store.load({ row: stateRef(chain) });
      expect(numbers.length).toBeGreaterThanOrEqual(acknowledged[index] ?? Number.NaN);
      expect(numbers).toEqual(numbers.map((_, at) => at + 1));
      expect(row?.version).toBe(numbers.length);
    }
    after.client.destroy();
  });
});

/** One event after the other, each with its state; the number of each that is acknowledged is told. */
async function writeUntilItFails({ store }: Stores, chain: string, tell: (n: number) => void): Promise<void> {
  for (let n = 1; ; n++) {
    const row = { version: n, text: chain };
    const write = n === 1 ? inserted(stateRef(chain), row) : replaced(stateRef(chain), n - 1, row);
    try {
      const lost = await store.commit({ events: [eventAt(chain, n)], writes: [write] });
      if (lost) throw new Error('nobody else writes here');
    } catch {
      return;
    }
    tell(n);
  }
}
