/** Times, lengths of time and roles as people at a hospital read them; times always in the hospital's own zone. */
import type { ApproverRole } from '../registry.ts';
import type { EpochSeconds, Seconds } from '../units.ts';

export const ROLE_WORDS: Readonly<Record<ApproverRole, string>> = Object.freeze({
  htm_approver: 'HTM approver',
  clinical_owner: 'clinical owner',
  security_approver: 'security approver',
  domain_safety: 'domain safety',
});

const OTHER_ROLES: Readonly<Record<string, string>> = Object.freeze({
  hdo_admin: 'administrator of the hospital',
  iso_admin: 'administrator of the organisation',
  oem_publisher: 'publisher of the maker’s documents',
  operator_admin: 'administrator of this deployment',
});

/** Any role in the words of every page, mail and log: `HTM approver`, `emergency custodian`. */
export function roleSays(role: string): string {
  return ROLE_WORDS[role as ApproverRole] ?? OTHER_ROLES[role] ?? role.replaceAll('_', ' ');
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
