/**
 * R18 tried: every role at every registry verb, alone and to his own good, with a right code, and then as his own second
 * person. What each comes to is compared with test/golden/power.txt (`UPDATE_GOLDEN=1` writes it anew, to be read as a
 * diff); what the whole registry then says must be what it said before, but for a closed list of lines.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hospitalRef, vendorRef } from '../../core/keys.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { CHANGE_VERBS, type ChangeVerb } from '../../core/registry/verbs.ts';
import type { Vendor } from '../../core/registry.ts';
import type { Answer, Phone } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { type ModelDesign, type Oem, openOem, profileDocument } from '../../local/oem.ts';
import { designOf } from '../../local/seed/models.ts';
import { OEM_KEYS } from '../../local/stack-files.ts';
import { type CountedBroker, runCountedBroker } from '../support/counted-broker.ts';
import { registryLines } from '../support/registry-lines.ts';
import { HOSPITAL, MONITOR } from '../support/running-broker.ts';
import { plantWorkspace } from '../support/slack-workspace.ts';

const GOLDEN = new URL('../golden/power.txt', import.meta.url);

/** Who tries: role, login, organisation. Each tries at his own organisation and at St. Mary's. */
const PEOPLE: readonly (readonly [role: string, login: string, organisation: Tenant])[] = [
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
];

const SISTER = 'gs1:01/09521000001022/21/001198';
const VENTILATORS = 'gs1:01/09521000001022';
const FOR_EVER = 4_000_000_000;

let counted: CountedBroker;
let phones: readonly Phone[] = [];
let policies: Readonly<Record<string, Policy | undefined>> = {};
/** What MedServ may do at each hospital. */
let vendors: Readonly<Record<string, Vendor | undefined>> = {};
/** Who was invited by one person alone, by organisation. */
const invited = new Map<string, string>();

beforeAll(async () => {
  counted = await runCountedBroker(0);
  await signInAll();
  const { store } = counted.stores;
  const here = await store.load({ hospital: hospitalRef(HOSPITAL), vendor: vendorRef(HOSPITAL, 'medserv') });
  const there = await store.load({
    hospital: hospitalRef('cedar-county'),
    vendor: vendorRef('cedar-county', 'medserv'),
  });
  policies = { [HOSPITAL]: here.hospital?.policy, 'cedar-county': there.hospital?.policy };
  await plantWorkspace(counted.stores, HOSPITAL, 'T0PLANTED');
  vendors = { [HOSPITAL]: here.vendor, 'cedar-county': there.vendor };
});

afterAll(() => counted.stop());

async function signInAll(): Promise<void> {
  phones = await Promise.all(PEOPLE.map(([, login, organisation]) => counted.scene.phone(login, organisation)));
}

const person = (login: string, organisation: string) => counted.scene.member(login, organisation).person;

/** Of each organisation whose people hold a power: another person there, and what else its people would reach for. */
const AT = {
  medserv: { colleague: 'o.finch', technician: 'k.svensson', monitor: MONITOR.id, lost: SISTER },
  'oem-aurora': { colleague: 'i.voss', technician: 'g.ito', monitor: MONITOR.id, lost: SISTER },
  [HOSPITAL]: { colleague: 'p.lindqvist', technician: 'r.alvarez', monitor: MONITOR.id, lost: SISTER },
  'cedar-county': {
    colleague: 'c.ruiz',
    technician: 'w.tso',
    monitor: 'gs1:01/09521000001039/21/P7-0413',
    lost: 'gs1:01/09521000001022/21/000871',
  },
} as const;

type Tenant = keyof typeof AT;
/** Bodies by what they are after; one alone has no name. */
type Bodies = Readonly<Record<string, object>>;

const colleague = (tenant: Tenant) => person(AT[tenant].colleague, tenant);
const technician = (tenant: Tenant) => person(AT[tenant].technician, tenant);

