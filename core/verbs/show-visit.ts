/** A visit for its pages: who may see it is who may read the request (R1); for everybody else it is not there. */
import { type Visit, visitFor } from '../access/visit.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, Problem } from '../problems.ts';
import type { Delivery } from '../rows.ts';
import type { EpochSeconds, RequestId } from '../units.ts';
import { loadRowsOf } from './load-card.ts';
import { deliveriesOf, readableRequest } from './read-access.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** The visit, and how far each question to the hospital's people came. @throws Problem not-found */
export function showVisit(ports: Needs, who: Identity, id: RequestId, now: EpochSeconds): Promise<Decision<Visit>> {
  return visitWith(ports, who, id, now, () => deliveriesOf(ports, id));
}

/** The visit alone, for pages that ask nobody any more. @throws Problem not-found */
export function openVisit(ports: Needs, who: Identity, id: RequestId, now: EpochSeconds): Promise<Decision<Visit>> {
  return visitWith(ports, who, id, now, async () => []);
}

async function visitWith(
  ports: Needs,
  who: Identity,
  id: RequestId,
  now: EpochSeconds,
  readDeliveries: () => Promise<readonly Delivery[]>,
): Promise<Decision<Visit>> {
  const found = await readableRequest(ports, who, id);
  if (!found.ok) return found;
  const [rows, deliveries] = await Promise.all([loadRowsOf(ports, found.value), readDeliveries()]);
  if (!rows) throw new Problem('not-found');
  return allowed(visitFor(rows, deliveries, who.person, now));
}
