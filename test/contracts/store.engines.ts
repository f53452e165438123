/** The store's contract on both engines: dynoxide, which the embedded stack runs on, and Amazon's DynamoDB Local. */
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Engine, startEngine } from '../../local/engines.ts';
import { ensureTables } from '../../local/tables.ts';
import { codesContract } from './codes.ts';
import { racesContract } from './races.ts';
import { requestsContract } from './requests.ts';
import { storeContract } from './store.ts';
import { type Stores, storesAt } from './store-harness.ts';

describe.each(['dynoxide', 'dynamodb-local'] as const)('the store on %s', (engine) => {
  let running: Engine;
  let stores: Stores;

  beforeAll(async () => {
    running = await startEngine({ engine });
    stores = storesAt(running.endpoint, 'contract-');
    await ensureTables(stores.client, 'contract-');
  });

  afterAll(async () => {
    stores.client.destroy();
    await running.stop();
  });

  storeContract(() => stores);
  codesContract(() => stores);
  racesContract(() => stores);
  requestsContract(() => stores);
});
