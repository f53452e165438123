/**
 * How people come, what they may do, and how that ends (R17, R18). Approvers and administrators take two people to make;
 * a technician takes one, but never himself.
 */
import { hospitalRef, invitationRef, operatorRef, personRef } from '../keys.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import {
  type Entitlement,
  type Hospital,
  type HospitalRole,
  type Operator,
  type Person,
  type Staff,
  stopped,
} from '../registry.ts';
import { toHex } from '../token/base64url.ts';
import type { OrganisationId, PersonId } from '../units.ts';
import { changed, changeRule, type Occasion, type Plan, type RowChange } from './change.ts';
import type {
  CompetenceRecord,
  DescribePerson,
  InvitePerson,
  OnePerson,
  RoleChange,
  WithdrawInvitation,
} from './people-contract.ts';
import { accountsOf, isOneOfTwo } from './powers.ts';

/** An invitation that nobody took up dies after a week. */
export const INVITED_FOR = 7 * 86_400;

export const invitePerson = changeRule({
  rows: () => ({}),
  plan: (body: InvitePerson, _rows, about): Decision<Plan> => {
    if (!about.hospital && body.entitlements.length > 0) return refused('entity_unknown');
    const id = toHex(about.random(10));
    const { roles, entitlements, printedName, email } = body;
    const after = {
      id,
      organisation: about.tenant,
      printedName,
      email,
      roles,
      entitlements,
      operator: false,
      until: about.now + INVITED_FOR,
      status: 'open',
    } as const;
    const widens = [...roles.filter((role) => role !== 'technician'), ...entitlements.map((held) => held.role)];
    const ref = invitationRef(about.tenant, id);
    return allowed({
      changes: [changed(ref, undefined, after)],
      widens: widens.map((role) => `${role} for a person who is invited`),
      tells: [ref],
    });
  },
});

export const withdrawInvitation = changeRule({
  rows: (body: WithdrawInvitation, tenant) => ({ invitation: invitationRef(tenant, body.invitation) }),
  plan: ({ invitation: id }, { invitation }, { tenant }): Decision<Plan> => {
    if (!invitation) return refused('entity_unknown');
    if (invitation.status === 'withdrawn') return allowed({ changes: [] });
    if (invitation.status !== 'open') return refused('invitation_closed');
    const after = { ...invitation, status: 'withdrawn' } as const;
    return allowed({ changes: [changed(invitationRef(tenant, id), invitation, after)] });
  },
});

/** Rows that bear on one person at his organisation, or on a hospital's staff. */
const personRows = ({ person }: OnePerson, tenant: OrganisationId) => ({
  person: personRef(person),
  hospital: hospitalRef(tenant),
  operator: operatorRef,
});

interface PersonRows {
  readonly person: Person | undefined;
  readonly hospital: Hospital | undefined;
  readonly operator: Operator | undefined;
}

/** Only an organisation's own people are its to administer; others are not there. */
function ownPerson({ person }: Pick<PersonRows, 'person'>, { tenant }: Occasion): Decision<Person> {
  if (!person || person.organisation !== tenant) return refused('entity_unknown');
  return person.left === undefined ? allowed(person) : refused('person_left');
}

export const grantRole = changeRule({
  rows: personRows,
  plan: (body: RoleChange, rows, about): Decision<Plan> => {
    const own = ownPerson(rows, about);
    if (!own.ok) return own;
    const person = own.value;
    const change = roleGranted(body, person, rows, about);
    if (!change.ok) return change;
    const widens = body.role === 'technician' ? [] : [`${body.role} for ${person.id}`];
    return allowed({ changes: change.value, widens, gains: accountsOf(person) });
  },
});

