/** A manufacturer publishes through the running broker: a model from nothing, a rollback, a revocation, keys that end (R18). */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  aliasRef,
  bundleRef,
  deviceRef,
  hospitalRef,
  keyExpiryRef,
  modelRef,
  registryChain,
  rootRef,
} from '../../core/keys.ts';
import type { Device, Hospital } from '../../core/registry.ts';
import { runRegistryJobs } from '../../core/verbs/run-registry-jobs.ts';
import type { BundleDocument } from '../../device/claims.ts';
import type { Answer, Phone, Scene } from '../../local/demo/broker.ts';
import { openDevice } from '../../local/demo/device.ts';
import { change } from '../../local/demo/registry-acts.ts';
import { type ModelDesign, ownerDocument, profileDocument, trustFileFor } from '../../local/oem.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { runFunction } from '../support/run-function.ts';
import {
  approve,
  ask,
  asking,
  HOSPITAL,
  MONITOR,
  newKey,
  type RunningBroker,
  recordsOf,
  runBroker,
} from '../support/running-broker.ts';
import { bundleNow, hospitalIn, type Maker, makerAt, payloadIn, sentBundle } from '../support/trust.ts';

const AURORA = 'oem-aurora';
const DAY = 86_400;
const MONITORS = 'gs1:01/09521000001039';
const DESIGN: ModelDesign = {
  model: 'gs1:01/09521000001091',
  class: 'A',
  scopes: [
    { name: 'log.read', tier: 'T0' },
    { name: 'diag.run', tier: 'T1' },
  ],
  max_life: 14_400,
  max_dur: 7200,
  max_use: 1,
  require_cnf: false,
};
const DEVICE = `${DESIGN.model}/21/NM-0001`;

let running: RunningBroker;
let scene: Scene;
let aurora: Maker;
let osei: Phone;
let lindqvist: Phone;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  scene = running.scene;
  aurora = await makerAt(running, AURORA, ['s.lang', 'i.voss']);
  osei = await scene.phone('j.osei', 'medserv');
  lindqvist = await scene.phone('p.lindqvist', HOSPITAL);
});

afterAll(async () => {
  delete process.env['WARDKEY_COOL_DOWN'];
  await running.stop();
});

const sent = async (more: Partial<BundleDocument> = {}) =>
  sentBundle(aurora, await bundleNow(running, aurora, DESIGN, more));

/** Approved access to `device`. */
async function approved(device: string): Promise<string> {
  const asked = await ask(osei, device);
  expect((await approve(scene, lindqvist, asked)).status).toBe(200);
  return asked.id;
}

async function mint(id: string, device: string): Promise<Answer> {
  return osei.post(`/requests/${id}/tokens`, { device, code: await scene.code(osei.member) }, newKey());
}

/** The device as the hospital's own onboarding would have put it. */
async function registerDevice(): Promise<void> {
  const { store } = running.stores;
  const { monitor } = await store.load({ monitor: deviceRef(HOSPITAL, MONITOR.id) });
  if (!monitor) throw new Error('no monitor');
  const row: Device = {
    ...monitor,
    id: DEVICE,
    model: DESIGN.model,
    code: 'Z7NM-29QX',
    serial: 'NM-0001',
    version: 1,
  };
  const alias = { hospital: HOSPITAL, device: DEVICE };
  const lost = await store.commit({
    events: [],
    writes: [
      { kind: 'insert', ref: deviceRef(HOSPITAL, DEVICE), row },
      ...[DEVICE, row.code].map((name) => ({ kind: 'insert' as const, ref: aliasRef(name), row: alias })),
    ],
  });
  expect(lost).toBeUndefined();
}

