/** What it takes to let somebody in on terms that the rules allow, and who could give it (R4, R5, R7). */
import type { Terms } from '../policy/evaluate.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import type { PersonId } from '../units.ts';
import { type Candidate, candidatesFor, couldFill, type Demand, demandFor, routeFor } from './demand.ts';

export interface Prospect {
  readonly demand: Demand;
  /** Everybody who could approve. */
  readonly candidates: readonly Candidate[];
  /** Who is asked first, and whether nobody is left for a later round. */
  readonly asked: readonly PersonId[];
  readonly last: boolean;
}

/**
 * @param excluded who asks, as all his accounts (`excludedFromApproval`)
 * @returns a refusal where the hospital has too few people for it
 */
export function prospectOf(
  { hospital, device, requirement, tier, scopes }: Terms,
  excluded: readonly PersonId[],
): Decision<Prospect> {
  const demand = demandFor(requirement, tier, scopes);
  const candidates = candidatesFor(hospital, device, demand, excluded);
  if (!couldFill(demand, candidates)) return refused('policy_unsatisfiable');
  return allowed({ demand, candidates, ...routeFor(hospital, demand, candidates, 1) });
}
