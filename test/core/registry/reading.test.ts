/** Who reads the registry, what is shown of a row, and how a row is found by what events call it. */
import { describe, expect, test } from '@jest/globals';
import { partsOf, refOf } from '../../../core/registry/entities.ts';
import { type PowerRows, readerOf } from '../../../core/registry/powers.ts';
import { shown } from '../../../core/registry/shown.ts';
import type { Operator, Organisation, Person } from '../../../core/registry.ts';
import { entityOf } from '../../../core/verbs/registry-step.ts';
import { hospital, staffOf } from '../rows.ts';

const NORTH: Organisation = {
  version: 1,
  id: 'hdo-north',
  kind: 'hdo',
  name: 'North Hospital',
  issuer: 'https://sign-in.example/north',
  status: 'active',
};
const SERVICER: Organisation = { ...NORTH, id: 'medserv', kind: 'iso', name: 'MedServ' };

const person = (id: string, organisation: string, roles: Person['roles'] = []): Person => ({
  version: 1,
  id,
  organisation,
  printedName: 'Somebody',
  email: 's@h.example',
  status: 'active',
  roles,
  competences: [],
  linked: [],
  alsoOf: [],
  pseudonym: 't-1',
});

const atHospital = (id: string, more: Partial<PowerRows> = {}): PowerRows => ({
  actor: person(id, 'hdo-north'),
  employer: NORTH,
  operator: undefined,
  hospital,
  organisation: NORTH,
  ...more,
});
const atServicer = (roles: Person['roles'], organisation = SERVICER): PowerRows => ({
  actor: person('p_1', organisation.id, roles),
  employer: organisation,
  operator: undefined,
  hospital: undefined,
  organisation,
});
const operator: Operator = { version: 1, organisation: 'hdo-north', admins: ['p_operator'], invitedUntil: 0 };
const bothRoles = { ...hospital, staff: [staffOf('p_z', ['auditor', 'hdo_admin'])] };
const stopped = { ...hospital, staff: [staffOf('p_z', ['auditor'], { status: 'suspended' })] };

describe('readerOf', () => {
  test.each<[string, string, PowerRows, string]>([
    ['an hdo_admin', 'hdo-north', atHospital('p_admin'), 'administrator'],
    ['an auditor', 'hdo-north', atHospital('p_auditor'), 'auditor'],
    ['an auditor who administers', 'hdo-north', atHospital('p_z', { hospital: bothRoles }), 'administrator'],
    ["the operator's administrator at his own", 'hdo-north', atHospital('p_operator', { operator }), 'administrator'],
    ['an iso_admin', 'medserv', atServicer(['iso_admin']), 'administrator'],
    [
      'an oem_publisher',
      'aurora',
      atServicer(['oem_publisher'], { ...SERVICER, id: 'aurora', kind: 'oem' }),
      'administrator',
    ],
    ['an approver', 'hdo-north', atHospital('p_htm'), 'not_a_reader'],
    ['an auditor who is suspended as staff', 'hdo-north', atHospital('p_z', { hospital: stopped }), 'not_a_reader'],
    ['a technician', 'medserv', atServicer(['technician']), 'not_a_reader'],
    [
      'an administrator of an offboarded hospital',
      'hdo-north',
      atHospital('p_admin', { hospital: { ...hospital, status: 'offboarded' } }),
      'not_a_reader',
    ],
    [
      'somebody suspended',
      'hdo-north',
      atHospital('p_admin', { actor: { ...person('p_admin', 'hdo-north'), status: 'suspended' } }),
      'person_suspended',
    ],
    [
      'somebody of a suspended organisation',
      'hdo-north',
      atHospital('p_admin', { employer: { ...NORTH, status: 'suspended' } }),
      'organisation_suspended',
    ],
    ['nobody', 'hdo-north', atHospital('p_admin', { actor: undefined }), 'person_unknown'],
  ])('%s', (_name, tenant, rows, expected) => {
    const reader = readerOf(tenant, rows);
    expect(reader.ok ? reader.value : reader.code).toBe(expected);
  });

  test('of another organisation there is nothing', () => {
    const stranger = { ...atServicer(['iso_admin']), hospital, organisation: NORTH };
    expect(() => readerOf('hdo-north', stranger)).toThrow(expect.objectContaining({ type: 'not-found' }));
  });
});

describe('shown', () => {
  test('leaves the ARNs of keys out, wherever they stand, and nothing else', () => {
    const keys = { active: { kid: 'a', arn: 'arn:a', pub: '04' }, next: { kid: 'b', arn: 'arn:b', pub: '04' } };
    expect(
      shown({ id: 'h', sites: ['Main'], keys, retired: [{ kid: 'c', arn: 'arn:c', pub: '04' }], none: null }),
    ).toEqual({
      id: 'h',
      sites: ['Main'],
      keys: { active: { kid: 'a', pub: '04' }, next: { kid: 'b', pub: '04' } },
      retired: [{ kid: 'c', pub: '04' }],
      none: null,
    });
  });
});

describe('refOf', () => {
  test.each([
    'hospital',
    'organisation',
    'operator',
    'device:gs1:01/09521000001022/21/001234',
    'vendor:medserv',
    'bundle:gs1:01/09521000001022',
    'owner:gs1:01/09521000001022/21/001234',
    'invitation:0123456789abcdef0123',
    'person:p_aaaaaaaaaaaaaaaaaaaa',
    'model:gs1:01/09521000001022',
  ])('finds the row that events call %s', (entity) => {
    const { kind, name } = partsOf(entity);
    const ref = refOf(kind, name, 'st-marys');
    expect(ref && entityOf(ref)).toBe(entity);
  });

  test('knows no other kind', () => {
    expect(refOf('ticket', 'x', 'st-marys')).toBeUndefined();
  });
});