describe('a model from nothing', () => {
  const profile = profileDocument(DESIGN);

  test('is claimed with its profile, by two publishers', async () => {
    const body = { kind: 'profile', envelope: aurora.oem.sign(profile), name: 'NM-1', kindName: 'neonatal monitor' };
    const proposed = await aurora.publishByTwo(body);
    expect(proposed.body.proposal.widens).toEqual(['profile 1 is the first']);
    const { model } = await running.stores.store.load({ model: modelRef(DESIGN.model) });
    expect(model).toMatchObject({ name: 'NM-1', kind: 'neonatal monitor', oem: AURORA, maxDur: 7200, version: 1 });
    expect(await aurora.publish(body, aurora.other)).toMatchObject({ status: 200, body: { status: 'unchanged' } });
  });

  test('is not there for another maker, nor for his publishers here', async () => {
    const halden = await makerAt(running, 'oem-halden', ['h.vogt', 'u.kern']);
    const body = { kind: 'profile', envelope: halden.oem.sign({ ...profile, version: 2 }) };
    expect(await halden.publish(body)).toMatchObject({ status: 403, body: { reason: 'entity_unknown' } });
    expect((await aurora.publish(body, halden.one)).status).toBe(404);
    const technician = await scene.phone('g.ito', AURORA);
    expect(await aurora.publish(body, technician)).toMatchObject({ status: 403, body: { reason: 'power_missing' } });
  });

  test('gets the keys asked for by the signing request', async () => {
    const query = `hospital=${HOSPITAL}&model=${encodeURIComponent(DESIGN.model)}`;
    const path = `/registry/${AURORA}/signing-request?${query}`;
    const { keys } = await hospitalIn(running);
    expect(await aurora.one.get(path)).toEqual({
      status: 200,
      body: {
        kind: 'signing-request',
        hospital: 'st-marys',
        model: 'gs1:01/09521000001091',
        keys: [
          { kid: 'st-marys-2026a', alg: 'ES256', pub: keys.active.pub, state: 'active' },
          { kid: 'st-marys-2026b', alg: 'ES256', pub: keys.next.pub, state: 'next' },
        ],
        bundle_version: 0,
      },
    });
    expect((await osei.get(path)).status).toBe(404);
    expect((await aurora.one.get(path.replace(HOSPITAL, 'nowhere'))).status).toBe(404);
    expect((await aurora.one.get(path.replace('1091', '1046'))).status).toBe(404);
    expect((await aurora.one.get(`/registry/${AURORA}/signing-request?hospital=${HOSPITAL}`)).status).toBe(400);
    expect(await (await scene.phone('g.ito', AURORA)).get(path)).toMatchObject({
      status: 403,
      body: { reason: 'power_missing' },
    });
  });

  test('opens its device under a published owner and bundle, and not before', async () => {
    await registerDevice();
    const competence = { person: osei.member.person, model: DESIGN.model, validTo: scene.now() + 365 * DAY };
    const duarte = await scene.phone('m.duarte', 'medserv');
    expect((await change(scene, duarte, ['medserv', 'set-competence'], competence)).status).toBe(201);
    const early = await osei.post('/requests', asking(DEVICE), newKey());
    expect(early).toMatchObject({ status: 403, body: { reason: 'trust_missing' } });
    const owner = aurora.oem.sign(ownerDocument(DEVICE, HOSPITAL));
    await aurora.publishByTwo({ kind: 'owner', hospital: HOSPITAL, envelope: owner });
    await aurora.publishByTwo(await sent());
    const { body: papers } = await aurora.one.get('/devices/Z7NM-29QX/trust');
    const device = openDevice(join(running.broker.dataDir, 'new-device'), DEVICE, trustFileFor(aurora.oem, papers));
    const minted = await mint(await approved(DEVICE), DEVICE);
    expect(minted.status).toBe(201);
    expect(await device.present(minted.body.token, scene.now())).toMatchObject({ accepted: true });
  });

  test('is in the logs of its maker and of the hospital, by verb and document, and both verify', async () => {
    const chains = [
      registryChain(modelRef(DESIGN.model), AURORA),
      registryChain(bundleRef(HOSPITAL, DESIGN.model), AURORA),
    ];
    const entities = [`model:${DESIGN.model}`, `bundle:${DESIGN.model}`];
    for (const [at, chain] of chains.entries()) {
      const [record] = await recordsOf(running.stores, chain);
      expect(record).toMatchObject({ data: { verb: 'publish-trust', entity: entities[at], version: 1 } });
    }
    for (const hospital of [AURORA, HOSPITAL])
      expect((await verifyLog(running.broker.addresses.dynamodb, { hospital })).broken).toBeUndefined();
  });
});

