/** What registry work that fails leaves behind: which item it was, and that the others were tried all the same. */
import { expect, test } from '@jest/globals';
import { runRegistryJobs } from '../../core/verbs/run-registry-jobs.ts';
import { NOW } from './rows.ts';

const QUEUED: Readonly<Record<string, readonly unknown[]>> = {
  'stop#1': [{ kind: 'stop', chain: 'T#iso-medserv#G#P#p_technician', from: 2, hospital: 'hdo-north' }],
  'change#0': [{ tenant: 'hdo-north', id: 'pr1', verb: 'change-policy', body: {} }],
  'retire#2': [{ kind: 'retire', chain: 'T#hdo-south#G#H', from: 3, hospital: 'hdo-south', keys: [] }],
  'import#3': [{ kind: 'import', tenant: 'hdo-north', id: 'im1', next: 0 }],
};

test('each item that fails is told with its queue, whose it is, and why; none holds up another', async () => {
  const error = new Error('no answer');
  const broken = async () => {
    throw error;
  };
  const list = async (_: unknown, partition: string) => {
    if (!/^(stop|change|retire|import|expiry)#/.test(partition)) throw error;
    return { items: QUEUED[partition] ?? [] };
  };
  const store = { list, load: broken, commit: broken, children: broken };
  const ports = { store, random: (length: number) => new Uint8Array(length) };
  const ran = await runRegistryJobs(ports as unknown as Parameters<typeof runRegistryJobs>[0], NOW);
  const stop = 'T#iso-medserv#G#P#p_technician';
  expect(ran).toEqual({
    stops: 0,
    changes: 0,
    retirements: 0,
    imports: 0,
    expiring: [],
    failed: [
      { queue: 'stop', tenant: 'iso-medserv', id: undefined, chain: stop, error },
      { queue: 'change', tenant: 'hdo-north', id: 'pr1', chain: undefined, error },
      { queue: 'retire', tenant: 'hdo-south', id: undefined, chain: 'T#hdo-south#G#H', error },
      { queue: 'import', tenant: 'hdo-north', id: 'im1', chain: undefined, error },
    ],
  });
});
