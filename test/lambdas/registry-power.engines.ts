/**
 * R18 tried: every role at every registry verb, alone and to his own good, with a right code, and then as his own second
 * person. What each comes to is compared with test/golden/power.txt (`UPDATE_GOLDEN=1` writes it anew, to be read as a
 * diff); what the whole registry then says must be what it said before, but for a closed list of lines.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hospitalRef } from '../../core/keys.ts';
import { CHANGE_VERBS, type ChangeVerb } from '../../core/registry/verbs.ts';
import type { Hospital } from '../../core/registry.ts';
import type { Answer, Phone } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { type ModelDesign, type Oem, openOem, profileDocument } from '../../local/oem.ts';
import { designOf } from '../../local/seed/models.ts';
import { OEM_KEYS } from '../../local/stack-files.ts';
import { type CountedBroker, runCountedBroker } from '../support/counted-broker.ts';
import { registryLines } from '../support/registry-lines.ts';
import { HOSPITAL, MONITOR } from '../support/running-broker.ts';

const GOLDEN = new URL('../golden/power.txt', import.meta.url);

/** Who tries: role, login, organisation. Each tries at his own organisation and at St. Mary's. */
const PEOPLE = [
  ['technician', 'j.osei', 'medserv'],
  ['technician in-house', 'd.mwangi', HOSPITAL],
  ['iso_admin', 'm.duarte', 'medserv'],
  ['oem_publisher', 's.lang', 'oem-aurora'],
  ['htm_approver', 'd.okafor', HOSPITAL],
  ['clinical_owner', 'm.chen', HOSPITAL],
  ['security_approver', 's.patel', HOSPITAL],
  ['domain_safety', 'l.moreau', HOSPITAL],
  ['hdo_admin, who runs the deployment', 'a.kowalski', HOSPITAL],
  ['hdo_admin elsewhere', 'g.park', 'cedar-county'],
  ['auditor', 'e.fischer', HOSPITAL],
  ['emergency_custodian', 'n.adeyemi', HOSPITAL],
] as const;

let counted: CountedBroker;
let hospital: Hospital;
let phones: readonly Phone[] = [];

beforeAll(async () => {
  counted = await runCountedBroker(0);
  await signInAll();
  hospital = await hospitalNow();
});

afterAll(() => counted.stop());

async function signInAll(): Promise<void> {
  phones = await Promise.all(PEOPLE.map(([, login, organisation]) => counted.scene.phone(login, organisation)));
}

async function hospitalNow(): Promise<Hospital> {
  const { row } = await counted.stores.store.load({ row: hospitalRef(HOSPITAL) });
  if (!row) throw new Error('no hospital');
  return row;
}

const person = (login: string, organisation: string) => counted.scene.member(login, organisation).person;

/** What a person would send to gain by it: always about himself where a verb is about a person. */
const BODIES: Readonly<Record<ChangeVerb, (who: Phone) => object>> = {
  'invite-person': () => ({
    printedName: 'My other account',
    email: 'me@elsewhere.example',
    roles: ['iso_admin'],
    entitlements: [],
  }),
  'withdraw-invitation': () => ({ invitation: '0'.repeat(20) }),
  'grant-role': (who) => ({ person: who.member.person, role: 'htm_approver', sites: [], units: [] }),
  'remove-role': () => ({ person: person('n.adeyemi', HOSPITAL), role: 'auditor' }),
  'describe-person': (who) => ({ person: who.member.person, email: 'me@elsewhere.example' }),
  'set-competence': (who) => ({ person: who.member.person, model: 'gs1:01/09521000001022', validTo: 4_000_000_000 }),
  'suspend-person': () => ({ person: person('l.petrov', 'medserv') }),
  'reinstate-person': () => ({ person: person('l.petrov', 'medserv') }),
  'reset-code': (who) => ({ person: who.member.person }),
  'describe-hospital': () => ({ zone: 'America/Denver' }),
  'set-policy': () => ({ policy: { ...hospital.policy, totalHoldCap: hospital.policy.totalHoldCap + 3600 } }),
  'set-roster': () => ({ groups: [] }),
  'freeze-hospital': () => ({}),
  'reopen-hospital': () => ({}),
  'set-vendor': () => ({
    organisation: 'medserv',
    from: 1_600_000_000,
    to: 4_000_000_000,
    scopes: ['factory.reset'],
    insurance: 'INS',
    contract: 'C',
  }),
  'suspend-vendor': () => ({ organisation: 'kestrel-biomed' }),
  'reinstate-vendor': () => ({ organisation: 'kestrel-biomed' }),
  'add-organisation': () => ({
    organisation: { id: 'my-servicer', kind: 'iso', name: 'Mine' },
    issuer: { issuer: 'https://login.example', jwksUri: 'https://login.example/keys', audience: 'wardkey' },
    admins: [
      { printedName: 'Me', email: 'me@my.example' },
      { printedName: 'Me again', email: 'again@my.example' },
    ],
  }),
  'onboard-hospital': () => ({
    hospital: 'my-hospital',
    organisation: {
      name: 'Mine',
      issuer: { issuer: 'https://sso.example', jwksUri: 'https://sso.example/keys', audience: 'wardkey' },
      admins: [
        { printedName: 'Me', email: 'me@my.example' },
        { printedName: 'Me again', email: 'again@my.example' },
      ],
    },
    zone: 'America/Chicago',
    sites: ['Main'],
    contacts: { security: 's@my.example', clinicalEngineering: 'b@my.example' },
    policy: 'proposed',
  }),
  'suspend-organisation': () => ({ organisation: 'oem-larkspur' }),
  'reinstate-organisation': () => ({ organisation: 'oem-larkspur' }),
  'offboard-organisation': () => ({ organisation: 'oem-larkspur' }),
  'rotate-token-key': () => ({ keysUntil: counted.scene.now() + 60 * 86_400 }),
  'register-device': () => ({ udi: 'gs1:01/09521000001022/21/MINE', tag: 'MINE-1', site: 'Main', unit: 'ICU 3' }),
  'change-device': () => ({ device: MONITOR.id, agreementUntil: 4_000_000_000, riskAcceptedUntil: 4_000_000_000 }),
  'report-device': () => ({ device: SISTER, status: 'lost', reason: 'Not found.' }),
  'reinstate-device': () => ({ device: SISTER }),
  'transfer-device': () => ({ device: MONITOR.id, reason: 'Sold.' }),
  'import-devices': () => ({ csv: 'udi,tag,site,unit\ngs1:01/09521000001022/21/MINE2,MINE-2,Main,ICU 3\n' }),
  // Signed by as many as it takes: the keys of its maker are not what is asked here.
  'publish-trust': () => ({ kind: 'profile', envelope: aurora().sign({ ...profileDocument(LOOSER), version: 2 }) }),
};

