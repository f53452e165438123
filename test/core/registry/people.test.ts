/** What one administrator may do of a person, and what takes two (R17, R18). */
import { describe, expect, test } from '@jest/globals';
import type { Occasion } from '../../../core/registry/change.ts';
import type { ChangeVerb } from '../../../core/registry/verbs.ts';
import type { Invitation, Operator, Person } from '../../../core/registry.ts';
import { outcomeOf, planOf } from '../../support/registry-rules.ts';
import { hospital, NOW, servicer, staffOf, technician } from '../rows.ts';

const ISO = servicer.id;
const atServicer: Partial<Occasion> = { tenant: ISO, hospital: undefined, organisation: servicer };
const person: Person = { ...technician, organisation: ISO };
const gone: Person = { ...person, left: NOW - 60, status: 'suspended' };
const approver: Person = { ...technician, id: 'p_htm', organisation: hospital.id, roles: [] };
const [competence] = person.competences;

type Row = readonly [what: string, ChangeVerb, body: object, rows: object, outcome: string];

describe('at a servicer', () => {
  test.each<Row>([
    [
      'technician made of a colleague',
      'grant-role',
      { role: 'technician' },
      { person: { ...person, roles: [] } },
      'one person',
    ],
    ['technician already', 'grant-role', { role: 'technician' }, { person }, 'unchanged'],
    [
      'an administrator made',
      'grant-role',
      { role: 'iso_admin' },
      { person },
      `two people: iso_admin for ${person.id}`,
    ],
    [
      'a publisher made',
      'grant-role',
      { role: 'oem_publisher' },
      { person },
      `two people: oem_publisher for ${person.id}`,
    ],
    [
      'a hospital’s role, where there is no hospital',
      'grant-role',
      { role: 'htm_approver' },
      { person },
      'entity_unknown',
    ],
    ['the operator’s role, elsewhere', 'grant-role', { role: 'operator_admin' }, { person }, 'entity_unknown'],
    [
      'a role for somebody else’s person',
      'grant-role',
      { role: 'technician' },
      { person: { ...person, organisation: 'other' } },
      'entity_unknown',
    ],
    ['a role for nobody', 'grant-role', { role: 'technician' }, { person: undefined }, 'entity_unknown'],
    ['a role for somebody who left', 'grant-role', { role: 'technician' }, { person: gone }, 'person_left'],
    ['technician taken', 'remove-role', { role: 'technician' }, { person }, 'one person, stops not_a_technician'],
    ['a role taken that is not held', 'remove-role', { role: 'iso_admin' }, { person }, 'unchanged'],
    ['suspended', 'suspend-person', {}, { person }, 'one person, stops person_suspended'],
    [
      'suspended twice',
      'suspend-person',
      {},
      { person: { ...person, status: 'suspended' } },
      'one person, stops person_suspended',
    ],
    [
      'reinstated',
      'reinstate-person',
      {},
      { person: { ...person, status: 'suspended' } },
      `two people: a technician is reinstated: ${person.id}`,
    ],
    ['reinstated after leaving', 'reinstate-person', {}, { person: gone }, 'person_left'],
    ['a competence recorded', 'set-competence', { model: 'gs1:01/1', validTo: NOW + 60 }, { person }, 'one person'],
    ['a competence as it stands', 'set-competence', competence ?? {}, { person }, 'unchanged'],
    ['a competence taken away', 'set-competence', { model: competence?.model, validTo: 0 }, { person }, 'one person'],
    [
      'a competence taken away that is not there',
      'set-competence',
      { model: 'gs1:01/1', validTo: 0 },
      { person },
      'unchanged',
    ],
    ['another address', 'describe-person', { email: 'new@medserv.example' }, { person }, 'one person'],
    ['the address it has', 'describe-person', { email: person.email }, { person }, 'unchanged'],
    [
      'a code taken away',
      'reset-code',
      {},
      { person },
      `two people: the one-time code of ${person.id} is taken away, so that he can enrol a new one`,
    ],
  ])('%s', (_what, verb, body, rows, outcome) => {
    expect(outcomeOf(planOf(verb, { person: person.id, ...body }, rows, atServicer))).toBe(outcome);
  });

  test('another address of an administrator takes two: it would take his invitations and alarms away', () => {
    const rows = { person: { ...person, roles: ['iso_admin'] } };
    const sent = { person: person.id, email: 'new@medserv.example' };
    expect(outcomeOf(planOf('describe-person', sent, rows, atServicer))).toBe(
      `two people: the mails of ${person.id} go to another address`,
    );
  });

  test.each<ChangeVerb>(['grant-role', 'set-competence', 'describe-person', 'reset-code', 'reinstate-person'])(
    '%s names the person as the one who gains, so that he cannot do it for himself',
    (verb) => {
      const body = { person: person.id, role: 'iso_admin', model: 'gs1:01/1', validTo: NOW + 60, email: 'x@y.example' };
      const rows = { person: verb === 'reinstate-person' ? { ...person, status: 'suspended' } : person };
      const plan = planOf(verb, body, rows, atServicer);
      expect(plan.ok && plan.value.gains).toContain(person.id);
    },
  );
});

const staffed = { person: approver, hospital };
const twoAdmins = { ...hospital, staff: [staffOf('p_htm', ['hdo_admin']), staffOf('p_admin', ['hdo_admin'])] };
const threeAdmins = { ...hospital, staff: [...twoAdmins.staff, staffOf('p_third', ['hdo_admin'])] };
const withThirdSuspended = [...twoAdmins.staff, { ...staffOf('p_third', ['hdo_admin']), status: 'suspended' }];
const operator: Operator = {
  version: 1,
  organisation: hospital.id,
  admins: ['p_htm', 'p_admin', 'p_third'],
  invitedUntil: 0,
};