function grants(who: Phone, tenant: Tenant): Bodies {
  const to = (role: string, one = who.member.person) => ({ person: one, role });
  return {
    htm_approver: to('htm_approver'),
    technician: to('technician'),
    oem_publisher: to('oem_publisher'),
    iso_admin: to('iso_admin'),
    hdo_admin: to('hdo_admin'),
    operator_admin: to('operator_admin'),
    'technician for another': to('technician', colleague(tenant)),
    'iso_admin for another': to('iso_admin', technician(tenant)),
    'hdo_admin for another': to('hdo_admin', technician(tenant)),
  };
}

function invitations(): Bodies {
  const mine = { printedName: 'My other account', email: 'me@elsewhere.example' };
  const entitlements = [{ role: 'hdo_admin', sites: [], units: [] }];
  return {
    iso_admin: { ...mine, roles: ['iso_admin'], entitlements: [] },
    hdo_admin: { ...mine, roles: [], entitlements },
    technician: { ...mine, roles: ['technician'], entitlements: [] },
  };
}

function agreements(tenant: Tenant): Bodies {
  const { from, to, scopes, insurance, contract } = vendors[tenant] ?? NO_VENDOR;
  const standing = { organisation: 'medserv', from, to, scopes, insurance, contract };
  return {
    'more scopes': { ...standing, scopes: [...scopes, 'factory.reset'] },
    earlier: { ...standing, from: from - 86_400 },
    longer: { ...standing, to: to + 86_400 },
    'another servicer': { ...standing, organisation: 'oem-larkspur' },
  };
}

/** Only who holds a power at a hospital comes as far as this. */
const NO_VENDOR = { from: 1, to: 2, scopes: ['diag.run'], insurance: 'INS', contract: 'C' };

/** What a person would send to gain by it, about himself or somebody who is his to administer. */
const BODIES: Readonly<Record<ChangeVerb, (who: Phone, tenant: Tenant) => Bodies>> = {
  'invite-person': invitations,
  'withdraw-invitation': (_who, tenant) => ({ '': { invitation: invited.get(tenant) ?? '0'.repeat(20) } }),
  'grant-role': grants,
  'remove-role': (who, tenant) => ({
    "another's": { person: technician(tenant), role: 'technician' },
    'his own': { person: who.member.person, role: 'auditor' },
  }),
  'describe-person': (who, tenant) => ({
    'his own address': { person: who.member.person, email: 'me@elsewhere.example' },
    "another's address": { person: colleague(tenant), email: 'me@elsewhere.example' },
  }),
  'set-competence': (who, tenant) => ({
    'his own': { person: who.member.person, model: VENTILATORS, validTo: FOR_EVER },
    "another's": { person: technician(tenant), model: VENTILATORS, validTo: FOR_EVER },
  }),
  'suspend-person': (_who, tenant) => ({
    colleague: { person: colleague(tenant) },
    technician: { person: technician(tenant) },
  }),
  'reinstate-person': (_who, tenant) => ({
    colleague: { person: colleague(tenant) },
    technician: { person: technician(tenant) },
  }),
  'reset-code': (who, tenant) => ({
    'his own': { person: who.member.person },
    "another's": { person: colleague(tenant) },
  }),
  'describe-hospital': () => ({ '': { zone: 'UTC' } }),
  'set-policy': (_who, tenant) => ({
    '': { policy: { ...(policies[tenant] ?? policies[HOSPITAL]), totalHoldCap: 86_400 * 7 } },
  }),
  'set-roster': (who) => ({ '': { groups: [[who.member.person]] } }),
  'freeze-hospital': () => ({ '': {} }),
  'reopen-hospital': () => ({ '': {} }),
  'set-vendor': (_who, tenant) => agreements(tenant),
  'suspend-vendor': () => ({ '': { organisation: 'kestrel-biomed' } }),
  'reinstate-vendor': () => ({ '': { organisation: 'kestrel-biomed' } }),
  'add-organisation': () => ({
    '': {
      organisation: { id: 'my-servicer', kind: 'iso', name: 'Mine' },
      issuer: { issuer: 'https://login.example', jwksUri: 'https://login.example/keys', audience: 'wardkey' },
      admins: [
        { printedName: 'Me', email: 'me@my.example' },
        { printedName: 'Me again', email: 'again@my.example' },
      ],
    },
  }),
  'onboard-hospital': () => ({
    '': {
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
    },
  }),
  'suspend-organisation': () => ({ '': { organisation: 'oem-larkspur' } }),
  'reinstate-organisation': () => ({ '': { organisation: 'oem-larkspur' } }),
  'offboard-organisation': () => ({ '': { organisation: 'oem-larkspur' } }),
  'rotate-token-key': () => ({ '': { keysUntil: counted.scene.now() + 60 * 86_400 } }),
  'register-device': () => ({ '': { udi: `${VENTILATORS}/21/MINE`, tag: 'MINE-1', site: 'Main', unit: 'ICU 3' } }),
  'change-device': (_who, tenant) => ({
    agreement: { device: AT[tenant].monitor, agreementUntil: FOR_EVER },
    'risk accepted': { device: AT[tenant].monitor, riskAcceptedUntil: FOR_EVER },
    dates: { device: AT[tenant].monitor, endOfLife: 0, endOfSupport: 0, stage: 'development' },
  }),
  'report-device': (_who, tenant) => ({ '': { device: AT[tenant].lost, status: 'lost', reason: 'Not found.' } }),
  'reinstate-device': (_who, tenant) => ({ '': { device: AT[tenant].lost } }),
  'transfer-device': (_who, tenant) => ({ '': { device: AT[tenant].monitor, reason: 'Sold.' } }),
  'import-devices': () => ({ '': { csv: `udi,tag,site,unit\n${VENTILATORS}/21/MINE2,MINE-2,Main,ICU 3\n` } }),
  'connect-slack': (_who, tenant) => ({
    'a workspace': { team: `T0MINE${tenant.replace(/[^a-z]/g, '').toUpperCase()}` },
    'another channel': { team: 'T0PLANTED', channel: 'C0MINE' },
  }),
  'disconnect-slack': () => ({ '': {} }),
  // Signed by as many as it takes: the keys of its maker are not what is asked here.
  'publish-trust': () => ({
    '': { kind: 'profile', envelope: aurora().sign({ ...profileDocument(LOOSER), version: 2 }) },
  }),
};

