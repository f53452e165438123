/**
 * The minute's timer of the registry: brings confirmed changes into force, ends the access that a change stops, and
 * works off files of devices.
 */
import { wireCsv, wireStore, wireTokenKeys, wireTrust } from '../adapters/wire.ts';
import { type RegistryJobs, runRegistryJobs } from '../core/verbs/run-registry-jobs.ts';

const ports = { ...wireStore(process.env), ...wireTrust(), ...wireTokenKeys(process.env), ...wireCsv() };

export async function handler(): Promise<Omit<RegistryJobs, 'failed'>> {
  const { failed, ...done } = await runRegistryJobs(ports, Math.floor(Date.now() / 1000));
  for (const error of failed) {
    const problem = error instanceof Error ? error.name : 'unknown';
    console.log(JSON.stringify({ level: 'error', job: 'apply-registry', problem }));
  }
  return done;
}
