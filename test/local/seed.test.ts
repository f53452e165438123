import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type Candidate, candidatesFor, couldFill, demandFor } from '../../core/access/demand.ts';
import type { Facts } from '../../core/access/facts.ts';
import { bundleRef, hospitalRef, ownerRef, slackLinkRef, slackUserRef, slackWorkspaceRef } from '../../core/keys.ts';
import { policyFault } from '../../core/policy/fault.ts';
import { requirementFor } from '../../core/policy/requirement.ts';
import { placesOf, unsatisfiable } from '../../core/policy/satisfiable.ts';
import { compareTiers, SCOPES, TIERS } from '../../core/policy/tiers.ts';
import type { Transition } from '../../core/ports.ts';
import { type Device, type Hospital, type Model, stageAt } from '../../core/registry.ts';
import { bootDevice, firstRecord, memoryStore, PATTERNS, parseTrustFile } from '../../device/index.ts';
import { openOem, trustFileFor } from '../../local/oem.ts';
import { DEVICES } from '../../local/seed/devices.ts';
import { MODEL_NAMES, MODELS } from '../../local/seed/models.ts';
import { HOSPITALS, ORGANISATIONS, VENDORS } from '../../local/seed/organisations.ts';
import { LINKED, NEWCOMERS, OFFICE, STAFF, SUSPENDED, TECHNICIANS } from '../../local/seed/people.ts';
import { deviceRows, hospitalRow, modelRow, organisationRows, peopleRows } from '../../local/seed/rows.ts';
import { slackRows } from '../../local/seed/slack.ts';
import { castOf, codeAt, type SeedOptions, seedBroker } from '../../local/seed.ts';
import { WORKSPACES } from '../../local/slack/workspaces.ts';
import { makeKey } from '../support/dsat-maker.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';

const NOW = 1_795_400_000;
const SLACK_KEYS = [
  ...['S#T0MEDSERV S', 'S#T0MERIDIAN S', 'T#medserv SLACK', 'T#meridian-lab SLACK'],
  ...['U#T0MEDSERV#U0OSEI U', 'U#T0MERIDIAN#U0GREENE U', 'U#T0MERIDIAN#U0SANTOS U'],
];
const directory = mkdtempSync(join(tmpdir(), 'seed-'));
const oem = (maker: string) => openOem(join(directory, 'oem'), maker);
const issuers = ORGANISATIONS.map(([organisation]) => ({
  issuer: `https://sign-in.example/${organisation}`,
  organisation,
  jwksUri: `https://sign-in.example/${organisation}/jwks`,
  audience: 'https://wardkey.example',
}));
const KEYS = { active: { kid: 'a', arn: 'arn:a', pub: '' }, next: { kid: 'b', arn: 'arn:b', pub: '' } };
const hospitals: readonly Hospital[] = HOSPITALS.map(([id]) => hospitalRow(id, KEYS));
const models: readonly Model[] = MODEL_NAMES.map((name) => modelRow(name, oem(MODELS[name].maker)));
const devices = deviceRows(NOW);
const people = peopleRows(NOW);

describe('organisations', () => {
  test('have each an issuer, and an id that can stand in a token', () => {
    const rows = organisationRows(issuers);
    expect(new Set(rows.map(({ issuer }) => issuer)).size).toBe(9);
    for (const { id } of rows) expect(id).toMatch(PATTERNS.iss);
    expect(() => organisationRows(issuers.slice(1))).toThrow('st-marys has no issuer');
  });

  test('hospitals have a zone and a policy that can be used', () => {
    for (const { zone, policy } of hospitals) {
      expect(policyFault(policy)).toBeUndefined();
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
    }
  });

  test('hospitals have people for everything that their policy does not close (R5)', () => {
    for (const { id, policy, staff } of hospitals) {
      const places = [...placesOf(policy), ...devices.filter(({ hospital }) => hospital === id)];
      expect(unsatisfiable(policy, staff, places)).toEqual([]);
    }
  });

  test('every on-call group is of people who approve there', () => {
    for (const { roster, staff } of hospitals) {
      for (const person of roster.flat()) {
        const roles = staff.find((one) => one.person === person)?.entitlements.map(({ role }) => role);
        expect(roles).toContain('htm_approver');
      }
    }
    expect(hospitals[0]?.roster).toHaveLength(2);
  });

  test('agreements are of servicers and hospitals that exist, once each', () => {
    const kinds = new Map(ORGANISATIONS.map(([id, kind]) => [id as string, kind]));
    for (const [hospital, servicer, scopes] of VENDORS) {
      expect(kinds.get(hospital)).toBe('hdo');
      expect(['iso', 'oem']).toContain(kinds.get(servicer));
      expect(scopes.length).toBeGreaterThan(0);
    }
    expect(new Set(VENDORS.map(([hospital, servicer]) => `${hospital} ${servicer}`)).size).toBe(VENDORS.length);
    expect(VENDORS.filter(([, , , , to]) => to < 0)).toHaveLength(1);
  });
});

