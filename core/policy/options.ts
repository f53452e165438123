/**
 * What a technician could ask for at one device, scope by scope, before he asks: what it would take, or the rule that says no.
 * Each is evaluated as a request for it alone would be, so a page cannot say otherwise (R1). Several together may take more.
 */
import { prospectOf } from '../access/prospect.ts';
import type { Decision, RefusalCode } from '../problems.ts';
import type { EpochSeconds, Seconds } from '../units.ts';
import { evaluateAccess, excludedFromApproval, profileTiers, type Situation, type Terms } from './evaluate.ts';
import { demandWords } from './preview.ts';
import { SCOPES, type Scope, type Tier, tierOf } from './tiers.ts';

export type ScopeOption = {
  readonly scope: Scope;
  readonly tier: Tier;
  /** In a technician's words. */
  readonly says: string;
} & (
  | {
      readonly isPossible: true;
      /** Longest time that may be asked for, and what the tier demands here, as one sentence. */
      readonly holdCap: Seconds;
      readonly demands: string;
    }
  | { readonly isPossible: false; readonly no: RefusalCode }
);

/** Refusals that may be about one scope and not about the next; every other one is about whatever is asked. */
const ABOUT_A_SCOPE: readonly RefusalCode[] = Object.freeze([
  'scope_unknown',
  'scope_not_in_profile',
  'trust_missing',
  'vendor_scope',
  'tier_closed',
  'agreement_missing',
  'risk_not_accepted',
  'policy_unsatisfiable',
] as const);

/** Every scope there is, in the order of {@link SCOPES}. What he can attest himself is taken as attested. */
export function optionsFor(situation: Situation, now: EpochSeconds): readonly ScopeOption[] {
  return (Object.keys(SCOPES) as Scope[]).map((scope) => {
    const tiers = situation.model ? profileTiers(situation.model) : {};
    const option = { scope, tier: tierOf([scope], tiers), says: SCOPES[scope].says };
    const terms = evaluateAlone(situation, { scopes: [scope], holdSeconds: 1 }, now);
    if (!terms.ok) return { ...option, isPossible: false, no: terms.code };
    const { requirement } = terms.value;
    return { ...option, isPossible: true, holdCap: requirement.holdCap, demands: demandWords(requirement) };
  });
}

/** Terms of a wish that he can still attest for and has nobody with him in, if enough people could approve it. */
export function evaluateAlone(
  situation: Situation,
  wish: { readonly scopes: readonly string[]; readonly holdSeconds: Seconds },
  now: EpochSeconds,
): Decision<Terms> {
  const declarations = { notInClinicalUse: true, compensatingControls: true };
  const terms = evaluateAccess(situation, { ...wish, declarations }, now);
  if (!terms.ok) return terms;
  const prospect = prospectOf(terms.value, excludedFromApproval(terms.value.person, 'alone'));
  return prospect.ok ? terms : prospect;
}

/** The rule that says no to whatever he asks for at this device, whichever scope it is. */
export function stopOf(options: readonly ScopeOption[]): RefusalCode | undefined {
  return options.flatMap((one) => (one.isPossible || ABOUT_A_SCOPE.includes(one.no) ? [] : [one.no]))[0];
}
