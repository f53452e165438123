/** What a minted token is: plain ES256, what was approved, what was logged before; and what an activation is refused for. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dynamoClient } from '../../adapters/aws/dynamo-client.ts';
import { dynamoLedger } from '../../adapters/aws/dynamo-ledger.ts';
import { tablesFrom } from '../../adapters/aws/dynamo-tables.ts';
import { type Broker, type Phone, Scene, send, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { openDevice } from '../../local/demo/device.ts';
import { openOem, trustFileFor } from '../../local/oem.ts';
import { OEM_KEYS } from '../../local/stack-files.ts';
import { LOCAL_CLIENT, PREFIX, tableEnvironment } from '../../local/tables.ts';
import { planFailure, scratchDirectory } from '../support/stand-in.ts';

const OPENSSL_VERIFY = fileURLToPath(new URL('../openssl-verify.ts', import.meta.url));
/** Class A, no release code; class C, bound to its challenge. */
const MONITOR = { id: 'gs1:01/09521000001039/21/P7-0099', code: 'M3XG-5JDA' };
const PUMP = { id: 'gs1:01/09521000001015/21/A2000417', code: '4HKD-8WQ3' };
const CHALLENGE = 'AAECAwQFBgcICQoLDA0ODw';

let home: string;
let broker: Broker;
let scene: Scene;
let osei: Phone;
let lindqvist: Phone;
let keys = 0;

beforeAll(async () => {
  home = scratchDirectory();
  broker = await startBroker(join(home, 'broker'));
  scene = new Scene(broker);
  osei = await scene.phone('j.osei', 'medserv');
  lindqvist = await scene.phone('p.lindqvist', 'st-marys');
});

afterAll(async () => {
  await stopBroker(broker);
  rmSync(home, { recursive: true, force: true });
});

const nextKey = () => `mint-test-${String(++keys).padStart(8, '0')}`;

async function approvedFor(device: string): Promise<string> {
  const wish = {
    device,
    scopes: ['diag.run', 'selftest.run'],
    holdSeconds: 1800,
    workOrder: 'WO-7',
    activity: 'calibration',
    reason: 'Occlusion check.',
    declarations: { notInClinicalUse: true, compensatingControls: false },
  };
  const { id, digest } = (await osei.post('/requests', wish, nextKey())).body;
  const code = await scene.code(lindqvist.member);
  await lindqvist.post(`/requests/${id}/decision`, { decision: 'approve', digest, code });
  return id;
}

async function mint(id: string, device: string, more: object = {}, key = nextKey()) {
  return osei.post(`/requests/${id}/tokens`, { device, code: await scene.code(osei.member), ...more }, key);
}

/** The last event of a request's chain, as stored. */
async function lastEvent(id: string) {
  const client = dynamoClient({ ...LOCAL_CLIENT, endpoint: broker.addresses.dynamodb });
  const [hospital, reference] = id.split('_');
  const chain = `T#${hospital}#R#${reference}`;
  const events = await dynamoLedger(client, tablesFrom(tableEnvironment(PREFIX))).events(chain);
  client.destroy();
  return JSON.parse(new TextDecoder().decode(events.at(-1)?.bytes));
}

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));

