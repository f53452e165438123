/** One proposed change, as whoever is asked to confirm it sees it: what it says, and whether he could be the second (R18). */
import { personRef, proposalRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { type Decision, Problem, type RefusalCode } from '../problems.ts';
import type { OrganisationId } from '../units.ts';
import { peopleOf } from './administrators.ts';
import { whyNotConfirm } from './confirm-change.ts';
import { namedIn, type ProposalView, proposalViewOf } from './read-registry.ts';
import { asReader } from './registry-reader.ts';

export interface ShownProposal {
  readonly proposal: ProposalView;
  /** Why this reader could not confirm it; absent where a code is all that is missing. */
  readonly cannotConfirm?: RefusalCode;
}

/** Refused for whoever neither administers nor audits the tenant. @throws Problem not-found for strangers */
export function showProposal(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  tenant: OrganisationId,
  id: string,
  now: number,
): Promise<Decision<ShownProposal>> {
  return asReader(ports, who, tenant, async ({ reader, ...power }) => {
    const { proposal } = await ports.store.load({ proposal: proposalRef(tenant, id) });
    if (!proposal) throw new Problem('not-found');
    const [people, { proposer }] = await Promise.all([
      peopleOf(ports, namedIn([proposal])),
      ports.store.load({ proposer: personRef(proposal.proposedBy) }),
    ]);
    const no = whyNotConfirm({ proposal, power, proposer }, tenant, now);
    const view = proposalViewOf(proposal, people, reader === 'administrator', now);
    return { proposal: view, ...(no && { cannotConfirm: no.code }) };
  });
}
