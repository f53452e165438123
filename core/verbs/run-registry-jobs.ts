/**
 * Works off what the registry left to be done: changes whose cool-down is over, access that a change stops, files of devices,
 * and token keys whose time is over. One item that fails holds up nobody else's, and stands in its queue until it is done.
 */
import { type Queue, SHARDS } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { Proposal } from '../registry/proposal.ts';
import type { ImportJob, KeyExpiry, RetireJob, StopJob } from '../rows.ts';
import type { EpochSeconds } from '../units.ts';
import { type ApplyNeeds, applyChange } from './apply-changes.ts';
import { retireKeys } from './retire-keys.ts';
import { stopAccess } from './stop-access.ts';
import { workOffImport } from './work-off-import.ts';

/** Work of one run and shard; the rest waits for the next. Read are more, as those that fail stay first in their queue. */
const BATCH = 25;
const READ = 100;
/**
 * Transactions of one run for all files together: some fifteen seconds of Lambda's 120 at a quarter second each, so that
 * what is more urgent is not late by more than a run.
 */
const CHUNKS = 60;

/** How many of each were worked on. */
export interface RegistryJobs {
  readonly changes: number;
  readonly stops: number;
  /** Hospitals' keys on a model whose end is near: they stay so until a bundle with later ones is published. */
  readonly expiring: readonly KeyExpiry[];
  readonly retirements: number;
  readonly imports: number;
  readonly failed: readonly unknown[];
}

/** Stops first: what a suspension reaches is more urgent than what a change allows. */
export async function runRegistryJobs(
  ports: ApplyNeeds & Pick<Ports, 'csv'>,
  now: EpochSeconds,
): Promise<RegistryJobs> {
  const failed: unknown[] = [];
  const workOff = async <T>(queue: Queue, work: (item: T) => Promise<void>): Promise<number> => {
    const items = await dueIn<T>(ports, queue, now);
    let done = 0;
    for (const item of items) {
      if (done === BATCH * SHARDS) break;
      await work(item).then(
        () => (done += 1),
        (error: unknown) => failed.push(error),
      );
    }
    return done;
  };
  const stops = await workOff<StopJob>('stop', (job) => stopAccess(ports, job, now));
  const changes = await workOff<Proposal>('change', (proposal) => applyChange(ports, proposal, now));
  const retirements = await workOff<RetireJob>('retire', (job) => retireKeys(ports, job, now));
  let left = CHUNKS;
  const imports = await workOff<ImportJob>('import', async (job) => {
    left -= await workOffImport(ports, job, left, now);
  });
  const expiring = await dueIn<KeyExpiry>(ports, 'expiry', now);
  return { changes, stops, retirements, imports, expiring, failed };
}

async function dueIn<T>({ store }: Pick<Ports, 'store'>, queue: Queue, until: EpochSeconds): Promise<readonly T[]> {
  const shards = Array.from({ length: SHARDS }, (_, shard) => `${queue}#${shard}`);
  const pages = await Promise.all(shards.map((shard) => store.list<T>('queue', shard, { limit: READ, until })));
  return pages.flatMap((page) => page.items);
}
