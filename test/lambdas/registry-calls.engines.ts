/** What a change of the registry costs: every verb and what stands beside them, counted on the wire, on a fresh broker. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { hospitalRef } from '../../core/keys.ts';
import { CHANGE_VERBS, type ChangeVerb } from '../../core/registry/verbs.ts';
import type { Hospital } from '../../core/registry.ts';
import type { Answer } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { invitationOf } from '../../local/demo/scratch.ts';
import { openOem, profileDocument } from '../../local/oem.ts';
import { designOf } from '../../local/seed/models.ts';
import { OEM_KEYS } from '../../local/stack-files.ts';
import { type CountedBroker, runCountedBroker } from '../support/counted-broker.ts';
import { HOSPITAL, MONITOR } from '../support/running-broker.ts';
import { plantWorkspace } from '../support/slack-workspace.ts';

const SISTER = 'gs1:01/09521000001022/21/001198';
const FOR_EVER = 4_000_000_000;

const KOWALSKI = ['a.kowalski', HOSPITAL] as const;
const DUARTE = ['m.duarte', 'medserv'] as const;
const LANG = ['s.lang', 'oem-aurora'] as const;

let counted: CountedBroker;
let hospital: Hospital;
let invitation = '';

beforeAll(async () => {
  counted = await runCountedBroker(0);
  const { row } = await counted.stores.store.load({ row: hospitalRef(HOSPITAL) });
  if (!row) throw new Error('no hospital');
  hospital = row;
  await plantWorkspace(counted.stores, HOSPITAL, 'T0PLANTED');
});

// An issuer is looked up once in five minutes, and that call is no verb's: it is looked up anew before each count.
beforeEach(() => counted.scene.skip(301));

afterAll(() => counted.stop());

const member = (login: string, organisation: string) => counted.scene.member(login, organisation);
const person = (login: string, organisation: string) => member(login, organisation).person;

/** Signed in, in a container that knows the issuer, with a first code behind him: that one takes two more calls. */
async function ready([login, organisation]: readonly [string, string]) {
  const phone = await counted.scene.phone(login, organisation);
  await phone.post('/invitations/none', {});
  await change(counted.scene, phone, [organisation, 'withdraw-invitation'], { invitation: '0'.repeat(20) });
  return phone;
}

async function countOf(act: () => Promise<Answer>): Promise<readonly [calls: number, answer: Answer]> {
  let answer: Answer | undefined;
  const { length } = await counted.callsOf(async () => {
    answer = await act();
  });
  if (!answer) throw new Error('no answer');
  return [length, answer];
}

const admins = [
  { printedName: 'Me', email: 'me@my.example' },
  { printedName: 'Me again', email: 'again@my.example' },
];
const issuer = { issuer: 'https://login.example', jwksUri: 'https://login.example/keys', audience: 'wardkey' };
const newcomer = () => {
  const { printedName, email } = member('n.brandt', 'medserv');
  return { printedName, email, roles: ['technician'], entitlements: [] };
};
const looser = () => {
  const aurora = openOem(join(counted.scene.broker.dataDir, OEM_KEYS), 'oem-aurora');
  return aurora.sign({ ...profileDocument({ ...designOf('PM-12'), max_dur: 80_000 }), version: 2 });
};

type Row = readonly [verb: ChangeVerb, who: readonly [string, string], status: 201 | 202, body: () => object];

