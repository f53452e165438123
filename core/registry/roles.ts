/** The roles that can be held, by where, in the order in which they are offered; and who of a hospital reads its log (R1). */
import type { HospitalRole, Person } from '../registry.ts';

export const ORGANISATION_ROLES = Object.freeze([
  'technician',
  'iso_admin',
  'oem_publisher',
] as const satisfies Person['roles']);

export const HOSPITAL_ROLES = Object.freeze([
  'htm_approver',
  'clinical_owner',
  'security_approver',
  'domain_safety',
  'hdo_admin',
  'auditor',
  'emergency_custodian',
] as const satisfies readonly HospitalRole[]);

export const LOG_READERS: readonly HospitalRole[] = Object.freeze(['auditor', 'hdo_admin']);
