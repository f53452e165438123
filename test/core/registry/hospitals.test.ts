/** Hospitals and their token keys as tables: whose hospital it becomes, which key signs next (R18). */
import { describe, expect, test } from '@jest/globals';
import { CHANGES } from '../../../core/registry/changes.ts';
import { firstKids, kidAfter } from '../../../core/registry/token-key-names.ts';
import type { Hospital, Organisation } from '../../../core/registry.ts';
import { NOW, occasion } from './occasion.ts';

const DAY = 86_400;
const key = (letter: string) => ({ kid: `st-marys-2026${letter}`, arn: `arn:${letter}`, pub: `04${letter}` });

const OWN: Organisation = {
  id: 'st-marys',
  kind: 'hdo',
  name: "St. Mary's",
  issuer: 'https://login.st-marys.example',
  status: 'active',
  version: 1,
};
const PLACE = {
  zone: 'America/Chicago',
  sites: ['Main'],
  contacts: { security: 'security@st-marys.example', clinicalEngineering: 'biomed@st-marys.example' },
  policy: 'proposed',
};
const NEW = {
  hospital: 'cedar-county',
  organisation: {
    name: 'Cedar County',
    issuer: {
      issuer: 'https://login.cedar.example',
      jwksUri: 'https://login.cedar.example/keys',
      audience: 'wardkey',
    },
    admins: [
      { printedName: 'Grace Park', email: 'g.park@cedar.example' },
      { printedName: 'Karl Olsen', email: 'k.olsen@cedar.example' },
    ],
  },
  ...PLACE,
};
const newKeys = [key('a'), key('b')];
const hdoAdmin = { role: 'hdo_admin', sites: [], units: [] };

const onboard = (body: object, rows: object, more = {}) =>
  CHANGES['onboard-hospital'].plan(body, rows, occasion({ newKeys, ...more }), {});

describe('onboard-hospital', () => {
  test('asks for two keys of its own', () => {
    expect(CHANGES['onboard-hospital'].keys({ hospital: 'cedar-county' }, {}, occasion())).toEqual([
      { hospital: 'cedar-county', kid: 'cedar-county-2026a' },
      { hospital: 'cedar-county', kid: 'cedar-county-2026b' },
    ]);
  });

  test("of the operator's own organisation makes its administrators the hospital's", () => {
    const decision = onboard({ hospital: 'st-marys', ...PLACE }, { namesake: OWN });
    if (!decision.ok) throw new Error(decision.code);
    expect(decision.value.changes).toHaveLength(1);
    expect(decision.value.changes[0]).toMatchObject({
      ref: { pk: 'T#st-marys', sk: 'H' },
      after: {
        name: "St. Mary's",
        status: 'active',
        staff: [
          { person: 'p_one', status: 'active', entitlements: [hdoAdmin] },
          { person: 'p_two', status: 'active', entitlements: [hdoAdmin] },
        ],
        roster: [],
        policy: { approveWithin: 1800 },
        keys: { active: key('a'), next: key('b') },
      },
    });
    expect([decision.value.gains, decision.value.tells]).toEqual([undefined, undefined]);
    expect(decision.value.widens).toHaveLength(1);
  });

  test('of a new organisation invites its two administrators, and nobody is staff yet', () => {
    const decision = onboard(NEW, {});
    if (!decision.ok) throw new Error(decision.code);
    const { changes, tells, extra } = decision.value;
    expect(changes.map(({ ref: { pk, sk } }) => `${pk} ${sk.slice(0, 2)}`)).toEqual([
      'T#cedar-county H',
      'O#cedar-county O',
      'T#cedar-county N#',
      'T#cedar-county N#',
    ]);
    expect(changes[0]?.after).toMatchObject({ name: 'Cedar County', staff: [] });
    expect(changes[1]?.after).toMatchObject({ kind: 'hdo' });
    expect(changes[2]?.after).toMatchObject({ roles: [], entitlements: [hdoAdmin], operator: false });
    expect([tells?.length, extra?.length]).toEqual([2, 1]);
  });

  test.each([
    ['organisation_exists', 'a hospital of that id', NEW, { standing: {} }],
    ['organisation_exists', 'an organisation of that id', NEW, { namesake: OWN }],
    ['issuer_taken', 'an issuer of somebody else', NEW, { issuer: {} }],
    ['entity_unknown', 'no organisation', { hospital: 'st-marys', ...PLACE }, {}],
    ['entity_unknown', 'a servicer', { hospital: 'st-marys', ...PLACE }, { namesake: { ...OWN, kind: 'iso' } }],
    ['entity_unknown', 'not the operator', { hospital: 'cedar-county', ...PLACE }, { namesake: OWN }],
  ])('is refused as %s for %s', (code, _why, body, rows) => {
    expect(onboard(body, rows)).toEqual({ ok: false, code });
  });
});

