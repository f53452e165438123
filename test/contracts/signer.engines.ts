/** The contract of the Signer port, run through the real KMS client against the local KMS. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetPublicKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
  SignCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { p256 } from '@noble/curves/nist.js';
import { kmsSigner } from '../../adapters/aws/kms.ts';
import { KmsFault } from '../../adapters/aws/kms-faults.ts';
import { Problem } from '../../core/problems.ts';
import { startKms } from '../../local/kms.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { planFailure, scratchDirectory, spawnServer } from '../support/stand-in.ts';

const INPUT = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ0LTEifQ';

const clientOf = (endpoint: string, maxAttempts = 1) =>
  new KMSClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts,
    requestHandler: { requestTimeout: 1_000, throwOnRequestTimeout: true },
  });

async function newTokenKey(client: KMSClient) {
  const made = await client.send(
    new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', MultiRegion: true }),
  );
  const arn = made.KeyMetadata?.Arn ?? '';
  const { PublicKey = new Uint8Array() } = await client.send(new GetPublicKeyCommand({ KeyId: arn }));
  return { arn, pub: Buffer.from(PublicKey.subarray(-65)).toString('hex'), spki: Buffer.from(PublicKey) };
}

/** The Problem and its cause's code, as [type, code]. */
async function failureOf(signing: Promise<unknown>): Promise<[string, string]> {
  const error = await signing.then(
    () => new Error('signed'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem) || !(error.cause instanceof KmsFault)) throw error;
  return [error.type, error.cause.code];
}

let kms: LoopbackServer;
let client: KMSClient;
let key: Awaited<ReturnType<typeof newTokenKey>>;

beforeAll(async () => {
  kms = await startKms({ dataDir: scratchDirectory() });
  client = clientOf(kms.endpoint);
});
beforeEach(async () => {
  key = await newTokenKey(client);
});
afterAll(async () => {
  client.destroy();
  await kms.close();
});