describe('models', () => {
  test.each(MODEL_NAMES)('%s has a GTIN with a right check digit', (name) => {
    const digits = [...MODELS[name].gtin].map(Number);
    const sum = digits.slice(0, 13).reduce((so, digit, index) => so + digit * (index % 2 === 0 ? 3 : 1), 0);
    expect(digits).toHaveLength(14);
    expect(digits[13]).toBe((10 - (sum % 10)) % 10);
  });

  test('raise tiers and never lower one', () => {
    for (const { scopes } of models) {
      for (const { name, tier } of scopes) expect(compareTiers(tier, SCOPES[name].tier)).toBeGreaterThanOrEqual(0);
      expect(new Set(scopes.map(({ name }) => name)).size).toBe(scopes.length);
    }
  });

  test('are what the scenarios need', () => {
    const tierOf = (model: string, scope: string) =>
      models.find(({ name }) => name === model)?.scopes.find(({ name }) => name === scope)?.tier;
    expect(tierOf('C-64', 'calibration.adjust')).toBe('T3');
    expect(tierOf('H-200', 'log.read')).toBe('T3');
    expect(tierOf('LV-3', 'calibration.adjust')).toBe('T2');
    expect(models.map(({ name, class: of, requireCnf }) => [name, of, requireCnf])).toEqual([
      ['LV-3', 'C', false],
      ['VX-7', 'B', true],
      ['PM-12', 'A', false],
      ['M1.5', 'A', false],
      ['C-64', 'A', false],
      ['U-9', 'B', false],
      ['A-5', 'B', false],
      ['H-200', 'A', false],
    ]);
  });
});

