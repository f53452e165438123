/**
 * The request that people call by its six letters, among those that somebody sees: his own newest, and the newest of each status
 * at the hospital of whose staff he is. Whoever sees more than that looks in the browser.
 */
import { STATUSES } from '../contract.ts';
import type { Identity, Ports } from '../ports.ts';
import { Problem } from '../problems.ts';
import type { EpochSeconds, RequestId } from '../units.ts';
import { listHospitalAccess, listOwnAccess, type RequestLine } from './read-access.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

const LOOKED_THROUGH = '100';

/** @param reference `K7Q-29M` */
export async function findReference(
  ports: Needs,
  who: Identity,
  reference: string,
  now: EpochSeconds,
): Promise<RequestId | undefined> {
  const [own, ...ofHospital] = await Promise.all([
    listOwnAccess(ports, who, { limit: LOOKED_THROUGH }, now),
    ...STATUSES.map((status) => hospitalLines(ports, who, status, now)),
  ]);
  const lines = [...(own.ok ? own.value.items : []), ...ofHospital.flat()];
  return lines.find((line) => line.reference === reference)?.id;
}

/** None for whoever is not of its staff. */
async function hospitalLines(
  ports: Needs,
  who: Identity,
  status: (typeof STATUSES)[number],
  now: EpochSeconds,
): Promise<readonly RequestLine[]> {
  try {
    const found = await listHospitalAccess(ports, who, who.organisation, { status, limit: LOOKED_THROUGH }, now);
    return found.ok ? found.value.items : [];
  } catch (error) {
    if (error instanceof Problem && error.type === 'not-found') return [];
    throw error;
  }
}
