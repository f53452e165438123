/** One request as somebody of the hospital, signed in, may see and decide it. */
import { type Sight, sightOf } from '../access/sight.ts';
import type { Identity, Ports } from '../ports.ts';
import { Problem } from '../problems.ts';
import type { EpochSeconds, RequestId } from '../units.ts';
import { loadCardRows } from './load-card.ts';
import { readerRows, standingOf } from './read-access.ts';

/** @throws Problem not-found, also where it is not the reader's (R1) */
export async function showDecision(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  id: RequestId,
  now: EpochSeconds,
): Promise<Sight> {
  const [rows, reader] = await Promise.all([loadCardRows(ports, id), ports.store.load(readerRows(who))]);
  const { person } = reader;
  const sight = !standingOf(reader) && rows && person && sightOf(rows, person, now);
  if (!sight) throw new Problem('not-found');
  return sight;
}