describe('at a hospital', () => {
  test.each<Row>([
    ['an approver made', 'grant-role', { role: 'clinical_owner' }, staffed, 'two people: clinical_owner for p_htm'],
    ['an auditor made', 'grant-role', { role: 'auditor' }, staffed, 'two people: auditor for p_htm'],
    ['a role taken', 'remove-role', { role: 'htm_approver' }, staffed, 'one person'],
    ['a role taken that is not held', 'remove-role', { role: 'auditor' }, staffed, 'unchanged'],
    [
      'one of two administrators taken',
      'remove-role',
      { role: 'hdo_admin' },
      { person: approver, hospital: twoAdmins },
      'last_admin',
    ],
    [
      'one of two administrators suspended',
      'suspend-person',
      {},
      { person: approver, hospital: twoAdmins },
      'last_admin',
    ],
    [
      'one of three administrators suspended',
      'suspend-person',
      {},
      { person: approver, hospital: threeAdmins },
      'one person, stops person_suspended',
    ],
    [
      'one of three suspended, of whom another is suspended already',
      'suspend-person',
      {},
      { person: approver, hospital: { ...threeAdmins, staff: withThirdSuspended } },
      'last_admin',
    ],
    [
      'one of two operators suspended',
      'suspend-person',
      {},
      { person: approver, hospital, operator: { ...operator, admins: ['p_htm', 'p_admin'] } },
      'last_admin',
    ],
    ['an approver suspended', 'suspend-person', {}, staffed, 'one person, stops person_suspended'],
    [
      'an approver reinstated',
      'reinstate-person',
      {},
      { ...staffed, person: { ...approver, status: 'suspended' } },
      'two people: an administrator or approver is reinstated: p_htm',
    ],
    [
      'the operator’s role',
      'grant-role',
      { role: 'operator_admin' },
      { person: { ...approver, id: 'p_new' }, hospital, operator },
      'two people: operator_admin for p_new',
    ],
    [
      'the operator’s role taken',
      'remove-role',
      { role: 'operator_admin' },
      { person: approver, hospital, operator },
      'one person',
    ],
    [
      'one of two operators taken',
      'remove-role',
      { role: 'operator_admin' },
      { person: approver, hospital, operator: { ...operator, admins: ['p_htm', 'p_admin'] } },
      'last_admin',
    ],
  ])('%s', (_what, verb, body, rows, outcome) => {
    expect(outcomeOf(planOf(verb, { person: 'p_htm', ...body }, rows))).toBe(outcome);
  });

  test('suspending an approver moves the person and the staff row together', () => {
    const plan = planOf('suspend-person', { person: 'p_htm' }, staffed);
    expect(plan.ok && plan.value.changes.map(({ ref }) => [ref.pk, ref.sk])).toEqual([
      ['P#p_htm', 'P'],
      [`T#${hospital.id}`, 'H'],
    ]);
  });

  test('suspending one of the operator’s administrators takes him out of them, so that the rest can be counted', () => {
    const plan = planOf('suspend-person', { person: 'p_htm' }, { person: approver, hospital, operator });
    const after = plan.ok ? plan.value.changes.map((change) => change.after) : [];
    expect(after).toContainEqual({ ...operator, admins: ['p_admin', 'p_third'] });
  });

  test('a role given again replaces the places that it was held for', () => {
    const plan = planOf('grant-role', { person: 'p_htm', role: 'htm_approver', units: ['ICU 3'] }, staffed);
    const after = plan.ok ? (plan.value.changes[0]?.after as typeof hospital) : undefined;
    const staff = after?.staff.find((one) => one.person === 'p_htm');
    expect(staff?.entitlements).toEqual([{ role: 'htm_approver', sites: [], units: ['ICU 3'] }]);
  });
});

const invite = { printedName: 'N. Name', email: 'n@h.example', roles: [], entitlements: [] };
const invitation: Invitation = {
  ...invite,
  version: 1,
  id: '00000000000000000000',
  organisation: hospital.id,
  operator: false,
  until: NOW + 60,
  status: 'open',
};

describe('an invitation', () => {
  test.each<Row>([
    ['of a technician', 'invite-person', { ...invite, roles: ['technician'] }, {}, 'one person'],
    [
      'of an administrator',
      'invite-person',
      { ...invite, roles: ['iso_admin'] },
      {},
      'two people: iso_admin for a person who is invited',
    ],
    [
      'of an approver',
      'invite-person',
      { ...invite, entitlements: [{ role: 'htm_approver', sites: [], units: [] }] },
      {},
      'two people: htm_approver for a person who is invited',
    ],
    ['withdrawn', 'withdraw-invitation', { invitation: invitation.id }, { invitation }, 'one person'],
    [
      'withdrawn twice',
      'withdraw-invitation',
      { invitation: invitation.id },
      { invitation: { ...invitation, status: 'withdrawn' } },
      'unchanged',
    ],
    [
      'withdrawn after it was used',
      'withdraw-invitation',
      { invitation: invitation.id },
      { invitation: { ...invitation, status: 'redeemed' } },
      'invitation_closed',
    ],
    [
      'withdrawn that is not there',
      'withdraw-invitation',
      { invitation: invitation.id },
      { invitation: undefined },
      'entity_unknown',
    ],
  ])('%s', (_what, verb, body, rows, outcome) => {
    expect(outcomeOf(planOf(verb, body, rows))).toBe(outcome);
  });

  test('with a hospital’s role is refused where there is no hospital', () => {
    const body = { ...invite, entitlements: [{ role: 'auditor', sites: [], units: [] }] };
    expect(outcomeOf(planOf('invite-person', body, {}, atServicer))).toBe('entity_unknown');
  });
});
