/**
 * The minute's timer of the registry: brings confirmed changes into force, ends the access that a change stops, works off
 * files of devices, and says how much of it failed and how many hospitals' keys are about to end on a model.
 */
import { wireCsv, wireStore, wireTokenKeys, wireTrust } from '../adapters/wire.ts';
import { type RegistryJobs, runRegistryJobs } from '../core/verbs/run-registry-jobs.ts';
import { lineOf } from './failed-job.ts';

const ports = { ...wireStore(process.env), ...wireTrust(), ...wireTokenKeys(process.env), ...wireCsv() };

/** Named in a line at most; whoever looks needs the first. */
const NAMED = 10;

type Done = Omit<RegistryJobs, 'failed' | 'expiring'> & { readonly failed: number; readonly keysExpiring: number };

/** @param event the embedded stack polls, four times a second: nothing is said then */
export async function handler(event: { readonly isPolled?: boolean } = {}): Promise<Done> {
  const { failed, expiring, ...worked } = await runRegistryJobs(ports, Math.floor(Date.now() / 1000));
  for (const job of failed) console.log(lineOf(job));
  const done = { ...worked, failed: failed.length, keysExpiring: expiring.length };
  if (!event.isPolled) say(done, expiring);
  return done;
}

/** An object, not text: the runtime then leaves it one, and the metrics can read the numbers (lib/log-metrics.ts). */
function say({ failed, keysExpiring }: Done, expiring: RegistryJobs['expiring']): void {
  const keys = expiring.slice(0, NAMED).map(({ hospital, model }) => `${hospital} ${model}`);
  console.log({ level: 'info', job: 'apply-registry', failed, keysExpiring, keys });
}
