/** What ends with an organisation or a key, through a running broker with seed data: access, tokens, keys (R17, R18). */
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hospitalRef, organisationRef } from '../../core/keys.ts';
import type { Hospital } from '../../core/registry.ts';
import type { Phone, Scene } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { LOCAL_CLIENT } from '../../local/tables.ts';
import { until } from '../support/polling.ts';
import {
  approve,
  ask,
  HOSPITAL,
  MONITOR,
  newKey,
  type RunningBroker,
  recordsOf,
  rowOf,
  runBroker,
} from '../support/running-broker.ts';

const DAY = 86_400;

let running: RunningBroker;
let scene: Scene;
let kms: KMSClient;
let kowalski: Phone;
let haddad: Phone;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  scene = running.scene;
  kms = new KMSClient({ ...LOCAL_CLIENT, endpoint: running.broker.addresses.kms });
  kowalski = await scene.phone('a.kowalski', HOSPITAL);
  haddad = await scene.phone('b.haddad', HOSPITAL);
});

afterAll(async () => {
  delete process.env['WARDKEY_COOL_DOWN'];
  kms.destroy();
  await running.stop();
});

async function hospitalNow(id: string, isIt: (row: Hospital) => boolean): Promise<Hospital> {
  return until(async () => {
    const { row } = await running.stores.store.load({ row: hospitalRef(id) });
    return row && isIt(row) ? row : undefined;
  });
}

async function agreed(verb: string, body: object): Promise<void> {
  const proposed = await change(scene, kowalski, [HOSPITAL, verb], body);
  expect(proposed).toMatchObject({ status: 202 });
  expect((await confirm(scene, haddad, proposed)).status).toBe(200);
  await scene.skip(61);
}

const stateOf = async (arn: string) => (await kms.send(new DescribeKeyCommand({ KeyId: arn }))).KeyMetadata?.KeyState;

describe('rotate-token-key', () => {
  const keysUntil = () => scene.now() + 40 * DAY;
  let before: Hospital;

  test('sooner than thirty days from the end of the old key is refused', async () => {
    const body = { keysUntil: scene.now() + 29 * DAY };
    expect((await change(scene, kowalski, [HOSPITAL, 'rotate-token-key'], body)).body.reason).toBe(
      'retention_too_short',
    );
  });

  test('lets the next key sign, which devices know already, and makes another', async () => {
    before = await hospitalNow(HOSPITAL, () => true);
    await agreed('rotate-token-key', { keysUntil: keysUntil() });
    const { keys } = await hospitalNow(HOSPITAL, ({ version }) => version === before.version + 1);
    expect(keys.active).toEqual(before.keys.next);
    expect(keys.next.kid).toMatch(/^st-marys-20\d\d[a-z]$/);
    expect([before.keys.active.kid, before.keys.next.kid]).not.toContain(keys.next.kid);
    expect(keys.next).toMatchObject({ arn: expect.stringMatching(/^arn:/), pub: expect.stringMatching(/^04/) });
    const osei = await scene.phone('j.osei', 'medserv');
    const asked = await ask(osei, MONITOR.code);
    await approve(scene, await scene.phone('p.lindqvist', HOSPITAL), asked);
    const code = await scene.code(osei.member);
    const minted = await osei.post(`/requests/${asked.id}/tokens`, { device: MONITOR.id, code }, newKey());
    expect(minted.status).toBe(201);
    const [head = ''] = minted.body.token.split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ kid: before.keys.next.kid });
  });

  test('is refused while a bundle does not delegate the next key', async () => {
    expect(await change(scene, kowalski, [HOSPITAL, 'rotate-token-key'], { keysUntil: keysUntil() })).toMatchObject({
      status: 403,
      body: { reason: 'next_key_not_delegated', rule: 'R18' },
    });
  });
});

describe('suspend-organisation', () => {
  test("ends the open access of all of a servicer's people, and of nobody else", async () => {
    const osei = await scene.phone('j.osei', 'medserv');
    const ito = await scene.phone('g.ito', 'oem-aurora');
    const [pending, approved, other] = [
      await ask(osei, MONITOR.code),
      await ask(osei, MONITOR.code),
      await ask(ito, MONITOR.code),
    ];
    await approve(scene, await scene.phone('p.lindqvist', HOSPITAL), approved);
    const body = { organisation: 'medserv' };
    expect((await change(scene, haddad, [HOSPITAL, 'suspend-organisation'], body)).status).toBe(201);
    const ended = await until(async () => {
      const rows = await Promise.all([pending, approved].map(({ id }) => rowOf(running.stores, id)));
      return rows.some(({ status }) => status === 'pending' || status === 'approved') ? undefined : rows;
    });
    expect(ended.map(({ status }) => status)).toEqual(['withdrawn', 'revoked']);
    expect((await rowOf(running.stores, other.id)).status).toBe('pending');
    expect((await osei.post('/requests', {}, newKey())).status).toBe(422);
  });
});

describe('offboard-organisation', () => {
  test('of a hospital ends its access, keeps its keys to the day named, and gives them to KMS after it', async () => {
    const osei = await scene.phone('g.ito', 'oem-aurora');
    const asked = await ask(osei, 'K4SB-6WGQ');
    const body = { organisation: 'cedar-county', keysUntil: scene.now() + 31 * DAY };
    await agreed('offboard-organisation', body);
    const { keys } = await hospitalNow('cedar-county', ({ status }) => status === 'offboarded');
    const { organisation } = await running.stores.store.load({ organisation: organisationRef('cedar-county') });
    expect(organisation?.status).toBe('offboarded');
    await until(async () => {
      const { status } = await rowOf(running.stores, asked.id);
      return status === 'pending' ? undefined : status;
    });
    expect((await rowOf(running.stores, asked.id)).status).toBe('withdrawn');
    expect(await change(scene, kowalski, [HOSPITAL, 'reinstate-organisation'], body)).toMatchObject({ status: 422 });
    const back = { organisation: 'cedar-county' };
    expect((await change(scene, kowalski, [HOSPITAL, 'reinstate-organisation'], back)).body.reason).toBe(
      'organisation_offboarded',
    );
    const pair = [keys.active, keys.next];
    expect(await Promise.all(pair.map(({ arn }) => stateOf(arn)))).toEqual(['Enabled', 'Enabled']);
    for (let day = 0; day < 32; day += 1) await scene.skip(DAY);
    const last = await until(async () => {
      const records = await recordsOf(running.stores, 'T#cedar-county#G#H');
      return records.find(({ type }) => type === 'registry.keys_retired');
    });
    expect(last).toMatchObject({ actor: { person: 'wardkey' }, data: { kids: pair.map(({ kid }) => kid) } });
    expect(await Promise.all(pair.map(({ arn }) => stateOf(arn)))).toEqual(['PendingDeletion', 'PendingDeletion']);
  });
});
