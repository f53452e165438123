/** publish-trust: what stands after each document, and who has to want it. */
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Write } from '../../../core/ports.ts';
import type { KeyExpiry } from '../../../core/rows.ts';
import {
  active,
  bundle,
  DAY,
  DEVICE,
  first,
  MODEL,
  model,
  NAF,
  NOW,
  next,
  oem,
  ofBundle,
  ofOwner,
  ofProfile,
  one,
  owner,
  PROFILE,
  planned,
  profile,
  removeKeys,
  root,
  rowAfter,
  rule,
  standing,
  two,
  WITH,
} from './trust-world.ts';

afterAll(removeKeys);

describe('publish-trust takes', () => {
  test('a first root, in a row of the maker, by two', () => {
    const plan = planned({ kind: 'root', envelope: root.document }, {});
    expect(plan.changes).toEqual([
      {
        ref: { table: 'registry', pk: 'O#oem-aurora', sk: 'R' },
        before: undefined,
        after: { oem: 'oem-aurora', document: root.document },
      },
    ]);
    expect(plan.widens).toEqual(['root 1 is the first']);
  });

  test('the next root, by two', () => {
    const plan = planned({ kind: 'root', envelope: oem.sign({ ...oem.root, version: 2 }) }, { root });
    expect(plan.widens).toEqual(['root 2 says whose signatures count']);
  });

  test('a first profile, which makes the model his; scopes of his own are not offered here', () => {
    const plan = planned(ofProfile(PROFILE, { name: 'PM-12', kindName: 'patient monitor' }), { root });
    const scopes = [
      { name: 'log.read', tier: 'T0' },
      { name: 'diag.run', tier: 'T1' },
    ];
    expect(rowAfter(plan)).toEqual({ ...model, scopes, version: undefined });
    expect(plan.widens).toEqual(['profile 1 is the first']);
    expect(plan.extra).toEqual([
      { kind: 'unchanged', ref: { table: 'registry', pk: 'O#oem-aurora', sk: 'R' }, version: root.version },
      { kind: 'insert', ref: { table: 'registry', pk: 'T#oem-aurora', sk: `M#${MODEL}` }, row: { model: MODEL } },
    ]);
  });

  test('a further profile, which lists the model only where it was not listed before', () => {
    const next = ofProfile(profile({ version: 2 }));
    const refs = (listed: object) => planned(next, { root, model, ...listed }).extra?.map(({ kind }) => kind);
    expect(refs({})).toEqual(['unchanged', 'insert']);
    expect(refs({ listed: { model: MODEL } })).toEqual(['unchanged']);
  });

  test('a first profile without a name: the model is called by its id', () => {
    expect(rowAfter(planned(ofProfile(PROFILE), { root }))).toMatchObject({ name: MODEL, kind: 'device' });
  });

  test('a profile that only narrows, by one, and keeps the names', () => {
    const plan = planned(ofProfile(profile({ version: 2, max_dur: 3600, require_cnf: true })), { root, model });
    expect(plan.widens).toEqual([]);
    expect(rowAfter(plan)).toMatchObject({ name: 'PM-12', maxDur: 3600, requireCnf: true });
  });

  test('another name for the profile that stands, by one', () => {
    const plan = planned(ofProfile(PROFILE, { name: 'PM-12 plus' }), { root, model });
    expect([plan.widens, rowAfter(plan)['name']]).toEqual([[], 'PM-12 plus']);
  });

  test('a first bundle: the keys that devices take, the timer of their end, under the root that was read', () => {
    const plan = planned(ofBundle(bundle()), WITH);
    const scopes = ['log.read', 'diag.run', 'factory.burn-in'];
    const key = { scopes, maxLife: 14_400, maxDur: 7200, nbf: NOW, naf: NAF };
    expect(rowAfter(plan)['keys']).toEqual([
      { kid: 'h-1', pub: active.pub, ...key },
      { kid: 'h-2', pub: next.pub, ...key },
    ]);
    expect(plan.widens).toEqual(['bundle 2 is the first']);
    expect(plan.extra).toEqual([
      { kind: 'unchanged', ref: { table: 'registry', pk: 'O#oem-aurora', sk: 'R' }, version: 4 },
      {
        kind: 'insert',
        ref: { table: 'state', pk: `T#st-marys#G#B#${MODEL}`, sk: 'E' },
        row: { version: 1, hospital: 'st-marys', model: MODEL, naf: NAF },
        indexes: { queue: [expect.stringMatching(/^expiry#[0-3]$/), NAF - 60 * DAY] },
      },
    ]);
  });

  test('an owner document of the registered hospital, by two, and its next version, by one', () => {
    const plan = planned(ofOwner(owner()), WITH);
    expect(rowAfter(plan)).toEqual({
      device: DEVICE,
      hospital: 'st-marys',
      document: expect.stringMatching(/^\{"payload"/),
    });
    expect(plan.widens).toEqual(['owner 1 is the first']);
    const before = { device: DEVICE, hospital: 'st-marys', document: owner(), version: 1 };
    expect(planned(ofOwner(owner(2)), { ...WITH, owner: before }).widens).toEqual([]);
  });

  test.each<[string, object, object]>([
    ['root', { kind: 'root', envelope: root.document }, { root }],
    ['profile', ofProfile(PROFILE), { root, model }],
    ['bundle', ofBundle(standing.document), { ...WITH, bundle: standing }],
  ])('the %s that stands once more, and changes nothing', (_kind, body, rows) => {
    expect(planned(body, rows)).toEqual({ changes: [] });
  });
});

describe('a bundle that only takes away is published by one, and leaves these keys', () => {
  test.each<[string, object, readonly string[]]>([
    ['the active key revoked', { revoked_kids: ['h-1'] }, ['h-2']],
    ['the active key dropped', { keys: [two] }, ['h-2']],
    ['both keys revoked', { revoked_kids: ['h-1', 'h-2'] }, []],
    ['no algorithm left', { algs: [] }, []],
    ['one token revoked', { revoked_jtis: ['WWTaBVrjHPjrcjDhkKUEiQ'] }, ['h-1', 'h-2']],
    ['keys for one device only, which the broker does not count', { keys: [{ ...one, aud_prefix: DEVICE }] }, []],
  ])('%s', (_name, more, kids) => {
    const plan = planned(ofBundle(bundle(more)), { ...WITH, bundle: standing });
    expect(plan.widens).toEqual([]);
    expect((rowAfter(plan)['keys'] as readonly { kid: string }[]).map(({ kid }) => kid)).toEqual(kids);
  });
});

describe('the timer of the end of keys', () => {
  const timer: KeyExpiry = { version: 3, hospital: 'st-marys', model: MODEL, naf: NAF };
  const written = (more: object, expiry?: KeyExpiry): Write | undefined =>
    planned(ofBundle(bundle(more)), { ...WITH, bundle: standing, expiry }).extra?.[1];

  test('is of the first key that ends', () => {
    expect(written({ keys: [one, { ...two, naf: NAF - 5 }] }, timer)).toMatchObject({
      kind: 'replace',
      version: 3,
      row: { version: 4, naf: NAF - 5 },
      indexes: { queue: [expect.any(String), NAF - 5 - 60 * DAY] },
    });
  });

  test('is not of a key that the hospital does not use', () => {
    expect(written({ keys: [one, two, { ...two, kid: 'h-old', naf: NOW + 5 }] }, timer)).toMatchObject({
      row: { naf: NAF },
    });
  });

  test('waits for nothing when no key is left', () => {
    const write = written({ keys: [] }, timer);
    expect(write).toMatchObject({ kind: 'replace', row: { naf: 0 }, indexes: {} });
    expect(written({ keys: [] })).toBeUndefined();
  });
});

describe('the rows that a document is about', () => {
  test('are found from what it says, and a text that says nothing leads nowhere', () => {
    const rows = (envelope: string) =>
      Object.values(rule.rows(ofBundle(envelope), 'oem-aurora', {})).map(({ pk, sk }) => `${pk} ${sk}`);
    const end = ['T#st-marys H'];
    expect(rows(bundle())).toEqual([
      'O#oem-aurora R',
      `M#${MODEL} M`,
      ...end,
      `T#st-marys B#${MODEL}`,
      `T#st-marys#G#B#${MODEL} E`,
    ]);
    const nowhere = ['O#oem-aurora R', 'M# M', ...end, 'T#st-marys B#', 'T#st-marys#G#B# E'];
    const long = oem.sign({ ...first, models: ['x'.repeat(5000)] });
    for (const text of ['', 'null', '{"payload":5}', '{"payload":"!!"}', '{"payload":"bnVsbA"}', long])
      expect(rows(text)).toEqual(nowhere);
  });

  test('of an owner document begin with the device', () => {
    expect(rule.aliases(ofOwner(owner()))).toEqual([DEVICE]);
    expect(rule.aliases(ofOwner('x'))).toEqual([]);
  });
});
