/**
 * In what a change of a device lets more be done to it (R18). Everything that rules go by is here; a name widens nothing, and
 * a move only where the hospital's policy demands less than where the device stood.
 */
import type { Policy } from '../policy/policy.ts';
import { requirementFor } from '../policy/requirement.ts';
import { TIERS } from '../policy/tiers.ts';
import { weakerIn } from '../policy/weaker.ts';
import { type Device, isLooser, STAGES, type Stage } from '../registry.ts';

type Facts = Pick<Device, 'status' | 'stage' | 'endOfLife' | 'endOfSupport' | 'agreementUntil' | 'riskAcceptedUntil'>;
type Way = readonly [says: string, loosens: (before: Facts, after: Facts) => boolean];

/** A date from which on less may be done: none is later than any. */
const isLater = (before: number, after: number) =>
  (after || Number.POSITIVE_INFINITY) > (before || Number.POSITIVE_INFINITY);

const WAYS: readonly Way[] = Object.freeze<Way[]>([
  ['it may be serviced again', (before, after) => before.status !== 'active' && after.status === 'active'],
  ['a looser stage', (before, after) => isLooser(after.stage, before.stage)],
  ['a later end of sales', (before, after) => isLater(before.endOfLife, after.endOfLife)],
  ['a later end of support', (before, after) => isLater(before.endOfSupport, after.endOfSupport)],
  ['a longer responsibility agreement', (before, after) => after.agreementUntil > before.agreementUntil],
  ['a longer risk acceptance', (before, after) => after.riskAcceptedUntil > before.riskAcceptedUntil],
]);

/** The ways, in words; empty = it tightens or leaves as it is whatever is asked of a technician. */
export function loosensDevice(before: Facts, after: Facts): readonly string[] {
  return WAYS.filter(([, loosens]) => loosens(before, after)).map(([says]) => says);
}

type Place = Pick<Device, 'site' | 'unit' | 'model'>;

/** Whether `policy` demands less of any tier, at any stage, at `after` than at `before`. */
export function loosensPlace(policy: Policy, before: Place, after: Place): readonly string[] {
  const isWeaker = STAGES.some(
    (stage) => weakerIn(policyAt(policy, before, stage), policyAt(policy, after, stage)).length > 0,
  );
  return isWeaker ? ['a place where the policy demands less'] : [];
}

/** A policy that demands everywhere what `policy` demands at this place. */
function policyAt(policy: Policy, place: Place, stage: Stage): Policy {
  const { tightenings: _bearing, ...everywhere } = policy;
  const tiers = TIERS.map((tier) => [tier, requirementFor(policy, tier, { ...place, stage })] as const);
  return { ...everywhere, tiers: Object.fromEntries(tiers) as unknown as Policy['tiers'] };
}
