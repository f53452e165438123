/** Bootstrap on rows in memory: what it writes, in one transaction, and that it does so once (R18). */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { issuerRef, operatorRef, organisationRef } from '../../core/keys.ts';
import type { BootstrapInput } from '../../core/registry/organisation-contract.ts';
import { bootstrap } from '../../core/verbs/bootstrap.ts';
import { type RowsInMemory, rowsInMemory } from '../support/rows-in-memory.ts';

const NOW = 1_795_780_800;
const WEEK = 7 * 86_400;

const input = (kind: BootstrapInput['organisation']['kind']): BootstrapInput => ({
  organisation: {
    id: 'st-marys',
    kind,
    name: "St. Mary's",
    issuer: { issuer: 'https://login.example', jwksUri: 'https://login.example/keys', audience: 'wardkey' },
  },
  admins: [
    { printedName: 'Anna Kowalski', email: 'a.kowalski@st-marys.example' },
    { printedName: 'Basim Haddad', email: 'b.haddad@st-marys.example' },
  ],
});

let store: RowsInMemory;
let bytes: number;
const random = (length: number) => {
  bytes += 1;
  return new Uint8Array(length).fill(bytes);
};
const begin = (kind: Parameters<typeof input>[0] = 'hdo') => bootstrap({ store, random }, input(kind), NOW);
const rowsOf = (part: string) => [...store.rows].filter(([place]) => place.includes(part)).map(([, row]) => row);

beforeEach(() => {
  store = rowsInMemory();
  bytes = 0;
});

describe('bootstrap', () => {
  test('writes operator, organisation, issuer and two invitations in one transaction', async () => {
    expect(await begin()).toEqual({
      ok: true,
      value: [
        { printedName: 'Anna Kowalski', ticket: 'AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM', until: NOW + WEEK },
        { printedName: 'Basim Haddad', ticket: 'BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ', until: NOW + WEEK },
      ],
    });
    expect(store.commits).toHaveLength(1);
    expect(rowsOf(' OPERATOR O')).toEqual([
      { organisation: 'st-marys', admins: [], invitedUntil: NOW + WEEK, version: 1 },
    ]);
    expect(rowsOf(' O#st-marys O')).toMatchObject([{ kind: 'hdo', status: 'active', version: 1 }]);
    expect(rowsOf(' I#https://login.example I')).toMatchObject([{ organisation: 'st-marys' }]);
    expect(rowsOf('registry T#st-marys N#')).toMatchObject([
      { printedName: 'Anna Kowalski', operator: true, roles: [], entitlements: [], status: 'open' },
      { printedName: 'Basim Haddad', operator: true, roles: [], entitlements: [], status: 'open' },
    ]);
  });

  test.each(['iso', 'oem'] as const)('by a kind of %s makes its administrators iso_admin as well', async (kind) => {
    await begin(kind);
    expect(rowsOf('registry T#st-marys N#')).toMatchObject([{ roles: ['iso_admin'] }, { roles: ['iso_admin'] }]);
  });

  test('keeps tickets as hashes, each leading to its invitation, for as long as it lives', async () => {
    await begin();
    const tickets = (store.commits[0]?.writes ?? []).filter(
      (write) => write.kind === 'insert' && write.ref.table === 'credentials',
    );
    expect(tickets).toMatchObject([
      { row: { organisation: 'st-marys', invitation: '01010101010101010101' }, expires: NOW + WEEK },
      { row: { organisation: 'st-marys', invitation: '02020202020202020202' }, expires: NOW + WEEK },
    ]);
    expect(JSON.stringify([...store.rows])).not.toMatch(/AwMDAwMDA/);
  });

  test('records each row on its own chain, by the broker, and has each invitation told once', async () => {
    await begin();
    const [commit] = store.commits;
    const records = (commit?.events ?? []).map(({ bytes: text }) => JSON.parse(new TextDecoder().decode(text)));
    expect(records.map(({ chain, data, actor }) => [chain, data.verb, actor.person])).toEqual([
      ['T#st-marys#G#OPERATOR', 'bootstrap', 'wardkey'],
      ['T#st-marys#G#O', 'bootstrap', 'wardkey'],
      ['T#st-marys#G#N#01010101010101010101', 'bootstrap', 'wardkey'],
      ['T#st-marys#G#N#02020202020202020202', 'bootstrap', 'wardkey'],
    ]);
    expect(JSON.stringify(records)).not.toMatch(/Kowalski|Haddad|@/);
    expect(rowsOf('O#notify#')).toEqual([
      { kind: 'notify', chain: 'T#st-marys#G#N#01010101010101010101', from: 1, to: 1, at: 1_795_780_800 },
      { kind: 'notify', chain: 'T#st-marys#G#N#02020202020202020202', from: 1, to: 1, at: 1_795_780_800 },
    ]);
  });

  test('a second time is refused and writes nothing', async () => {
    await begin();
    expect(await begin()).toEqual({ ok: false, code: 'operator_exists' });
    expect(store.commits).toHaveLength(1);
  });

  test.each([
    ['before the invitations are dead', WEEK - 1, [], 'operator_exists'],
    ['when both have joined', WEEK, ['p_one', 'p_two'], 'operator_exists'],
    ['when one has joined and the other’s invitation is dead', WEEK, ['p_one'], 'invited'],
    ['when nobody has joined in time', WEEK, [], 'invited'],
  ] as const)('again %s: %#', async (_what, later, admins, outcome) => {
    await begin();
    store.rows.set('registry OPERATOR O', { organisation: 'st-marys', admins, invitedUntil: NOW + WEEK, version: 1 });
    const again = await bootstrap({ store, random }, input('hdo'), NOW + later);
    expect(again.ok ? 'invited' : again.code).toBe(outcome);
    const isInvited = outcome === 'invited';
    expect(rowsOf('registry T#st-marys N#')).toHaveLength(isInvited ? 4 : 2);
    expect(rowsOf(' OPERATOR O')).toMatchObject([{ admins, version: isInvited ? 2 : 1 }]);
  });

  test('by another organisation is refused, however late', async () => {
    await begin();
    const other = input('hdo');
    const stranger = { ...other, organisation: { ...other.organisation, id: 'somebody-else' } };
    expect(await bootstrap({ store, random }, stranger, NOW + 2 * WEEK)).toEqual({
      ok: false,
      code: 'operator_exists',
    });
  });

  test('two at once make one operator', async () => {
    const both = await Promise.all([begin(), begin()]);
    expect(both.map((one) => one.ok)).toEqual([true, false]);
    expect(both[1]).toEqual({ ok: false, code: 'operator_exists' });
    expect(store.commits).toHaveLength(1);
  });

  test.each([
    ['organisation_exists', organisationRef('st-marys')],
    ['issuer_taken', issuerRef('https://login.example')],
  ] as const)('over rows of an older registry is refused as %s', async (code, ref) => {
    await store.commit({ events: [], writes: [{ kind: 'insert', ref, row: { version: 1 } }] });
    expect(await begin()).toEqual({ ok: false, code });
    expect(await store.load({ operator: operatorRef })).toEqual({ operator: undefined });
  });
});
