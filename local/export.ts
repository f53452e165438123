/**
 * `npm run export -- --tenant ID [--out FILE] [--as LOGIN] [--data DIR] [--api URL]`: a tenant's whole log, fetched from the
 * broker's own interface. Each chain is walked from its bytes before anything of it is written; then each line is one event,
 * exactly as it was hashed, so that the SHA-256 of a line is what the next line of its chain names as `prev`.
 *
 * Signs in as an auditor or administrator of the demo, or takes a bearer token from WARDKEY_BEARER. Exit 0 complete and
 * whole, 4 nothing there for this reader, 6 broken, 2 anything else. What it cannot find: a chain whose end was cut off
 * together with its row (docs/registry.md).
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Break, walkChain } from '../core/ledger/verify.ts';
import type { Page, StoredEvent } from '../core/ports.ts';
import type { EventBytes } from '../core/verbs/export-log.ts';
import { castOf } from './seed.ts';
import { signIn } from './sign-in.ts';
import { ADDRESSES, type Addresses, PEOPLE } from './stack-files.ts';

/** Answers of the broker by path; undefined where there is nothing for the reader. */
type Get = <T>(path: string) => Promise<T | undefined>;

interface Exported {
  readonly chains: number;
  readonly events: number;
  readonly broken?: Break;
}

/** Hands every event's bytes to `write`, chain by chain, up to the first break. */
async function exportLog(get: Get, tenant: string, write: (line: Uint8Array) => void): Promise<Exported> {
  let [chains, events] = [0, 0];
  for await (const chain of pagesOf<string>(get, `/registry/${tenant}/chains`)) {
    const stored = await eventsOf(get, tenant, chain);
    const walk = walkChain(chain, stored);
    if (!walk.ok) return { chains, events, broken: walk.broken };
    for (const { bytes } of stored) write(bytes);
    chains += 1;
    events += stored.length;
  }
  return { chains, events };
}

async function eventsOf(get: Get, tenant: string, chain: string): Promise<readonly StoredEvent[]> {
  const stored: StoredEvent[] = [];
  const path = `/registry/${tenant}/events?chain=${encodeURIComponent(chain)}&limit=50`;
  for await (const { n, hash, bytes } of pagesOf<EventBytes>(get, path))
    stored.push({ chain, n, hash, bytes: Buffer.from(bytes, 'base64url') });
  return stored;
}

async function* pagesOf<T>(get: Get, path: string): AsyncGenerator<T> {
  let after = '';
  do {
    const join = path.includes('?') ? '&' : '?';
    const page = await get<Page<T>>(after === '' ? path : `${path}${join}after=${after}`);
    yield* page?.items ?? [];
    after = page?.next ?? '';
  } while (after !== '');
}

interface Options {
  readonly tenant: string;
  readonly data: string;
  readonly api: string | undefined;
  readonly as: string | undefined;
}

async function getter({ tenant, data, api, as }: Options): Promise<Get> {
  const bearer = process.env['WARDKEY_BEARER'];
  const addresses = bearer !== undefined && api !== undefined ? undefined : addressesIn(data);
  const token = bearer ?? (await signedIn(addressesIn(data), data, tenant, as));
  return async <T>(path: string) => {
    const answer = await fetch(`${api ?? addresses?.api}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`the broker answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
}

function addressesIn(data: string): Addresses {
  return JSON.parse(readFileSync(join(data, ADDRESSES), 'utf8')) as Addresses;
}

const READERS: readonly string[] = Object.freeze(['auditor', 'hdo_admin', 'iso_admin', 'oem_publisher']);

async function signedIn({ oidc }: Addresses, data: string, tenant: string, as: string | undefined): Promise<string> {
  const cast = castOf(join(data, PEOPLE));
  const reads = ({ organisation, roles }: (typeof cast)[number]) =>
    organisation === tenant && roles.some((role) => READERS.includes(role));
  // A tenant that nobody of the demo reads is asked for by somebody, so that the broker says that it is not there.
  const member = as === undefined ? (cast.find(reads) ?? cast[0]) : cast.find(({ login }) => login === as);
  if (!member) throw new Error('No such login: see `npm start`.');
  return signIn(`${oidc}/oidc/${member.organisation}`, member.login, member.password);
}

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const options = { tenant: text, out: text, as: text, api: text, data: { ...text, default: '.wardkey' } };
  const { tenant, out, as, api, data } = parseArgs({ options }).values;
  if (tenant === undefined || !/^[a-z0-9-]{2,32}$/.test(tenant)) throw new Error('Name a tenant: --tenant ID.');
  const get = await getter({ tenant, data, api, as });
  const file = out === undefined ? process.stdout.fd : openSync(out, 'w', 0o600);
  const result = await exportLog(get, tenant, (line) => {
    for (const part of [line, Buffer.from('\n')]) writeAll(file, part);
  });
  if (out !== undefined) closeSync(file);
  const isThere = result.events > 0 || result.broken !== undefined;
  process.stderr.write(`${JSON.stringify({ verified: isThere && !result.broken, ...result })}\n`);
  if (!isThere) return 4;
  return result.broken ? 6 : 0;
}

/** A pipe takes as much as it has room for. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
});