const LOOSER: ModelDesign = { ...designOf('PM-12'), max_dur: 80_000 };

function aurora(): Oem {
  return openOem(join(counted.scene.broker.dataDir, OEM_KEYS), 'oem-aurora');
}

/** A technician and no more: one administrator invites him alone, and withdrew it here. */
const invitedTechnician = (tenant: Tenant) =>
  [
    'email "me@elsewhere.example"',
    'id "<invitation>"',
    'operator false',
    `organisation "${tenant}"`,
    'printedName "My other account"',
    'roles "technician"',
    'status "withdrawn"',
    'until <in a week>',
  ].map((member) => `T#${tenant} N#<invitation> ${member}`);

/** A member of another person's row that one administrator of his may write alone. */
const COMPETENCE = 'competences {"model":"gs1:01/09521000001022","validTo":4000000000}';
const CUSTODIAN = '{"role":"emergency_custodian","sites":[],"units":[]},{"role":"auditor","sites":[],"units":[]}';
const APPROVER = '{"role":"htm_approver","sites":[],"units":[]}';

/**
 * All that one person did alone with the power he has, as lines that were not there before: what stops, what gives nobody
 * a say, and another person's work as a technician.
 */
const ALONE: readonly string[] = [
  ...invitedTechnician('medserv'),
  ...invitedTechnician(HOSPITAL),
  ...invitedTechnician('cedar-county'),
  'P#o.finch P roles "technician"',
  'P#p.lindqvist P roles "technician"',
  'P#c.ruiz P roles "technician"',
  `P#k.svensson P ${COMPETENCE}`,
  `P#r.alvarez P ${COMPETENCE}`,
  `P#w.tso P ${COMPETENCE}`,
  'P#o.finch P status "suspended"',
  'P#p.lindqvist P status "suspended"',
  'P#c.ruiz P status "suspended"',
  'P#k.svensson P status "suspended"',
  'P#r.alvarez P status "suspended"',
  'P#w.tso P status "suspended"',
  `T#st-marys H staff {"person":"p.lindqvist","status":"suspended","entitlements":[${APPROVER}]}`,
  `T#st-marys H staff {"person":"r.alvarez","status":"suspended","entitlements":[${APPROVER}]}`,
  `T#cedar-county H staff {"person":"c.ruiz","status":"suspended","entitlements":[${CUSTODIAN}]}`,
  'T#st-marys H isFrozen true',
  'T#st-marys H status "suspended"',
  'T#st-marys H zone "UTC"',
  'T#st-marys H roster ["a.kowalski"]',
  'T#cedar-county H isFrozen true',
  'T#cedar-county H status "suspended"',
  'T#cedar-county H zone "UTC"',
  'T#cedar-county H roster ["g.park"]',
  'T#st-marys V#kestrel-biomed status "suspended"',
  'T#cedar-county V#kestrel-biomed status "suspended"',
  'T#st-marys SLACK channel "C0MINE"',
  'T#st-marys SLACK status "disconnected"',
  'T#medserv SLACK status "disconnected"',
  'O#oem-larkspur O status "suspended"',
  'T#st-marys D#gs1:01/09521000001022/21/001198 status "lost"',
  'T#st-marys D#gs1:01/09521000001022/21/001198 statusReason "Not found."',
  'T#cedar-county D#gs1:01/09521000001022/21/000871 status "lost"',
  'T#cedar-county D#gs1:01/09521000001022/21/000871 statusReason "Not found."',
];

