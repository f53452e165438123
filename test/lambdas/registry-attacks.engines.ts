/** What somebody tries who has a power, or the database, and wants more than he has (R4, R17, R18). */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hospitalRef, personRef, proposalChain, proposalRef, queueFor, registryChain } from '../../core/keys.ts';
import { digestOfProposed, type Proposal } from '../../core/registry/proposal.ts';
import type { Hospital } from '../../core/registry.ts';
import type { Answer, Phone, Scene } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { until } from '../support/polling.ts';
import { HOSPITAL, type RunningBroker, recordsOf, runBroker } from '../support/running-broker.ts';

let running: RunningBroker;
let scene: Scene;
let kowalski: Phone;
let haddad: Phone;
let duarte: Phone;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  scene = running.scene;
  kowalski = await scene.phone('a.kowalski', HOSPITAL);
  haddad = await scene.phone('b.haddad', HOSPITAL);
  duarte = await scene.phone('m.duarte', 'medserv');
});

afterAll(async () => {
  delete process.env['WARDKEY_COOL_DOWN'];
  await running.stop();
});

const osei = () => ({ person: scene.member('j.osei', 'medserv').person });
const grant = () => ({ person: scene.member('e.fischer', HOSPITAL).person, role: 'htm_approver' });

/** Confirmed by the second administrator, in its cool-down. */
async function confirmed(verb: string, body: object): Promise<Answer> {
  const proposed = await change(scene, kowalski, [HOSPITAL, verb], body);
  expect(proposed.status).toBe(202);
  expect((await confirm(scene, haddad, proposed)).status).toBe(200);
  return proposed;
}

async function hospitalNow(): Promise<Hospital | undefined> {
  return (await running.stores.store.load({ row: hospitalRef(HOSPITAL) })).row;
}

async function settled({ body }: Answer): Promise<Proposal> {
  await scene.skip(61);
  return until(async () => {
    const { proposal } = await running.stores.store.load({ proposal: proposalRef(HOSPITAL, body.proposal.id) });
    return proposal?.status === 'confirmed' ? undefined : proposal;
  });
}

/** Whoever may write rows of state, and nothing else, writes past the broker. */
async function forge({ body }: Answer, forged: (row: Proposal) => Proposal): Promise<void> {
  const { tenant, id } = body.proposal;
  const ref = proposalRef(tenant, id);
  const { row } = await running.stores.store.load({ row: ref });
  if (!row) throw new Error('no such proposal');
  const due = [queueFor('change', proposalChain(tenant, id)), row.inForceAt ?? 0] as const;
  const write = { kind: 'replace', ref, row: forged(row), version: row.version, indexes: { queue: due } } as const;
  expect(await running.stores.store.commit({ events: [], writes: [write] })).toBeUndefined();
}

test('a hospital that is frozen again while it is about to open stays frozen', async () => {
  await change(scene, kowalski, [HOSPITAL, 'freeze-hospital'], {});
  const opening = await confirmed('reopen-hospital', {});
  expect(await change(scene, kowalski, [HOSPITAL, 'freeze-hospital'], {})).toMatchObject({
    status: 201,
    body: { status: 'in_force' },
  });
  expect(await settled(opening)).toMatchObject({ status: 'failed', failure: 'proposal_overtaken' });
  expect(await hospitalNow()).toMatchObject({ status: 'suspended' });
  const second = await confirmed('reopen-hospital', {});
  // Something else that changes meanwhile is no reason to keep it closed.
  await change(scene, kowalski, [HOSPITAL, 'set-roster'], { groups: [[haddad.member.person]] });
  expect(await settled(second)).toMatchObject({ status: 'in_force' });
});