describe('people', () => {
  const accounts = [...STAFF, ...TECHNICIANS, ...OFFICE].map((row) => `${row[0]} ${row[1]}`);

  test('have ids, pseudonyms and addresses of their own', () => {
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length);
    expect(new Set(people.map(({ pseudonym }) => pseudonym)).size).toBe(people.length);
    expect(new Set(people.map(({ email }) => email)).size).toBe(people.length);
    for (const { pseudonym, email, printedName } of people) {
      expect(pseudonym).toMatch(/^t-[a-z2-7]{8}$/);
      expect(email).toMatch(/^[a-z]\.[a-z]+@[a-z-]+\.example$/);
      expect(printedName).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    }
  });

  test('stand once in a table', () => {
    for (const table of [STAFF, TECHNICIANS, OFFICE]) {
      const keys = table.map((row) => `${row[0]} ${row[1]}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('hold every role', () => {
    const held = new Set<string>([
      ...people.flatMap(({ roles }) => roles),
      ...hospitals.flatMap(({ staff }) => staff.flatMap(({ entitlements }) => entitlements.map(({ role }) => role))),
    ]);
    expect([...held].sort()).toEqual(
      [
        ...['technician', 'iso_admin', 'htm_approver', 'clinical_owner', 'security_approver', 'domain_safety'],
        ...['oem_publisher', 'hdo_admin', 'auditor', 'emergency_custodian'],
      ].sort(),
    );
  });

  test('two administrators stand at every hospital (R18)', () => {
    for (const { staff } of hospitals) {
      const admins = staff.filter(({ entitlements }) => entitlements.some(({ role }) => role === 'hdo_admin'));
      expect(admins.length).toBeGreaterThanOrEqual(2);
    }
  });

  test('one is suspended, one has no valid competence, one approves and repairs, two accounts are linked', () => {
    expect(people.filter(({ status }) => status === 'suspended').map(({ email }) => email)).toEqual([
      'l.petrov@medserv.example',
    ]);
    const expired = people.filter(({ competences: [first] }) => first !== undefined && first.validTo < NOW);
    expect(expired.map(({ email }) => email)).toEqual(['k.svensson@medserv.example']);
    const rosa = people.filter(({ printedName }) => printedName === 'Rosa Alvarez');
    expect(rosa.map(({ linked }) => linked)).toEqual([[rosa[1]?.id], [rosa[0]?.id]]);
    expect(rosa[0]?.roles).toEqual(['technician']);
    for (const account of [...SUSPENDED, ...LINKED.flat()]) expect(accounts).toContain(account.join(' '));
  });

  test('units of a role are units with devices', () => {
    for (const [hospital, , , ...held] of STAFF) {
      const units = DEVICES.filter(([at]) => at === hospital).map(([, , , , , unit]) => unit);
      for (const unit of held.flatMap(([, ...of]) => of)) expect(units).toContain(unit);
    }
  });
});

describe('devices', () => {
  test('are of models and hospitals that exist, under ids a token can name', () => {
    for (const device of devices) {
      expect(models.map(({ id }) => id)).toContain(device.model);
      expect(hospitals.map(({ id }) => id)).toContain(device.hospital);
      expect(device.id).toMatch(PATTERNS.deviceId);
    }
  });

  test('are found by nothing that leads to another', () => {
    const names = devices.flatMap(({ id, code, tag, cmms }) => [id, code, tag, ...(cmms ? [cmms] : [])]);
    expect(new Set(names).size).toBe(names.length);
    for (const { code } of devices) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
  });

  test('one is past its support without an agreement, one with, one in limited support, one unknown', () => {
    const staged = devices.filter((device) => stageAt(device, NOW) !== 'support');
    expect(staged.map((device) => [device.code, stageAt(device, NOW), device.agreementUntil > NOW])).toEqual([
      ['C9RT-4MWB', 'limited_support', false],
      ['M3XG-5JDA', 'limited_support', false],
      ['W6DJ-8NFV', 'end_of_support', false],
      ['W6DK-4RMX', 'unknown', false],
      ['R5MU-6QYD', 'end_of_support', true],
    ]);
  });

  test('have a servicer with an agreement and a competent technician', () => {
    for (const { hospital, model } of devices) {
      const vendors = VENDORS.filter(([at, , , , to]) => at === hospital && to > 0).map(([, servicer]) => servicer);
      const able = people.filter(
        ({ organisation, status, competences }) =>
          vendors.some((servicer) => servicer === organisation) &&
          status === 'active' &&
          competences.some((one) => one.model === model && one.validTo > NOW),
      );
      expect([hospital, model, able.length > 0]).toEqual([hospital, model, true]);
    }
  });
});

describe('approvals', () => {
  const factsOf = ({ site, unit }: Device): Facts => ({ site, unit }) as unknown as Facts;

  /** Every scope of a device's profile, alone, by an outside technician. */
  const demands = devices.flatMap((device) => {
    const hospital = hospitals.find(({ id }) => id === device.hospital);
    const model = models.find(({ id }) => id === device.model);
    if (!hospital || !model) throw new Error('checked above');
    return model.scopes.map(({ name, tier }) => {
      const requirement = requirementFor(hospital.policy, tier, { ...device, stage: stageAt(device, NOW) });
      const demand = demandFor(requirement, tier, [name]);
      const pool: readonly Candidate[] = candidatesFor(hospital, factsOf(device), demand, []);
      const isClosed = requirement.closed;
      return {
        hospital: hospital.id,
        tier,
        words: `${device.code} ${name}`,
        isClosed,
        isFillable: couldFill(demand, pool),
      };
    });
  });

  test('can be given for every scope, but where the policy closes its tier', () => {
    expect(demands.filter((one) => !one.isFillable && !one.isClosed).map(({ words }) => words)).toEqual([]);
    expect(demands.filter((one) => one.isFillable && one.isClosed).map(({ words }) => words)).toEqual([]);
    const closed = demands.filter((one) => one.isClosed).map(({ hospital, tier }) => `${hospital} ${tier}`);
    expect([...new Set(closed)]).toEqual(['cedar-county T4']);
  });

  test('are needed in every tier somewhere', () => {
    expect(TIERS.filter((tier) => demands.some((one) => one.tier === tier && one.isFillable))).toEqual(TIERS);
  });
});

describe('castOf', () => {
  const path = join(directory, 'data', 'people.json');

  test('knows everybody, keeps their secrets and lets nobody else read them', () => {
    const cast = castOf(path);
    expect(cast.slice(0, people.length).map(({ person }) => person)).toEqual(people.map(({ id }) => id));
    expect(new Set(cast.map(({ totpSecret }) => totpSecret)).size).toBe(people.length + 1);
    expect(castOf(path)).toEqual(cast);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('knows one who can sign in and is not registered', () => {
    const newcomers = castOf(path).filter(({ person }) => !people.some(({ id }) => id === person));
    expect(newcomers.map(({ email, roles }) => [email, roles])).toEqual([['n.brandt@medserv.example', []]]);
    expect(NEWCOMERS).toHaveLength(1);
  });

  test('says roles of employer and hospital', () => {
    const rosa = castOf(path).find(({ email }) => email === 'r.alvarez@st-marys.example');
    expect(rosa).toMatchObject({ login: 'r.alvarez', roles: ['technician', 'htm_approver'] });
  });
});

describe('codeAt', () => {
  // RFC 6238 appendix B, SHA-1, its last six digits.
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %d is %s', (now, code) => {
    expect(codeAt('3132333435363738393031323334353637383930', now)).toBe(code);
  });
});

describe('seedBroker', () => {
  let made = 0;
  const options = (store: ReturnType<typeof rowsInMemory>): SeedOptions => ({
    store,
    issuers,
    oem,
    now: NOW,
    cast: castOf(join(directory, 'data', 'people.json')),
    sealer: { seal: async (secret) => secret, unseal: async (sealed) => sealed },
    tokenKeys: { create: async ({ kid }) => ({ kid, arn: `arn:key:${++made}`, pub: makeKey().pub }) },
  });

  test('puts everything once, in transactions that DynamoDB takes', async () => {
    const store = rowsInMemory();
    made = 0;
    await seedBroker(options(store));
    const first = [...store.commits];
    await seedBroker(options(store));
    expect(store.commits).toEqual(first);
    expect(made).toBe(8);
    expect(Math.max(...first.map(({ writes }) => writes.length))).toBeLessThanOrEqual(100);
    expect(first.every(({ events }: Transition) => events.length === 0)).toBe(true);
    expect(store.enrolled.size).toBe(people.length);
  });

  test('goes on where a crash left it', async () => {
    const whole = rowsInMemory();
    await seedBroker(options(whole));
    for (let after = 0; after < whole.commits.length; after += 1) {
      const store = rowsInMemory(after);
      await expect(seedBroker(options(store))).rejects.toThrow('power cut');
      store.powerOn();
      await seedBroker(options(store));
      expect([...store.rows.keys()].sort()).toEqual([...whole.rows.keys()].sort());
      expect(store.enrolled.size).toBe(people.length);
    }
  });

  test('connects the workspaces of one hospital and one servicer, and links who is in their tables', async () => {
    const store = rowsInMemory();
    await seedBroker(options(store));
    const keys = [...store.rows.keys()].filter((key) => /SLACK|S#T0|U#T0/.test(key)).sort();
    expect(keys.map((key) => key.replace(/^registry\W*/, ''))).toEqual(SLACK_KEYS);
    const { workspace, link } = await store.load({
      workspace: slackWorkspaceRef('meridian-lab'),
      link: slackUserRef('T0MERIDIAN', 'U0SANTOS'),
    });
    expect(workspace).toMatchObject({ team: 'T0MERIDIAN', status: 'connected', channel: 'C0SERVICE' });
    const { person = '' } = link ?? {};
    expect(await store.load({ back: slackLinkRef(person) })).toEqual({ back: link });
    expect(people.find(({ id }) => id === person)?.printedName).toBe('Ines Santos');
  });

  test('links accounts that stand in the local Slack, of the same people', () => {
    for (const { workspace, links } of slackRows(NOW)) {
      const there = WORKSPACES.find(({ team }) => team === workspace.team);
      const names = links.map(({ user }) => there?.members.find(({ id }) => id === user)?.realName);
      expect(names).toEqual(links.map(({ person }) => people.find(({ id }) => id === person)?.printedName));
      expect(['', ...(there?.channels.map(({ id }) => id) ?? [])]).toContain(workspace.channel);
    }
  });

  test('every device boots with its documents', async () => {
    const store = rowsInMemory();
    await seedBroker(options(store));
    for (const device of devices) {
      const model = models.find(({ id }) => id === device.model);
      if (!model) throw new Error('checked above');
      const { bundle, owner, hospital } = await store.load({
        bundle: bundleRef(device.hospital, device.model),
        owner: ownerRef(device.hospital, device.id),
        hospital: hospitalRef(device.hospital),
      });
      if (!bundle || !owner || !hospital) throw new Error(`${device.code} lacks a document`);
      const papers = { device: device.id, bundle: bundle.document, owner: owner.document, profile: model.profile };
      const file = parseTrustFile(trustFileFor(oem(model.oem), papers));
      const { trust } = bootDevice(file.trust, file.documents, memoryStore(firstRecord(0)));
      expect(trust.owner?.hospital).toBe(device.hospital);
      expect(trust.profile?.require_cnf).toBe(model.requireCnf);
      expect(trust.bundle?.keys.get(`${device.hospital}-2026a`)?.pub).toBe(hospital.keys.active.pub);
      expect(trust.bundle?.keys.get(`${device.hospital}-2026b`)?.key).toBeDefined();
    }
  });
});
