/**
 * The file of devices that a proposal brings, as it was sent: whoever confirms it sees more than a digest and counts (R18). Only
 * administrators see it, as they alone see what is proposed in detail.
 */
import { proposalRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import type { ImportOrder } from '../registry/import.ts';
import { powerRows, readerOf } from '../registry/powers.ts';
import type { HospitalId } from '../units.ts';
import { loadFile } from './load-file.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** @throws Problem not-found for a stranger, of a proposal that is no file, and of a file that is not kept any more */
export async function readProposalFile(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  id: string,
): Promise<Decision<{ readonly csv: string }>> {
  const { proposal, ...rows } = await ports.store.load({
    ...powerRows(who.person, who.organisation, tenant),
    proposal: proposalRef(tenant, id),
  });
  const reader = readerOf(tenant, rows);
  if (!reader.ok) return reader;
  if (reader.value !== 'administrator') return refused('power_missing');
  if (proposal?.verb !== 'import-devices') throw new Problem('not-found');
  // The verb says what its body is: this one is made by import-devices.ts.
  const csv = await loadFile(ports, tenant, proposal.body as unknown as ImportOrder);
  if (csv === undefined) throw new Problem('not-found');
  return allowed({ csv });
}