/** Who gets it, and whether at once or as a proposal. In an order in which each finds what it needs. */
const GRANTED: readonly Row[] = [
  ['invite-person', DUARTE, 201, () => ({ ...newcomer(), email: 'other@medserv.example' })],
  ['withdraw-invitation', DUARTE, 201, () => ({ invitation })],
  ['grant-role', KOWALSKI, 202, () => ({ person: person('e.fischer', HOSPITAL), role: 'clinical_owner' })],
  ['remove-role', KOWALSKI, 201, () => ({ person: person('e.fischer', HOSPITAL), role: 'auditor' })],
  ['describe-person', KOWALSKI, 202, () => ({ person: person('d.okafor', HOSPITAL), email: 'me@elsewhere.example' })],
  [
    'set-competence',
    DUARTE,
    201,
    () => ({ person: person('k.svensson', 'medserv'), model: 'gs1:01/09521000001022', validTo: FOR_EVER }),
  ],
  ['suspend-person', KOWALSKI, 201, () => ({ person: person('p.lindqvist', HOSPITAL) })],
  ['reinstate-person', KOWALSKI, 202, () => ({ person: person('p.lindqvist', HOSPITAL) })],
  ['reset-code', KOWALSKI, 202, () => ({ person: person('d.okafor', HOSPITAL) })],
  ['describe-hospital', KOWALSKI, 201, () => ({ zone: 'America/Denver' })],
  [
    'set-policy',
    KOWALSKI,
    202,
    () => ({ policy: { ...hospital.policy, totalHoldCap: hospital.policy.totalHoldCap + 3600 } }),
  ],
  ['set-roster', KOWALSKI, 201, () => ({ groups: [] })],
  [
    'set-vendor',
    KOWALSKI,
    202,
    () => ({
      organisation: 'medserv',
      from: 1_600_000_000,
      to: FOR_EVER,
      scopes: ['factory.reset'],
      insurance: 'INS',
      contract: 'C',
    }),
  ],
  ['suspend-vendor', KOWALSKI, 201, () => ({ organisation: 'kestrel-biomed' })],
  ['reinstate-vendor', KOWALSKI, 202, () => ({ organisation: 'kestrel-biomed' })],
  ['publish-trust', LANG, 202, () => ({ kind: 'profile', envelope: looser() })],
  [
    'add-organisation',
    KOWALSKI,
    202,
    () => ({ organisation: { id: 'my-servicer', kind: 'iso', name: 'Mine' }, issuer, admins }),
  ],
  [
    'onboard-hospital',
    KOWALSKI,
    202,
    () => ({
      hospital: 'my-hospital',
      organisation: { name: 'Mine', issuer, admins },
      zone: 'America/Chicago',
      sites: ['Main'],
      contacts: { security: 's@my.example', clinicalEngineering: 'b@my.example' },
      policy: 'proposed',
    }),
  ],
  ['suspend-organisation', KOWALSKI, 201, () => ({ organisation: 'oem-larkspur' })],
  ['reinstate-organisation', KOWALSKI, 202, () => ({ organisation: 'oem-larkspur' })],
  ['offboard-organisation', KOWALSKI, 202, () => ({ organisation: 'oem-larkspur' })],
  ['rotate-token-key', KOWALSKI, 202, () => ({ keysUntil: counted.scene.now() + 60 * 86_400 })],
  [
    'register-device',
    KOWALSKI,
    202,
    () => ({ udi: 'gs1:01/09521000001022/21/MINE', tag: 'MINE-1', site: 'Main', unit: 'ICU 3' }),
  ],
  ['change-device', KOWALSKI, 202, () => ({ device: MONITOR.id, agreementUntil: FOR_EVER })],
  ['report-device', KOWALSKI, 201, () => ({ device: SISTER, status: 'lost', reason: 'Not found.' })],
  ['reinstate-device', KOWALSKI, 202, () => ({ device: SISTER })],
  ['transfer-device', KOWALSKI, 202, () => ({ device: MONITOR.id, reason: 'Sold.' })],
  [
    'import-devices',
    KOWALSKI,
    202,
    () => ({ csv: 'udi,tag,site,unit\ngs1:01/09521000001022/21/MINE2,MINE-2,Main,ICU 3\n' }),
  ],
  ['connect-slack', KOWALSKI, 202, () => ({ team: 'T0MARYS', channel: 'C0SERVICE' })],
  ['disconnect-slack', KOWALSKI, 201, () => ({})],
  ['freeze-hospital', KOWALSKI, 201, () => ({})],
  ['reopen-hospital', KOWALSKI, 202, () => ({})],
];

test('every verb is counted', () => {
  expect(GRANTED.map(([verb]) => verb).sort()).toEqual(Object.keys(CHANGE_VERBS).sort());
});

test.each(GRANTED)('%s makes at most six calls, granted to %j with %d, or refused', async (verb, who, status, body) => {
  const phone = await ready(who);
  const [calls, answer] = await countOf(() => change(counted.scene, phone, [who[1], verb], body()));
  expect(answer.status).toBe(status);
  expect(calls).toBeGreaterThan(2);
  expect(calls).toBeLessThanOrEqual(6);
  if (verb === 'invite-person') invitation = answer.body.entity.split(':')[1];
  for (const other of [KOWALSKI, DUARTE, LANG].filter((one) => one !== who)) {
    const refused = await ready(other);
    const [count] = await countOf(() => change(counted.scene, refused, [other[1], verb], body()));
    expect(count).toBeGreaterThan(1);
    expect(count).toBeLessThanOrEqual(6);
  }
});

