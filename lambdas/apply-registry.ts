/**
 * The minute's timer of the registry: brings confirmed changes into force, ends the access that a change stops, works off
 * files of devices, and says how many hospitals' keys are about to end on a model.
 */
import { wireCsv, wireStore, wireTokenKeys, wireTrust } from '../adapters/wire.ts';
import { type RegistryJobs, runRegistryJobs } from '../core/verbs/run-registry-jobs.ts';

const ports = { ...wireStore(process.env), ...wireTrust(), ...wireTokenKeys(process.env), ...wireCsv() };

/** Named in a line at most; whoever looks needs the first. */
const NAMED = 10;

type Done = Omit<RegistryJobs, 'failed' | 'expiring'> & { readonly keysExpiring: number };

/** @param event the embedded stack polls, four times a second: nothing is said then */
export async function handler(event: { readonly isPolled?: boolean } = {}): Promise<Done> {
  const { failed, expiring, ...worked } = await runRegistryJobs(ports, Math.floor(Date.now() / 1000));
  for (const error of failed) {
    const problem = error instanceof Error ? error.name : 'unknown';
    console.log(JSON.stringify({ level: 'error', job: 'apply-registry', problem }));
  }
  const done = { ...worked, keysExpiring: expiring.length };
  if (!event.isPolled) say(done, expiring);
  return done;
}

/** An object, not text: the runtime then leaves it one, and the metric can read the number (lib/log-metrics.ts). */
function say({ keysExpiring }: Done, expiring: RegistryJobs['expiring']): void {
  const keys = expiring.slice(0, NAMED).map(({ hospital, model }) => `${hospital} ${model}`);
  console.log({ level: 'info', job: 'apply-registry', keysExpiring, keys });
}
