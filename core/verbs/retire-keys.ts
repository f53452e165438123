/**
 * Ends token keys whose time is over: those of a hospital that left, and those that a rotation replaced. KMS deletes them
 * thirty days later, which an alarm makes known; the hospital's log says that they were given to it. No new token can be
 * signed with them either way: their hospital's row names others, or is offboarded.
 */
import { SYSTEM } from '../access/events.ts';
import { hospitalRef, outboxRef, registryChain, registryHeadRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { Hospital } from '../registry.ts';
import type { RetireJob } from '../rows.ts';
import type { EpochSeconds } from '../units.ts';
import { headStep } from './registry-step.ts';
import { settle } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'tokenKeys'>;

/** @throws Problem signer-unavailable; the order stands until it is done, and a key that is ending already is left so */
export async function retireKeys(ports: Needs, job: RetireJob, now: EpochSeconds): Promise<void> {
  const { hospital } = await ports.store.load({ hospital: hospitalRef(job.hospital) });
  if (isInUse(hospital, job)) throw new Error('a key that its hospital signs with is not ended');
  for (const { arn } of job.keys) await ports.tokenKeys.retire(arn);
  const chain = registryChain(hospitalRef(job.hospital), job.hospital);
  const order = outboxRef(job.chain, 'retire', job.from);
  await settle<void>(async () => {
    const { standing, head } = await ports.store.load({ standing: order, head: registryHeadRef(chain) });
    if (!standing) return { done: undefined };
    const event = { type: 'registry.keys_retired', data: { kids: job.keys.map(({ kid }) => kid) } } as const;
    const heads = new Map(head ? [[chain, head]] : []);
    const { events, writes } = headStep(chain, heads, [event], { at: now, actor: SYSTEM, evidence: {} });
    const lost = await ports.store.commit({ events, writes: [...writes, { kind: 'remove', ref: order }] });
    return lost ? { lost } : { done: undefined };
  });
}

/** An order is a row of state, which many functions write: what the registry says counts. */
function isInUse(hospital: Hospital | undefined, { keys }: RetireJob): boolean {
  if (!hospital || hospital.status === 'offboarded') return false;
  const used = [hospital.keys.active.arn, hospital.keys.next.arn];
  return keys.some(({ arn }) => used.includes(arn));
}
