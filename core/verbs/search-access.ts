/**
 * The audit of a hospital's requests: searched by what stands in the address, newest first, and taken away as a file. What
 * every page looks at is bounded; each says how far it came, and where the next goes on.
 */
import { type AuditFilter, type FieldFault, fits, periodOf, storedAs } from '../access/audit-filter.ts';
import { type AuditRecord, auditRecordOf } from '../access/audit-record.ts';
import { lineFor, type RequestLine } from '../access/request-line.ts';
import { type Moment, momentIn } from '../access/words.ts';
import type { AuditQuery } from '../console-contract.ts';
import { STATUSES } from '../contract.ts';
import { aliasRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import type { Decision } from '../problems.ts';
import type { EpochSeconds, HospitalId } from '../units.ts';
import { asLogReader, type HospitalReading } from './hospital-reader.ts';
import { loadNames, type Named, namedBy } from './load-names.ts';
import { type Bounds, newestRequests, type Taken, takeOf } from './newest-requests.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** What was typed cannot be searched for. */
interface Faulty {
  readonly faults: readonly FieldFault[];
}

export interface FoundAccess {
  readonly hospital: { readonly name: string; readonly zone: string };
  readonly lines: readonly RequestLine[];
  /** Names of what the filter names by id. */
  readonly filter: { readonly technician?: string; readonly servicer?: string; readonly device?: string };
  readonly lookedAt: number;
  readonly backTo?: Moment;
  readonly next?: string;
}

export interface ExportedAccess {
  readonly records: readonly AuditRecord[];
  readonly lookedAt: number;
  readonly next?: string;
}

const A_PAGE: Bounds = Object.freeze({ items: 25, looks: 200 });
const A_FILE: Bounds = Object.freeze({ items: 1_000, looks: 1_000 });

/** A page of what is asked for. @throws Problem not-found for whoever is not of the hospital's staff */
export async function searchAccess(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  query: AuditQuery,
  now: EpochSeconds,
): Promise<Decision<(FoundAccess | Faulty) & Pick<FoundAccess, 'hospital'>>> {
  return asLogReader(ports, who, tenant, async (reading) => {
    const hospital = { name: reading.hospital.name, zone: reading.hospital.zone };
    const asked = await filterOf(ports, reading, query);
    if ('faults' in asked) return { hospital, ...asked };
    const taken = await takenFor(ports, reading, asked, query, A_PAGE, now);
    const names = await loadNames(ports, tenant, namedWith(asked, namedBy(taken.items)));
    const { technician, servicer, device } = asked;
    return {
      hospital,
      lines: taken.items.map((request) => lineFor(request, names, hospital.zone, now)),
      filter: {
        ...(technician !== undefined && { technician: names.person(technician) }),
        ...(servicer !== undefined && { servicer: names.organisation(servicer) }),
        ...(device !== undefined && { device: names.device(device) }),
      },
      lookedAt: taken.lookedAt,
      ...(taken.backTo !== undefined && { backTo: momentIn(hospital.zone, taken.backTo) }),
      ...(taken.next !== undefined && { next: taken.next }),
    };
  });
}

/** The same as records: at most a thousand a file. @throws Problem not-found for whoever is not of the hospital's staff */
export async function exportAccess(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  query: AuditQuery,
  now: EpochSeconds,
): Promise<Decision<ExportedAccess | Faulty>> {
  return asLogReader(ports, who, tenant, async (reading) => {
    const asked = await filterOf(ports, reading, query);
    if ('faults' in asked) return asked;
    const { items, lookedAt, next } = await takenFor(ports, reading, asked, query, A_FILE, now);
    const records = items.map((request) => auditRecordOf(request, now));
    return { records, lookedAt, ...(next !== undefined && { next }) };
  });
}

async function filterOf(ports: Needs, { hospital }: HospitalReading, query: AuditQuery): Promise<AuditFilter | Faulty> {
  const { period, faults } = periodOf(query, hospital.zone);
  const device = await deviceCalled(ports, hospital.id, query.device ?? '');
  if (device === 'unknown') return { faults: [...faults, NO_DEVICE] };
  if (faults.length > 0) return { faults };
  const { status, tier, servicer, technician } = query;
  return {
    ...period,
    ...(status && { status }),
    ...(tier && { tier }),
    ...(servicer && { servicer }),
    ...(technician && { technician }),
    ...(device && { device }),
  };
}

const NO_DEVICE: FieldFault = Object.freeze({
  field: 'device',
  says: 'No device of this hospital has this code, tag or UDI.',
});

/** By its sticker, tag or CMMS id, or as the log calls it, also where it has no name here any more. */
async function deviceCalled({ store }: Needs, hospital: HospitalId, typed: string): Promise<string> {
  const name = typed.trim();
  if (name === '') return '';
  if (/^[a-z0-9]{2,8}:/.test(name)) return /^[A-Za-z0-9./_:%-]+$/.test(name) ? name : 'unknown';
  const { alias } = await store.load({ alias: aliasRef(name) });
  return alias?.hospital === hospital ? alias.device : 'unknown';
}

function takenFor(
  ports: Needs,
  { hospital, sees }: HospitalReading,
  filter: AuditFilter,
  { after }: AuditQuery,
  bounds: Bounds,
  now: EpochSeconds,
): Promise<Taken> {
  const statuses = filter.status === undefined ? STATUSES : storedAs(filter.status);
  const { from, until } = filter;
  const requests = newestRequests(ports, hospital.id, statuses, { from, until, after: after || undefined });
  return takeOf(requests, (request) => sees(request.facts) && fits(request, filter, now), bounds);
}

function namedWith({ technician, servicer, device }: AuditFilter, named: Named): Named {
  return {
    people: technician === undefined ? named.people : [...named.people, technician],
    organisations: servicer === undefined ? named.organisations : [...named.organisations, servicer],
    devices: device === undefined ? named.devices : [...named.devices, device],
  };
}