test('confirming and withdrawing make at most six calls', async () => {
  const [kowalski, haddad] = [
    await counted.scene.phone('a.kowalski', HOSPITAL),
    await counted.scene.phone('b.haddad', HOSPITAL),
  ];
  // Somebody's first code in thirty days takes two more calls.
  await change(counted.scene, haddad, [HOSPITAL, 'set-roster'], { groups: [] });
  const body = { person: person('e.fischer', HOSPITAL), role: 'clinical_owner' };
  const proposed = await change(counted.scene, kowalski, [HOSPITAL, 'grant-role'], body);
  const confirming = await counted.callsOf(() => confirm(counted.scene, haddad, proposed));
  expect(confirming.map(({ operation }) => operation).sort()).toEqual([
    'BatchGetItem',
    'BatchGetItem',
    'Decrypt',
    'TransactWriteItems',
    'UpdateItem',
  ]);
  const { id } = proposed.body.proposal;
  const path = `/registry/${HOSPITAL}/proposals/${id}/withdraw`;
  const withdrawing = await counted.callsOf(() => kowalski.post(path, {}));
  expect(withdrawing.map(({ operation }) => operation).sort()).toEqual([
    'BatchGetItem',
    'BatchGetItem',
    'TransactWriteItems',
  ]);
});

test('redeeming an invitation makes at most six calls', async () => {
  const duarte = await ready(DUARTE);
  await change(counted.scene, duarte, ['medserv', 'invite-person'], newcomer());
  const ticket = await invitationOf(counted.scene, 'n.brandt', 'medserv');
  const brandt = await counted.scene.phone('n.brandt', 'medserv');
  const [calls, answer] = await countOf(() => brandt.post(`/invitations/${ticket}`, {}));
  expect(answer.status).toBe(200);
  expect(calls).toBeLessThanOrEqual(6);
});

test('linking an account makes at most six calls, also when the second account says so', async () => {
  const here = await ready(['d.mwangi', HOSPITAL]);
  const there = await ready(['j.osei', 'medserv']);
  for (const [phone, other, linked] of [
    [here, there, false],
    [there, here, true],
  ] as const) {
    const code = await counted.scene.code(phone.member);
    const body = { other: other.member.person, code };
    const [calls, answer] = await countOf(() => phone.post('/people/me/link', body));
    expect(answer).toMatchObject({ status: 200, body: { linked } });
    expect(calls).toBeLessThanOrEqual(6);
  }
});

test('leaving makes at most six calls', async () => {
  const moreau = await ready(['l.moreau', HOSPITAL]);
  const code = await counted.scene.code(moreau.member);
  const [calls, answer] = await countOf(() => moreau.post('/people/me/leave', { code }));
  expect(answer).toMatchObject({ status: 200, body: { left: true } });
  expect(calls).toBeLessThanOrEqual(6);
});

test('reading a signing request makes at most six calls', async () => {
  const lang = await ready(LANG);
  const query = new URLSearchParams({ hospital: HOSPITAL, model: 'gs1:01/09521000001039' });
  const [calls, answer] = await countOf(() => lang.get(`/registry/oem-aurora/signing-request?${query}`));
  expect(answer.status).toBe(200);
  expect(calls).toBeLessThanOrEqual(6);
});

test('previewing a policy with a question makes at most six calls', async () => {
  const kowalski = await ready(KOWALSKI);
  const path = `/registry/${HOSPITAL}/preview-policy`;
  // Another function reads: it too looks the issuer up once.
  await kowalski.post(path, {});
  const question = {
    device: SISTER,
    technician: person('g.ito', 'oem-aurora'),
    scopes: ['diag.run'],
    holdSeconds: 1800,
    declarations: { notInClinicalUse: true, compensatingControls: true },
  };
  const [calls, answer] = await countOf(() => kowalski.post(path, { question }));
  expect(answer.status).toBe(200);
  expect(calls).toBeLessThanOrEqual(6);
});
