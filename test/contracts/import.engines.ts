/**
 * Working a file of devices off, on both engines: how many calls a file of 5,000 takes, that no transaction is larger than
 * DynamoDB takes, and that two workers at once bring each device once.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCsv } from '../../adapters/csv/read-csv.ts';
import { sha256Base64url } from '../../core/hash.ts';
import { hospitalRef, importJobRef, importRef } from '../../core/keys.ts';
import type { Write } from '../../core/ports.ts';
import { type DeviceImport, fileParts, type ImportOrder } from '../../core/registry/import.ts';
import type { Device } from '../../core/registry.ts';
import type { ImportJob } from '../../core/rows.ts';
import { workOffImport } from '../../core/verbs/work-off-import.ts';
import { type Engine, startEngine } from '../../local/engines.ts';
import { ensureTables } from '../../local/tables.ts';
import { hospital, NOW } from '../core/rows.ts';
import { fileOf } from '../support/device-file.ts';
import { around, type Stores, storesAt } from './store-harness.ts';

const CHUNKS = 60;

interface Calls {
  loads: number;
  commits: number;
  largest: number;
}

/** A hospital whose file of `count` devices has just come into force. */
async function begin({ store }: Stores, tenant: string, count: number): Promise<ImportJob> {
  const csv = fileOf(count, tenant.length * 10_000);
  const parts = fileParts(csv, tenant, 'f1', NOW);
  const order: ImportOrder = {
    import: 'f1',
    file: sha256Base64url(csv),
    parts: parts.length,
    lines: count,
    gained: count,
    loosened: 0,
    changed: 0,
  };
  const job: ImportJob = {
    version: 1,
    kind: 'import',
    tenant,
    id: 'f1',
    file: order.file,
    parts: parts.length,
    next: 0,
    left: [],
  };
  const row: DeviceImport = { ...order, version: 1, status: 'running', left: [] };
  const rows: readonly Write[] = [
    { kind: 'insert', ref: hospitalRef(tenant), row: { ...hospital, id: tenant, version: 1, importing: ['f1'] } },
    { kind: 'insert', ref: importRef(tenant, 'f1'), row },
    { kind: 'insert', ref: importJobRef(tenant, 'f1'), row: job },
  ];
  await store.commit({ events: [], writes: [...rows, ...parts] });
  return job;
}

async function devicesOf({ store }: Stores, tenant: string): Promise<readonly Device[]> {
  const all: Device[] = [];
  let after: string | undefined;
  do {
    const page = await store.registryRows<Device>(`T#${tenant}`, 'D#', { limit: 500, after });
    all.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return all;
}

describe.each([
  ['dynoxide', 5000, { runs: 8, loads: 472, commits: 456 }],
  ['dynamodb-local', 220, { runs: 1, loads: 23, commits: 21 }],
] as const)('a file of devices on %s', (engine, count, expected) => {
  let running: Engine;
  let stores: Stores;

  beforeAll(async () => {
    running = await startEngine({ engine });
    stores = storesAt(running.endpoint, 'import-');
    await ensureTables(stores.client, 'import-');
  });

  afterAll(async () => {
    stores.client.destroy();
    await running.stop();
  });

  const ports = () => ({ store: stores.store, csv: readCsv, random: randomBytes });

  test(`of ${count} lines is worked off in so many calls, none of more than a hundred items`, async () => {
    const job = await begin(stores, 'hdo-many', count);
    const calls: Calls = { loads: 0, commits: 0, largest: 0 };
    const stop = around(stores.client, 'count', async ({ name, input }, send) => {
      if (name === 'BatchGetItemCommand') calls.loads += 1;
      if (name === 'TransactWriteItemsCommand') calls.commits += 1;
      calls.largest = Math.max(calls.largest, input.TransactItems?.length ?? 0);
      return send();
    });
    let runs = 0;
    for (let taken = CHUNKS; taken === CHUNKS; runs += 1) taken = await workOffImport(ports(), job, CHUNKS, NOW);
    stop();
    expect({ runs, ...calls }).toEqual({ ...expected, largest: 100 });
    const devices = await devicesOf(stores, 'hdo-many');
    expect([devices.length, new Set(devices.map(({ code }) => code)).size]).toEqual([count, count]);
    const { at, file } = await stores.store.load({ at: hospitalRef('hdo-many'), file: importRef('hdo-many', 'f1') });
    expect([at?.importing, file?.status, file?.left]).toEqual([[], 'done', []]);
  }, 120_000);

  test('by two workers at once brings each device once, with one event', async () => {
    const job = await begin(stores, 'hdo-twice', 150);
    const work = () => workOffImport(ports(), job, CHUNKS, NOW);
    await Promise.all([work(), work()]);
    for (let taken = 1; taken > 0; ) taken = await work();
    const devices = await devicesOf(stores, 'hdo-twice');
    expect(devices.filter(({ version }) => version === 1)).toHaveLength(150);
    for (const { id } of devices.slice(0, 30)) {
      expect(await stores.ledger.events(`T#hdo-twice#G#D#${id}`)).toHaveLength(1);
    }
  }, 60_000);
});
