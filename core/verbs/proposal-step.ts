/** One step of a proposed registry change: its event, its row, who is told, and when it is looked at again (R18). */
import type { RegistryEvent } from '../access/events.ts';
import { proposalChain, proposalList, proposalRef, queueFor } from '../keys.ts';
import { chainEvents, EMPTY, type Head, type Occasion } from '../ledger/chain.ts';
import type { Indexes, Transition, Write } from '../ports.ts';
import { CONFIRM_WITHIN, type Proposal } from '../registry/proposal.ts';
import { headAfter, outbox } from './registry-step.ts';

/** The next row and the write that leads to it. */
export interface ProposalStep {
  readonly next: Proposal;
  readonly transition: Transition;
}

/** `event` on the chain of the proposal that `after` will be; every step is told to all administrators. */
export function proposalStep(
  before: Proposal | undefined,
  after: Omit<Proposal, keyof Head>,
  event: RegistryEvent,
  occasion: Occasion,
): ProposalStep {
  const chain = proposalChain(after.tenant, after.id);
  const stored = chainEvents(chain, before ?? EMPTY, [event], occasion);
  const next: Proposal = { ...after, ...headAfter(stored, before, occasion.at) };
  const row = { ref: proposalRef(next.tenant, next.id), row: next, indexes: indexesFor(next, chain) };
  const put: Write = before ? { kind: 'replace', ...row, version: before.version } : { kind: 'insert', ...row };
  const writes = [put, outbox('seal', stored, occasion.at), outbox('notify', stored, occasion.at)];
  return { next, transition: { events: stored, writes } };
}

function indexesFor(proposal: Proposal, chain: string): Indexes {
  const { tenant, status, proposedAt, inForceAt } = proposal;
  const isWaiting = status === 'proposed' || status === 'confirmed';
  const due = status === 'proposed' ? proposedAt + CONFIRM_WITHIN : inForceAt;
  return {
    hospital: [proposalList(tenant, isWaiting), proposedAt],
    ...(isWaiting && due !== undefined && { queue: [queueFor('change', chain), due] as const }),
  };
}