test.each([
  ['a hospital by its policy, eight hours for T0', HOSPITAL, 'suspend-vendor', { organisation: 'medserv' }, 8 * 3600],
  ['a servicer by the longest of any policy, a day', 'medserv', 'suspend-person', osei, 86_400],
  [
    'a hospital that stops others everywhere, a day',
    HOSPITAL,
    'suspend-organisation',
    { organisation: 'kestrel-biomed' },
    86_400,
  ],
] as const)('a stop says until when a token at an offline device may still open: at %s', async (...row) => {
  const [, tenant, verb, body, seconds] = row;
  const before = scene.now();
  const by = tenant === HOSPITAL ? kowalski : duarte;
  const answer = await change(scene, by, [tenant, verb], typeof body === 'function' ? body() : body);
  expect(answer.status).toBe(201);
  expect(answer.body.mayOpenUntil).toBeGreaterThanOrEqual(before + seconds);
  expect(answer.body.mayOpenUntil).toBeLessThanOrEqual(scene.now() + seconds);
});

test('what somebody at a hospital has to do with a servicer is known there, and its log stays whole', async () => {
  const link = async (who: Phone, to: Phone) =>
    who.post('/people/me/link', { other: to.member.person, code: await scene.code(who.member) });
  expect(await link(duarte, haddad)).toMatchObject({ status: 200, body: { linked: false } });
  expect(await link(haddad, duarte)).toMatchObject({ status: 200, body: { linked: true } });
  for (const { member } of [haddad, duarte]) {
    const chain = registryChain(personRef(member.person), member.organisation);
    expect((await recordsOf(running.stores, chain)).at(-1)).toMatchObject({ data: { verb: 'link-account' } });
    const elsewhere = registryChain(personRef(member.person), member === haddad.member ? 'medserv' : HOSPITAL);
    expect(await recordsOf(running.stores, elsewhere)).toEqual([]);
  }
  const term = { from: scene.now(), to: scene.now() + 900 * 86_400, scopes: ['log.read', 'factory.reset'] };
  const agreed = { organisation: 'medserv', insurance: 'INS-1', contract: 'C-1', ...term };
  const proposed = await change(scene, kowalski, [HOSPITAL, 'set-vendor'], agreed);
  expect(await confirm(scene, haddad, proposed)).toMatchObject({
    status: 403,
    body: { reason: 'confirmer_of_servicer', rule: 'R18' },
  });
});

test('the log of both organisations is whole after that', async () => {
  for (const hospital of [HOSPITAL, 'medserv']) {
    expect((await verifyLog(running.broker.addresses.dynamodb, { hospital })).broken).toBeUndefined();
  }
});

test.each<[string, (row: Proposal) => Proposal]>([
  ['another body', (row) => ({ ...row, body: { ...row.body, role: 'hdo_admin' } })],
  [
    'another body with its digest',
    (row) => {
      const after = { ...row, body: { ...row.body, role: 'hdo_admin' } };
      return { ...after, digest: digestOfProposed(after) };
    },
  ],
  ['another who confirmed', (row) => ({ ...row, confirmedBy: row.proposedBy })],
  ['an earlier hour', (row) => ({ ...row, inForceAt: (row.inForceAt ?? 0) - 30 })],
])('a confirmed proposal whose row has %s than the log does not come into force', async (_what, forged) => {
  const before = await hospitalNow();
  const proposed = await confirmed('grant-role', grant());
  await forge(proposed, forged);
  expect(await settled(proposed)).toMatchObject({ status: 'failed', failure: 'proposal_unvouched' });
  expect(await hospitalNow()).toEqual(before);
});

test('a proposal that only the row says was confirmed does not come into force', async () => {
  const proposed = await change(scene, kowalski, [HOSPITAL, 'grant-role'], grant());
  const { person: confirmedBy } = haddad.member;
  await forge(proposed, (row) => ({ ...row, status: 'confirmed', confirmedBy, inForceAt: scene.now() }));
  expect(await settled(proposed)).toMatchObject({ status: 'failed', failure: 'proposal_unvouched' });
});

test('and the log names the row that was altered', async () => {
  const { broken } = await verifyLog(running.broker.addresses.dynamodb, { hospital: HOSPITAL });
  expect(broken).toMatchObject({ code: 'state_differs', chain: expect.stringContaining('#proposal#') });
});