/** A line with logins in the place of ids, and without what is new in every run. */
function told(line: string): string {
  const people = (Object.keys(AT) as Tenant[]).flatMap((tenant) =>
    [AT[tenant].colleague, AT[tenant].technician].map((login) => [person(login, tenant), login] as const),
  );
  const admins = phones.map(({ member }) => [member.person, member.login] as const);
  return [...people, ...admins]
    .reduce((text, [id, login]) => text.replace(id, login), line)
    .replace(/\b[0-9a-f]{20}\b/g, '<invitation>')
    .replace(/ until \d+$/, ' until <in a week>');
}

/** Status and rule; of a proposal also what comes of confirming it oneself. */
async function shown(phone: Phone, answer: Answer): Promise<string> {
  const { status, body } = answer;
  if (status !== 202)
    return status >= 400 && body.reason ? `${status} ${body.reason}` : `${status} ${body.status ?? ''}`.trim();
  const own = await confirm(counted.scene, phone, answer);
  return `202 proposed; by himself ${own.status} ${own.body.reason}`;
}

/** What each body comes to; whoever may not do it at all is told so once. */
async function triedAt(phone: Phone, tenant: Tenant, verb: ChangeVerb): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [name, body] of Object.entries(BODIES[verb](phone, tenant))) {
    const answer = await change(counted.scene, phone, [tenant, verb], body);
    const said = await shown(phone, answer);
    if (answer.status === 404 || answer.body.reason === 'power_missing') return [said];
    if (verb === 'invite-person' && answer.status === 201) invited.set(tenant, answer.body.entity.split(':')[1]);
    lines.push(name === '' ? said : `${name}: ${said}`);
  }
  return lines;
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
      for (const tenant of new Set<Tenant>([organisation, HOSPITAL])) {
        for (const said of await triedAt(phone, tenant, verb)) {
          lines.push(`  ${role.padEnd(36)}at ${tenant.padEnd(16)}${said}`);
        }
      }
    }
  }
  const table = `${lines.join('\n')}\n`;
  if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, table);
  expect(table).toBe(readFileSync(GOLDEN, 'utf8'));
  const after = await registryLines(counted.stores);
  expect(
    after
      .filter((line) => !before.includes(line))
      .map(told)
      .sort(),
  ).toEqual([...ALONE].sort());
});
