/**
 * What the log says of registry work that failed. A stop's chain may name a person, so a chain is named by its hash, like the
 * key of guard-log's line: it finds the chain again and tells a reader of logs nothing.
 */
import { sha256Hex } from '../core/hash.ts';
import type { FailedJob } from '../core/verbs/run-registry-jobs.ts';
import { causesOf } from './causes.ts';

/** The line of one item: its queue, whose it is, and the names of what went wrong. */
export function lineOf({ queue, tenant, id, chain, error }: FailedJob): string {
  const item = { queue, tenant, id, ...(chain !== undefined && { chain: sha256Hex(chain) }) };
  return JSON.stringify({ level: 'error', job: 'apply-registry', ...item, problem: 'unknown', ...causesOf(error) });
}
