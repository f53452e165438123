/**
 * What people are told of registry changes, through the running broker and its mailbox: every administrator and nobody else
 * of a proposal (R18), the invited person by a link that is good once, and a mail that came back is seen (R16).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deliveryRef, invitationRef, proposalChain, registryChain } from '../../core/keys.ts';
import type { Delivery } from '../../core/rows.ts';
import { type Mail, type Phone, type Scene, send } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { unwrapped } from '../support/mails.ts';
import { until } from '../support/polling.ts';
import { HOSPITAL, type RunningBroker, recordsOf, runBroker } from '../support/running-broker.ts';
import { planFailure } from '../support/stand-in.ts';

let running: RunningBroker;
let scene: Scene;
let kowalski: Phone;
let haddad: Phone;
let duarte: Phone;
let mwangi: Phone;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  scene = running.scene;
  [kowalski, haddad, duarte, mwangi] = await Promise.all([
    scene.phone('a.kowalski', HOSPITAL),
    scene.phone('b.haddad', HOSPITAL),
    scene.phone('m.duarte', 'medserv'),
    scene.phone('d.mwangi', HOSPITAL),
  ]);
});

afterAll(async () => {
  delete process.env['WARDKEY_COOL_DOWN'];
  await running.stop();
});

/** Mails that say `words`, lines joined, once there are `count` of them; a moment later there are no more. */
async function mailsSaying(words: string, count: number): Promise<readonly Mail[]> {
  const found = async () => {
    const { body } = await send(`${running.broker.addresses.inbox}/messages.json`, { method: 'GET' });
    const mails = (body as Mail[]).map((mail) => ({ ...mail, text: unwrapped(mail.text) }));
    return mails.filter((mail) => `${mail.subject}\n${mail.text}`.includes(words));
  };
  await until(async () => ((await found()).length >= count ? true : undefined));
  await sleep(600);
  return found();
}

const addressesOf = (mails: readonly Mail[]) => mails.flatMap(({ to }) => to).sort();

describe('a proposed change', () => {
  const admins = ['a.kowalski@st-marys.example', 'b.haddad@st-marys.example'];

  test('is told to every administrator at each step, and to nobody else, by printed names', async () => {
    const { person } = mwangi.member;
    const proposed = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, role: 'htm_approver' });
    const { id, digest } = proposed.body.proposal;
    const asked = await mailsSaying(id, 2);
    expect(addressesOf(asked)).toEqual(admins);
    expect(asked[0]?.subject).toBe("Proposed: grant role · St. Mary's Teaching Hospital");
    for (const words of ['htm_approver for David Mwangi', 'Proposed by: Anna Kowalski', digest])
      expect(asked[0]?.text).toContain(words);
    expect(asked[0]?.text).toMatch(/until 20\d\d-\d\d-\d\d, \d\d:\d\d C[SD]T, or it dies by itself/);

    await confirm(scene, haddad, proposed);
    const confirmed = (await mailsSaying(id, 4)).filter(({ subject }) => subject.startsWith('Confirmed'));
    expect(addressesOf(confirmed)).toEqual(admins);
    expect(confirmed[0]?.text).toMatch(/Confirmed by Basim Haddad\. It comes into force at 20.* C[SD]T unless/);

    await scene.skip(61);
    const enforced = (await mailsSaying(id, 6)).filter(({ subject }) => subject.startsWith('In force'));
    expect(addressesOf(enforced)).toEqual(admins);
    expect(await mailsSaying(id, 6)).toHaveLength(6);
  });

  test('that is withdrawn is told as withdrawn', async () => {
    const { person } = mwangi.member;
    const proposed = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, role: 'auditor' });
    const { id } = proposed.body.proposal;
    await mailsSaying(id, 2);
    await haddad.post(`/registry/${HOSPITAL}/proposals/${id}/withdraw`, {});
    const withdrawn = (await mailsSaying(id, 4)).filter(({ subject }) => subject.startsWith('Withdrawn'));
    expect(addressesOf(withdrawn)).toEqual(admins);
  });

  test("of a servicer's people is told to its administrators, whom its members' rows name", async () => {
    const { person } = scene.member('l.petrov', 'medserv');
    const proposed = await change(scene, duarte, ['medserv', 'reinstate-person'], { person });
    const mails = await mailsSaying(proposed.body.proposal.id, 2);
    expect(addressesOf(mails)).toEqual(['m.duarte@medserv.example', 'o.finch@medserv.example']);
    expect(mails[0]?.text).toMatch(/a technician is reinstated: Lev Petrov/);
    expect(mails[0]?.text).toMatch(/\d\d:\d\d UTC/);
  });

  test('puts no name and no address into the log', async () => {
    for (const tenant of [HOSPITAL, 'medserv']) {
      const { items } = await running.stores.ledger.chains(tenant);
      const records = await Promise.all(items.map((chain) => recordsOf(running.stores, chain)));
      expect(JSON.stringify(records)).not.toMatch(/Kowalski|Mwangi|Petrov|@/);
    }
  });

  test('whose mail came back says so in its delivery', async () => {
    await planFailure(running.broker.addresses.inbox, 'SendEmail', 'bounce', 2);
    const { person } = mwangi.member;
    const proposed = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, role: 'emergency_custodian' });
    const chain = proposalChain(HOSPITAL, proposed.body.proposal.id);
    const states = await until(async () => {
      const rows = await running.stores.store.children<Delivery>(chain, 'N#');
      return rows.length === 2 && rows.every(({ state }) => state === 'bounced') ? rows : undefined;
    });
    expect(states.map(({ message }) => message)).toEqual(['proposal', 'proposal']);
  });
});

