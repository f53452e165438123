/**
 * How a registry change is written: each changed row with its next version, a copy for the history, an event on the row's
 * own chain and that chain's head, all in one transaction. Administrators' acts are few, so rows are small and whole.
 */
import type { AnyEvent, RegistryEvent } from '../access/events.ts';
import { sha256Base64url } from '../hash.ts';
import { outboxRef, pastRef, queueFor, registryChain, registryHeadRef } from '../keys.ts';
import { type Canonical, canonicalBytes } from '../ledger/canonical.ts';
import { chainEvents, EMPTY, type Head, type Occasion, timeAfter } from '../ledger/chain.ts';
import type { Ports, Ref, Rows, StoredEvent, Transition, Write } from '../ports.ts';
import { type Refused, refused } from '../problems.ts';
import type { Plan, RowChange } from '../registry/change.ts';
import type { RegistryHead } from '../registry/proposal.ts';
import type { Stoppable, Versioned } from '../registry.ts';
import type { Outbox, RetireJob, StopJob } from '../rows.ts';
import type { EpochSeconds, OrganisationId } from '../units.ts';

/** Chain -> its head as it was read. */
export type Heads = ReadonlyMap<string, RegistryHead>;

/** `refs` with the heads of their chains, read together. */
export async function loadWithHeads<R extends Readonly<Record<string, Ref<unknown>>>>(
  { store }: Pick<Ports, 'store'>,
  refs: R,
  tenant: OrganisationId,
): Promise<{ readonly rows: Rows<R>; readonly heads: Heads }> {
  const chains = Object.values(refs).map((ref) => registryChain(ref, tenant));
  const heads = Object.fromEntries(chains.map((chain) => [chain, registryHeadRef(chain)]));
  // A chain's name begins with `T#`, which no row's name does.
  const loaded = (await store.load({ ...refs, ...heads })) as Rows<R> &
    Readonly<Record<string, RegistryHead | undefined>>;
  const found = chains.flatMap((chain) => (loaded[chain] ? [[chain, loaded[chain]] as const] : []));
  return { rows: loaded, heads: new Map(found) };
}

const KINDS: Readonly<Record<string, string>> = Object.freeze({
  H: 'hospital',
  D: 'device',
  V: 'vendor',
  B: 'bundle',
  W: 'owner',
  N: 'invitation',
  I: 'import',
  O: 'organisation',
  R: 'root',
  P: 'person',
  M: 'model',
  OPERATOR: 'operator',
  SLACK: 'slack',
});

/** What a row is called in events and in history: `device:gs1:01/...`, `hospital`. */
export function entityOf({ pk, sk }: Ref<unknown>): string {
  const [head = '', ...name] = /^[TO]#/.test(pk) ? sk.split('#') : pk.split('#');
  return [KINDS[head] ?? head, ...name].join(':');
}

/** UTF-8 of a row as JSON. DynamoDB holds 400 KB an item; a copy for the history is as large as the row. */
const MAX_ROW_BYTES = 350_000;

/** Why `plan` cannot be written, whoever wants it. */
export function unwritable({ changes }: Plan): Refused | undefined {
  const isFull = changes.some(({ after }) => bytesOf(after) > MAX_ROW_BYTES);
  return isFull ? refused('registry_row_full') : undefined;
}

function bytesOf(row: unknown): number {
  return new TextEncoder().encode(JSON.stringify(row)).length;
}

/** How often the first row that changes was stopped. */
export function stopsOf({ changes }: Plan): number {
  return (changes[0]?.before as Stoppable | undefined)?.stops ?? 0;
}

/** What all events of one change say of it. */
export interface Said {
  readonly verb: string;
  readonly tenant: OrganisationId;
  readonly widens: readonly string[];
  readonly proposal?: string | undefined;
}

