/**
 * A file of devices through the running broker: refused whole with every fault, or let in by two people, worked off in the
 * background, killed with kill -9 in the middle, and seen all at once when the last line stands (R18).
 */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aliasRef, deviceRef, hospitalRef, importJobRef, importPartRef, importRef } from '../../core/keys.ts';
import type { Device } from '../../core/registry.ts';
import { type Answer, type Broker, type Phone, Scene, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { PREFIX } from '../../local/tables.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { type Stores, storesAt } from '../contracts/store-harness.ts';
import { fileOf, idOf } from '../support/device-file.ts';
import { until } from '../support/polling.ts';
import { ask, asking, HOSPITAL, newKey, recordsOf } from '../support/running-broker.ts';
import { scratchDirectory } from '../support/stand-in.ts';

/** 55 chunks of eleven lines: nearly one run of the function. */
const COUNT = 600;
const dataDir = scratchDirectory();
const environment = { ...process.env, WARDKEY_COOL_DOWN: '1' };

let broker: Broker;
let stores: Stores;
let scene: Scene;
let kowalski: Phone;
let haddad: Phone;
let osei: Phone;
/** Lines that were worked off when the broker had just started on the data of the killed one. */
let foundAt: number | undefined;

/** @param then the time before the broker was killed: its clock is its own, and begins anew */
async function start(then = 0, file = ''): Promise<void> {
  broker = await startBroker(dataDir, environment);
  stores = storesAt(broker.addresses.dynamodb, PREFIX);
  foundAt = (await jobOf(file))?.next;
  scene = new Scene(broker);
  if (then > 0) await scene.skip(then - scene.now() + 60);
  kowalski = await scene.phone('a.kowalski', HOSPITAL);
  haddad = await scene.phone('b.haddad', HOSPITAL);
  osei = await scene.phone('j.osei', 'medserv');
}

beforeAll(() => start());
afterAll(async () => {
  stores.client.destroy();
  await stopBroker(broker);
  rmSync(dataDir, { recursive: true, force: true });
});

const send = (csv: string, key?: string) => change(scene, kowalski, [HOSPITAL, 'import-devices'], { csv }, key);

async function jobOf(id: string) {
  return (await stores.store.load({ job: importJobRef(HOSPITAL, id) })).job;
}

async function done(proposed: Answer): Promise<void> {
  const { id } = proposed.body.proposal;
  await until(async () => {
    const { row } = await stores.store.load({ row: importRef(HOSPITAL, id) });
    return row?.status === 'done' ? row : undefined;
  });
}

/** The hospital's devices of the files, page after page. */
async function importedDevices(): Promise<readonly Device[]> {
  const all: Device[] = [];
  let after: string | undefined;
  do {
    const page = await stores.store.registryRows<Device>(`T#${HOSPITAL}`, 'D#', { limit: 500, after });
    all.push(...page.items.filter((device) => device.import !== undefined));
    after = page.next;
  } while (after !== undefined);
  return all;
}

describe('a file with faults', () => {
  test('is answered with every fault, by itself, and nothing of it is stored', async () => {
    const csv = fileOf(2).replace('IM-T00000', '=1+1').replace('Ward 9,IM-C00001', ',IM-C00001');
    const answer = await send(csv);
    expect(answer).toMatchObject({
      status: 422,
      body: {
        type: '/problems/schema',
        omitted: 0,
        lines: [
          { line: 2, column: 'tag', code: 'cell_formula' },
          { line: 3, column: 'unit', code: 'cell_empty' },
        ],
      },
    });
  });

  test('is held against what is registered here and elsewhere', async () => {
    const csv = `udi,tag,site,unit,cmms
(01)09521000001039(21)X1,CC-0071,Main,Ward,
(01)09521000001039(21)X2,X2-TAG,Annex,Ward,SM-20417
(01)09521000001022(21)000871,X3-TAG,Main,Ward,
`;
    expect((await send(csv)).body.lines).toMatchObject([
      { line: 2, column: 'tag', code: 'alias_taken' },
      { line: 3, column: 'site', code: 'site_unknown' },
      { line: 3, column: 'cmms', code: 'alias_taken' },
      { line: 4, column: '', code: 'alias_taken' },
    ]);
  });

  test('somebody without the power learns nothing of what is registered', async () => {
    const lindqvist = await scene.phone('p.lindqvist', HOSPITAL);
    const csv = 'udi,tag,site,unit\n(01)09521000001039(21)X1,CC-0071,Main,Ward\n';
    expect(await change(scene, lindqvist, [HOSPITAL, 'import-devices'], { csv })).toMatchObject({
      status: 403,
      body: { reason: 'power_missing' },
    });
    expect((await change(scene, osei, [HOSPITAL, 'import-devices'], { csv })).status).toBe(404);
  });

  test('is too large over two megabytes, and other bodies stay small', async () => {
    expect((await send('x'.repeat(2 * 1024 * 1024))).status).toBe(413);
    const body = { device: 'SM-20417', status: 'lost', reason: 'x'.repeat(33_000) };
    expect((await change(scene, kowalski, [HOSPITAL, 'report-device'], body)).status).toBe(413);
  });
});

describe('a file of 600 devices', () => {
  let proposed: Answer;
  let id: string;
  let then: number;

  beforeAll(async () => {
    const key = newKey();
    proposed = await send(fileOf(COUNT), key);
    id = proposed.body.proposal.id;
    expect((await send(fileOf(COUNT), key)).body.proposal.id).toBe(id);
    expect((await send(fileOf(2), key)).status).toBe(422);
  });

  test('is proposed by digest and counts, and stores no device yet', async () => {
    expect(proposed).toMatchObject({
      status: 202,
      body: {
        proposal: {
          body: { import: id, lines: 600, gained: 600, changed: 0, loosened: 0, parts: 1 },
          widens: ['a file of 600 devices: 600 gained, 0 changed, 0 of them loosened'],
        },
      },
    });
    expect(proposed.body.proposal.body.file).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await importedDevices()).toEqual([]);
    expect(await confirm(scene, kowalski, proposed)).toMatchObject({ body: { reason: 'confirmer_is_proposer' } });
  });

  test('is read whole by the second administrator, and by nobody else', async () => {
    const path = `/registry/${HOSPITAL}/proposals/${id}/file`;
    expect(await haddad.get(path)).toMatchObject({ status: 200, body: { csv: fileOf(COUNT) } });
    const [auditor, approver] = [await scene.phone('e.fischer', HOSPITAL), await scene.phone('p.lindqvist', HOSPITAL)];
    expect(await auditor.get(path)).toMatchObject({ status: 403, body: { reason: 'power_missing' } });
    expect(await approver.get(path)).toMatchObject({ status: 403, body: { reason: 'not_a_reader' } });
    expect((await osei.get(path)).status).toBe(404);
    expect((await haddad.get(path.replace(id, '0123456789abcdef0123'))).status).toBe(404);
  });

  test('killed in the middle, has brought some devices, and none that anybody can use', async () => {
    expect(await confirm(scene, haddad, proposed)).toMatchObject({ status: 200 });
    await scene.skip(2);
    for (let next = 0; next < 11; next = (await jobOf(id))?.next ?? 0) await sleep(2);
    const asked = await osei.post('/requests', asking(idOf(0)), newKey());
    const trust = await fetch(`${broker.addresses.api}/devices/IM-T00000/trust`);
    const report = { device: idOf(0), status: 'lost', reason: 'Not there.' };
    const reported = await change(scene, kowalski, [HOSPITAL, 'report-device'], report);
    then = scene.now();
    const gone = once(broker.process, 'exit');
    broker.process.kill('SIGKILL');
    await gone;
    stores.client.destroy();
    expect([asked.status, trust.status, reported.body.reason]).toEqual([404, 404, 'entity_unknown']);
  });

  test('goes on where it was after the next start, and brings each device once', async () => {
    await start(then, id);
    expect(foundAt).toBeGreaterThanOrEqual(11);
    expect(foundAt).toBeLessThan(COUNT);
    await done(proposed);
    const devices = await importedDevices();
    expect(devices.map((device) => device.id)).toEqual(Array.from({ length: COUNT }, (_, n) => idOf(n)));
    expect(new Set(devices.map(({ code }) => code)).size).toBe(COUNT);
    expect(devices.filter((device) => device.version !== 1 || device.import !== id)).toEqual([]);
  });

  test('has one event a device, on its own chain, for the proposal', async () => {
    for (const n of [0, 10, 11, 54, 55, 56, 300, COUNT - 1]) {
      const records = await recordsOf(stores, `T#${HOSPITAL}#G#D#${idOf(n)}`);
      expect(records.map(({ type, data }) => [type, data])).toEqual([
        ['registry.changed', expect.objectContaining({ verb: 'import-devices', version: 1, proposal: id })],
      ]);
    }
    const { broken } = await verifyLog(broker.addresses.dynamodb, { hospital: HOSPITAL });
    expect(broken).toBeUndefined();
  });

  test('is there for everybody, by every name', async () => {
    const { hospital, tag, cmms } = await stores.store.load({
      hospital: hospitalRef(HOSPITAL),
      tag: aliasRef('IM-T00599'),
      cmms: aliasRef('IM-C00599'),
    });
    expect(hospital?.importing).toEqual([]);
    expect([tag?.device, cmms?.device]).toEqual([idOf(599), idOf(599)]);
    await ask(osei, 'IM-T00000');
  });

  test('says nothing new when it is sent again', async () => {
    expect(await send(fileOf(COUNT))).toMatchObject({ status: 200, body: { status: 'unchanged' } });
  });

  test('changes what a later file says otherwise, and nothing else', async () => {
    const csv = fileOf(3, 598, 'end_of_support');
    const later = await send(csv);
    expect(later.body.proposal.widens).toEqual(['a file of 3 devices: 1 gained, 2 changed, 0 of them loosened']);
    await confirm(scene, haddad, later);
    await scene.skip(2);
    await done(later);
    const { old, changed, gained } = await stores.store.load({
      old: deviceRef(HOSPITAL, idOf(597)),
      changed: deviceRef(HOSPITAL, idOf(598)),
      gained: deviceRef(HOSPITAL, idOf(600)),
    });
    expect([old?.version, changed?.version, gained?.version]).toEqual([1, 2, 1]);
    expect([old?.stage, changed?.stage, changed?.import]).toEqual(['support', 'end_of_support', id]);
  });

  test('leaves out, and says so, what could not stand any more when its turn came', async () => {
    const later = await send(fileOf(2, 700));
    const { id: file } = later.body.proposal;
    await change(scene, kowalski, [HOSPITAL, 'change-device'], { device: idOf(0), tag: 'IM-T00701' });
    await confirm(scene, haddad, later);
    await scene.skip(2);
    await done(later);
    const { row, stood, out } = await stores.store.load({
      row: importRef(HOSPITAL, file),
      stood: deviceRef(HOSPITAL, idOf(700)),
      out: deviceRef(HOSPITAL, idOf(701)),
    });
    expect(row?.left).toEqual([{ line: 3, code: 'alias_taken' }]);
    expect([stood?.status, out]).toEqual(['active', undefined]);
  });
});

test('a file that was changed where it is kept is not worked off', async () => {
  const later = await send(fileOf(1, 800));
  const { id } = later.body.proposal;
  const ref = importPartRef(HOSPITAL, id, 0);
  await stores.store.commit({ events: [], writes: [{ kind: 'remove', ref }] });
  await stores.store.commit({ events: [], writes: [{ kind: 'insert', ref, row: { text: fileOf(1, 801) } }] });
  await confirm(scene, haddad, later);
  await scene.skip(2);
  await until(() => jobOf(id));
  await sleep(1000);
  expect((await jobOf(id))?.next).toBe(0);
  expect((await stores.store.load({ device: deviceRef(HOSPITAL, idOf(801)) })).device).toBeUndefined();
});
