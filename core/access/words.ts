/** Times, lengths of time, roles and models as people at a hospital read them; times always in the hospital's own zone. */
import type { HospitalRole, Model, Person } from '../registry.ts';
import type { EpochSeconds, Seconds } from '../units.ts';

/** Every role that somebody can hold; the operator's stands in the deployment's own row. */
export type Role = Person['roles'][number] | HospitalRole | 'operator_admin';

export const ROLE_WORDS: Readonly<Record<Role, string>> = Object.freeze({
  technician: 'technician',
  iso_admin: 'administrator of a servicer or maker',
  oem_publisher: 'publisher of a maker’s documents',
  htm_approver: 'HTM approver',
  clinical_owner: 'clinical owner',
  security_approver: 'security approver',
  domain_safety: 'domain safety',
  hdo_admin: 'administrator of the hospital',
  auditor: 'auditor',
  emergency_custodian: 'emergency custodian',
  operator_admin: 'administrator of this deployment',
});

/** The words for `role`; what is no role, as what acts by itself, in its own. */
export function roleWords(role: string): string {
  return (ROLE_WORDS as Readonly<Record<string, string>>)[role] ?? role.replaceAll('_', ' ');
}

/** `60 min`, `4 h`, `2 h 15 min`. */
export function minutes(seconds: Seconds): string {
  const whole = Math.ceil(seconds / 60);
  if (whole <= 120) return `${whole} min`;
  const rest = whole % 60;
  return rest === 0 ? `${whole / 60} h` : `${Math.floor(whole / 60)} h ${rest} min`;
}

/** `14:20 CST` in `zone`. */
export function clockTime(at: EpochSeconds, zone: string): string {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at * 1000);
}

/** `2026-11-23` in `zone`. */
export function date(at: EpochSeconds, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at * 1000);
}

/** A point in time, and how the clocks of some zone say it. */
export interface Moment {
  readonly at: EpochSeconds;
  readonly words: string;
}

/** `2026-11-23, 14:20 CST`. */
export function momentIn(zone: string, at: EpochSeconds): Moment {
  return { at, words: `${date(at, zone)}, ${clockTime(at, zone)}` };
}

/** `Ventilator VX-7`. */
export function modelWords({ kind, name }: Pick<Model, 'kind' | 'name'>): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${name}`;
}
