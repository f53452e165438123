/**
 * What became of one row of the registry: every change, who made it and how he was known, and the row as it stood then,
 * held against the digest in the log (R19). A row that somebody altered beside the broker does not match its event.
 */
import type { Actor } from '../access/events.ts';
import { sha256Base64url } from '../hash.ts';
import { aliasRef, deviceRef, pastRef, registryChain, registryHeadRef } from '../keys.ts';
import { type Canonical, canonicalBytes } from '../ledger/canonical.ts';
import type { EventRecord } from '../ledger/chain.ts';
import type { Identity, Page, Ports, Ref } from '../ports.ts';
import { type Decision, Problem } from '../problems.ts';
import { partsOf, refOf } from '../registry/entities.ts';
import type { HistoryQuery } from '../registry/reading-contract.ts';
import { shown } from '../registry/shown.ts';
import { type Device, type Hospital, isImporting, type Versioned } from '../registry.ts';
import type { Base64url, EpochSeconds, OrganisationId } from '../units.ts';
import { asReader, limitOf } from './registry-reader.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'ledger'>;

/** What `registry.changed` says (access/events.ts). */
interface Said {
  readonly verb: string;
  readonly version: number;
  readonly row: Base64url;
  readonly widens: readonly string[];
  readonly proposal?: string;
}

export interface HistoryLine {
  readonly n: number;
  readonly at: EpochSeconds;
  readonly verb: string;
  readonly version: number;
  readonly widens: readonly string[];
  readonly proposal?: string;
  /** Ids only, with the way in which he was known. */
  readonly by: Actor;
  /** SHA-256 of the whole row's canonical form, as the log has it. */
  readonly digest: Base64url;
  /** The row as it stood from then on, without what is not shown; absent where no copy is. */
  readonly row?: unknown;
  /** Whether the copy, whole, has that digest. */
  readonly matches: boolean;
}

/** Oldest first; rows that stood before the log began have no line, nor has a device of a file at work. @throws Problem not-found for a device of nobody here */
export async function readHistory(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  query: HistoryQuery,
): Promise<Decision<Page<HistoryLine>>> {
  return asReader(ports, who, tenant, async ({ hospital }) => {
    const { kind, name } = await rowCalled(ports, tenant, query.entity);
    const ref = refOf(kind, name, tenant);
    if (!ref) throw new Problem('not-found');
    if (kind === 'device' && hospital && (await isAtWork(ports, name, hospital))) return { items: [] };
    const limit = limitOf(query);
    const stored = await ports.ledger.events(registryChain(ref, tenant), Number(query.after ?? '0') + 1, limit + 1);
    const records = stored
      .slice(0, limit)
      .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as EventRecord);
    const changes = records.filter(({ type }) => type === 'registry.changed');
    const items = await linesFor(ports, ref, changes);
    return stored.length > limit ? { items, next: String(stored[limit - 1]?.n) } : { items };
  });
}

/** How many events the row that is called `entity` has; none where there is no such row. For whoever may read it already. */
export async function lengthOfHistory(ports: Needs, tenant: OrganisationId, entity: string): Promise<number> {
  const { kind, name } = await rowCalled(ports, tenant, entity);
  const ref = refOf(kind, name, tenant);
  if (!ref) throw new Problem('not-found');
  const { head } = await ports.store.load({ head: registryHeadRef(registryChain(ref, tenant)) });
  return head?.version ?? 0;
}

/** A device also by its sticker, tag or CMMS id; of another hospital it is not there. */
async function rowCalled({ store }: Needs, tenant: OrganisationId, entity: string) {
  const { kind, name } = partsOf(entity);
  const { alias } = kind === 'device' ? await store.load({ alias: aliasRef(name) }) : { alias: undefined };
  if (alias && alias.hospital !== tenant) throw new Problem('not-found');
  return { kind, name: alias?.device ?? name };
}

/** As for a device that nobody registered: one that a file brings is not there before the last line stands. */
async function isAtWork({ store }: Needs, name: Device['id'], hospital: Hospital): Promise<boolean> {
  const { device } = await store.load({ device: deviceRef(hospital.id, name) });
  return device !== undefined && isImporting(device, hospital);
}

async function linesFor(
  { store }: Needs,
  ref: Ref<Versioned>,
  records: readonly EventRecord[],
): Promise<readonly HistoryLine[]> {
  if (records.length === 0) return [];
  const said = records.map((record) => ({ record, data: record.data as Said }));
  const copies: Readonly<Record<string, Ref<Versioned>>> = Object.fromEntries(
    said.map(({ data }) => [String(data.version), pastRef(ref, data.version)]),
  );
  const rows = await store.load(copies);
  return said.map(({ record, data }) => lineFor(record, data, rows[String(data.version)]));
}

function lineFor({ n, at, actor: by }: EventRecord, data: Said, row: Versioned | undefined): HistoryLine {
  const { verb, version, widens, proposal, row: digest } = data;
  return {
    n,
    at,
    verb,
    version,
    widens,
    ...(proposal !== undefined && { proposal }),
    by,
    digest,
    ...(row && { row: shown(row) }),
    matches: row !== undefined && digestOf(row) === digest,
  };
}

/** Undefined for what has no canonical form: nothing that the broker wrote. */
function digestOf(row: Versioned): Base64url | undefined {
  try {
    return sha256Base64url(canonicalBytes(row as unknown as Canonical));
  } catch {
    return undefined;
  }
}
