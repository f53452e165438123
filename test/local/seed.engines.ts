/** The seed on a real engine and the local KMS: what the embedded stack starts with. */
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dynamoClient } from '../../adapters/aws/dynamo-client.ts';
import { dynamoCredentials } from '../../adapters/aws/dynamo-credentials.ts';
import { dynamoStore } from '../../adapters/aws/dynamo-store.ts';
import { tablesFrom } from '../../adapters/aws/dynamo-tables.ts';
import { kmsSealer, kmsSigner } from '../../adapters/aws/kms.ts';
import { kmsTokenKeys } from '../../adapters/aws/kms-token-keys.ts';
import { totpCodes } from '../../adapters/otp/totp.ts';
import { hospitalRef, personRef } from '../../core/keys.ts';
import { checkCode, reserveCode } from '../../core/verbs/check-code.ts';
import { readDeviceTrust } from '../../core/verbs/device-trust.ts';
import { bootDevice, firstRecord, memoryStore, parseTrustFile } from '../../device/index.ts';
import { type Engine, startEngine } from '../../local/engines.ts';
import { startKms } from '../../local/kms.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { openOem, trustFileFor } from '../../local/oem.ts';
import { ORGANISATIONS } from '../../local/seed/organisations.ts';
import { castOf, codeAt, type SeedOptions, seedBroker } from '../../local/seed.ts';
import { ensureTables, tableEnvironment } from '../../local/tables.ts';
import { LOCAL_TOKEN_KEYS } from '../../local/token-keys.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const NOW = 1_795_400_000;
const PREFIX = 'seed-';
const LOCAL = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const directory = scratchDirectory();
const oem = (maker: string) => openOem(directory, maker);
const cast = castOf(`${directory}/people.json`);

let engine: Engine;
let kmsServer: LoopbackServer;
let dynamo: ReturnType<typeof dynamoClient>;
let kms: KMSClient;
let options: SeedOptions;

beforeAll(async () => {
  engine = await startEngine({ engine: 'dynoxide' });
  kmsServer = await startKms({ dataDir: `${directory}/kms` });
  dynamo = dynamoClient({ endpoint: engine.endpoint, ...LOCAL });
  kms = new KMSClient({ endpoint: kmsServer.endpoint, ...LOCAL });
  await ensureTables(dynamo, PREFIX);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  options = {
    store: dynamoStore(dynamo, tablesFrom(tableEnvironment(PREFIX))),
    sealer: kmsSealer(kms, KeyMetadata?.Arn ?? ''),
    tokenKeys: kmsTokenKeys(kms, LOCAL_TOKEN_KEYS),
    issuers: ORGANISATIONS.map(([organisation]) => ({
      issuer: `http://127.0.0.1/oidc/${organisation}`,
      organisation,
      jwksUri: `http://127.0.0.1/oidc/${organisation}/jwks`,
      audience: 'urn:wardkey:api',
    })),
    oem,
    cast,
    now: NOW,
  };
  await seedBroker(options);
});
afterAll(async () => {
  dynamo.destroy();
  kms.destroy();
  await kmsServer.close();
  await engine.stop();
});

describe('the seed on an engine', () => {
  test('runs again without a second key or change', async () => {
    const before = await options.store.load({ hospital: hospitalRef('st-marys') });
    await seedBroker({ ...options, now: NOW + 86_400 });
    expect(await options.store.load({ hospital: hospitalRef('st-marys') })).toEqual(before);
    expect(before.hospital?.keys.active.pub).toMatch(/^04[0-9a-f]{128}$/);
    expect(before.hospital?.keys.active.arn).not.toBe(before.hospital?.keys.next.arn);
  });

  test('a key of a hospital signs what its row pins', async () => {
    const { hospital } = await options.store.load({ hospital: hospitalRef('cedar-county') });
    if (!hospital) throw new Error('no hospital');
    expect(await kmsSigner(kms).sign(hospital.keys.active, 'a.b')).toHaveLength(64);
    expect(await kmsSigner(kms).sign(hospital.keys.next, 'a.b')).toHaveLength(64);
  });

  test('the code that the cast shows is the code that the broker takes', async () => {
    const okafor = cast.find(({ email }) => email === 'd.okafor@st-marys.example');
    if (!okafor) throw new Error('not in the cast');
    const credentials = dynamoCredentials(dynamo, tablesFrom(tableEnvironment(PREFIX)));
    const code = codeAt(okafor.totpSecret, NOW);
    const open = await reserveCode({ credentials }, okafor.person, 'a ticket', code, NOW);
    if (!open.ok) throw new Error(open.code);
    const ports = { sealer: options.sealer, codes: totpCodes };
    expect(await checkCode(ports, open.value, code, NOW)).toMatchObject({ ok: true });
    expect(await options.store.load({ person: personRef(okafor.person) })).toMatchObject({
      person: { printedName: 'Dana Okafor' },
    });
  });

  test.each(['7F3K-29QX', 'SM-20417', 'CM-0088417', 'gs1:01/09521000001022/21/001234'])(
    'what the broker hands out for %s boots the device',
    async (alias) => {
      const papers = await readDeviceTrust({ store: options.store }, alias);
      const file = parseTrustFile(trustFileFor(oem('oem-aurora'), papers));
      const { trust } = bootDevice(file.trust, file.documents, memoryStore(firstRecord(0)));
      expect(trust.owner).toMatchObject({ device: 'gs1:01/09521000001022/21/001234', hospital: 'st-marys' });
    },
  );
});
