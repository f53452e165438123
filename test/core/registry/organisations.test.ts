/** Organisations of a deployment as tables: who joins, who is stopped, who leaves, and what it takes (R17, R18). */
import { describe, expect, test } from '@jest/globals';
import { CHANGES } from '../../../core/registry/changes.ts';
import type { ChangeVerb } from '../../../core/registry/verbs.ts';
import type { Hospital, Issuer, Organisation } from '../../../core/registry.ts';
import { NOW, occasion } from './occasion.ts';

const DAY = 86_400;

const MEDSERV: Organisation = {
  id: 'medserv',
  kind: 'iso',
  name: 'MedServ',
  issuer: 'https://login.medserv.example',
  status: 'active',
  version: 4,
};
const CEDAR = {
  id: 'cedar-county',
  status: 'active',
  keys: {
    active: { kid: 'cedar-county-2026a', arn: 'arn:a', pub: '04aa' },
    next: { kid: 'cedar-county-2026b', arn: 'arn:b', pub: '04bb' },
  },
  version: 7,
} as unknown as Hospital;
const CEDAR_ORGANISATION: Organisation = { ...MEDSERV, id: 'cedar-county', kind: 'hdo' };
const ISSUER: Issuer = {
  issuer: 'https://login.medserv.example',
  organisation: 'elsewhere',
  jwksUri: 'https://login.medserv.example/keys',
  audience: 'wardkey',
};

const plan = (verb: ChangeVerb, body: object, rows: object, more = {}) =>
  CHANGES[verb].plan(body, rows, occasion(more), {});

const { organisation: _elsewhere, ...issuer } = ISSUER;
const joining = (kind: 'iso' | 'oem') => ({
  organisation: { id: 'medserv', kind, name: 'MedServ' },
  issuer,
  admins: [
    { printedName: 'Marta Duarte', email: 'm.duarte@medserv.example' },
    { printedName: 'Owen Finch', email: 'o.finch@medserv.example' },
  ],
});

describe('add-organisation', () => {
  test.each([
    ['iso', ['iso_admin']],
    ['oem', ['iso_admin', 'oem_publisher']],
  ] as const)('of kind %s makes its row, its issuer and two invitations that are told', (kind, roles) => {
    const decision = plan('add-organisation', joining(kind), {});
    if (!decision.ok) throw new Error(decision.code);
    const { changes, extra, tells, widens } = decision.value;
    expect(changes[0]).toEqual({
      ref: { table: 'registry', pk: 'O#medserv', sk: 'O' },
      before: undefined,
      after: { id: 'medserv', kind, name: 'MedServ', issuer: 'https://login.medserv.example', status: 'active' },
    });
    expect(changes.slice(1).map(({ after }) => after)).toMatchObject([
      { printedName: 'Marta Duarte', roles, entitlements: [], operator: false, until: NOW + 7 * DAY, status: 'open' },
      { printedName: 'Owen Finch', roles, entitlements: [], operator: false, organisation: 'medserv' },
    ]);
    expect(tells).toEqual(changes.slice(1).map(({ ref }) => ref));
    expect(tells?.map(({ pk }) => pk)).toEqual(['T#medserv', 'T#medserv']);
    expect(extra).toEqual([
      {
        kind: 'insert',
        ref: { table: 'registry', pk: 'I#https://login.medserv.example', sk: 'I' },
        row: { ...issuer, organisation: 'medserv' },
      },
    ]);
    expect(widens).toHaveLength(1);
    expect(JSON.stringify(widens)).not.toMatch(/Duarte|@/);
  });

  test.each([
    ['organisation_exists', { namesake: MEDSERV }],
    ['issuer_taken', { issuer: ISSUER }],
  ])('is refused as %s', (code, rows) => {
    expect(plan('add-organisation', joining('iso'), rows)).toEqual({ ok: false, code });
  });
});

const own = { standing: { ...MEDSERV, id: 'st-marys', kind: 'hdo' } };
const left = { standing: { ...MEDSERV, status: 'offboarded' } };

describe.each(['suspend-organisation', 'reinstate-organisation', 'offboard-organisation'] as const)('%s', (verb) => {
  test.each([
    ['entity_unknown', {}],
    ['operator_organisation', own],
    ['organisation_offboarded', left],
  ])('is refused as %s', (code, rows) => {
    expect(plan(verb, { organisation: 'medserv' }, rows)).toEqual({ ok: false, code });
  });
});

