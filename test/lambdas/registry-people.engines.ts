/** People of the registry through the running broker: who comes, who may what, who is stopped (R17, R18). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hospitalRef, personRef, proposalRef, registryChain } from '../../core/keys.ts';
import type { Phone, Scene } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { until } from '../support/polling.ts';
import {
  approve,
  ask,
  eventsOf,
  HOSPITAL,
  MONITOR,
  newKey,
  type RunningBroker,
  recordsOf,
  rowOf,
  runBroker,
} from '../support/running-broker.ts';

let running: RunningBroker;
let scene: Scene;
let kowalski: Phone;
let haddad: Phone;
let duarte: Phone;
let osei: Phone;
let mwangi: Phone;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  scene = running.scene;
  kowalski = await scene.phone('a.kowalski', HOSPITAL);
  haddad = await scene.phone('b.haddad', HOSPITAL);
  duarte = await scene.phone('m.duarte', 'medserv');
  osei = await scene.phone('j.osei', 'medserv');
  mwangi = await scene.phone('d.mwangi', HOSPITAL);
});

afterAll(async () => {
  delete process.env['WARDKEY_COOL_DOWN'];
  await running.stop();
});

const grant = { role: 'htm_approver', sites: [], units: ['ICU 3'] };

describe('grant-role', () => {
  test('is proposed by one, confirmed by another, and in force after the cool-down', async () => {
    const { person } = mwangi.member;
    const proposed = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, ...grant });
    expect(proposed).toMatchObject({ status: 202, body: { status: 'proposed', proposal: { status: 'proposed' } } });
    const again = await confirm(scene, kowalski, proposed);
    expect(again).toMatchObject({ status: 403, body: { reason: 'confirmer_is_proposer', rule: 'R18' } });
    const confirmed = await confirm(scene, haddad, proposed);
    expect(confirmed).toMatchObject({ status: 200, body: { status: 'confirmed' } });
    expect(confirmed.body.inForceAt - confirmed.body.at).toBe(60);
    await scene.skip(61);
    const { id } = proposed.body.proposal;
    const settled = await until(async () => {
      const { proposal } = await running.stores.store.load({ proposal: proposalRef(HOSPITAL, id) });
      return proposal?.status === 'confirmed' ? undefined : proposal;
    });
    expect(settled.status).toBe('in_force');
    const [last] = (await recordsOf(running.stores, `T#${HOSPITAL}#G#H`)).slice(-1);
    expect(last).toMatchObject({
      type: 'registry.changed',
      actor: { person: 'wardkey' },
      data: { verb: 'grant-role', entity: 'hospital', version: 2, proposal: id },
    });
  });

  test('nobody but an administrator proposes it', async () => {
    const { person } = mwangi.member;
    expect(await change(scene, mwangi, [HOSPITAL, 'grant-role'], { person, ...grant })).toMatchObject({
      status: 403,
      body: { reason: 'power_missing' },
    });
    expect(await change(scene, duarte, [HOSPITAL, 'grant-role'], { person, ...grant })).toMatchObject({ status: 404 });
  });

  test('a proposal that was withdrawn is confirmed by nobody', async () => {
    const { person } = mwangi.member;
    const proposed = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, role: 'auditor' });
    const { id } = proposed.body.proposal;
    const withdrawn = await haddad.post(`/registry/${HOSPITAL}/proposals/${id}/withdraw`, {});
    expect(withdrawn).toMatchObject({ status: 200, body: { status: 'withdrawn' } });
    expect(await confirm(scene, haddad, proposed)).toMatchObject({ status: 403, body: { reason: 'proposal_settled' } });
  });

  test('whoever gains does not confirm, and another digest than the proposed is not confirmed', async () => {
    const { person } = haddad.member;
    const proposed = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, role: 'auditor' });
    expect(await confirm(scene, haddad, proposed)).toMatchObject({ status: 403, body: { reason: 'confirmer_gains' } });
    const other = { ...proposed, body: { proposal: { ...proposed.body.proposal, digest: 'A'.repeat(43) } } };
    expect(await confirm(scene, haddad, other)).toMatchObject({ status: 412 });
  });

  test('the same Idempotency-Key proposes once, and nothing else', async () => {
    const { person } = mwangi.member;
    const key = newKey();
    const first = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, role: 'auditor' }, key);
    const second = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, role: 'auditor' }, key);
    expect(second.body.proposal.id).toBe(first.body.proposal.id);
    const third = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, role: 'hdo_admin' }, key);
    expect(third.status).toBe(422);
  });
});

describe('suspend-person', () => {
  test('stops pending and approved access, minting at once, and is told in the log', async () => {
    const pending = await ask(osei, MONITOR.code);
    const approved = await ask(osei, MONITOR.code);
    await approve(scene, await scene.phone('p.lindqvist', HOSPITAL), approved);
    const { person } = osei.member;
    expect(await change(scene, duarte, ['medserv', 'suspend-person'], { person })).toMatchObject({
      status: 201,
      body: { status: 'in_force', entity: `person:${person}`, version: 2 },
    });
    const code = await scene.code(osei.member);
    const mint = await osei.post(`/requests/${approved.id}/tokens`, { device: MONITOR.id, code }, newKey());
    expect(mint.status).toBe(403);
    const ended = await until(async () => {
      const rows = await Promise.all([pending, approved].map(({ id }) => rowOf(running.stores, id)));
      return rows.some(({ status }) => status === 'pending' || status === 'approved') ? undefined : rows;
    });
    expect(ended.map(({ status }) => status)).toEqual(['withdrawn', 'revoked']);
    expect(await eventsOf(running.stores, pending.id)).toContain('request.withdrawn');
  });

  test('counts a second time, and takes two people back', async () => {
    const { person } = osei.member;
    const again = await change(scene, duarte, ['medserv', 'suspend-person'], { person });
    expect(again).toMatchObject({ status: 201, body: { status: 'in_force' } });
    const proposed = await change(scene, duarte, ['medserv', 'reinstate-person'], { person });
    expect(proposed.status).toBe(202);
    await confirm(scene, await scene.phone('o.finch', 'medserv'), proposed);
    await scene.skip(61);
    const back = await until(async () => {
      const { row } = await running.stores.store.load({ row: personRef(person) });
      return row?.status === 'active' ? row : undefined;
    });
    expect(back.version).toBe(4);
  });
});

describe('set-competence', () => {
  test('is kept by an administrator for others, never for himself', async () => {
    const body = { model: 'gs1:01/09521000001039', validTo: 1_900_000_000 };
    const own = await change(scene, duarte, ['medserv', 'set-competence'], { ...body, person: duarte.member.person });
    expect(own).toMatchObject({ status: 403, body: { reason: 'own_power' } });
    const { person } = osei.member;
    expect((await change(scene, duarte, ['medserv', 'set-competence'], { ...body, person })).status).toBe(201);
    const chain = registryChain(personRef(person), 'medserv');
    const verbs = (await recordsOf(running.stores, chain)).map(({ data }) => (data as { verb: string }).verb);
    expect(verbs).toEqual(['suspend-person', 'suspend-person', 'reinstate-person', 'set-competence']);
  });
});

test('the log of both organisations verifies from its bytes', async () => {
  for (const hospital of [HOSPITAL, 'medserv'])
    expect((await verifyLog(running.broker.addresses.dynamodb, { hospital })).broken).toBeUndefined();
});

test('a role that was written past the log is found, and which row it is', async () => {
  const { store } = running.stores;
  const { row } = await store.load({ row: hospitalRef(HOSPITAL) });
  if (!row) throw new Error('no hospital');
  const staff = row.staff.map((one) =>
    one.person === mwangi.member.person
      ? { ...one, entitlements: [{ role: 'hdo_admin' as const, sites: [], units: [] }] }
      : one,
  );
  const write = { kind: 'replace', ref: hospitalRef(HOSPITAL), row: { ...row, staff }, version: row.version } as const;
  expect(await store.commit({ events: [], writes: [write] })).toBeUndefined();
  const { broken } = await verifyLog(running.broker.addresses.dynamodb, { hospital: HOSPITAL });
  expect(broken).toMatchObject({ chain: `T#${HOSPITAL}#G#H`, code: 'state_differs' });
});
