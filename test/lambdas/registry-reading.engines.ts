/**
 * The registry read back, through the running broker: who reads, what is never shown, pages without gaps, a row's history
 * held against the log. The log itself is read in test/local/export.engines.ts.
 */
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keyOf } from '../../adapters/aws/dynamo-rows.ts';
import { pastRef, personRef } from '../../core/keys.ts';
import type { Phone, Scene } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { allPages, found, until } from '../support/polling.ts';
import { ask, HOSPITAL, MONITOR, type RunningBroker, runBroker, VENTILATOR } from '../support/running-broker.ts';

let running: RunningBroker;
let scene: Scene;
let kowalski: Phone;
let haddad: Phone;
let fischer: Phone;
let duarte: Phone;
let osei: Phone;
let mwangi: Phone;
/** Proposals of Kowalski, oldest first: four withdrawn, then one open. */
const proposals: string[] = [];

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  scene = running.scene;
  [kowalski, haddad, fischer, duarte, osei, mwangi] = await Promise.all([
    scene.phone('a.kowalski', HOSPITAL),
    scene.phone('b.haddad', HOSPITAL),
    scene.phone('e.fischer', HOSPITAL),
    scene.phone('m.duarte', 'medserv'),
    scene.phone('j.osei', 'medserv'),
    scene.phone('d.mwangi', HOSPITAL),
  ]);
  const { person } = mwangi.member;
  for (const role of ['auditor', 'security_approver', 'domain_safety', 'emergency_custodian', 'htm_approver']) {
    const { body } = await change(scene, kowalski, [HOSPITAL, 'grant-role'], { person, role });
    proposals.push(body.proposal.id);
    if (proposals.length < 5) await haddad.post(`/registry/${HOSPITAL}/proposals/${body.proposal.id}/withdraw`, {});
    // What is settled within one second stands in no order.
    await scene.skip(1);
  }
  for (const printedName of ['David J. Mwangi', 'D. J. Mwangi', 'David Mwangi'])
    await change(scene, kowalski, [HOSPITAL, 'describe-person'], { person, printedName });
  await ask(osei, MONITOR.code);
});

afterAll(async () => {
  delete process.env['WARDKEY_COOL_DOWN'];
  await running.stop();
});

/** Each route below a tenant with what it has to be asked. */
const ROUTES = [
  '',
  '/proposals',
  '/people',
  '/devices',
  '/vendors',
  '/invitations',
  '/sheet',
  '/history?entity=hospital',
  '/chains',
  `/events?chain=${encodeURIComponent(`T#${HOSPITAL}#G#H`)}`,
];

describe('whoever reads', () => {
  test.each(ROUTES)('%s is an administrator or auditor of the tenant, and nobody else', async (route) => {
    const path = `/registry/${HOSPITAL}${route}`;
    for (const reader of [kowalski, fischer]) expect((await reader.get(path)).status).toBe(200);
    expect(await mwangi.get(path)).toMatchObject({ status: 403, body: { reason: 'not_a_reader' } });
    const nowhere = await duarte.get(path.replace(HOSPITAL, 'nowhere'));
    for (const stranger of [duarte, osei]) {
      const { status, body } = await stranger.get(path);
      expect([status, body]).toEqual([404, nowhere.body]);
    }
  });

  test('of a servicer is its iso_admin, of a maker its publisher', async () => {
    expect(await found(duarte, 'medserv')).toMatchObject({
      organisation: { id: 'medserv', kind: 'iso' },
      administrators: [{ roles: ['iso_admin'] }, { roles: ['iso_admin'] }],
      allAdministrators: true,
    });
    const lang = await scene.phone('s.lang', 'oem-aurora');
    expect((await found(lang, 'oem-aurora')).administrators).toHaveLength(2);
    expect((await osei.get('/registry/medserv')).status).toBe(403);
  });

  test.each([
    '/people?limit=0',
    '/people?limit=101',
    '/people?after=AAAA',
    '/people?settled=true',
    '/proposals?settled=yes',
    '/history',
    '/history?entity=ticket:1',
    '/history?entity=hospital&after=0',
    '/history?entity=hospital&limit=51',
    '/events',
    '/events?chain=H',
    '/chains?limit=5',
  ])('%s is not how it is asked', async (route) => {
    expect((await kowalski.get(`/registry/${HOSPITAL}${route}`)).status).toBe(400);
  });

  test('is never shown a key ARN, a ticket or a sealed secret', async () => {
    for (const route of [...ROUTES, '/proposals?settled=true', `/history?entity=person:${mwangi.member.person}`]) {
      const answer = JSON.stringify(await found(kowalski, `${HOSPITAL}${route}`));
      expect(answer).not.toMatch(/arn:aws|"arn"|"sealed"|"ticket"|otpauth/i);
    }
  });
});

