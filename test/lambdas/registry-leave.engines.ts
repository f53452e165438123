/** What people do about themselves, through the running broker: leave, come back, and say which accounts are theirs (R4). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hospitalRef, operatorRef, personChain, personRef, proposalRef, requestChain } from '../../core/keys.ts';
import type { Person } from '../../core/registry.ts';
import type { Answer, Phone, Scene } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { until } from '../support/polling.ts';
import { ask, HOSPITAL, MONITOR, type RunningBroker, recordsOf, rowOf, runBroker } from '../support/running-broker.ts';

let running: RunningBroker;
let scene: Scene;
let kowalski: Phone;
let haddad: Phone;
let mwangi: Phone;
let duarte: Phone;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  scene = running.scene;
  kowalski = await scene.phone('a.kowalski', HOSPITAL);
  haddad = await scene.phone('b.haddad', HOSPITAL);
  mwangi = await scene.phone('d.mwangi', HOSPITAL);
  duarte = await scene.phone('m.duarte', 'medserv');
});

afterAll(async () => {
  delete process.env['WARDKEY_COOL_DOWN'];
  await running.stop();
});

async function leaves(phone: Phone): Promise<Answer> {
  return phone.post('/people/me/leave', { code: await scene.code(phone.member) });
}

async function personNow({ member }: Phone): Promise<Person> {
  const { row } = await running.stores.store.load({ row: personRef(member.person) });
  if (!row) throw new Error('no such person');
  return row;
}

/** Proposed by one administrator, confirmed by the other, and waited for. */
async function byTwo(verb: string, body: object): Promise<void> {
  const proposed = await change(scene, kowalski, [HOSPITAL, verb], body);
  expect(proposed.status).toBe(202);
  expect((await confirm(scene, haddad, proposed)).status).toBe(200);
  await scene.skip(61);
  const { id } = proposed.body.proposal;
  const settled = await until(async () => {
    const { proposal } = await running.stores.store.load({ proposal: proposalRef(HOSPITAL, id) });
    return proposal?.status === 'confirmed' ? undefined : proposal;
  });
  expect(settled.status).toBe('in_force');
}

