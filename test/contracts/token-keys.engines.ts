/** The contract of the TokenKeys port, run through the real KMS client against the local KMS. */
import { createPublicKey } from 'node:crypto';
import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DescribeKeyCommand,
  DisableKeyCommand,
  GetKeyPolicyCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { kmsSigner } from '../../adapters/aws/kms.ts';
import { KmsFault } from '../../adapters/aws/kms-faults.ts';
import { kmsTokenKeys } from '../../adapters/aws/kms-token-keys.ts';
import { wireTokenKeys } from '../../adapters/wire.ts';
import { Problem } from '../../core/problems.ts';
import { startKms } from '../../local/kms.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { planFailure, scratchDirectory, spawnServer } from '../support/stand-in.ts';

const ROOT = { AWS: 'arn:aws:iam::000000000000:root' };
const statement = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: ROOT,
  Action: 'kms:PutKeyPolicy',
  Resource: '*',
  ...more,
});
const policy = (...statements: readonly unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const POLICY = policy(statement({ Action: ['kms:PutKeyPolicy', 'kms:GetPublicKey'] }));
const WANTED = { hospital: 'st-marys', kid: 'st-marys-2027a' };

const clientOf = (endpoint: string) =>
  new KMSClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 1_000, throwOnRequestTimeout: true },
  });

/** The Problem and its cause's code, as [type, code]. */
async function failureOf(use: Promise<unknown>): Promise<[string, string]> {
  const error = await use.then(
    () => new Error('done'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem) || !(error.cause instanceof KmsFault)) throw error;
  return [error.type, error.cause.code];
}

let kms: LoopbackServer;
let client: KMSClient;

const keys = (more: { readonly policy?: string; readonly environment?: string } = {}) =>
  kmsTokenKeys(client, { environment: 'pilot', policy: POLICY, ...more });
