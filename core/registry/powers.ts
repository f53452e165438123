/** Who may change what in the registry (domain table of roles). Roles come from the registry only, never from a token. */
import { hospitalRef, operatorRef, organisationRef, personRef } from '../keys.ts';
import type { Ref, Rows, Write } from '../ports.ts';
import { allowed, type Decision, Problem, type Refused, refused } from '../problems.ts';
import type { Hospital, HospitalRole, Operator, Organisation, Person, Versioned } from '../registry.ts';
import type { OrganisationId, PersonId } from '../units.ts';
import type { Power } from './verbs.ts';

/** The rows that say whether somebody holds a power at a tenant. */
export const powerRows = (actor: PersonId, employer: OrganisationId, tenant: OrganisationId) => ({
  actor: personRef(actor),
  employer: organisationRef(employer),
  operator: operatorRef,
  hospital: hospitalRef(tenant),
  organisation: organisationRef(tenant),
});
export type PowerRows = Rows<ReturnType<typeof powerRows>>;

interface Standing {
  readonly actor: Person;
  readonly operator: Operator | undefined;
  readonly hospital: Hospital | undefined;
  readonly organisation: Organisation | undefined;
  readonly tenant: OrganisationId;
}

const HOLDS: Readonly<Record<Power, (standing: Standing) => boolean>> = Object.freeze({
  operator: ({ actor, operator, tenant }) => operator?.organisation === tenant && operator.admins.includes(actor.id),
  hospital: isHospitalAdmin,
  organisation: (standing) =>
    standing.organisation?.kind === 'hdo' ? isHospitalAdmin(standing) : isOf(standing, 'iso_admin'),
  publisher: (standing) => isOf(standing, 'oem_publisher'),
});

function isHospitalAdmin({ actor, hospital }: Standing): boolean {
  return hospital !== undefined && hospital.status !== 'offboarded' && isAdmin(hospital, actor.id);
}

function isAdmin(hospital: Hospital, person: PersonId): boolean {
  return holdsAt(hospital, person, 'hdo_admin');
}

function holdsAt(hospital: Hospital, person: PersonId, role: HospitalRole): boolean {
  const staff = hospital.staff.find((one) => one.person === person);
  return staff?.status === 'active' && staff.entitlements.some((held) => held.role === role);
}

function isOf({ actor, tenant }: Standing, role: Person['roles'][number]): boolean {
  return actor.organisation === tenant && actor.roles.includes(role);
}

/**
 * Why the actor may not use `power` at `tenant`, or undefined.
 *
 * @throws Problem not-found for whoever has nothing to do with the tenant: it is not there for him
 */
export function powerMissing(power: Power, tenant: OrganisationId, rows: PowerRows): Refused | undefined {
  const standing = standingAt(tenant, rows);
  if (!standing.ok) return standing;
  return HOLDS[power](standing.value) ? undefined : refused('power_missing');
}

/** Whoever may act at all, with what his powers hang on. @throws Problem not-found for a stranger */
function standingAt(tenant: OrganisationId, rows: PowerRows): Decision<Standing> {
  const { actor, employer, operator, hospital, organisation } = rows;
  if (!actor || !employer) return refused('person_unknown');
  const isStaff = hospital?.staff.some((one) => one.person === actor.id);
  if (actor.organisation !== tenant && !isStaff) throw new Problem('not-found');
  if (actor.status !== 'active') return refused('person_suspended');
  if (employer.status !== 'active' || actor.organisation !== employer.id) return refused('organisation_suspended');
  return allowed({ actor, operator, hospital, organisation, tenant });
}

/** Every power that the actor holds at `tenant`. @throws Problem not-found for a stranger */
export function powersHeld(tenant: OrganisationId, rows: PowerRows): Decision<readonly Power[]> {
  const standing = standingAt(tenant, rows);
  if (!standing.ok) return standing;
  const powers = Object.keys(HOLDS) as Power[];
  return allowed(powers.filter((power) => HOLDS[power](standing.value)));
}

/** As what somebody reads a tenant's registry: an auditor sees all but what is proposed in detail, and changes nothing. */
export type Reader = 'administrator' | 'auditor';

/** @throws Problem not-found for whoever has nothing to do with the tenant */
export function readerOf(tenant: OrganisationId, rows: PowerRows): Decision<Reader> {
  const standing = standingAt(tenant, rows);
  if (!standing.ok) return standing;
  const { actor, hospital } = standing.value;
  if (Object.values(HOLDS).some((holds) => holds(standing.value))) return allowed('administrator');
  return hospital && holdsAt(hospital, actor.id, 'auditor') ? allowed('auditor') : refused('not_a_reader');
}

/** Conditions that the power that was read still stands when it is used; a row that `changes` has one already. */
export function powerStands(
  power: Power,
  rows: PowerRows,
  changes: readonly { readonly ref: Ref<unknown> }[],
): Write[] {
  const { actor, operator, hospital } = rows;
  const relied: (readonly [Ref<Versioned>, Versioned | undefined])[] = [
    [personRef(actor?.id ?? ''), actor],
    power === 'operator' ? [operatorRef, operator] : [hospitalRef(hospital?.id ?? ''), hospital],
  ];
  return relied.flatMap(([ref, row]): Write[] => {
    const isChanged = changes.some((change) => change.ref.pk === ref.pk && change.ref.sk === ref.sk);
    return row && !isChanged ? [{ kind: 'unchanged', ref, version: row.version }] : [];
  });
}

/** All accounts that are known to be one human's. */
export function accountsOf(person: Person): readonly PersonId[] {
  return [person.id, ...person.linked];
}

/** Whether two accounts are one human's, by what either of them says. */
export function areLinked(one: Person, other: Person): boolean {
  const accounts = accountsOf(other);
  return accountsOf(one).some((account) => accounts.includes(account));
}

/** The administrators of a hospital who may act now. */
export function adminsOf(hospital: Hospital): readonly PersonId[] {
  return hospital.staff.map((one) => one.person).filter((person) => isAdmin(hospital, person));
}

/** Two have to stay, or nothing could be confirmed any more: whether one would be left, of a hospital's or the operator's. */
export function isOneOfTwo(person: PersonId, hospital: Hospital | undefined, operator: Operator | undefined): boolean {
  const sides = [hospital ? adminsOf(hospital) : [], operator?.admins ?? []];
  return sides.some((admins) => admins.includes(person) && admins.length <= 2);
}
