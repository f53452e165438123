/**
 * In what a policy is weaker than the one before it: such a change needs a second person (R18). The comparison is of what is
 * written, rule by rule; it may call weaker what another rule makes up for, never the other way round.
 *
 * Weaker is fewer people, fewer demands, longer times, and a yes for somebody whose yes did not count:
 *
 * - a longer approveWithin: a question stands open longer after its facts were stated (R7);
 * - a longer startWithin: a token that is lost or copied opens its device longer;
 * - a longer holdCap or totalHoldCap: more time inside for one yes;
 * - a role in mustInclude that does not count for the tier by itself: naming it gives its holders a say.
 *
 * Neither way round: escalateAfter moves mails. Whoever may approve may do so from the first minute, asked or not.
 */
import { APPROVER_ROLES, countsAlways } from '../access/demand.ts';
import type { ApproverRole } from '../registry.ts';
import { contains } from './place.ts';
import { type Part, type PlacedRule, type Policy, rulesOf, type TierRule } from './policy.ts';
import { type Requirement, stageRules } from './requirement.ts';
import { TIERS, type Tier } from './tiers.ts';

type Rule = Part<Requirement>;

/**
 * Paths in which `after` is weaker than `before`; none = it only tightens. A path is of `before` where something was
 * lowered or dropped, of `after` where a new role is named.
 */
export function weakerIn(before: Policy, after: Policy): readonly string[] {
  const longer = (['approveWithin', 'totalHoldCap'] as const).filter((time) => !(after[time] <= before[time]));
  const inTiers = TIERS.flatMap((tier) => {
    const [was, is] = [before, after].map((policy) => [...rulesOf(policy, tier), ...stageRules(tier)]);
    return was && is ? [...lostIn(was, is), ...namedIn(tier, was, is)] : [];
  });
  return [...new Set([...longer, ...inTiers])];
}

/** Whether `is` keeps what `was` demands, one row a demand. What was not demanded is kept by anything. */
const KEPT: readonly (readonly [keyof TierRule, (was: Rule, is: Rule) => boolean])[] = Object.freeze([
  ['approvals', (was, is) => was.approvals === undefined || (is.approvals ?? 0) >= was.approvals],
  ['differentRoles', (was, is) => !was.differentRoles || is.differentRoles === true],
  ...APPROVER_ROLES.map((role): (typeof KEPT)[number] => [
    'mustInclude',
    (was, is) => !names(was, role) || names(is, role),
  ]),
  ['startWithin', (was, is) => was.startWithin === undefined || isWithin(is.startWithin, was.startWithin)],
  ['holdCap', (was, is) => was.holdCap === undefined || isWithin(is.holdCap, was.holdCap)],
  ['clinicalRelease', (was, is) => !was.clinicalRelease || is.clinicalRelease === true],
  ['closed', (was, is) => !was.closed || is.closed === true],
]);

/** Demands of `was` that no rule of `is` makes at all the places where they were made. */
function lostIn(was: readonly PlacedRule<Requirement>[], is: readonly PlacedRule<Requirement>[]): readonly string[] {
  return was.flatMap(({ path, where, rule }) => {
    const there = is.filter((other) => contains(other.where, where));
    return KEPT.filter(([, keeps]) => !there.some((other) => keeps(rule, other.rule))).map(
      ([name]) => `${path}/${name}`,
    );
  });
}

/** Rules of `is` that name a role whose yes did not count everywhere there. */
function namedIn(
  tier: Tier,
  was: readonly PlacedRule<Requirement>[],
  is: readonly PlacedRule<Requirement>[],
): readonly string[] {
  const isNew = ({ where, rule }: PlacedRule<Requirement>) =>
    (rule.mustInclude ?? [])
      .filter((role) => !countsAlways(role, tier))
      .some((role) => !was.some((other) => contains(other.where, where) && names(other.rule, role)));
  return is.filter(isNew).map(({ path }) => `${path}/mustInclude`);
}

function names(rule: Rule, role: ApproverRole): boolean {
  return rule.mustInclude?.includes(role) === true;
}

function isWithin(time: number | undefined, limit: number): boolean {
  return time !== undefined && time <= limit;
}
