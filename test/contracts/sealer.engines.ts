/** The contract of the Sealer port, and of the other symmetric operations, through the real client. */

import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  type KeySpec,
  type KeyUsageType,
  KMSClient,
  ScheduleKeyDeletionCommand,
  VerifyMacCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { kmsSealer } from '../../adapters/aws/kms.ts';
import { KmsFault } from '../../adapters/aws/kms-faults.ts';
import { Problem } from '../../core/problems.ts';
import { startKms } from '../../local/kms.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { planFailure, scratchDirectory } from '../support/stand-in.ts';

const SECRET = Uint8Array.from({ length: 20 }, (_, index) => index);
const CONTEXT = { organisation: 'hdo-north', person: 'p_ada', purpose: 'totp' };

let kms: LoopbackServer;
let client: KMSClient;

beforeAll(async () => {
  kms = await startKms({ dataDir: scratchDirectory() });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new KMSClient({ endpoint: kms.endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await kms.close();
});

async function newKey(spec: KeySpec = 'SYMMETRIC_DEFAULT', usage: KeyUsageType = 'ENCRYPT_DECRYPT'): Promise<string> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: usage }));
  return KeyMetadata?.Arn ?? '';
}

async function failureOf(use: Promise<unknown>): Promise<[string, string]> {
  const error = await use.then(
    () => new Error('no failure'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem) || !(error.cause instanceof KmsFault)) throw error;
  return [error.type, error.cause.code];
}

describe('a sealed secret', () => {
  test('opens under its context, however that is ordered', async () => {
    const sealer = kmsSealer(client, await newKey());
    const sealed = await sealer.seal(SECRET, CONTEXT);
    const reordered = { purpose: 'totp', person: 'p_ada', organisation: 'hdo-north' };
    expect([...(await sealer.unseal(sealed, reordered))]).toEqual([...SECRET]);
  });

  test('does not hold the secret, and is another each time', async () => {
    const sealer = kmsSealer(client, await newKey());
    const [first, second] = [await sealer.seal(SECRET, CONTEXT), await sealer.seal(SECRET, CONTEXT)];
    expect(Buffer.from(first).includes(Buffer.from(SECRET))).toBe(false);
    expect(Buffer.from(first).equals(second)).toBe(false);
  });

  test.each([
    ["another person's", { ...CONTEXT, person: 'p_eve' }],
    ['another purpose', { ...CONTEXT, purpose: 'recovery' }],
    ['one member less', { organisation: 'hdo-north', person: 'p_ada' }],
    ['one member more', { ...CONTEXT, extra: '1' }],
    ['an empty', {}],
  ])('stays shut under %s context', async (_name, context: Record<string, string>) => {
    const sealer = kmsSealer(client, await newKey());
    const sealed = await sealer.seal(SECRET, CONTEXT);
    expect(await failureOf(sealer.unseal(sealed, context))).toEqual(['audit-unavailable', 'ciphertext_invalid']);
  });

  test('stays shut when a bit is flipped, and when it is cut', async () => {
    const sealer = kmsSealer(client, await newKey());
    const sealed = await sealer.seal(SECRET, CONTEXT);
    const flipped = sealed.map((byte, index) => (index === sealed.length - 1 ? byte ^ 1 : byte));
    for (const damaged of [flipped, sealed.subarray(0, -1), sealed.subarray(0, 9)]) {
      expect(await failureOf(sealer.unseal(damaged, CONTEXT))).toEqual(['audit-unavailable', 'ciphertext_invalid']);
    }
  });

  test('is not opened by a sealer of another key', async () => {
    const sealed = await kmsSealer(client, await newKey()).seal(SECRET, CONTEXT);
    const other = kmsSealer(client, await newKey());
    expect(await failureOf(other.unseal(sealed, CONTEXT))).toEqual(['audit-unavailable', 'key_differs']);
  });
});

describe('seal and unseal fail as audit-unavailable', () => {
  test.each([
    ['throttle', 'throttled'],
    ['internal', 'kms_internal'],
    ['disabled', 'key_disabled'],
    ['denied', 'access_denied'],
  ])('on %s, named %s', async (mode, code) => {
    const sealer = kmsSealer(client, await newKey());
    const sealed = await sealer.seal(SECRET, CONTEXT);
    await planFailure(kms.endpoint, 'Encrypt', mode, 1);
    await planFailure(kms.endpoint, 'Decrypt', mode, 1);
    expect(await failureOf(sealer.seal(SECRET, CONTEXT))).toEqual(['audit-unavailable', code]);
    expect(await failureOf(sealer.unseal(sealed, CONTEXT))).toEqual(['audit-unavailable', code]);
  });
});

describe('the local KMS behaves as AWS documents', () => {
  test('a data key opens under its context', async () => {
    const [KeyId, EncryptionContext] = [await newKey(), { a: '1' }];
    const made = await client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }));
    const opened = await client.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob, EncryptionContext }));
    expect(made.Plaintext).toHaveLength(32);
    expect(opened.Plaintext).toEqual(made.Plaintext);
    expect(opened.KeyId).toBe(KeyId);
  });

  test('a MAC is verified, and a changed message is not', async () => {
    const KeyId = await newKey('HMAC_256', 'GENERATE_VERIFY_MAC');
    const [Message, MacAlgorithm] = [Buffer.from('challenge 4711'), 'HMAC_SHA_256' as const];
    const { Mac } = await client.send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm }));
    expect(Mac).toHaveLength(32);
    const { MacValid } = await client.send(new VerifyMacCommand({ KeyId, Message, Mac, MacAlgorithm }));
    expect(MacValid).toBe(true);
    const changed = new VerifyMacCommand({ KeyId, Message: Buffer.from('challenge 4712'), Mac, MacAlgorithm });
    await expect(client.send(changed)).rejects.toMatchObject({ name: 'KMSInvalidMacException' });
  });

  test('a key goes from enabled to pending deletion, back to disabled, and is enabled by hand', async () => {
    const KeyId = await newKey();
    const stateNow = async () => (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
    await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    expect(await stateNow()).toBe('PendingDeletion');
    await expect(client.send(new DisableKeyCommand({ KeyId }))).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
    });
    await client.send(new CancelKeyDeletionCommand({ KeyId }));
    expect(await stateNow()).toBe('Disabled');
    await client.send(new EnableKeyCommand({ KeyId }));
    expect(await stateNow()).toBe('Enabled');
  });

  test('a page of another site cannot reach it through a rebound name', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(kms.endpoint, { method: 'POST', headers: { host: 'evil.example' } }, (response) => {
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(421);
  });
});
