/**
 * Who may approve a request and whether enough have (R4, R5): roles by tier, scope, site and unit; N different people,
 * where the tier says so in N different roles.
 */
import type { Requirement } from '../policy/requirement.ts';
import { compareTiers, type Scope, type Tier, touches } from '../policy/tiers.ts';
import type { ApproverRole, Entitlement, Hospital, Staff } from '../registry.ts';
import type { PersonId } from '../units.ts';
import type { Facts } from './facts.ts';

/** What approvals must amount to, fixed when the request is submitted. */
export interface Demand extends Pick<Requirement, 'approvals' | 'differentRoles' | 'mustInclude' | 'clinicalRelease'> {
  /** The roles whose yes counts for this request; narrowing it later does not change them. */
  readonly roles: readonly ApproverRole[];
}

/** Every role that can approve, in the order in which a person's roles are offered. */
export const APPROVER_ROLES: readonly ApproverRole[] = Object.freeze([
  'htm_approver',
  'clinical_owner',
  'security_approver',
  'domain_safety',
]);

/** For which requests a role's yes counts (domain table of roles). */
const COUNTS_FOR: Readonly<Record<ApproverRole, (tier: Tier, scopes: readonly Scope[]) => boolean>> = Object.freeze({
  htm_approver: () => true,
  clinical_owner: (tier) => compareTiers(tier, 'T3') >= 0,
  security_approver: (_tier, scopes) => touches(scopes, 'security') || touches(scopes, 'phi'),
  domain_safety: (_tier, scopes) => touches(scopes, 'output'),
});

/** Whether a role's yes counts for every request of `tier`, whatever its scopes touch. */
export function countsAlways(role: ApproverRole, tier: Tier): boolean {
  return COUNTS_FOR[role](tier, []);
}

/** The demand of `requirement` for a request of this tier and these scopes. */
export function demandFor(requirement: Requirement, tier: Tier, scopes: readonly Scope[]): Demand {
  const { approvals, differentRoles, mustInclude, clinicalRelease } = requirement;
  const roles = APPROVER_ROLES.filter((role) => COUNTS_FOR[role](tier, scopes) || mustInclude.includes(role));
  return { approvals, differentRoles, mustInclude, clinicalRelease, roles };
}

/** The roles in which `staff` may approve this request, by site and unit; none for the suspended. */
export function rolesFor(staff: Staff, facts: Pick<Facts, 'site' | 'unit'>, demand: Demand): readonly ApproverRole[] {
  if (staff.status !== 'active') return [];
  return demand.roles.filter((role) => staff.entitlements.some((held) => held.role === role && isHeldFor(held, facts)));
}

/** Whether `staff` may see what happens at this site and unit, in whatever role (an owner sees no other units). */
export function seesPlace(staff: Staff, place: Pick<Facts, 'site' | 'unit'>): boolean {
  return staff.status === 'active' && staff.entitlements.some((held) => isHeldFor(held, place));
}

/** Whether `staff` may stop an approved access: whoever decides at the hospital, or administers it. */
export function mayRevoke({ entitlements }: Staff): boolean {
  return entitlements.some(({ role }) => role !== 'auditor' && role !== 'emergency_custodian');
}

/** Whether a role is held for this place. */
export function isHeldFor({ sites, units }: Entitlement, { site, unit }: Pick<Facts, 'site' | 'unit'>): boolean {
  return covers(sites, site) && covers(units, unit);
}

/** An empty list of sites or units is all of them. */
function covers(places: readonly string[], place: string): boolean {
  return places.length === 0 || places.includes(place);
}

/** Somebody who could approve, with the roles he could do it in. */
export interface Candidate {
  readonly person: PersonId;
  readonly roles: readonly ApproverRole[];
}

/** All who could approve: entitled staff but the requester, his linked accounts and his partner (R4). */
export function candidatesFor(
  hospital: Pick<Hospital, 'staff'>,
  facts: Pick<Facts, 'site' | 'unit'>,
  demand: Demand,
  excluded: readonly PersonId[],
): readonly Candidate[] {
  return hospital.staff
    .filter((staff) => !excluded.includes(staff.person))
    .map((staff) => ({ person: staff.person, roles: rolesFor(staff, facts, demand) }))
    .filter((candidate) => candidate.roles.length > 0);
}

/** Whether `pool` could fill `demand` (R5): N people, N roles where asked, each mandatory role by a person of its own. */
export function couldFill(demand: Demand, pool: readonly Candidate[]): boolean {
  if (demand.approvals < 1) return false;
  if (!demand.differentRoles) return pool.length >= demand.approvals && eachRoleHasItsPerson(demand.mustInclude, pool);
  return roleSets(demand).some((roles) => eachRoleHasItsPerson(roles, pool));
}

/** Sets of N different roles that hold every mandatory one. */
function roleSets(demand: Demand): readonly (readonly ApproverRole[])[] {
  const subsets = APPROVER_ROLES.reduce<ApproverRole[][]>(
    (sets, role) => sets.concat(sets.map((set) => set.concat(role))),
    [[]],
  );
  return subsets.filter(
    (set) => set.length === demand.approvals && demand.mustInclude.every((role) => set.includes(role)),
  );
}

/**
 * A system of distinct representatives, by trying. Of a role's holders only as many are tried as there are roles left: the
 * others take one fewer, so one of these is free if any is. At most 4 x 3 x 2 x 1 ways, however many people there are.
 */
function eachRoleHasItsPerson(roles: readonly ApproverRole[], pool: readonly Candidate[]): boolean {
  const [role, ...rest] = roles;
  if (!role) return true;
  const holders = pool.filter((candidate) => candidate.roles.includes(role)).slice(0, roles.length);
  return holders.some((holder) =>
    eachRoleHasItsPerson(
      rest,
      pool.filter((other) => other !== holder),
    ),
  );
}

/** Whether the approvals given so far are enough. */
export function isFilled(demand: Demand, given: readonly { readonly role: ApproverRole }[]): boolean {
  return given.length >= demand.approvals && demand.mustInclude.every((role) => given.some((one) => one.role === role));
}

/**
 * Whom to ask in `round` (1, 2 ...), and whether nobody is left for a later one (R7 escalation along the roster). After
 * the last on-call group everybody is asked, so that no round asks the same silent people again for ever (R16).
 */
export function routeFor(
  hospital: Hospital,
  demand: Demand,
  candidates: readonly Candidate[],
  round: number,
): { readonly asked: readonly PersonId[]; readonly last: boolean } {
  const onCall = new Set(hospital.roster.slice(0, round).flat());
  const group = candidates.filter((candidate) => onCall.has(candidate.person));
  const enough = round <= hospital.roster.length && couldFill(demand, group);
  const pool = enough ? group : candidates;
  return { asked: pool.map((candidate) => candidate.person), last: pool.length === candidates.length };
}