const metadataOf = async (KeyId: string) => (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;

beforeAll(async () => {
  kms = await startKms({ dataDir: scratchDirectory() });
  client = clientOf(kms.endpoint);
});
afterAll(async () => {
  client.destroy();
  await kms.close();
});

describe('create', () => {
  test('makes a multi-region P-256 key that signs, and says whose it is', async () => {
    const { arn } = await keys().create(WANTED);
    expect(await metadataOf(arn)).toMatchObject({
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      MultiRegion: true,
      KeyState: 'Enabled',
      Description: 'Wardkey pilot: device tokens of st-marys',
    });
  });

  test('gives it its policy and tags in the same call', async () => {
    const { arn: KeyId } = await keys().create(WANTED);
    expect(await client.send(new GetKeyPolicyCommand({ KeyId }))).toMatchObject({ Policy: POLICY });
    expect((await client.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([
      { TagKey: 'wardkey:environment', TagValue: 'pilot' },
      { TagKey: 'wardkey:purpose', TagValue: 'token' },
      { TagKey: 'wardkey:hospital', TagValue: 'st-marys' },
      { TagKey: 'wardkey:kid', TagValue: 'st-marys-2027a' },
    ]);
  });

  test('answers the point that devices pin, under the given kid', async () => {
    const made = await keys().create(WANTED);
    const { PublicKey = new Uint8Array() } = await client.send(new GetPublicKeyCommand({ KeyId: made.arn }));
    const jwk = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' }).export({ format: 'jwk' });
    const hex = (part = '') => Buffer.from(part, 'base64url').toString('hex');
    expect(made).toEqual({ kid: 'st-marys-2027a', arn: made.arn, pub: `04${hex(jwk.x)}${hex(jwk.y)}` });
  });

  test('makes a key that the signer takes', async () => {
    await expect(kmsSigner(client).sign(await keys().create(WANTED), 'a.b')).resolves.toHaveLength(64);
  });

  test('called twice makes two keys', async () => {
    const [one, two] = [await keys().create(WANTED), await keys().create(WANTED)];
    expect(new Set([one.arn, two.arn, one.pub, two.pub]).size).toBe(4);
  });
});

describe('create fails as signer-unavailable', () => {
  test.each([
    ['CreateKey', 'throttle', 'throttled'],
    ['CreateKey', 'denied', 'access_denied'],
    ['CreateKey', 'delay', 'timeout'],
    ['GetPublicKey', 'denied', 'access_denied'],
    ['GetPublicKey', 'internal', 'kms_internal'],
  ])('when %s answers %s, named %s', async (operation, mode, code) => {
    await planFailure(kms.endpoint, operation, mode, 1);
    expect(await failureOf(keys().create(WANTED))).toEqual(['signer-unavailable', code]);
  });

  test('on a policy that KMS does not take', async () => {
    expect(await failureOf(keys({ policy: '{}' }).create(WANTED))).toEqual(['signer-unavailable', 'policy_refused']);
  });

  test('on a tag that KMS does not take', async () => {
    const create = keys({ environment: '<pilot>' }).create(WANTED);
    expect(await failureOf(create)).toEqual(['signer-unavailable', 'tags_refused']);
  });

  test('and ends the key whose public half it did not get', async () => {
    const dataDir = scratchDirectory();
    const own = await startKms({ dataDir });
    const ownClient = clientOf(own.endpoint);
    await planFailure(own.endpoint, 'GetPublicKey', 'throttle', 1);
    const made: string[] = [];
    ownClient.middlewareStack.add(
      (next, { commandName }) =>
        async (input) => {
          const answer = await next(input);
          const { KeyMetadata } = answer.output as { readonly KeyMetadata?: { readonly Arn: string } };
          if (commandName === 'CreateKeyCommand') made.push(KeyMetadata?.Arn ?? '');
          return answer;
        },
      { step: 'initialize' },
    );
    const create = kmsTokenKeys(ownClient, { environment: 'pilot', policy: POLICY }).create(WANTED);
    expect(await failureOf(create)).toEqual(['signer-unavailable', 'throttled']);
    const states = made.map((KeyId) => ownClient.send(new DescribeKeyCommand({ KeyId })));
    expect((await Promise.all(states)).map(({ KeyMetadata }) => KeyMetadata?.KeyState)).toEqual(['PendingDeletion']);
    ownClient.destroy();
    await own.close();
  });
});

describe('retire', () => {
  const DAY = 86_400;

  test('ends the key in thirty days, and it signs no more', async () => {
    const key = await keys().create(WANTED);
    await keys().retire(key.arn);
    const { KeyState, DeletionDate } = (await metadataOf(key.arn)) ?? {};
    const days = ((DeletionDate?.getTime() ?? 0) - Date.now()) / 1000 / DAY;
    expect([KeyState, Math.round(days)]).toEqual(['PendingDeletion', 30]);
    expect(await failureOf(kmsSigner(client).sign(key, 'a.b'))).toEqual(['signer-unavailable', 'key_state']);
  });

  test('leaves a key that is ending already as it is', async () => {
    const { arn } = await keys().create(WANTED);
    await keys().retire(arn);
    const before = await metadataOf(arn);
    await keys().retire(arn);
    expect(await metadataOf(arn)).toEqual(before);
  });

  test('ends one that was taken back, and one that is disabled', async () => {
    const [back, disabled] = [await keys().create(WANTED), await keys().create(WANTED)];
    await keys().retire(back.arn);
    await client.send(new CancelKeyDeletionCommand({ KeyId: back.arn }));
    await client.send(new DisableKeyCommand({ KeyId: disabled.arn }));
    for (const { arn } of [back, disabled]) await keys().retire(arn);
    const states = await Promise.all([back, disabled].map(async ({ arn }) => (await metadataOf(arn))?.KeyState));
    expect(states).toEqual(['PendingDeletion', 'PendingDeletion']);
  });

  test.each([
    ['throttle', 'throttled'],
    ['denied', 'access_denied'],
    ['internal', 'kms_internal'],
  ])('fails as signer-unavailable when KMS answers %s, named %s', async (mode, code) => {
    const { arn } = await keys().create(WANTED);
    await planFailure(kms.endpoint, 'ScheduleKeyDeletion', mode, 1);
    expect(await failureOf(keys().retire(arn))).toEqual(['signer-unavailable', code]);
    expect((await metadataOf(arn))?.KeyState).toBe('Enabled');
  });

  test('fails as signer-unavailable when there is no such key', async () => {
    const { arn } = await keys().create(WANTED);
    const gone = `${arn.slice(0, -1)}${arn.endsWith('0') ? '1' : '0'}`;
    expect(await failureOf(keys().retire(gone))).toEqual(['signer-unavailable', 'key_missing']);
  });
});

describe('the local KMS refuses as AWS does', () => {
  const refusal = (input: Partial<CreateKeyCommandInput>) =>
    client.send(new CreateKeyCommand(input)).then(
      () => 'made',
      (error: Error) => error.name,
    );
  const tag = (TagKey: string, TagValue = 'x') => ({ Tags: [{ TagKey, TagValue }] });

  test.each<[string, Partial<CreateKeyCommandInput>, string]>([
    ['a policy that is no JSON', { Policy: '{' }, 'MalformedPolicyDocumentException'],
    ['a policy without statements', { Policy: '{}' }, 'MalformedPolicyDocumentException'],
    ['a policy of no statement', { Policy: policy() }, 'MalformedPolicyDocumentException'],
    ['a statement that is a word', { Policy: policy('Allow') }, 'MalformedPolicyDocumentException'],
    ['an effect of no meaning', { Policy: policy(statement({ Effect: 'Maybe' })) }, 'MalformedPolicyDocumentException'],
    [
      'a statement for nobody',
      { Policy: policy(statement({ Principal: undefined })) },
      'MalformedPolicyDocumentException',
    ],
    [
      'a policy that nobody can change',
      { Policy: policy(statement({ Action: 'kms:Sign' })) },
      'MalformedPolicyDocumentException',
    ],
    ['a denial of the change', { Policy: policy(statement({ Effect: 'Deny' })) }, 'MalformedPolicyDocumentException'],
    ['a tag of its own', tag('aws:x'), 'TagException'],
    ['a tag without a name', tag(''), 'TagException'],
    ['a name too long', tag('x'.repeat(129)), 'TagException'],
    ['a value too long', tag('x', 'x'.repeat(257)), 'TagException'],
    ['letters that tags do not have', tag('x', 'a"b'), 'TagException'],
    ['a tag twice', { Tags: [...tag('x').Tags, ...tag('x', 'y').Tags] }, 'TagException'],
    ['too many', { Tags: Array.from({ length: 51 }, (_, at) => ({ TagKey: `t${at}`, TagValue: '' })) }, 'TagException'],
  ])('%s', async (_, input, name) => {
    expect(await refusal(input)).toBe(name);
  });

  test('and takes a policy that nobody can change from whoever insists', async () => {
    const Policy = policy(statement({ Action: 'kms:Sign' }));
    expect(await refusal({ Policy, BypassPolicyLockoutSafetyCheck: true })).toBe('made');
  });

  test('and tells the default policy of a key that was made without one', async () => {
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    const { Policy = '' } = await client.send(new GetKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId }));
    expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Principal: ROOT, Action: 'kms:*' }] });
    expect((await client.send(new ListResourceTagsCommand({ KeyId: KeyMetadata?.KeyId }))).Tags).toEqual([]);
  });
});

test('policy and tags outlive kill -9', async () => {
  const dataDir = scratchDirectory();
  const first = await spawnServer('local/kms.ts', 'startKms', { dataDir });
  const before = clientOf(first.endpoint);
  const { arn: KeyId } = await kmsTokenKeys(before, { environment: 'pilot', policy: POLICY }).create(WANTED);
  await first.kill();
  before.destroy();
  const second = await spawnServer('local/kms.ts', 'startKms', { dataDir });
  const after = clientOf(second.endpoint);
  expect((await after.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toBe(POLICY);
  expect((await after.send(new ListResourceTagsCommand({ KeyId }))).Tags).toHaveLength(4);
  after.destroy();
  await second.kill();
});

test('a function that makes keys does not start without a policy or its environment', () => {
  expect(() => wireTokenKeys({ ENVIRONMENT_NAME: 'pilot' })).toThrow('the environment lacks TOKEN_KEY_POLICY');
  expect(() => wireTokenKeys({ TOKEN_KEY_POLICY: POLICY })).toThrow('the environment lacks ENVIRONMENT_NAME');
});