describe('mint-token', () => {
  test('hands out plain ES256: openssl alone verifies it with the published key', async () => {
    const { body } = await mint(await approvedFor(MONITOR.code), MONITOR.id);
    const { body: published } = await send(`${broker.addresses.api}/hospitals/st-marys/keys`, { method: 'GET' });
    const file = join(home, 'token');
    writeFileSync(file, body.token);
    const [active, next] = published.keys;
    expect(spawnSync(process.execPath, [OPENSSL_VERIFY, file, active.pub]).status).toBe(0);
    expect(spawnSync(process.execPath, [OPENSSL_VERIFY, file, next.pub]).status).toBe(1);
  });

  test('says what was approved, of whom by pseudonym, with the digest that was shown', async () => {
    const id = await approvedFor(MONITOR.code);
    const shown = (await osei.get(`/requests/${id}`)).body;
    const { body } = await mint(id, MONITOR.id);
    const { jti, iat, nbf, exp, sub, ...claims } = claimsOf(body.token);
    expect(claims).toEqual({
      ver: 1,
      iss: 'st-marys',
      aud: MONITOR.id,
      scope: 'diag.run selftest.run',
      lim: { dur: 1800, use: 1 },
      req: shown.digest,
    });
    expect(jti).toMatch(/^[A-Za-z0-9_-]{21}[AQgw]$/);
    expect([iat, exp - nbf]).toEqual([nbf, 900]);
    expect(sub).not.toMatch(/osei|joseph/i);
  });

  test('logs the exact signing input before the signature exists, and no release code', async () => {
    const id = await approvedFor('7F3K-29QX');
    const { body } = await mint(id, 'gs1:01/09521000001022/21/001234');
    const event = await lastEvent(id);
    expect([event.type, event.data.signingInput]).toEqual([
      'token.issued',
      body.token.split('.').slice(0, 2).join('.'),
    ]);
    expect(body.releaseCode).toMatch(/^[0-9]{10}$/);
    expect(JSON.stringify(event)).not.toContain(body.releaseCode);
  });

  test('logs and hands out nothing when KMS cannot sign; the retry signs the same bytes', async () => {
    const id = await approvedFor(MONITOR.code);
    await planFailure(broker.addresses.kms, 'Sign', 'disabled', 1);
    const key = nextKey();
    const failed = await mint(id, MONITOR.id, {}, key);
    expect([failed.status, failed.body.type, failed.body.token]).toEqual([
      503,
      '/problems/signer-unavailable',
      undefined,
    ]);
    const logged = await lastEvent(id);
    expect(logged.type).toBe('token.issued');
    const retried = await osei.post(`/requests/${id}/tokens`, { device: MONITOR.id, code: '000000' }, key);
    expect(retried.status).toBe(201);
    expect(retried.body.token.startsWith(`${logged.data.signingInput}.`)).toBe(true);
    expect((await lastEvent(id)).n).toBe(logged.n);
  });

  test('gives the same release code again in the same session', async () => {
    const id = await approvedFor('7F3K-29QX');
    const key = nextKey();
    const first = await mint(id, 'gs1:01/09521000001022/21/001234', {}, key);
    const again = await mint(id, 'gs1:01/09521000001022/21/001234', {}, key);
    expect([again.status, again.body.jti, again.body.releaseCode]).toEqual([
      201,
      first.body.jti,
      first.body.releaseCode,
    ]);
  });

  test('binds a class C device to its challenge, and that device accepts it once', async () => {
    const id = await approvedFor(PUMP.code);
    const without = await mint(id, PUMP.id);
    expect([without.status, without.body.reason]).toEqual([403, 'challenge_required']);
    const { body } = await mint(id, PUMP.id, { cnonce: CHALLENGE });
    expect(claimsOf(body.token).cnonce).toBe(CHALLENGE);
    const papers = (await send(`${broker.addresses.api}/devices/${PUMP.code}/trust`, { method: 'GET' })).body;
    const maker = openOem(join(broker.dataDir, OEM_KEYS), 'oem-aurora');
    const pump = openDevice(join(home, 'pump'), PUMP.id, trustFileFor(maker, papers));
    const at = scene.now();
    expect(await pump.present(body.token, at, { nonce: 'AAECAwQFBgcICQoLDA0OAA' })).toMatchObject({ code: 'E_NONCE' });
    expect(await pump.present(body.token, at, { nonce: CHALLENGE })).toMatchObject({ accepted: true });
    expect(await pump.present(body.token, at, { nonce: CHALLENGE })).toMatchObject({ code: 'E_REPLAY' });
  });

  test('refuses another device than the approved one, by name', async () => {
    const id = await approvedFor(MONITOR.code);
    const answer = await mint(id, PUMP.id, { cnonce: CHALLENGE });
    expect([answer.status, answer.body.reason]).toEqual([403, 'device_mismatch']);
    expect((await lastEvent(id)).data).toEqual({ code: 'device_mismatch' });
  });

  test('refuses after the window', async () => {
    const id = await approvedFor(MONITOR.code);
    await scene.skip(900 + 1800 + 1);
    const answer = await mint(id, MONITOR.id);
    expect([answer.status, answer.body.reason]).toEqual([410, 'access_window_over']);
  });
});
