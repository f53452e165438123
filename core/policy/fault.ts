/**
 * What makes a policy unusable whoever works at the hospital (R5): zero and negative demands, and what no number of
 * people could meet; and what tells more places apart than anybody could look through. Checked when a policy is loaded and again whenever it is used.
 */
import { APPROVER_ROLES } from '../access/demand.ts';
import { meets } from './place.ts';
import { type PlacedRule, type Policy, rulesOf, type TierRule } from './policy.ts';
import { placesOf } from './satisfiable.ts';
import { TIERS } from './tiers.ts';

/** A fault, and where it stands in the policy's JSON: `tightenings/0/tiers/T2/approvals`. */
interface PolicyFault {
  readonly path: string;
  readonly says: string;
}

const WHOLE = 'must be a whole number, at least 1';
const MORE_NAMED = 'names more roles than people, or one twice';
/** What people can look through, and what is reckoned through for each of them again whenever a policy is proposed or shown. */
const MAX_PLACES = 100;
const TOO_MANY = `tells more than ${MAX_PLACES} places apart`;
const SCATTERED = `asks for more people in different roles than the ${APPROVER_ROLES.length} roles there are`;

/** Why `policy` can never be used, as a path into it, or undefined. */
export function policyFault(policy: Policy): string | undefined {
  return policyFaults(policy)[0]?.path;
}

/** Every reason why `policy` can never be used. */
export function policyFaults(policy: Policy): readonly PolicyFault[] {
  const times = (['approveWithin', 'escalateAfter', 'totalHoldCap'] as const).filter((time) => !isWhole(policy[time]));
  return [
    ...times.map((path) => ({ path, says: WHOLE })),
    ...(namesTooMany(policy) ? [{ path: 'tightenings', says: TOO_MANY }] : []),
    ...TIERS.flatMap((tier) => {
      const rules = rulesOf(policy, tier);
      return [...ownFaults(policy.tiers[tier], `tiers/${tier}`), ...rules.flatMap((rule) => ruleFaults(rule, rules))];
    }),
  ];
}

/** Everywhere else is no place of its own. */
function namesTooMany(policy: Policy): boolean {
  return placesOf(policy).length - 1 > MAX_PLACES;
}

const NUMBERS = ['approvals', 'startWithin', 'holdCap'] as const;

/** A tier's own rule leaves none of its numbers open. */
function ownFaults(rule: TierRule, path: string): readonly PolicyFault[] {
  return NUMBERS.filter((name) => rule[name] === undefined).map((name) => ({ path: `${path}/${name}`, says: WHOLE }));
}

function ruleFaults(placed: PlacedRule, all: readonly PlacedRule[]): readonly PolicyFault[] {
  const { path, rule } = placed;
  const bad = NUMBERS.filter((name) => rule[name] !== undefined && !isWhole(rule[name]));
  return [
    ...bad.map((name) => ({ path: `${path}/${name}`, says: WHOLE })),
    ...(isScattered(placed, all) ? [{ path: `${path}/approvals`, says: SCATTERED }] : []),
    ...(isCrowded(placed) ? [{ path: `${path}/mustInclude`, says: MORE_NAMED }] : []),
  ];
}

function isWhole(value: number | undefined): boolean {
  return value !== undefined && Number.isSafeInteger(value) && value >= 1;
}

/** One rule may ask for the people and another, at the same place, for their different roles. */
function isScattered({ rule, where }: PlacedRule, all: readonly PlacedRule[]): boolean {
  if (rule.approvals === undefined || rule.approvals <= APPROVER_ROLES.length) return false;
  return all.some((other) => other.rule.differentRoles === true && meets(where, other.where));
}

/** A role named twice would be two people to one reader and one to another, so it is a fault. */
function isCrowded({ rule: { mustInclude = [], approvals } }: PlacedRule): boolean {
  return (
    new Set(mustInclude).size !== mustInclude.length || (approvals !== undefined && mustInclude.length > approvals)
  );
}
