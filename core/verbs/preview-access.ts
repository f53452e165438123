/**
 * The policy tester's concrete question: what would become of this request, and who could approve it, under the hospital's policy
 * or one that is proposed. Evaluated by what decides real requests (R1-R5). Nothing is written, so a no is no event; whoever
 * may look at a policy may ask.
 */
import type { Candidate } from '../access/demand.ts';
import type { Declarations } from '../access/facts.ts';
import { prospectOf } from '../access/prospect.ts';
import { aliasRef, organisationRef, personRef } from '../keys.ts';
import { evaluateAccess, excludedFromApproval, type Situation } from '../policy/evaluate.ts';
import type { Policy } from '../policy/policy.ts';
import { demandWords } from '../policy/preview.ts';
import type { Requirement } from '../policy/requirement.ts';
import type { Tier } from '../policy/tiers.ts';
import type { Ports } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import type { EpochSeconds, HospitalId, PersonId, Seconds } from '../units.ts';
import { deviceRefs } from './asking-refs.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** Who would ask, for what, on which device (its id, code or tag), for how long. He works alone. */
export interface AccessQuestion {
  readonly device: string;
  readonly technician: PersonId;
  readonly scopes: readonly string[];
  readonly holdSeconds: Seconds;
  readonly declarations: Declarations;
}

/** What it would take, and who could give it. */
export interface AccessPreview {
  readonly tier: Tier;
  readonly requirement: Requirement;
  readonly says: string;
  readonly candidates: readonly Candidate[];
  /** Who would be asked first (R7). */
  readonly asked: readonly PersonId[];
}

/**
 * Answers `question` at `hospital`, under `policy` instead of the hospital's own where one is given.
 *
 * @returns what it would take, or the reason for which the technician would be refused
 */
export async function previewAccess(
  ports: Needs,
  hospital: HospitalId,
  question: AccessQuestion,
  policy: Policy | undefined,
  now: EpochSeconds,
): Promise<Decision<AccessPreview>> {
  const { person, alias } = await ports.store.load({
    person: personRef(question.technician),
    alias: aliasRef(question.device),
  });
  // Another hospital's device is none here: what stands there is not for this hospital to see.
  if (alias?.hospital !== hospital) return refused('device_unknown');
  const employer = person?.organisation ?? '';
  const rows = await ports.store.load({
    organisation: organisationRef(employer),
    ...deviceRefs(alias, employer),
  });
  const row = rows.hospital && policy ? { ...rows.hospital, policy } : rows.hospital;
  return previewIn({ person, ...rows, hospital: row }, question, now);
}

function previewIn(situation: Situation, question: AccessQuestion, now: EpochSeconds): Decision<AccessPreview> {
  const evaluated = evaluateAccess(situation, question, now);
  if (!evaluated.ok) return evaluated;
  const { person, tier, requirement } = evaluated.value;
  const prospect = prospectOf(evaluated.value, excludedFromApproval(person, 'alone'));
  if (!prospect.ok) return prospect;
  const { candidates, asked } = prospect.value;
  return allowed({ tier, requirement, says: demandWords(requirement), candidates, asked });
}
