/**
 * Who reads what happens at a hospital: its staff the places for which they hold a role, its auditors and administrators the
 * log of the places for which they hold that role. For everybody else the hospital is not there (404).
 */
import { seesPlace } from '../access/demand.ts';
import type { Facts } from '../access/facts.ts';
import { hospitalRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import { LOG_READERS } from '../registry/roles.ts';
import type { Hospital, HospitalRole, Staff } from '../registry.ts';
import type { HospitalId } from '../units.ts';
import { readerRows, standingOf } from './read-access.ts';

/** What the reader may see, and the hospital's row. */
export interface HospitalReading {
  readonly hospital: Hospital;
  readonly sees: (place: Pick<Facts, 'site' | 'unit'>) => boolean;
}

type Read<T> = (reading: HospitalReading) => Promise<T>;

/** What `read` finds, for staff of the hospital in whatever role. @throws Problem not-found for everybody else */
export async function asStaff<T>(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  tenant: HospitalId,
  read: Read<T>,
): Promise<Decision<T>> {
  return asHolder(ports, who, tenant, () => true, read);
}

/** What `read` finds, for who reads the hospital's log. @throws Problem not-found for whoever is not of its staff */
export async function asLogReader<T>(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  tenant: HospitalId,
  read: Read<T>,
): Promise<Decision<T>> {
  return asHolder(ports, who, tenant, (role) => LOG_READERS.includes(role), read);
}

async function asHolder<T>(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  tenant: HospitalId,
  counts: (role: HospitalRole) => boolean,
  read: Read<T>,
): Promise<Decision<T>> {
  const rows = await ports.store.load({ hospital: hospitalRef(tenant), ...readerRows(who) });
  const no = standingOf(rows);
  if (no) return no;
  const { hospital } = rows;
  const staff = hospital?.staff.find((one) => one.person === who.person && one.status === 'active');
  if (!hospital || !staff) throw new Problem('not-found');
  const held: Staff = { ...staff, entitlements: staff.entitlements.filter(({ role }) => counts(role)) };
  if (held.entitlements.length === 0) return refused('not_a_reader');
  return allowed(await read({ hospital, sees: (place) => seesPlace(held, place) }));
}