function roleGranted(
  { role, sites = [], units = [] }: RoleChange,
  person: Person,
  { hospital, operator }: PersonRows,
  { tenant }: Occasion,
): Decision<readonly RowChange[]> {
  if (isOwnRole(role)) {
    if (person.roles.includes(role)) return allowed([]);
    return allowed([changed(personRef(person.id), person, { ...person, roles: [...person.roles, role] })]);
  }
  if (role === 'operator_admin') {
    if (!operator || operator.organisation !== tenant) return refused('entity_unknown');
    if (operator.admins.includes(person.id)) return allowed([]);
    return allowed([changed(operatorRef, operator, { ...operator, admins: [...operator.admins, person.id] })]);
  }
  if (!hospital) return refused('entity_unknown');
  const entitlement: Entitlement = { role, sites, units };
  const staff = withEntitlement(hospital.staff, person.id, entitlement);
  return allowed([changed(hospitalRef(tenant), hospital, { ...hospital, staff })]);
}

type OwnRole = Person['roles'][number];

function isOwnRole(role: RoleChange['role']): role is OwnRole {
  return role === 'technician' || role === 'iso_admin' || role === 'oem_publisher';
}

/** The role for these places, in the place of what it was held for before. */
export function withEntitlement(staff: readonly Staff[], person: PersonId, held: Entitlement): readonly Staff[] {
  const standing = staff.find((one) => one.person === person);
  if (!standing) return [...staff, { person, status: 'active', entitlements: [held] }];
  const others = standing.entitlements.filter((one) => one.role !== held.role);
  return staff.map((one) => (one === standing ? { ...one, entitlements: [...others, held] } : one));
}

export const removeRole = changeRule({
  rows: personRows,
  plan: (body: RoleChange, rows, about): Decision<Plan> => {
    const own = ownPerson(rows, about);
    if (!own.ok) return own;
    const changes = roleRemoved(body.role, own.value, rows, about);
    if (!changes.ok) return changes;
    const stops = body.role === 'technician' && { reason: 'not_a_technician' as const, person: body.person };
    return allowed({ changes: changes.value, ...(stops && { stops }) });
  },
});

function roleRemoved(
  role: RoleChange['role'],
  person: Person,
  { hospital, operator }: PersonRows,
  { tenant }: Occasion,
): Decision<readonly RowChange[]> {
  if (isOwnRole(role)) {
    if (!person.roles.includes(role)) return allowed([]);
    const roles = person.roles.filter((one) => one !== role);
    return allowed([changed(personRef(person.id), person, { ...person, roles })]);
  }
  if (role === 'operator_admin') {
    if (!operator?.admins.includes(person.id)) return allowed([]);
    const admins = operator.admins.filter((one) => one !== person.id);
    if (admins.length < 2) return refused('last_admin');
    return allowed([changed(operatorRef, operator, { ...operator, admins })]);
  }
  if (!hospital?.staff.some((one) => one.person === person.id && holds(one, role))) return allowed([]);
  const staff = withoutRole(hospital.staff, person.id, role);
  if (role === 'hdo_admin' && staff.filter((one) => holds(one, role)).length < 2) return refused('last_admin');
  return allowed([changed(hospitalRef(tenant), hospital, { ...hospital, staff })]);
}

function holds({ status, entitlements }: Staff, role: HospitalRole): boolean {
  return status === 'active' && entitlements.some((held) => held.role === role);
}

function withoutRole(staff: readonly Staff[], person: PersonId, role: HospitalRole): readonly Staff[] {
  return staff.map((one) =>
    one.person === person ? { ...one, entitlements: one.entitlements.filter((held) => held.role !== role) } : one,
  );
}

export const describePerson = changeRule({
  rows: (body: DescribePerson, tenant) => personRows(body, tenant),
  plan: ({ printedName, email }: DescribePerson, rows: PersonRows, about): Decision<Plan> => {
    const own = ownPerson(rows, about);
    if (!own.ok) return own;
    const person = own.value;
    const after = { ...person, printedName: printedName ?? person.printedName, email: email ?? person.email };
    const isSame = after.printedName === person.printedName && after.email === person.email;
    // Where his mails go is nobody's to change for himself alone: they carry his decisions, and an approver's others'.
    const isMoved = after.email !== person.email && isPowerful(person, rows, about.tenant);
    const widens = isMoved ? [`the mails of ${person.id} go to another address`] : [];
    const changes = isSame ? [] : [changed(personRef(person.id), person, after)];
    return allowed({ changes, widens, gains: accountsOf(person) });
  },
});

