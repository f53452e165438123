/**
 * A request as the timeline of its events, from the bytes of the log: each verified when it is shown, a break named at its place.
 */
import {
  authWords,
  type EventLine,
  evidenceWords,
  linesFor,
  namedIn,
  type Telling,
  titleOf,
} from '../access/event-words.ts';
import { lineFor, type RequestLine } from '../access/request-line.ts';
import { type Moment, momentIn, roleWords } from '../access/words.ts';
import { sha256Hex } from '../hash.ts';
import { hospitalOf, requestChain, requestRef } from '../keys.ts';
import type { Canonical } from '../ledger/canonical.ts';
import type { EventRecord } from '../ledger/chain.ts';
import type { Break, BreakCode } from '../ledger/verify.ts';
import type { Identity, Ports, StoredEvent } from '../ports.ts';
import { type Decision, Problem } from '../problems.ts';
import type { EpochSeconds, Hex, HospitalId, RequestId } from '../units.ts';
import { asStaff } from './hospital-reader.ts';
import { loadNames, namedBy } from './load-names.ts';
import { readVerified } from './verify-log.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'ledger'>;

/** One event, as far as its bytes can be read. */
export interface TimelineEvent {
  readonly n: number;
  readonly title: string;
  /** Its name in the log; absent where the bytes cannot be read. */
  readonly type?: string;
  readonly at?: Moment;
  readonly actor?: { readonly name: string; readonly role: string; readonly employer: string; readonly known: string };
  readonly lines: readonly EventLine[];
  readonly evidence?: string;
  /** What it says that the one before hashes to. */
  readonly prev?: string;
  /** As it is stored beside the bytes. */
  readonly hash: Hex;
  /** What the bytes hash to now, where that is something else. */
  readonly now?: Hex;
}

export interface TimelineView {
  readonly hospital: { readonly name: string; readonly zone: string };
  readonly request: RequestLine;
  readonly events: readonly TimelineEvent[];
  /** All there are; more than are shown where there are very many. */
  readonly count: number;
  /** The first thing that does not hold; at one more than `count` something is missing at the end. */
  readonly broken?: { readonly n: number; readonly code: BreakCode };
  /** When it was verified. */
  readonly verified: Moment;
}

/** A chain is short: refusals are capped, every token takes a code. All are verified, so many are shown. */
const SHOWN = 200;

/** For staff of `tenant` whose role is held for the request's place. @throws Problem not-found for everybody else */
export async function showTimeline(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  id: RequestId,
  now: EpochSeconds,
): Promise<Decision<TimelineView>> {
  return asStaff(ports, who, tenant, async ({ hospital, sees }) => {
    const { request } = hospitalOf(id) === tenant ? await ports.store.load({ request: requestRef(id) }) : {};
    if (!request || !sees(request.facts)) throw new Problem('not-found');
    const { stored, broken } = await readVerified(ports, requestChain(id));
    const read = stored.slice(0, SHOWN).map((event) => ({ event, record: recordIn(event) }));
    const [own, more] = [namedBy([request]), namedIn(read.flatMap(({ record }) => record ?? []))];
    const names = await loadNames(ports, tenant, {
      people: [...own.people, ...more.people],
      organisations: [...own.organisations, ...more.organisations],
      devices: [...own.devices, ...more.devices],
    });
    return {
      hospital: { name: hospital.name, zone: hospital.zone },
      request: lineFor(request, names, hospital.zone, now),
      events: read.map(({ event, record }) => shown(event, record, { names, zone: hospital.zone })),
      count: stored.length,
      ...(broken && { broken: placeOf(broken) }),
      verified: momentIn(hospital.zone, now),
    };
  });
}

function placeOf({ n, code }: Break) {
  return { n, code };
}

/** What the bytes say if they are an event at all: whether they are the right one is the walk's to say. */
function recordIn({ bytes }: StoredEvent): EventRecord | undefined {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as EventRecord;
    const { actor, type, at, prev } = value;
    const texts = [type, prev, actor.person, actor.role, actor.employer, actor.auth];
    return texts.every((one) => typeof one === 'string') && isMoment(at) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Within the years that calendars have names for. */
function isMoment(at: unknown): boolean {
  return Number.isSafeInteger(at) && Number(at) >= 0 && Number(at) < 253_402_300_800;
}

function shown({ n, bytes, hash }: StoredEvent, record: EventRecord | undefined, telling: Telling): TimelineEvent {
  const computed = sha256Hex(bytes);
  const hashes = { hash, ...(computed !== hash && { now: computed }) };
  if (!record) return { n, title: 'These bytes are no event', lines: [], ...hashes };
  const { type, at, actor, prev, data, evidence } = record;
  return {
    n,
    title: titleOf(type),
    type,
    at: momentIn(telling.zone, at),
    actor: {
      name: telling.names.person(actor.person),
      role: roleWords(actor.role),
      employer: telling.names.organisation(actor.employer),
      known: authWords(actor.auth),
    },
    lines: linesFor(data as Canonical | undefined, telling),
    evidence: evidenceWords(evidence as Canonical | undefined),
    prev,
    ...hashes,
  };
}
