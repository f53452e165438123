/**
 * The policy tester as a verb (R5, R18): what a policy demands everywhere and who could fill it, whether proposing it would
 * take two people, and what would become of one concrete request under it. Nothing is written.
 */

import { policyFaults } from '../policy/fault.ts';
import type { Policy } from '../policy/policy.ts';
import { type PreviewRow, previewPolicy } from '../policy/preview.ts';
import { placesOf } from '../policy/satisfiable.ts';
import { weakerIn } from '../policy/weaker.ts';
import type { Identity, Ports } from '../ports.ts';
import { type Decision, Problem, REFUSALS, type RefusalCode } from '../problems.ts';
import type { EpochSeconds, HospitalId } from '../units.ts';
import { type AccessPreview, type AccessQuestion, previewAccess } from './preview-access.ts';
import { asReader } from './registry-reader.ts';

/** What is asked: of the policy in force, or of another; and of one request, or of none. */
export interface PolicyQuestion {
  readonly policy?: Policy | undefined;
  readonly question?: AccessQuestion | undefined;
}

export interface PolicyPreview {
  /** What makes the policy unusable, each with its place; then there are no rows. */
  readonly faults: readonly { readonly path: string; readonly says: string }[];
  /** Places in which it is weaker than the one in force: with any, two people have to want it. */
  readonly weakerIn: readonly string[];
  readonly rows: readonly PreviewRow[];
  readonly access?: AccessPreview | { readonly reason: RefusalCode; readonly says: string };
}

/** @throws Problem not-found where the tenant is no hospital, or not the reader's */
export function previewPolicyAt(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  tenant: HospitalId,
  { policy, question }: PolicyQuestion,
  now: EpochSeconds,
): Promise<Decision<PolicyPreview>> {
  return asReader(ports, who, tenant, async ({ hospital }) => {
    if (!hospital) throw new Problem('not-found');
    const asked = policy ?? hospital.policy;
    const faults = policyFaults(asked);
    const rows = faults.length > 0 ? [] : previewPolicy(asked, hospital.staff, placesOf(asked));
    const weaker = weakerIn(hospital.policy, asked);
    const access =
      question && faults.length === 0 ? await accessUnder(ports, tenant, question, policy, now) : undefined;
    return { faults, weakerIn: weaker, rows, ...(access && { access }) };
  });
}

async function accessUnder(
  ports: Pick<Ports, 'store'>,
  tenant: HospitalId,
  question: AccessQuestion,
  policy: Policy | undefined,
  now: EpochSeconds,
): Promise<NonNullable<PolicyPreview['access']>> {
  const decision = await previewAccess(ports, tenant, question, policy, now);
  if (decision.ok) return decision.value;
  const [, says] = REFUSALS[decision.code];
  return { reason: decision.code, says };
}
