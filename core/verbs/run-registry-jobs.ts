/**
 * Works off what the registry left to be done: changes whose cool-down is over, access that a change stops, files of devices,
 * and token keys whose time is over. One item that fails holds up nobody else's, and stands in its queue until it is done.
 */
import { type Queue, SHARDS, tenantOf } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { Proposal } from '../registry/proposal.ts';
import type { ImportJob, KeyExpiry, RetireJob, StopJob } from '../rows.ts';
import type { EpochSeconds } from '../units.ts';
import { type ApplyNeeds, applyChange } from './apply-changes.ts';
import { retireKeys } from './retire-keys.ts';
import { stopAccess } from './stop-access.ts';
import { workOffImport } from './work-off-import.ts';

/** Items of one queue that one run works on; the rest waits for the next. */
const BATCH = 100;
/** Read of each shard: more than its share, as those that fail stay first in their queue. */
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
  readonly failed: readonly FailedJob[];
}

/** An item that failed: where it waits, whose it is, and why. A stop's chain may name a person. */
export interface FailedJob {
  readonly queue: Queue;
  readonly tenant: string | undefined;
  /** Of a change or an import. */
  readonly id: string | undefined;
  /** Of a stop or a retirement: where it was ordered. */
  readonly chain: string | undefined;
  readonly error: unknown;
}

/** What the rows of the queues are known by, each by some of it. */
type Named = Partial<Pick<Proposal, 'tenant' | 'id'> & Pick<StopJob, 'chain'>>;

/** Stops first: what a suspension reaches is more urgent than what a change allows. */
export async function runRegistryJobs(
  ports: ApplyNeeds & Pick<Ports, 'csv'>,
  now: EpochSeconds,
): Promise<RegistryJobs> {
  const failed: FailedJob[] = [];
  const workOff = async <T extends Named>(queue: Queue, work: (item: T) => Promise<void>): Promise<number> => {
    const items = await dueIn<T>(ports, queue, now);
    let done = 0;
    for (const item of items) {
      if (done === BATCH) break;
      await work(item).then(
        () => (done += 1),
        (error: unknown) => failed.push(failedJob(queue, item, error)),
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

function failedJob(queue: Queue, { tenant, id, chain }: Named, error: unknown): FailedJob {
  return { queue, tenant: tenant ?? (chain && tenantOf(chain)), id, chain, error };
}

async function dueIn<T>({ store }: Pick<Ports, 'store'>, queue: Queue, until: EpochSeconds): Promise<readonly T[]> {
  const shards = Array.from({ length: SHARDS }, (_, shard) => `${queue}#${shard}`);
  const pages = await Promise.all(shards.map((shard) => store.list<T>('queue', shard, { limit: READ, until })));
  return pages.flatMap((page) => page.items);
}