export const setCompetence = changeRule({
  rows: ({ person }: CompetenceRecord) => ({ person: personRef(person) }),
  plan: ({ model, validTo }, rows, about): Decision<Plan> => {
    const own = ownPerson(rows, about);
    if (!own.ok) return own;
    const person = own.value;
    const standing = person.competences.find((record) => record.model === model);
    if ((standing?.validTo ?? 0) === validTo) return allowed({ changes: [] });
    const others = person.competences.filter((record) => record !== standing);
    const competences = validTo === 0 ? others : [...others, { model, validTo }];
    return allowed({
      changes: [changed(personRef(person.id), person, { ...person, competences })],
      gains: accountsOf(person),
    });
  },
});

export const suspendPerson = changeRule({
  rows: personRows,
  plan: (_body: OnePerson, rows, about): Decision<Plan> => {
    const own = ownPerson(rows, about);
    if (!own.ok) return own;
    return withStatus(own.value, 'suspended', rows, about);
  },
});

export const reinstatePerson = changeRule({
  rows: personRows,
  undoesStop: true,
  plan: (_body: OnePerson, rows, about): Decision<Plan> => {
    const own = ownPerson(rows, about);
    return own.ok ? withStatus(own.value, 'active', rows, about) : own;
  },
});

/** A hospital's person stands twice, as a person and as staff: both move (docs/decisions/0002). */
function withStatus(
  person: Person,
  status: Person['status'],
  { hospital, operator }: PersonRows,
  { tenant }: Occasion,
): Decision<Plan> {
  if (person.status === 'active' && status === 'active') return allowed({ changes: [] });
  const isSuspended = status === 'suspended';
  if (isSuspended && isOneOfTwo(person.id, hospital, operator)) return refused('last_admin');
  const staff = hospital?.staff.map((one) => (one.person === person.id ? { ...one, status } : one));
  const isStaff = hospital?.staff.some((one) => one.person === person.id);
  const admins = operator?.admins.filter((one) => one !== person.id) ?? [];
  // The operator's row says no more than who: one who is suspended would still count, so he is taken out of it.
  const isTaken = isSuspended && operator?.admins.includes(person.id);
  const changes = [
    changed(personRef(person.id), person, isSuspended ? stopped(person, { status }) : { ...person, status }),
    ...(hospital && staff && isStaff ? [changed(hospitalRef(tenant), hospital, { ...hospital, staff })] : []),
    ...(operator && isTaken ? [changed(operatorRef, operator, { ...operator, admins })] : []),
  ];
  if (isSuspended) return allowed({ changes, stops: { reason: 'person_suspended', person: person.id } });
  const isMore = isPowerful(person, { hospital, operator }, tenant);
  const widens = [`${isMore ? 'an administrator or approver' : 'a technician'} is reinstated: ${person.id}`];
  return allowed({ changes, widens, gains: accountsOf(person) });
}

/** Whether he decides or administers anything there. */
function isPowerful(
  { id, roles }: Person,
  { hospital, operator }: Omit<PersonRows, 'person'>,
  tenant: OrganisationId,
): boolean {
  const isOperator = operator?.organisation === tenant && operator.admins.includes(id);
  const isStaff = hospital?.staff.some((one) => one.person === id) === true;
  return isOperator || isStaff || roles.some((role) => role !== 'technician');
}

export const resetCode = changeRule({
  rows: ({ person }: OnePerson) => ({ person: personRef(person) }),
  plan: (_body, rows, about): Decision<Plan> => {
    const own = ownPerson(rows, about);
    if (!own.ok) return own;
    const person = own.value;
    return allowed({
      changes: [changed(personRef(person.id), person, person)],
      widens: [`the one-time code of ${person.id} is taken away, so that he can enrol a new one`],
      gains: accountsOf(person),
      extra: [{ kind: 'forget-code', person: person.id }],
    });
  },
});
