/**
 * Whether a hospital's people could ever fill what its policy demands (R5), for every tier, stage and place that the policy
 * does not close. Looked at when a policy is loaded; a request is looked at again with its scopes and without those who
 * ask, so what could be filled here may still be refused there.
 */
import { APPROVER_ROLES, type Candidate, candidatesFor, couldFill, type Demand, demandFor } from '../access/demand.ts';
import { ROLE_WORDS } from '../access/words.ts';
import { type Device, STAGES, type Staff, type Stage } from '../registry.ts';
import { bears, type Place } from './place.ts';
import { type Policy, rulesOf } from './policy.ts';
import { requirementFor } from './requirement.ts';
import { SCOPES, type Scope, TIERS, type Tier } from './tiers.ts';

/** A place as far as it is named: a part that is not is one that the policy does not name. Devices are such places. */
export type Somewhere = Partial<Pick<Device, 'site' | 'unit' | 'model'>>;

/** One field of what a policy decides. */
export interface Cell {
  readonly tier: Tier;
  readonly stage: Stage;
  readonly place: Somewhere;
}

/** A demand that nobody could fill, the path of the rule that makes it, and why not. */
interface Unfillable extends Cell {
  readonly path: string;
  readonly says: string;
}

const PARTS = ['site', 'unit', 'model'] as const;

/** What `staff` could never fill at `places`; none = the policy may be loaded. */
export function unsatisfiable(
  policy: Policy,
  staff: readonly Staff[],
  places: readonly Somewhere[],
): readonly Unfillable[] {
  return cellsOf(places).flatMap((cell) => {
    const why = whyUnfillable(policy, staff, cell);
    return why === undefined ? [] : [{ ...cell, path: pathOf(policy, cell), says: why }];
  });
}

/** Every tier and stage at each of `places`, each place once. */
export function cellsOf(places: readonly Somewhere[]): readonly Cell[] {
  return onceEach(places).flatMap((place) => TIERS.flatMap((tier) => STAGES.map((stage) => ({ tier, stage, place }))));
}

/** The places that `policy` tells apart by name, after everywhere else. */
export function placesOf({ tightenings = [] }: Policy): readonly Somewhere[] {
  const named = tightenings.flatMap(({ sites, units, models }) =>
    each('site', sites).flatMap((site) =>
      each('unit', units).flatMap((unit) => each('model', models).map((model) => ({ ...site, ...unit, ...model }))),
    ),
  );
  return onceEach([{}, ...named]);
}

/** A device is more than its place: only that is taken of it. */
function onceEach(places: readonly Somewhere[]): readonly Somewhere[] {
  const parts = places.map((place) =>
    PARTS.flatMap((part) => (place[part] === undefined ? [] : [[part, place[part]] as const])),
  );
  return [...new Map(parts.map((some) => [JSON.stringify(some), Object.fromEntries(some)])).values()];
}

function each(part: keyof Somewhere, names: readonly string[] = []): readonly Somewhere[] {
  return names.length === 0 ? [{}] : names.map((name) => ({ [part]: name }));
}

/** What the policy demands in `cell`. */
export function requirementIn(policy: Policy, { tier, stage, place }: Cell): ReturnType<typeof requirementFor> {
  return requirementFor(policy, tier, placeOf(place, stage));
}

/** The scopes that make a request one of `tier`. */
export function scopesOf(tier: Tier): readonly Scope[] {
  return (Object.keys(SCOPES) as Scope[]).filter((scope) => SCOPES[scope].tier === tier);
}

/** Who of `staff` could approve at `place`; where a part is not named, whoever could anywhere (never less than there are). */
export function poolAt(staff: readonly Staff[], place: Somewhere, demand: Demand): readonly Candidate[] {
  const there = staff.map((one) => ({
    ...one,
    entitlements: one.entitlements.map((held) => ({
      ...held,
      sites: place.site === undefined ? [] : held.sites,
      units: place.unit === undefined ? [] : held.units,
    })),
  }));
  return candidatesFor({ staff: there }, placeOf(place, 'support'), demand, []);
}

/** Why nobody could ever do anything in `cell`, as a sentence; undefined where somebody could, or it is closed. */
export function whyUnfillable(policy: Policy, staff: readonly Staff[], cell: Cell): string | undefined {
  const requirement = requirementIn(policy, cell);
  if (requirement.closed) return undefined;
  // More scopes let more roles count, so what cannot be filled for all of the tier cannot be for any.
  const demand = demandFor(requirement, cell.tier, scopesOf(cell.tier));
  const pool = poolAt(staff, cell.place, demand);
  return couldFill(demand, pool) ? undefined : lackOf(demand, pool);
}

function lackOf({ approvals, mustInclude, differentRoles }: Demand, pool: readonly Candidate[]): string {
  const held = APPROVER_ROLES.filter((role) => pool.some((one) => one.roles.includes(role)));
  const vacant = mustInclude.filter((role) => !held.includes(role)).map((role) => ROLE_WORDS[role]);
  if (vacant.length > 0) return `Nobody holds the role ${vacant.join(' or ')}.`;
  if (pool.length < approvals) return `It needs ${approvals} people, and ${pool.length} could approve.`;
  if (differentRoles && held.length < approvals) {
    return `It needs ${approvals} different roles, and only ${held.map((role) => ROLE_WORDS[role]).join(', ')} is held.`;
  }
  return 'One person would have to fill two of the roles that are needed.';
}

/** The last rule that bears: the tier's own, or what lies over it. */
function pathOf(policy: Policy, { tier, stage, place }: Cell): string {
  const bearing = rulesOf(policy, tier).filter(({ where }) => bears(where, placeOf(place, stage)));
  return bearing.at(-1)?.path ?? `tiers/${tier}`;
}

/** No name is empty, so what is not named here is named by no rule. */
function placeOf(place: Somewhere, stage: Stage): Place {
  return { site: '', unit: '', model: '', ...place, stage };
}
