/** From empty tables to an onboarded hospital and a servicer, through a running broker without seed data (R17, R18). */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  hospitalRef,
  invitationTicketRef,
  issuerRef,
  memberRef,
  operatorRef,
  organisationRef,
  personRef,
} from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import type { Invitation } from '../../core/registry.ts';
import { type Broker, type Phone, Scene, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { invited, joined, organisationOf } from '../../local/demo/from-scratch.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { PREFIX } from '../../local/tables.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { type Stores, storesAt } from '../contracts/store-harness.ts';
import { until } from '../support/polling.ts';
import { recordsOf } from '../support/running-broker.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const ROOT = join(import.meta.dirname, '../..');
const home = scratchDirectory();
const ADMINS = ['a.kowalski', 'b.haddad'] as const;
const OWN = 'st-marys';

let broker: Broker;
let scene: Scene;
let stores: Stores;
let kowalski: Phone;
let haddad: Phone;

beforeAll(async () => {
  broker = await startBroker(join(home, 'data'), { ...process.env, WARDKEY_COOL_DOWN: '60' }, ['--empty']);
  scene = new Scene(broker);
  stores = storesAt(broker.addresses.dynamodb, PREFIX);
});

afterAll(async () => {
  stores.client.destroy();
  await stopBroker(broker);
  rmSync(home, { recursive: true, force: true });
});

/** `npm run bootstrap` with a file that says `input`. */
function command(input: object) {
  const file = join(home, 'operator.json');
  writeFileSync(file, JSON.stringify(input));
  const words = ['local/bootstrap.ts', '--file', file, '--data', scene.broker.dataDir];
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' });
  return { status, answer: JSON.parse(stdout) };
}

const input = () => ({ organisation: organisationOf(scene, OWN), admins: invited(scene, OWN, ADMINS) });

/** Both administrators want it; the row at `ref` when it is in force. */
async function agreed<T>(verb: string, body: object, ref: Ref<T>, isIt: (row: T) => boolean = () => true): Promise<T> {
  const proposed = await change(scene, kowalski, [OWN, verb], body);
  expect(proposed).toMatchObject({ status: 202 });
  expect((await confirm(scene, haddad, proposed)).status).toBe(200);
  expect((await confirm(scene, kowalski, proposed)).status).toBe(403);
  await scene.skip(61);
  return until(async () => {
    const { row } = await stores.store.load({ row: ref as Ref<unknown> });
    return row !== undefined && isIt(row as T) ? (row as T) : undefined;
  });
}

describe('bootstrap', () => {
  test('of a file that is not of its form says where, and changes nothing', async () => {
    const [admin] = input().admins;
    expect(command({ ...input(), admins: [admin] })).toMatchObject({
      status: 2,
      answer: { status: 'invalid', errors: [{ pointer: '/admins' }] },
    });
    expect(await stores.store.load({ operator: operatorRef })).toEqual({ operator: undefined });
  });

  test('is reached as Lambda is, and no function that something else wakes', async () => {
    const { lambda } = scene.broker.addresses;
    const post = (name: string, headers: Record<string, string>) =>
      fetch(`${lambda}/2015-03-31/functions/${name}/invocations`, { method: 'POST', headers, body: '{}' });
    expect((await post('sweep', { authorization: 'AWS4-HMAC-SHA256 x' })).status).toBe(404);
    expect((await post('mint-token', { authorization: 'AWS4-HMAC-SHA256 x' })).status).toBe(404);
    expect((await post('bootstrap', {})).status).toBe(403);
    expect((await fetch(`${scene.broker.addresses.api}/2015-03-31/functions/bootstrap/invocations`)).status).toBe(404);
  });

  test('before it nobody is let in, after it the two who were invited are, and a second call is refused', async () => {
    expect((await (await scene.phone(ADMINS[0], OWN)).get('/requests')).status).toBe(401);
    const { status, answer } = command(input());
    expect([status, answer.status, answer.operator]).toEqual([0, 'done', OWN]);
    expect(answer.invitations.map(({ printedName }: { printedName: string }) => printedName)).toEqual([
      'Anna Kowalski',
      'Basim Haddad',
    ]);
    expect(command(input())).toEqual({
      status: 1,
      answer: { status: 'refused', reason: 'operator_exists', says: expect.stringMatching(/once/) },
    });
    const [one, two] = answer.invitations.map(({ link }: { link: string }) => link.split('/').at(-1));
    kowalski = await joined(scene, [ADMINS[0], OWN], one);
    expect(await (await scene.phone(ADMINS[1], OWN)).post(`/invitations/${one}`, {})).toMatchObject({
      status: 403,
      body: { reason: 'invitation_closed' },
    });
    haddad = await joined(scene, [ADMINS[1], OWN], two);
    const { operator } = await stores.store.load({ operator: operatorRef });
    expect(operator).toMatchObject({
      organisation: OWN,
      admins: [kowalski, haddad].map(({ member }) => member.person),
    });
  });

  test('stands in the log, by the broker and without a name', async () => {
    const records = await recordsOf(stores, `T#${OWN}#G#OPERATOR`);
    expect(records[0]).toMatchObject({
      type: 'registry.changed',
      actor: { person: 'wardkey', auth: 'system' },
      data: { verb: 'bootstrap', entity: 'operator', version: 1 },
    });
    expect(JSON.stringify(records)).not.toMatch(/Kowalski|@/);
  });
});

const PLACE = {
  zone: 'America/Chicago',
  sites: ['Main'],
  contacts: { security: 'security@st-marys.example', clinicalEngineering: 'biomed@st-marys.example' },
  policy: 'proposed',
};

describe('onboard-hospital', () => {
  test("gives the operator's own organisation keys, and its administrators the hospital", async () => {
    const hospital = await agreed('onboard-hospital', { hospital: OWN, ...PLACE }, hospitalRef(OWN));
    const admins = [kowalski, haddad].map(({ member }) => member.person);
    expect(hospital.staff.map(({ person }) => person)).toEqual(admins);
    expect(hospital).toMatchObject({ name: "St. Mary's Teaching Hospital", status: 'active', version: 1 });
    const { body } = await kowalski.get(`/hospitals/${OWN}/keys`);
    expect(body.keys).toMatchObject([
      {
        kid: expect.stringMatching(/^st-marys-20\d\da$/),
        alg: 'ES256',
        pub: expect.stringMatching(/^04[0-9a-f]{128}$/),
      },
      { kid: expect.stringMatching(/^st-marys-20\d\db$/) },
    ]);
    expect(body.keys[0].pub).not.toBe(body.keys[1].pub);
  });

  test('of a hospital that is there, and of an organisation that is not, is refused', async () => {
    const again = await change(scene, kowalski, [OWN, 'onboard-hospital'], { hospital: OWN, ...PLACE });
    expect(again).toMatchObject({ status: 403, body: { reason: 'organisation_exists', rule: 'R18' } });
    const stranger = await change(scene, kowalski, [OWN, 'onboard-hospital'], { hospital: 'cedar-county', ...PLACE });
    expect(stranger).toMatchObject({ status: 403, body: { reason: 'entity_unknown' } });
  });

  test('takes a time zone of the IANA database', async () => {
    const body = { hospital: 'cedar-county', ...PLACE, zone: 'Middle/Earth' };
    expect((await change(scene, kowalski, [OWN, 'onboard-hospital'], body)).status).toBe(422);
  });

  test('lets a new hospital come with its own issuer and administrators', async () => {
    const { id, name, issuer } = organisationOf(scene, 'cedar-county');
    const organisation = { name, issuer, admins: invited(scene, 'cedar-county', ['g.park', 'k.olsen']) };
    const hospital = await agreed('onboard-hospital', { hospital: id, organisation, ...PLACE }, hospitalRef(id));
    expect(hospital.staff).toEqual([]);
    const park = await joined(scene, ['g.park', id], await ticketFor(id, 'Grace Park'));
    const { row } = await stores.store.load({ row: hospitalRef(id) });
    expect(row?.staff).toMatchObject([{ person: park.member.person, entitlements: [{ role: 'hdo_admin' }] }]);
  });
});

/** What mailing does: a ticket for the invitation of `printedName`. */
async function ticketFor(organisation: string, printedName: string): Promise<string> {
  const { items } = await stores.store.registryRows<Invitation>(`T#${organisation}`, 'N#', { limit: 10 });
  const id = items.find((one) => one.printedName === printedName)?.id;
  const ticket = `ticket-of-${id}`;
  const row = { version: 1, organisation, invitation: id };
  await stores.store.commit({ events: [], writes: [{ kind: 'insert', ref: invitationTicketRef(ticket), row }] });
  return ticket;
}

describe('add-organisation', () => {
  const joining = () => {
    const { issuer, ...organisation } = organisationOf(scene, 'medserv');
    return { organisation, issuer, admins: invited(scene, 'medserv', ['m.duarte', 'o.finch']) };
  };

  test('is for administrators of the operator, at its own tenant', async () => {
    const park = await scene.phone('g.park', 'cedar-county');
    expect((await change(scene, park, ['cedar-county', 'add-organisation'], joining())).body.reason).toBe(
      'power_missing',
    );
    expect((await change(scene, park, [OWN, 'add-organisation'], joining())).status).toBe(404);
  });

  test('takes no issuer of another organisation, and no hospital', async () => {
    const { issuer } = organisationOf(scene, OWN);
    const taken = await change(scene, kowalski, [OWN, 'add-organisation'], { ...joining(), issuer });
    expect(taken).toMatchObject({ status: 403, body: { reason: 'issuer_taken' } });
    const organisation = { ...joining().organisation, kind: 'hdo' };
    const hospital = await change(scene, kowalski, [OWN, 'add-organisation'], { ...joining(), organisation });
    expect(hospital.status).toBe(422);
  });

  test('makes organisation and issuer, and its administrators become iso_admin', async () => {
    const row = await agreed('add-organisation', joining(), organisationRef('medserv'));
    expect(row).toMatchObject({ id: 'medserv', kind: 'iso', name: 'MedServ', status: 'active', version: 1 });
    const { issuer } = await stores.store.load({ issuer: issuerRef(joining().issuer.issuer) });
    expect(issuer).toEqual({ ...joining().issuer, organisation: 'medserv' });
    const { member } = await joined(scene, ['m.duarte', 'medserv'], await ticketFor('medserv', 'Marta Duarte'));
    const rows = await stores.store.load({
      person: personRef(member.person),
      listed: memberRef('medserv', member.person),
    });
    expect(rows).toMatchObject({ person: { roles: ['iso_admin'] }, listed: { person: member.person } });
  });
});

describe('suspend-organisation', () => {
  const hire = { printedName: 'Joseph Osei', email: 'j.osei@medserv.example', roles: ['technician'], entitlements: [] };
  const body = { organisation: 'medserv' };

  test('takes its administrators their power at once, and two people give it back', async () => {
    const duarte = await scene.phone('m.duarte', 'medserv');
    expect(await change(scene, haddad, [OWN, 'suspend-organisation'], body)).toMatchObject({
      status: 201,
      body: { status: 'in_force', entity: 'organisation', version: 2 },
    });
    expect((await change(scene, duarte, ['medserv', 'invite-person'], hire)).body.reason).toBe(
      'organisation_suspended',
    );
    await agreed('reinstate-organisation', body, organisationRef('medserv'), ({ status }) => status === 'active');
    expect((await change(scene, duarte, ['medserv', 'invite-person'], hire)).status).toBe(201);
  });

  test("of the operator's own organisation is refused", async () => {
    expect(await change(scene, kowalski, [OWN, 'suspend-organisation'], { organisation: OWN })).toMatchObject({
      status: 403,
      body: { reason: 'operator_organisation', rule: 'R18' },
    });
  });
});

test('the log of each organisation verifies from its bytes', async () => {
  for (const hospital of [OWN, 'cedar-county', 'medserv']) {
    const { broken, events } = await verifyLog(scene.broker.addresses.dynamodb, { hospital });
    expect([broken, events > 0]).toEqual([undefined, true]);
  }
});