describe('an invitation', () => {
  const invited = {
    printedName: 'Nils Brandt',
    email: 'n.brandt@medserv.example',
    roles: ['technician'],
    entitlements: [],
  };
  const linkIn = ({ text }: Mail) => /\/invitations\/([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? '';

  test('comes by one mail whose link makes the person, once, at the own issuer only', async () => {
    const made = await change(scene, duarte, ['medserv', 'invite-person'], invited);
    expect(made.status).toBe(201);
    const mails = await mailsSaying('MedServ invites you to Wardkey', 1);
    expect(addressesOf(mails)).toEqual(['n.brandt@medserv.example']);
    const [mail] = mails;
    if (!mail) throw new Error('no mail');
    for (const words of ['Roles: technician', 'Sign in at: MedServ']) expect(mail.text).toContain(words);
    const path = `/invitations/${linkIn(mail)}`;
    expect(await kowalski.post(path, {})).toMatchObject({ status: 403, body: { reason: 'invitation_elsewhere' } });
    const brandt = await scene.phone('n.brandt', 'medserv');
    expect(await brandt.get('/requests')).toMatchObject({ status: 403, body: { reason: 'person_unknown' } });
    expect(await brandt.post(path, {})).toMatchObject({ status: 200, body: { printedName: 'Nils Brandt' } });
    expect((await brandt.get('/requests')).status).toBe(200);
    expect(await brandt.post(path, {})).toMatchObject({ status: 403, body: { reason: 'invitation_closed' } });
  });

  test('whose mail came back is shown so to whoever invited', async () => {
    await planFailure(running.broker.addresses.inbox, 'SendEmail', 'bounce', 1);
    const made = await change(scene, duarte, ['medserv', 'invite-person'], { ...invited, email: 'x@medserv.example' });
    const id = made.body.entity.slice('invitation:'.length);
    const chain = registryChain(invitationRef('medserv', id), 'medserv');
    const delivery = await until(async () => {
      const { row } = await running.stores.store.load({ row: deliveryRef(chain, 1, 'invited') });
      return row?.state === 'bounced' ? row : undefined;
    });
    expect(delivery).toMatchObject({ person: 'invited', message: 'invitation', attempts: 1 });
  });

  test('that is refused for good has failed, and is not tried again', async () => {
    await planFailure(running.broker.addresses.inbox, 'SendEmail', 'rejected', 1);
    const made = await change(scene, duarte, ['medserv', 'invite-person'], { ...invited, email: 'y@medserv.example' });
    const id = made.body.entity.slice('invitation:'.length);
    const chain = registryChain(invitationRef('medserv', id), 'medserv');
    const delivery = await until(async () => {
      const { row } = await running.stores.store.load({ row: deliveryRef(chain, 1, 'invited') });
      return row?.state === 'failed' ? row : undefined;
    });
    expect(delivery).toMatchObject({ note: 'address', attempts: 1 });
  });
});

test('the logs verify from their bytes', async () => {
  for (const hospital of [HOSPITAL, 'medserv'])
    expect((await verifyLog(running.broker.addresses.dynamodb, { hospital })).broken).toBeUndefined();
});