/** The writes of `plan`, with the events and copies of every row it changes. */
export function changeStep(plan: Plan, said: Said, heads: Heads, occasion: Occasion): Transition {
  const steps = plan.changes.map((change) => rowStep(change, said, heads, occasion));
  const [first] = steps;
  const jobs = first ? jobsFor(plan, first, occasion) : [];
  const told = steps.filter((_, at) => plan.tells?.some((ref) => isSame(ref, plan.changes[at]?.ref)));
  return {
    events: steps.flatMap((step) => step.events),
    writes: [
      ...steps.flatMap((step) => step.writes),
      ...told.map((step) => outbox('notify', step.events, occasion.at)),
      ...jobs,
      ...(plan.extra ?? []),
    ],
  };
}

function isSame(one: Ref<unknown>, other: Ref<unknown> | undefined): boolean {
  return one.pk === other?.pk && one.sk === other.sk;
}

function rowStep(change: RowChange, said: Said, heads: Heads, occasion: Occasion): Transition {
  const { ref, before } = change;
  const row: Versioned = { ...change.after, version: (before?.version ?? 0) + 1 };
  const event: RegistryEvent = {
    type: 'registry.changed',
    data: {
      verb: said.verb,
      entity: entityOf(ref),
      version: row.version,
      row: sha256Base64url(canonicalBytes(row as unknown as Canonical)),
      widens: said.widens,
      proposal: said.proposal,
    },
  };
  const put: Write = before ? { kind: 'replace', ref, row, version: before.version } : { kind: 'insert', ref, row };
  const moved = headStep(registryChain(ref, change.tenant ?? said.tenant), heads, [event], occasion);
  return {
    events: moved.events,
    writes: [put, { kind: 'insert', ref: pastRef(ref, row.version), row }, ...moved.writes],
  };
}

/** `events` on a registry chain that has a head row and nothing else. */
export function headStep(chain: string, heads: Heads, events: readonly AnyEvent[], occasion: Occasion): Transition {
  const before = heads.get(chain);
  const stored = chainEvents(chain, before ?? EMPTY, events, occasion);
  const row = headAfter(stored, before, occasion.at);
  const ref = registryHeadRef(chain);
  const move: Write = before ? { kind: 'replace', ref, row, version: before.version } : { kind: 'insert', ref, row };
  return { events: stored, writes: [move, outbox('seal', stored, occasion.at)] };
}

/** Where a chain stands after `stored`. */
export function headAfter(stored: readonly StoredEvent[], before: Head | undefined, at: EpochSeconds): Head {
  const last = stored.at(-1);
  if (!last) throw new Error('a registry step needs an event');
  return { version: last.n, head: last.hash, at: timeAfter(before ?? EMPTY, at) };
}

/** What must happen next with these events: sealing, or telling people. */
export function outbox(kind: Outbox['kind'], stored: readonly StoredEvent[], at: EpochSeconds): Write {
  const [first, last] = [stored.at(0), stored.at(-1)];
  if (!first || !last) throw new Error('an outbox row needs an event');
  const { chain, n: from } = first;
  const row: Outbox = { kind, chain, from, to: last.n, at };
  return { kind: 'insert', ref: outboxRef(chain, kind, from), row, indexes: { queue: [queueFor(kind, chain), at] } };
}

/** What is left to be done after the change, found by the first row that changed. */
function jobsFor({ stops, retires }: Plan, first: Transition, { at, actor }: Occasion): readonly Write[] {
  const [event] = first.events;
  if (!event) return [];
  const { chain, n: from } = event;
  const stop: StopJob | undefined = stops && { version: 1, kind: 'stop', chain, from, by: actor, ...stops };
  const retire: RetireJob | undefined = retires && { version: 1, kind: 'retire', chain, from, ...retires };
  return [...(stop ? [jobWrite(stop, at)] : []), ...(retire ? [jobWrite(retire, retire.after)] : [])];
}

function jobWrite(job: StopJob | RetireJob, due: EpochSeconds): Write {
  const ref = outboxRef(job.chain, job.kind, job.from);
  return { kind: 'insert', ref, row: job, indexes: { queue: [queueFor(job.kind, job.chain), due] } };
}
