/** A hospital stops what is open, through the running broker: by freezing, and by suspending a servicer (R17). */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hospitalRef } from '../../core/keys.ts';
import type { Phone, Scene } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { until } from '../support/polling.ts';
import {
  ask,
  asking,
  HOSPITAL,
  MONITOR,
  newKey,
  type RunningBroker,
  rowOf,
  runBroker,
} from '../support/running-broker.ts';

let running: RunningBroker;
let scene: Scene;
let kowalski: Phone;
let haddad: Phone;
let osei: Phone;
let ito: Phone;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  scene = running.scene;
  kowalski = await scene.phone('a.kowalski', HOSPITAL);
  haddad = await scene.phone('b.haddad', HOSPITAL);
  osei = await scene.phone('j.osei', 'medserv');
  ito = await scene.phone('g.ito', 'oem-aurora');
});

afterAll(async () => {
  delete process.env['WARDKEY_COOL_DOWN'];
  await running.stop();
});

async function statusOf(id: string): Promise<string> {
  return (await rowOf(running.stores, id)).status;
}

test('a suspended servicer’s requests end, another one’s stay', async () => {
  const [his, other] = [await ask(osei, MONITOR.code), await ask(ito, MONITOR.code)];
  const suspended = await change(scene, kowalski, [HOSPITAL, 'suspend-vendor'], { organisation: 'medserv' });
  expect(suspended).toMatchObject({ status: 201, body: { entity: 'vendor:medserv', version: 2 } });
  await until(async () => ((await statusOf(his.id)) === 'withdrawn' ? true : undefined));
  expect(await statusOf(other.id)).toBe('pending');
  const again = await osei.post('/requests', asking(MONITOR.code), newKey());
  expect(again).toMatchObject({ status: 403, body: { reason: 'vendor_suspended' } });
});

test('a frozen hospital ends everything that is open, says so, and takes two people to reopen', async () => {
  const open = await ask(ito, MONITOR.code);
  expect((await change(scene, kowalski, [HOSPITAL, 'freeze-hospital'], {})).status).toBe(201);
  await until(async () => ((await statusOf(open.id)) === 'withdrawn' ? true : undefined));
  const asked = await ito.post('/requests', asking(MONITOR.code), newKey());
  expect(asked).toMatchObject({ status: 403, body: { reason: 'hospital_frozen', rule: 'R17' } });
  const proposed = await change(scene, haddad, [HOSPITAL, 'reopen-hospital'], {});
  expect(proposed.status).toBe(202);
  expect((await confirm(scene, kowalski, proposed)).status).toBe(200);
  await scene.skip(61);
  await until(async () => {
    const { row } = await running.stores.store.load({ row: hospitalRef(HOSPITAL) });
    return row?.status === 'active' ? true : undefined;
  });
  expect((await ito.post('/requests', asking(MONITOR.code), newKey())).status).toBe(201);
});

test('a policy that nobody could fill is refused, and says where', async () => {
  const { row } = await running.stores.store.load({ row: hospitalRef(HOSPITAL) });
  const { policy } = row ?? {};
  const tiers = { ...policy?.tiers, T1: { ...policy?.tiers.T1, approvals: 8 } };
  const refused = await change(scene, kowalski, [HOSPITAL, 'set-policy'], { policy: { ...policy, tiers } });
  expect(refused).toMatchObject({
    status: 409,
    body: { reason: 'policy_unsatisfiable', facts: { at: 'tiers/T1' } },
  });
});

test('the policy tester says who could do what, before and after a change, and writes nothing', async () => {
  const { row } = await running.stores.store.load({ row: hospitalRef(HOSPITAL) });
  const { policy } = row ?? {};
  const tiers = { ...policy?.tiers, T1: { ...policy?.tiers.T1, holdCap: 60 } };
  const question = {
    device: MONITOR.code,
    technician: ito.member.person,
    scopes: ['diag.run'],
    holdSeconds: 1800,
    declarations: { notInClinicalUse: true, compensatingControls: true },
  };
  const path = `/registry/${HOSPITAL}/preview-policy`;
  const now = await kowalski.post(path, { question });
  expect(now).toMatchObject({ status: 200, body: { faults: [], weakerIn: [], access: { tier: 'T1' } } });
  expect(now.body.rows.length).toBeGreaterThan(19);
  expect(now.body.access.candidates.length).toBeGreaterThan(0);
  const then = await kowalski.post(path, { question, policy: { ...policy, tiers } });
  expect(then.body.access).toMatchObject({ reason: 'duration_over_cap' });
  const weaker = { ...policy, totalHoldCap: (policy?.totalHoldCap ?? 0) + 60 };
  expect((await kowalski.post(path, { policy: weaker })).body.weakerIn).toEqual(['totalHoldCap']);
  const faulty = {
    ...policy,
    tiers: { ...tiers, T1: { ...policy?.tiers.T1, mustInclude: ['htm_approver', 'auditor'] } },
  };
  expect((await kowalski.post(path, { policy: faulty })).status).toBe(422);
  expect((await osei.post(path, {})).status).toBe(404);
  const after = await running.stores.store.load({ row: hospitalRef(HOSPITAL) });
  expect(after.row?.version).toBe(row?.version);
});

test('the log verifies from its bytes', async () => {
  expect((await verifyLog(running.broker.addresses.dynamodb, { hospital: HOSPITAL })).broken).toBeUndefined();
});