const SISTER = 'gs1:01/09521000001022/21/001198';
const LOOSER: ModelDesign = { ...designOf('PM-12'), max_dur: 80_000 };

function aurora(): Oem {
  return openOem(join(counted.scene.broker.dataDir, OEM_KEYS), 'oem-aurora');
}

/** What one person with the power did alone, as lines that were not there before: it stops, or it gives nobody a say. */
const ALONE: readonly string[] = [
  'O#oem-larkspur O status "suspended"',
  'T#cedar-county H isFrozen true',
  'T#cedar-county H status "suspended"',
  'T#cedar-county V#kestrel-biomed status "suspended"',
  'T#st-marys D#gs1:01/09521000001022/21/001198 status "lost"',
  'T#st-marys D#gs1:01/09521000001022/21/001198 statusReason "Not found."',
  'T#st-marys H isFrozen true',
  'T#st-marys H status "suspended"',
  'T#st-marys H zone "America/Denver"',
  'T#st-marys V#kestrel-biomed status "suspended"',
];

/** Status and rule; of a proposal also what comes of confirming it oneself. */
async function shown(phone: Phone, answer: Answer): Promise<string> {
  const { status, body } = answer;
  if (status !== 202)
    return status >= 400 && body.reason ? `${status} ${body.reason}` : `${status} ${body.status ?? ''}`.trim();
  const own = await confirm(counted.scene, phone, answer);
  return `202 proposed; by himself ${own.status} ${own.body.reason}`;
}

test('nobody gains a role, a device or a scope alone, whatever verb he tries', async () => {
  const before = await registryLines(counted.stores);
  const lines: string[] = [];
  for (const verb of Object.keys(CHANGE_VERBS) as ChangeVerb[]) {
    lines.push(verb);
    // A token lives an hour, and every code takes half a minute of it.
    await signInAll();
    for (const [index, [role, , organisation]] of PEOPLE.entries()) {
      const phone = phones[index];
      if (!phone) throw new Error('no such phone');
      for (const tenant of new Set([organisation, HOSPITAL])) {
        const said = await shown(phone, await change(counted.scene, phone, [tenant, verb], BODIES[verb](phone)));
        lines.push(`  ${role.padEnd(36)}at ${tenant.padEnd(16)}${said}`);
      }
    }
  }
  const table = `${lines.join('\n')}\n`;
  if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, table);
  expect(table).toBe(readFileSync(GOLDEN, 'utf8'));
  const after = await registryLines(counted.stores);
  expect(after.filter((line) => !before.includes(line))).toEqual(ALONE);
});

test.each(Object.keys(CHANGE_VERBS) as ChangeVerb[])('%s makes at most six calls, granted or refused', async (verb) => {
  const admins: readonly (readonly [string, string])[] = [
    ['a.kowalski', HOSPITAL],
    ['s.lang', 'oem-aurora'],
    ['m.duarte', 'medserv'],
  ];
  for (const [login, tenant] of admins) {
    const phone = await counted.scene.phone(login, tenant);
    // The function looks an issuer up once in five minutes; that call is not the verb's.
    await phone.post('/invitations/none', {});
    const calls = await counted.callsOf(() => change(counted.scene, phone, [tenant, verb], BODIES[verb](phone)));
    expect(calls.length).toBeGreaterThan(1);
    expect(calls.length).toBeLessThanOrEqual(6);
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