describe('sign', () => {
  test('returns 64 bytes that node verifies with the pinned key', async () => {
    const raw = await kmsSigner(client).sign(key, INPUT);
    expect(raw).toHaveLength(64);
    const publicKey = createPublicKey({ key: key.spki, format: 'der', type: 'spki' });
    expect(verify('sha256', Buffer.from(INPUT), { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
  });

  test('signs the digest itself, not the digest of the digest', async () => {
    const raw = await kmsSigner(client).sign(key, INPUT);
    const point = Buffer.from(key.pub, 'hex');
    const once = createHash('sha256').update(INPUT).digest();
    const twice = createHash('sha256').update(once).digest();
    expect(p256.verify(raw, once, point, { prehash: false, lowS: false })).toBe(true);
    expect(p256.verify(raw, twice, point, { prehash: false, lowS: false })).toBe(false);
  });

  test('takes signatures with a high S as well as a low one', async () => {
    const signer = kmsSigner(client);
    const highS = [];
    for (let n = 0; n < 24; n += 1) {
      const raw = await signer.sign(key, `${INPUT}${n}`);
      highS.push((raw[32] ?? 0) >= 0x80);
    }
    expect(new Set(highS)).toEqual(new Set([true, false]));
  });

  test('signs more than the 4,096 bytes that KMS takes raw', async () => {
    await expect(kmsSigner(client).sign(key, 'x'.repeat(5000))).resolves.toHaveLength(64);
  });

  test('asks for the public key once a key, and again for another pinned point', async () => {
    const signer = kmsSigner(client);
    await signer.sign(key, INPUT);
    await planFailure(kms.endpoint, 'GetPublicKey', 'internal', 1);
    await expect(signer.sign(key, INPUT)).resolves.toHaveLength(64);
    const swapped = { ...key, pub: `04${'11'.repeat(64)}` };
    expect(await failureOf(signer.sign(swapped, INPUT))).toEqual(['signer-unavailable', 'kms_internal']);
    expect(await failureOf(signer.sign(swapped, INPUT))).toEqual(['signer-unavailable', 'pinned_key_differs']);
  });
});

describe('sign fails as signer-unavailable', () => {
  test('when the pinned key is another, without asking for a signature', async () => {
    const other = await newTokenKey(client);
    await planFailure(kms.endpoint, 'Sign', 'internal', 1);
    const swapped = { arn: key.arn, pub: other.pub };
    expect(await failureOf(kmsSigner(client).sign(swapped, INPUT))).toEqual([
      'signer-unavailable',
      'pinned_key_differs',
    ]);
    await planFailure(kms.endpoint, 'Sign', 'internal', 0);
  });

  test("when another key signed: a wrong key's signature is never released", async () => {
    const signer = kmsSigner(client);
    await planFailure(kms.endpoint, 'Sign', 'wrong-key', 1);
    expect(await failureOf(signer.sign(key, INPUT))).toEqual(['signer-unavailable', 'signature_wrong']);
    await expect(signer.sign(key, INPUT)).resolves.toHaveLength(64);
  });

  test.each([
    ['throttle', 'throttled'],
    ['internal', 'kms_internal'],
    ['disabled', 'key_disabled'],
    ['denied', 'access_denied'],
    ['delay', 'timeout'],
  ])('on %s, named %s', async (mode, code) => {
    await planFailure(kms.endpoint, 'Sign', mode, 1);
    expect(await failureOf(kmsSigner(client).sign(key, INPUT))).toEqual(['signer-unavailable', code]);
  });

  test('when the connection is reset', async () => {
    await planFailure(kms.endpoint, 'Sign', 'reset', 1);
    // Which code it gets is a row of test/adapters/kms.test.ts: in jest's realm the SDK does not know node's own errors.
    await expect(kmsSigner(client).sign(key, INPUT)).rejects.toMatchObject({ type: 'signer-unavailable' });
  });

  test('while the key is disabled, and no longer once it is enabled', async () => {
    const signer = kmsSigner(client);
    await client.send(new DisableKeyCommand({ KeyId: key.arn }));
    expect(await failureOf(signer.sign(key, INPUT))).toEqual(['signer-unavailable', 'key_disabled']);
    await client.send(new EnableKeyCommand({ KeyId: key.arn }));
    await expect(signer.sign(key, INPUT)).resolves.toHaveLength(64);
  });

  test('when the key is scheduled for deletion', async () => {
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: key.arn, PendingWindowInDays: 7 }));
    expect(await failureOf(kmsSigner(client).sign(key, INPUT))).toEqual(['signer-unavailable', 'key_state']);
  });

  test('when there is no such key', async () => {
    const gone = { ...key, arn: key.arn.replace(/.$/, (last) => (last === '0' ? '1' : '0')) };
    expect(await failureOf(kmsSigner(client).sign(gone, INPUT))).toEqual(['signer-unavailable', 'key_missing']);
  });

  test('when the key is of another kind', async () => {
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    const sealing = { arn: KeyMetadata?.Arn ?? '', pub: key.pub };
    expect(await failureOf(kmsSigner(client).sign(sealing, INPUT))).toEqual(['signer-unavailable', 'key_unsuited']);
  });
});

test("the SDK's own retries ride out two throttled calls", async () => {
  const patient = clientOf(kms.endpoint, 3);
  await planFailure(kms.endpoint, 'Sign', 'throttle', 2);
  await expect(kmsSigner(patient).sign(key, INPUT)).resolves.toHaveLength(64);
  patient.destroy();
});

test('keys and their states outlive kill -9', async () => {
  const dataDir = scratchDirectory();
  const first = await spawnServer('local/kms.ts', 'startKms', { dataDir });
  const before = clientOf(first.endpoint);
  const [kept, disabled] = [await newTokenKey(before), await newTokenKey(before)];
  await before.send(new DisableKeyCommand({ KeyId: disabled.arn }));
  await first.kill();

  const second = await spawnServer('local/kms.ts', 'startKms', { dataDir });
  const after = clientOf(second.endpoint);
  await expect(kmsSigner(after).sign(kept, INPUT)).resolves.toHaveLength(64);
  expect(await failureOf(kmsSigner(after).sign(disabled, INPUT))).toEqual(['signer-unavailable', 'key_disabled']);
  await second.kill();
});

test('the log key of Ed25519 signs raw messages as KMS does', async () => {
  const KeySpec = 'ECC_NIST_EDWARDS25519';
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec, KeyUsage: 'SIGN_VERIFY' }));
  const KeyId = KeyMetadata?.Arn;
  const { PublicKey = new Uint8Array() } = await client.send(new GetPublicKeyCommand({ KeyId }));
  const Message = Buffer.from('wardkey.example/log\n7\n');
  const sign = new SignCommand({ KeyId, Message, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' });
  const { Signature = new Uint8Array() } = await client.send(sign);
  const publicKey = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  expect(verify(null, Message, publicKey, Signature)).toBe(true);
});