/** The link in the newest mail of an invitation to `phone`. */
async function invitedBy(inviter: Phone, tenant: string, invited: Phone, body: object): Promise<string> {
  const { email } = invited.member;
  const named = { printedName: 'David Mwangi', email, roles: [], entitlements: [], ...body };
  expect((await change(scene, inviter, [tenant, 'invite-person'], named)).status).toBe(201);
  const { text } = await scene.mail(invited.member, 'invites you to Wardkey');
  return /\/invitations\/([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? '';
}

describe('leave', () => {
  test('is refused to one of two administrators, and so is a wrong code; the log says both', async () => {
    expect(await leaves(haddad)).toMatchObject({ status: 403, body: { reason: 'last_admin', rule: 'R18' } });
    const wrong = await haddad.post('/people/me/leave', { code: '000000' });
    expect(wrong).toMatchObject({ status: 403, body: { reason: 'code_rejected' } });
    expect(await personNow(haddad)).toMatchObject({ status: 'active', version: 1 });
    const chain = personChain(HOSPITAL, haddad.member.person);
    expect((await recordsOf(running.stores, chain)).map(({ type, data }) => [type, data])).toEqual([
      ['registry.refused', { verb: 'leave', code: 'last_admin' }],
      ['registry.refused', { verb: 'leave', code: 'code_rejected' }],
    ]);
  });

  test('takes every role away, at the hospital and of the operator, and stops what was asked', async () => {
    const { person } = mwangi.member;
    await byTwo('grant-role', { person, role: 'hdo_admin' });
    await byTwo('grant-role', { person, role: 'operator_admin' });
    const asked = await ask(mwangi, MONITOR.code);
    expect((await personNow(mwangi)).competences).not.toEqual([]);
    expect(await leaves(mwangi)).toMatchObject({ status: 200, body: { left: true } });
    const gone = await personNow(mwangi);
    expect(gone).toMatchObject({ status: 'suspended', roles: [], competences: [] });
    expect(gone.left).toBeGreaterThan(0);
    const refs = { hospital: hospitalRef(HOSPITAL), operator: operatorRef };
    const { hospital, operator } = await running.stores.store.load(refs);
    expect(hospital?.staff.map((one) => one.person)).not.toContain(person);
    expect(operator?.admins).toEqual([kowalski.member.person, haddad.member.person]);
    const ended = await until(async () => {
      const row = await rowOf(running.stores, asked.id);
      return row.status === 'pending' ? undefined : row;
    });
    expect(ended).toMatchObject({ status: 'withdrawn' });
    const events = await recordsOf(running.stores, requestChain(asked.id));
    expect(events.at(-1)).toMatchObject({ type: 'request.withdrawn', data: { stopped: 'person_left' } });
  });

  test('is for good: he acts no more, and nobody reinstates him', async () => {
    expect((await mwangi.get('/requests')).status).toBe(403);
    const { person } = mwangi.member;
    expect(await change(scene, kowalski, [HOSPITAL, 'reinstate-person'], { person })).toMatchObject({
      status: 403,
      body: { reason: 'person_left' },
    });
  });

  test('ends with a new invitation, which brings no role of then', async () => {
    const ticket = await invitedBy(kowalski, HOSPITAL, mwangi, { roles: ['technician'] });
    expect((await mwangi.post(`/invitations/${ticket}`, {})).status).toBe(200);
    const again = await mwangi.post(`/invitations/${ticket}`, {});
    expect(again).toMatchObject({ status: 403, body: { reason: 'invitation_closed' } });
    const own = await recordsOf(running.stores, personChain(HOSPITAL, mwangi.member.person));
    expect(own.at(-1)).toMatchObject({
      type: 'registry.refused',
      data: { verb: 'redeem-invitation', code: 'invitation_closed' },
    });
    const back = await personNow(mwangi);
    expect(back).toMatchObject({ status: 'active', roles: ['technician'], competences: [] });
    expect(back.left).toBeUndefined();
    const { hospital, operator } = await running.stores.store.load({
      hospital: hospitalRef(HOSPITAL),
      operator: operatorRef,
    });
    expect(hospital?.staff.map((one) => one.person)).not.toContain(mwangi.member.person);
    expect(operator?.admins).not.toContain(mwangi.member.person);
  });
});

describe('link-account', () => {
  const says = async (who: Phone, to: Phone): Promise<boolean> =>
    (await who.post('/people/me/link', { other: to.member.person, code: await scene.code(who.member) })).body.linked;
  const links = async (one: Phone, other: Phone) => [await says(one, other), await says(other, one)];

  test('makes one human of all accounts of a chain, in the log of each employer', async () => {
    const nyberg = await scene.phone('c.nyberg', 'kestrel-biomed');
    const chain = [kowalski, duarte, nyberg, haddad] as const;
    expect(await links(kowalski, duarte)).toEqual([false, true]);
    expect(await links(nyberg, haddad)).toEqual([false, true]);
    expect(await links(duarte, nyberg)).toEqual([false, true]);
    for (const one of chain) {
      const { linked, alsoOf } = await personNow(one);
      const others = chain.filter((other) => other !== one).map(({ member }) => member);
      expect([...linked].sort()).toEqual(others.map(({ person }) => person).sort());
      expect(alsoOf).toEqual(expect.arrayContaining(others.map(({ organisation }) => organisation)));
    }
    expect(await says(kowalski, haddad)).toBe(true);
  });

  test('so that the ends of the chain are not two who confirm', async () => {
    const { person } = mwangi.member;
    const proposed = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, role: 'auditor' });
    expect(await confirm(scene, haddad, proposed)).toMatchObject({
      status: 403,
      body: { reason: 'confirmer_is_proposer' },
    });
  });

  test('is refused beyond eight accounts, and nothing changes', async () => {
    const more = [
      ['p.weiss', 'kestrel-biomed'],
      ['o.finch', 'medserv'],
      ['s.lang', 'oem-aurora'],
      ['i.voss', 'oem-aurora'],
    ] as const;
    for (const [login, organisation] of more)
      expect(await links(kowalski, await scene.phone(login, organisation))).toEqual([false, true]);
    const before = await personNow(kowalski);
    expect(before.linked).toHaveLength(7);
    const ninth = await scene.phone('h.vogt', 'oem-halden');
    expect(await says(kowalski, ninth)).toBe(false);
    const code = await scene.code(ninth.member);
    expect(await ninth.post('/people/me/link', { other: kowalski.member.person, code })).toMatchObject({
      status: 403,
      body: { reason: 'accounts_full', rule: 'R4' },
    });
    expect(await personNow(kowalski)).toEqual({ ...before, version: before.version + 1, linking: ninth.member.person });
  });

  test('and the logs of all verify from their bytes', async () => {
    for (const hospital of [HOSPITAL, 'medserv', 'kestrel-biomed', 'oem-aurora', 'oem-halden'])
      expect((await verifyLog(running.broker.addresses.dynamodb, { hospital })).broken).toBeUndefined();
  });
});
