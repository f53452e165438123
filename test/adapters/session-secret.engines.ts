/** The session secret as the adapter reads it from a Secrets Manager, by the SDK's own client. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { secretsManagerSecrets } from '../../adapters/aws/session-secret.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { SESSION_SECRET_ARN, startSecrets } from '../../local/secrets.ts';
import { LOCAL_CLIENT } from '../../local/tables.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const file = join(scratchDirectory(), 'secrets', 'session.json');
let server: LoopbackServer;
let client: SecretsManagerClient;

beforeAll(async () => {
  server = await startSecrets({ file });
  client = new SecretsManagerClient({ ...LOCAL_CLIENT, endpoint: server.endpoint, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

const read = (arn = SESSION_SECRET_ARN) => secretsManagerSecrets(client, arn)();

test('a new secret is one, made at random and kept', async () => {
  const [current, ...before] = await read();
  expect([current.length, before]).toEqual([64, []]);
  const again = await startSecrets({ file });
  await again.close();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ AWSCURRENT: current });
});

test('a changed secret is two, the new one first', async () => {
  writeFileSync(file, JSON.stringify({ AWSCURRENT: 'n'.repeat(64), AWSPREVIOUS: 'o'.repeat(64) }));
  expect(await read()).toEqual(['n'.repeat(64), 'o'.repeat(64)]);
});

test.each<[string, () => Promise<unknown>, string]>([
  ['is not there', () => read(`${SESSION_SECRET_ARN}x`), 'ResourceNotFoundException'],
  [
    'is too short to be one',
    async () => {
      writeFileSync(file, JSON.stringify({ AWSCURRENT: 'short' }));
      return read();
    },
    'Error',
  ],
])('a secret that %s lets nobody in, and no log holds its address', async (_name, reading, cause) => {
  await expect(reading()).rejects.toMatchObject({ type: 'audit-unavailable', cause: { message: cause } });
});
