/**
 * The facts of a request: exactly what a person is shown and what the digest binds (R9). Page, mail, Slack, decision
 * event and token (`req`) carry the same digest, so what is shown is what is signed.
 */
import { sha256Base64url } from '../hash.ts';
import { canonicalBytes } from '../ledger/canonical.ts';
import type { Scope, Tier } from '../policy/tiers.ts';
import type { ServicerType, Stage } from '../registry.ts';
import type {
  Base64url,
  DeviceId,
  EpochSeconds,
  HospitalId,
  ModelId,
  OrganisationId,
  PersonId,
  RequestId,
  Seconds,
} from '../units.ts';

export const ACTIVITIES = Object.freeze([
  'preventive_maintenance',
  'corrective_maintenance',
  'incoming_inspection',
  'calibration',
  'software_update',
  'log_pull',
  'decommission',
] as const);
type Activity = (typeof ACTIVITIES)[number];

/** What the technician states about the situation; his word only, the weakest evidence (R12). */
export interface Declarations {
  readonly notInClinicalUse: boolean;
  /** Compensating controls are in place (limited_support, T3). */
  readonly compensatingControls: boolean;
}

export interface Facts {
  readonly request: RequestId;
  readonly hospital: HospitalId;
  readonly device: DeviceId;
  readonly model: ModelId;
  readonly site: string;
  readonly unit: string;
  /** At the moment of the request. */
  readonly stage: Stage | 'unknown';
  readonly scopes: readonly Scope[];
  readonly tier: Tier;
  /** Working time asked for, then granted. */
  readonly holdSeconds: Seconds;
  /** Longest single session: `holdSeconds` clamped to what device and key accept. */
  readonly sessionSeconds: Seconds;
  /** Time from activation to the start at the device. */
  readonly startWithin: Seconds;
  readonly approveBy: EpochSeconds;
  readonly technician: PersonId;
  readonly employer: OrganisationId;
  readonly servicerType: ServicerType;
  /** Second in-house technician of the session, who then may not approve (R4). */
  readonly partner?: PersonId | undefined;
  readonly workOrder: string;
  readonly activity: Activity;
  readonly reason: string;
  readonly declarations: Declarations;
  /** The approved request that this one asks more time for (R6). */
  readonly extends?: RequestId | undefined;
}

/** SHA-256 of the canonical form of all facts. A changed fact is another digest, so a stale decision fails (R9). */
export function digestOf(facts: Facts): Base64url {
  return sha256Base64url(canonicalBytes({ ...facts, declarations: { ...facts.declarations } }));
}