describe('a tenant', () => {
  test('is its organisation, its hospital without staff and ARNs, its administrators and what is open', async () => {
    const tenant = await found(fischer, HOSPITAL);
    expect(tenant).toMatchObject({
      organisation: { id: HOSPITAL, status: 'active' },
      hospital: { zone: 'America/Chicago', sites: ['Main'], keys: { active: { kid: 'st-marys-2026a' } } },
      administrators: [
        { printedName: 'Anna Kowalski', roles: ['hdo_admin', 'operator_admin'] },
        { printedName: 'Basim Haddad', roles: ['hdo_admin', 'operator_admin'] },
      ],
      openProposals: 1,
    });
    expect(Object.keys(tenant.hospital.keys.active).sort()).toEqual(['kid', 'pub']);
    expect(tenant.hospital).not.toHaveProperty('staff');
  });
});

describe('proposals', () => {
  test('that are settled are the newest first, in pages without gaps', async () => {
    const pages = await allPages(kowalski, `${HOSPITAL}/proposals?settled=true&limit=3`);
    expect(pages.map((page) => page.length)).toEqual([3, 1]);
    expect(pages.flat().map(({ id }) => id)).toEqual(proposals.slice(0, 4).reverse());
    expect(pages.flat().map(({ status, open }) => [status, open])).toEqual(Array(4).fill(['withdrawn', false]));
  });

  test('that are open say all that the second person confirms, to an administrator', async () => {
    const [proposal] = (await found(haddad, `${HOSPITAL}/proposals`)).items;
    const { person } = mwangi.member;
    expect(proposal).toMatchObject({
      id: proposals[4],
      verb: 'grant-role',
      status: 'proposed',
      open: true,
      widens: [`htm_approver for ${person}`],
      gains: [{ person, printedName: 'David Mwangi' }],
      proposedBy: { person: kowalski.member.person, printedName: 'Anna Kowalski' },
      body: { person, role: 'htm_approver' },
    });
    expect(proposal.confirmBefore - proposal.proposedAt).toBe(604_800);
    expect(proposal.digest).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test('show an auditor what was proposed but not its body', async () => {
    const [proposal] = (await found(fischer, `${HOSPITAL}/proposals`)).items;
    expect(proposal.id).toBe(proposals[4]);
    expect(proposal).not.toHaveProperty('body');
  });
});

describe('lists', () => {
  test.each<[string, number, (item: Record<string, unknown>) => unknown]>([
    ['people', 13, ({ id }) => id],
    ['devices', 11, ({ id }) => id],
    ['vendors', 4, ({ organisation }) => organisation],
  ])('%s come in pages without gaps, each once', async (list, count, name) => {
    const whole = (await found(kowalski, `${HOSPITAL}/${list}?limit=100`)).items.map(name);
    expect(whole).toHaveLength(count);
    expect(new Set(whole).size).toBe(count);
    for (const limit of [1, 3, count]) {
      const pages = await allPages(kowalski, `${HOSPITAL}/${list}?limit=${limit}`);
      expect(pages.flat().map(name)).toEqual(whole);
      expect(pages).toHaveLength(Math.ceil(count / limit));
    }
  });

  test('of people say what each may do, here and at the hospital', async () => {
    const { items } = await found(fischer, `${HOSPITAL}/people?limit=100`);
    expect(items.find(({ printedName }: { printedName: string }) => printedName === 'Rosa Alvarez')).toMatchObject({
      email: 'r.alvarez@st-marys.example',
      roles: ['technician'],
      staff: { status: 'active', entitlements: [{ role: 'htm_approver', sites: [], units: [] }] },
    });
  });

  test('of devices say where each is and how it stands', async () => {
    const { items } = await found(fischer, `${HOSPITAL}/devices?limit=100`);
    expect(items.find(({ tag }: { tag: string }) => tag === 'SM-10431')).toMatchObject({
      site: 'Main',
      unit: 'ICU 3',
      status: 'lost',
    });
  });

  test('of invitations say how far the mail came', async () => {
    const body = { printedName: 'Nils Brandt', email: 'n.brandt@medserv.example', roles: [], entitlements: [] };
    await change(scene, duarte, ['medserv', 'invite-person'], body);
    const seen = await until(async () => {
      const [invitation] = (await found(duarte, 'medserv/invitations')).items;
      return invitation?.mail === 'sent' ? invitation : undefined;
    });
    expect(seen).toMatchObject({ printedName: 'Nils Brandt', status: 'open', organisation: 'medserv' });
  });

  test('of stickers lead to the portal, place by place', async () => {
    const { items } = await found(kowalski, `${HOSPITAL}/sheet?limit=100`);
    expect(items).toHaveLength(11);
    expect(items[0]).toMatchObject({
      code: 'Q2PW-9HTS',
      unit: 'CT 2',
      url: `${running.broker.addresses.api}/d/Q2PW-9HTS`,
    });
  });
});

describe('history', () => {
  const ofMwangi = () => `${HOSPITAL}/history?entity=person:${mwangi.member.person}`;

  test('is every change of a row, oldest first, with the row as it stood and who did it', async () => {
    const { items } = await found(fischer, ofMwangi());
    expect(items.map(({ row }: { row: { printedName: string } }) => row.printedName)).toEqual([
      'David J. Mwangi',
      'D. J. Mwangi',
      'David Mwangi',
    ]);
    expect(items[0]).toMatchObject({
      n: 1,
      verb: 'describe-person',
      version: 2,
      widens: [],
      by: { person: kowalski.member.person, role: 'organisation', auth: 'oidc+totp' },
      matches: true,
    });
  });

  test('comes in pages without gaps', async () => {
    const pages = await allPages(fischer, `${ofMwangi()}&limit=2`);
    expect(pages.map((page) => page.map(({ n }) => n))).toEqual([[1, 2], [3]]);
  });

  test('names the proposal and the versions of a hospital whose copy leaves ARNs out and matches all the same', async () => {
    const open = (await found(haddad, `${HOSPITAL}/proposals`)).items[0];
    await confirm(scene, haddad, { status: 202, body: { proposal: { ...open, tenant: HOSPITAL } } });
    await scene.skip(61);
    const line = await until(async () => (await found(kowalski, `${HOSPITAL}/history?entity=hospital`)).items[0]);
    expect(line).toMatchObject({ verb: 'grant-role', version: 2, proposal: open.id, matches: true });
    expect(line.by).toMatchObject({ person: 'wardkey', auth: 'system' });
    expect(Object.keys(line.row.keys.next).sort()).toEqual(['kid', 'pub']);
  });

  test('of a device is asked by any of its names, and is nobody else’s', async () => {
    for (const name of [VENTILATOR.code, VENTILATOR.id, 'SM-20417'])
      expect(await found(kowalski, `${HOSPITAL}/history?entity=device:${name}`)).toEqual({ items: [] });
    const park = await scene.phone('g.park', 'cedar-county');
    expect((await park.get(`/registry/cedar-county/history?entity=device:${VENTILATOR.code}`)).status).toBe(404);
    const elsewhere = `medserv/history?entity=person:${mwangi.member.person}`;
    expect(await found(duarte, elsewhere)).toEqual({ items: [] });
  });

  test('says when a copy is not what the log says', async () => {
    const { client } = running.stores;
    const at = (version: number) => ({
      TableName: 'wardkey-registry',
      Key: keyOf(pastRef(personRef(mwangi.member.person), version)),
    });
    const { row } = await running.stores.store.load({ row: personRef(mwangi.member.person) });
    const forged = JSON.stringify({ ...row, version: 3, printedName: 'Somebody Else' });
    await client.send(
      new UpdateItemCommand({
        ...at(3),
        UpdateExpression: 'SET doc = :doc',
        ExpressionAttributeValues: { ':doc': { S: forged } },
      }),
    );
    const { items } = await found(fischer, ofMwangi());
    expect(items.map(({ matches }: { matches: boolean }) => matches)).toEqual([true, false, true]);
  });
});
