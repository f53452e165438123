/**
 * The minute's timer of the registry: brings confirmed changes into force, ends the access that a change stops, and says
 * how many hospitals' keys are about to end on a model.
 */
import { wireStore, wireTokenKeys, wireTrust } from '../adapters/wire.ts';
import { type RegistryJobs, runRegistryJobs } from '../core/verbs/run-registry-jobs.ts';

const ports = { ...wireStore(process.env), ...wireTrust(), ...wireTokenKeys(process.env) };

/** Named in a line at most; whoever looks needs the first. */
const NAMED = 10;

/** @param event the embedded stack polls, four times a second: nothing is said then */
export async function handler(
  event: { readonly isPolled?: boolean } = {},
): Promise<Pick<RegistryJobs, 'changes' | 'stops'>> {
  const { failed, expiring, ...done } = await runRegistryJobs(ports, Math.floor(Date.now() / 1000));
  for (const error of failed) {
    const problem = error instanceof Error ? error.name : 'unknown';
    console.log(JSON.stringify({ level: 'error', job: 'apply-registry', problem }));
  }
  const names = expiring.slice(0, NAMED).map(({ hospital, model }) => `${hospital} ${model}`);
  // An object, not text: the runtime then leaves it one, and the metric can read the number (lib/log-metrics.ts).
  if (!event.isPolled) console.log({ level: 'info', job: 'apply-registry', keysExpiring: expiring.length, names });
  return done;
}