describe('publish-trust', () => {
  test('refuses what a device would, with its code, in the answer and in the log', async () => {
    const refused = await aurora.publish(await sent({ version: 0 }));
    expect(refused).toMatchObject({
      status: 403,
      body: {
        type: '/problems/forbidden',
        reason: 'trust_rejected',
        rule: 'R18',
        facts: { document: 'E_META_ROLLBACK' },
      },
    });
    const [last] = (await recordsOf(running.stores, `T#${AURORA}#P#${aurora.one.member.person}`)).slice(-1);
    expect(last).toMatchObject({
      type: 'registry.refused',
      data: { verb: 'publish-trust', code: 'trust_rejected', facts: { document: 'E_META_ROLLBACK' } },
    });
  });

  test('takes a document of 64 KiB, and no body of more than 96', async () => {
    const notes = Array.from({ length: 32 }, () => Array.from({ length: 8 }, () => 'x'.repeat(242)));
    const body = await sent({ version: 2, notes } as Partial<BundleDocument>);
    expect(body.envelope.length).toBeGreaterThan(85_000);
    await aurora.publishByTwo(body);
    expect((await aurora.one.get('/devices/Z7NM-29QX/trust')).body.bundle === body.envelope).toBe(true);
    expect((await aurora.publish({ ...body, envelope: 'x'.repeat(97 * 1024) })).status).toBe(413);
  });

  test('a bundle that revokes the active key is in force at once, by one, and minting stops', async () => {
    const id = await approved(MONITOR.id);
    const { bundle } = await running.stores.store.load({ bundle: bundleRef(HOSPITAL, MONITORS) });
    const document = payloadIn<BundleDocument>(bundle?.document);
    const kid = (await hospitalIn(running)).keys.active.kid;
    expect((await mint(id, MONITOR.id)).status).toBe(201);
    const revoking = { ...document, version: 2, revoked_kids: [kid] };
    expect(await aurora.publish(sentBundle(aurora, revoking))).toMatchObject({
      status: 201,
      body: { status: 'in_force' },
    });
    expect(await mint(id, MONITOR.id)).toMatchObject({ status: 403, body: { reason: 'trust_missing' } });
    const { detail } = (await osei.post('/requests', asking(MONITOR.id), newKey())).body;
    expect(detail).toBe(
      "The trust bundle does not delegate these scopes to this hospital's active key today. Ask the manufacturer for a new one.",
    );
    // Taking it back lets tokens be minted again: that takes two.
    const back = { ...document, version: 3 };
    expect((await aurora.publish(sentBundle(aurora, back))).status).toBe(202);
  });

  test('a hospital whose keys moved gets no token before the maker has signed for the new one', async () => {
    const { store } = running.stores;
    const hospital = await hospitalIn(running);
    const moved = { kid: 'st-marys-2027a', arn: hospital.keys.active.arn, pub: hospital.keys.active.pub };
    const keys = { active: moved, next: hospital.keys.next };
    const row: Hospital = { ...hospital, keys, version: hospital.version + 1 };
    await store.commit({
      events: [],
      writes: [{ kind: 'replace', ref: hospitalRef(HOSPITAL), row, version: hospital.version }],
    });
    expect(await osei.post('/requests', asking(DEVICE), newKey())).toMatchObject({ body: { reason: 'trust_missing' } });
    await aurora.publishByTwo(await sent({ version: 3 }));
    expect((await mint(await approved(DEVICE), DEVICE)).status).toBe(201);
  });

  test('a root is replaced by two, then bundles of the old one are refused', async () => {
    const larkspur = await makerAt(running, 'oem-larkspur', ['t.quist', 'a.holm']);
    const next = larkspur.oem.sign({ ...larkspur.oem.root, version: 2 });
    await larkspur.publishByTwo({ kind: 'root', envelope: next });
    const { root } = await running.stores.store.load({ root: rootRef('oem-larkspur') });
    expect(root).toEqual({ oem: 'oem-larkspur', document: next, version: 2 });
    const { bundle } = await running.stores.store.load({ bundle: bundleRef('meridian-lab', 'gs1:01/09521000001084') });
    const old = { ...payloadIn<BundleDocument>(bundle?.document), version: 2 };
    expect(await larkspur.publish(sentBundle(larkspur, old, 'meridian-lab'))).toMatchObject({
      body: { facts: { document: 'E_META_ROOT' } },
    });
    const { body: papers } = await aurora.one.get('/devices/G7NF-4CSK/trust');
    expect(papers.root).toBe(next);
  });
});

describe('keys that end', () => {
  const countIn = async (days: number): Promise<number> => {
    const { store } = running.stores;
    const ports = {
      store,
      random: () => new Uint8Array(),
      trust: undefined as never,
      tokenKeys: undefined as never,
      csv: undefined as never,
      ledger: undefined as never,
    };
    return (await runRegistryJobs(ports, scene.now() + days * DAY)).expiring.length;
  };

  test('are told sixty days before, each model at each hospital, until a later bundle is in force', async () => {
    // Fifteen of the seed, and the new model.
    const pairs = 16;
    expect(await countIn(0)).toBe(0);
    expect(await countIn(660)).toBe(0);
    const { expiry } = await running.stores.store.load({ expiry: keyExpiryRef(HOSPITAL, MONITORS) });
    expect(expiry).toMatchObject({ hospital: HOSPITAL, model: MONITORS });
    expect(await countIn(671)).toBe(pairs);
    const soon = await bundleNow(running, aurora, DESIGN, { version: 4 });
    const shorter = {
      ...soon,
      keys: soon.keys.map((key) => ({ ...key, nbf: scene.now(), naf: scene.now() + 59 * DAY })),
    };
    expect((await aurora.publish(sentBundle(aurora, shorter))).status).toBe(201);
    const [run] = await runFunction(running.broker, 'apply-registry', [{}]);
    expect(run).toMatchObject({ failed: 0, keysExpiring: 1 });
    await aurora.publishByTwo(await sent({ version: 5 }));
    expect(await countIn(0)).toBe(0);
  });
});