const HOSPITAL = { id: 'st-marys', keys: { active: key('a'), next: key('b') }, version: 2 } as unknown as Hospital;
const delegated = (more = {}) => ({ kid: 'st-marys-2026b', pub: '04b', nbf: NOW - DAY, naf: NOW + DAY, ...more });
const bundle = (...keys: object[]) => ({ keys });

const rotate = (listed: readonly unknown[], keysUntil = NOW + 30 * DAY) =>
  CHANGES['rotate-token-key'].plan(
    { keysUntil },
    {},
    occasion({ hospital: HOSPITAL, listed, newKeys: [key('c')] }),
    {},
  );

/** The key that signs today, as bundles delegate it. */
const OLD = { ...delegated(), kid: 'st-marys-2026a', pub: '04a' };

describe('rotate-token-key', () => {
  test('reads all bundles of the hospital, and asks for one key', () => {
    expect(CHANGES['rotate-token-key'].lists?.('st-marys')).toEqual({ pk: 'T#st-marys', prefix: 'B#' });
    expect(CHANGES['rotate-token-key'].keys({}, {}, occasion({ hospital: HOSPITAL }))).toEqual([
      { hospital: 'st-marys', kid: 'st-marys-2026c' },
    ]);
  });

  test.each([
    ['no bundle', []],
    ['one that delegates it', [bundle(delegated())]],
    ['one that delegates others too', [bundle(OLD, delegated())]],
    ['one that delegates neither, as that of a maker gone by', [bundle(OLD, delegated()), bundle()]],
    ['one whose keys are over', [bundle({ ...OLD, naf: NOW - 1 })]],
    [
      'one in the last second and the first of its keys',
      [bundle({ ...OLD, naf: NOW }, delegated({ nbf: NOW, naf: NOW }))],
    ],
  ])('with %s lets the next key sign, and the old one end', (_what, listed) => {
    expect(rotate(listed)).toMatchObject({
      ok: true,
      value: {
        changes: [{ before: HOSPITAL, after: { keys: { active: key('b'), next: key('c') } } }],
        widens: ['st-marys-2026b signs instead of st-marys-2026a, and st-marys-2026c is made to follow it'],
        retires: {
          hospital: 'st-marys',
          keys: [{ kid: 'st-marys-2026a', arn: 'arn:a' }],
          after: NOW + 30 * DAY,
        },
      },
    });
  });

  test.each([
    ['lacks it', [bundle(OLD, delegated()), bundle(OLD)]],
    ['has another public key under its name', [bundle(OLD, delegated({ pub: '04c' }))]],
    ['has its public key under another name', [bundle(OLD, delegated({ kid: 'st-marys-2026x' }))]],
    ['delegates it no more', [bundle(OLD, delegated({ naf: NOW - 1 }))]],
    ['delegates the old one in its last second', [bundle({ ...OLD, naf: NOW })]],
    ['delegates it later', [bundle(OLD, delegated({ nbf: NOW + 1 }))]],
  ])('is refused where a bundle %s', (_what, listed) => {
    expect(rotate(listed)).toEqual({ ok: false, code: 'next_key_not_delegated' });
  });

  test('sooner than thirty days before the old key ends is refused', () => {
    expect(rotate([], NOW + 30 * DAY - 1)).toEqual({ ok: false, code: 'retention_too_short' });
  });
});

describe('a token key', () => {
  const LONG = 'a-hospital-with-a-very-long-name';

  test('is named after hospital and year, in at most 32 characters', () => {
    expect(firstKids('st-marys', NOW)).toEqual(['st-marys-2026a', 'st-marys-2026b']);
    expect(firstKids(LONG, NOW)).toEqual(['a-hospital-with-a-very-lon-2026a', 'a-hospital-with-a-very-lon-2026b']);
    expect(firstKids('x1', 1_798_761_599)).toEqual(['x1-2026a', 'x1-2026b']);
    expect(firstKids('x1', 1_798_761_600)).toEqual(['x1-2027a', 'x1-2027b']);
  });

  test.each([
    ['st-marys-2026b', NOW, 'st-marys-2026c'],
    ['st-marys-2026z', NOW, 'st-marys-2027a'],
    ['st-marys-2027a', NOW, 'st-marys-2027b'],
    ['st-marys-2025f', NOW, 'st-marys-2026a'],
    ['by-hand', NOW, 'st-marys-2026a'],
  ])('that follows %s is never one that was there', (kid, now, next) => {
    expect(kidAfter(kid, 'st-marys', now)).toBe(next);
  });
});