describe('suspend-organisation', () => {
  const body = { organisation: 'medserv' };

  test("of a servicer takes one person, and stops all its people's access", () => {
    expect(plan('suspend-organisation', body, { standing: MEDSERV })).toEqual({
      ok: true,
      value: {
        changes: [
          {
            ref: { table: 'registry', pk: 'O#medserv', sk: 'O' },
            before: MEDSERV,
            after: { ...MEDSERV, status: 'suspended', stops: 1 },
          },
        ],
        stops: { reason: 'organisation_suspended', organisation: 'medserv' },
      },
    });
  });

  test('of a hospital moves its own row too, and stops all access there', () => {
    const rows = { standing: CEDAR_ORGANISATION, itsHospital: CEDAR };
    const decision = plan('suspend-organisation', { organisation: 'cedar-county' }, rows);
    expect(decision).toMatchObject({
      ok: true,
      value: {
        changes: [{ after: { status: 'suspended' } }, { ref: { sk: 'H' }, after: { status: 'suspended' } }],
        stops: { reason: 'hospital_frozen', hospital: 'cedar-county' },
      },
    });
  });

  test('a second time is counted, as what undoes the first does not undo it', () => {
    const standing = { ...MEDSERV, status: 'suspended', stops: 1 };
    expect(plan('suspend-organisation', body, { standing })).toMatchObject({
      ok: true,
      value: { changes: [{ after: { status: 'suspended', stops: 2 } }], stops: { organisation: 'medserv' } },
    });
  });
});

describe('reinstate-organisation', () => {
  test.each([
    ['suspended with its organisation only', false, 'active'],
    ['that had frozen itself', true, 'suspended'],
  ])('of a hospital %s', (_what, isFrozen, status) => {
    const standing = { ...CEDAR_ORGANISATION, status: 'suspended' };
    const rows = { standing, itsHospital: { ...CEDAR, status: 'suspended', isFrozen } };
    expect(plan('reinstate-organisation', { organisation: 'cedar-county' }, rows)).toMatchObject({
      value: { changes: [{ after: { status: 'active' } }, { ref: { sk: 'H' }, after: { status } }] },
    });
  });

  test('takes two people, and nothing where it is active', () => {
    const standing = { ...MEDSERV, status: 'suspended' };
    expect(plan('reinstate-organisation', { organisation: 'medserv' }, { standing })).toMatchObject({
      ok: true,
      value: { changes: [{ after: { status: 'active' } }], widens: ['medserv is reinstated'] },
    });
    expect(plan('reinstate-organisation', { organisation: 'medserv' }, { standing: MEDSERV })).toEqual({
      ok: true,
      value: { changes: [] },
    });
  });
});

describe('offboard-organisation', () => {
  test('ends the connection of its Slack workspace, whose team is another one’s to connect then', () => {
    const itsSlack = { organisation: 'medserv', team: 'T0MEDSERV', channel: '', status: 'connected', version: 2 };
    expect(plan('offboard-organisation', { organisation: 'medserv' }, { standing: MEDSERV, itsSlack })).toMatchObject({
      value: {
        changes: [{ after: { status: 'offboarded' } }, { after: { team: 'T0MEDSERV', status: 'disconnected' } }],
        extra: [{ kind: 'remove', ref: { pk: 'S#T0MEDSERV' } }],
      },
    });
  });

  const hospital = { standing: CEDAR_ORGANISATION, itsHospital: CEDAR };
  const body = (keysUntil?: number) => ({ organisation: 'cedar-county', ...(keysUntil && { keysUntil }) });

  test('takes two people though it narrows, and stops a servicer', () => {
    const decision = plan('offboard-organisation', { organisation: 'medserv' }, { standing: MEDSERV });
    expect(decision).toMatchObject({
      ok: true,
      value: {
        changes: [{ after: { status: 'offboarded' } }],
        widens: ['medserv leaves for good'],
        stops: { reason: 'organisation_offboarded', organisation: 'medserv' },
      },
    });
  });

  test('of a hospital lets both token keys end after the day named', () => {
    expect(plan('offboard-organisation', body(NOW + 30 * DAY), hospital)).toMatchObject({
      ok: true,
      value: {
        changes: [{ after: { status: 'offboarded' } }, { after: { status: 'offboarded' } }],
        stops: { reason: 'organisation_offboarded', hospital: 'cedar-county' },
        retires: {
          hospital: 'cedar-county',
          keys: [
            { kid: 'cedar-county-2026a', arn: 'arn:a' },
            { kid: 'cedar-county-2026b', arn: 'arn:b' },
          ],
          after: NOW + 30 * DAY,
        },
      },
    });
  });

  test.each([
    ['no day', undefined],
    ['a day too early', NOW + 30 * DAY - 1],
  ])('of a hospital with %s is refused', (_what, keysUntil) => {
    expect(plan('offboard-organisation', body(keysUntil), hospital)).toEqual({
      ok: false,
      code: 'retention_too_short',
    });
  });
});
