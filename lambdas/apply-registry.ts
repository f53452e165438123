/** The minute's timer of the registry: brings confirmed changes into force, and ends the access that a change stops. */
import { wireStore, wireTokenKeys, wireTrust } from '../adapters/wire.ts';
import { runRegistryJobs } from '../core/verbs/run-registry-jobs.ts';

const ports = { ...wireStore(process.env), ...wireTrust(), ...wireTokenKeys(process.env) };

export async function handler(): Promise<{ readonly changes: number; readonly stops: number }> {
  const { failed, ...done } = await runRegistryJobs(ports, Math.floor(Date.now() / 1000));
  for (const error of failed) {
    const problem = error instanceof Error ? error.name : 'unknown';
    console.log(JSON.stringify({ level: 'error', job: 'apply-registry', problem }));
  }
  return done;
}
