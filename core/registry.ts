/**
 * What the registry holds: organisations, people, hospitals with their staff and policy, vendors, device models and
 * devices. Names people see come only from here; events and tokens carry ids (R20). Every row has a version, which
 * moves with each change and is recorded by the events that relied on it.
 */
import type { Policy } from './policy/policy.ts';
import type { Scope, Tier } from './policy/tiers.ts';
import type { DeviceId, EpochSeconds, HospitalId, ModelId, OrganisationId, PersonId, Seconds } from './units.ts';

export type OrganisationKind = 'hdo' | 'iso' | 'oem';
/** Recorded with every request for the comparison report, never a bypass (R3). */
export type ServicerType = 'oem' | 'iso' | 'in_house';

export interface Versioned {
  readonly version: number;
}

/** A row that can be stopped and let work again. */
export interface Stoppable extends Versioned {
  /** How often it was stopped; absent = never. What lets it work again undoes only the stop that was looked at. */
  readonly stops?: number;
}

/** `row` with `members`, stopped once more. */
export function stopped<T extends Stoppable>(row: T, members: Partial<T>): T {
  return { ...row, ...members, stops: (row.stops ?? 0) + 1 };
}

export interface Organisation extends Stoppable {
  readonly id: OrganisationId;
  readonly kind: OrganisationKind;
  readonly name: string;
  /** OpenID issuer whose subjects are this organisation's people: one issuer, one organisation. */
  readonly issuer: string;
  /** `offboarded` is for good: nobody signs in, nothing is approved, the log stays. */
  readonly status: 'active' | 'suspended' | 'offboarded';
}

/**
 * Who runs this deployment: one organisation, whose administrators add organisations and onboard hospitals. Written once
 * by bootstrap; again only while its first two administrators have not both joined and their invitations ran out.
 */
export interface Operator extends Versioned {
  readonly organisation: OrganisationId;
  readonly admins: readonly PersonId[];
  /** While the first two have not both joined by then, bootstrap may invite two again: nobody else could. */
  readonly invitedUntil: EpochSeconds;
}

/** Stands for somebody who is not there yet; redeemed once, by a sign-in at the organisation's own issuer. */
export interface Invitation extends Versioned {
  readonly id: string;
  readonly organisation: OrganisationId;
  readonly printedName: string;
  readonly email: string;
  /** Roles in the organisation. */
  readonly roles: Person['roles'];
  /** Roles at the hospital, where the organisation is one. */
  readonly entitlements: Staff['entitlements'];
  /** Becomes an administrator of the operator with it. */
  readonly operator: boolean;
  readonly until: EpochSeconds;
  readonly status: 'open' | 'redeemed' | 'withdrawn';
  /** Who it became. */
  readonly person?: PersonId;
}

/** That a person belongs to an organisation: how its people are listed. */
export interface Member {
  readonly person: PersonId;
}

/** That a model is a maker's: how its models are listed. */
export interface MakersModel {
  readonly model: ModelId;
}

/** An OpenID issuer that the broker accepts, found by its URL. */
export interface Issuer {
  readonly issuer: string;
  readonly organisation: OrganisationId;
  readonly jwksUri: string;
  readonly audience: string;
  /** What pages call themselves there; absent: as the audience, which with Cognito is the client. */
  readonly clientId?: string | undefined;
}

/** Proof on record that a person may work on a model. */
interface Competence {
  readonly model: ModelId;
  readonly validTo: EpochSeconds;
}

/** One account of a person: OpenID issuer and subject give the id ({@link personIdFor} in identity.ts). */
export interface Person extends Stoppable {
  readonly id: PersonId;
  readonly organisation: OrganisationId;
  readonly printedName: string;
  readonly email: string;
  readonly status: 'active' | 'suspended';
  /** When he left, for good: nobody reinstates him, he is invited anew. */
  readonly left?: EpochSeconds;
  /** The account that he says is his too; linked once that account says the same. */
  readonly linking?: PersonId;
  /** Roles in the person's own organisation; a hospital's roles stand in {@link Staff}. */
  readonly roles: readonly ('technician' | 'iso_admin' | 'oem_publisher')[];
  readonly competences: readonly Competence[];
  /** Other accounts of the same human (R4). */
  readonly linked: readonly PersonId[];
  /** Organisations of those accounts: as whose member he may not decide either (R4). */
  readonly alsoOf: readonly OrganisationId[];
  /** `sub` in tokens: a pseudonym, never a name. */
  readonly pseudonym: string;
}

export type ApproverRole = 'htm_approver' | 'clinical_owner' | 'security_approver' | 'domain_safety';
export type HospitalRole = ApproverRole | 'hdo_admin' | 'auditor' | 'emergency_custodian';

/** UTF-16 units of a site's or unit's name, wherever one is written: a device's place, a role's, a policy's. */
export const LONGEST_PLACE = 64;

/** A role held at a hospital. Empty `sites` or `units` = all of them. */
export interface Entitlement {
  readonly role: HospitalRole;
  readonly sites: readonly string[];
  readonly units: readonly string[];
}

export interface Staff {
  readonly person: PersonId;
  readonly status: 'active' | 'suspended';
  readonly entitlements: readonly Entitlement[];
}

/** A token key of a hospital. The active one signs; the next one is delegated in bundles before it is used. */
export interface TokenKey {
  readonly kid: string;
  readonly arn: string;
  /** Uncompressed P-256 point, hex; the pinned public key that every signature is verified with. */
  readonly pub: string;
}

/**
 * A hospital with everything a decision needs, in one row, so that approvers' entitlement and policy are read
 * consistently with one key (R5 pool, R8 approvals still entitled).
 */
export interface Hospital extends Stoppable {
  readonly id: HospitalId;
  readonly name: string;
  /** IANA time zone in which times are shown. */
  readonly zone: string;
  readonly sites: readonly string[];
  /** Where security matters are reported: shown, and mailed when access is stopped. */
  readonly contacts: { readonly security: string; readonly clinicalEngineering: string };
  readonly status: 'active' | 'suspended' | 'offboarded';
  /** It stopped service access itself; that its organisation is let work again does not undo that. */
  readonly isFrozen?: boolean;
  readonly policy: Policy;
  readonly staff: readonly Staff[];
  /** On-call groups in the order they are asked (R7); empty = all who may approve at once. */
  readonly roster: readonly (readonly PersonId[])[];
  readonly keys: { readonly active: TokenKey; readonly next: TokenKey };
  /** Files of devices that are being worked off: what they bring is not there before the last line stands. */
  readonly importing?: readonly string[];
}

/** What a servicer may do at a hospital, and since and until when. */
export interface Vendor extends Stoppable {
  readonly hospital: HospitalId;
  readonly organisation: OrganisationId;
  readonly status: 'active' | 'suspended';
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  readonly scopes: readonly Scope[];
  /** References of the hospital's own files; nothing here reads them. */
  readonly insurance: string;
  readonly contract: string;
}

/** Life-cycle stages (IMDRF N70). Unknown counts as end_of_support. */
export const STAGES = Object.freeze(['development', 'support', 'limited_support', 'end_of_support'] as const);
export type Stage = (typeof STAGES)[number];
/** What may be recorded of a device. */
export const RECORDED_STAGES = Object.freeze([...STAGES, 'unknown'] as const);

/** What can be the matter with a device. */
export const DEVICE_STATES = Object.freeze(['active', 'suspended', 'lost', 'retired', 'transferred'] as const);

export interface Device extends Stoppable {
  readonly id: DeviceId;
  readonly model: ModelId;
  readonly hospital: HospitalId;
  /** `retired` and `transferred` are for good; a transferred one has no names here, so that another hospital registers it. */
  readonly status: (typeof DEVICE_STATES)[number];
  /** Why it has that status, as an administrator wrote it; '' and absent = nobody said. In no event. */
  readonly statusReason?: string;
  /** The file that brought it; {@link isImporting}. */
  readonly import?: string;
  /** Short code of the sticker, `7F3K-29QX`. */
  readonly code: string;
  readonly tag: string;
  /** The hospital's id for it in its maintenance system (CMMS), an alias like the tag; '' = none. */
  readonly cmms: string;
  readonly serial: string;
  readonly site: string;
  readonly unit: string;
  /** As somebody recorded it; rules go by {@link stageAt}. */
  readonly stage: (typeof RECORDED_STAGES)[number];
  /** The manufacturer's dates (IMDRF N70), the first second of the day; 0 = not known. */
  readonly endOfLife: EpochSeconds;
  readonly endOfSupport: EpochSeconds;
  /** Recorded and shown; no rule goes by it. */
  readonly endOfGuaranteedSupport: EpochSeconds;
  /** End of the responsibility agreement and of the risk acceptance; 0 = none (end_of_support rules). */
  readonly agreementUntil: EpochSeconds;
  readonly riskAcceptedUntil: EpochSeconds;
}

/** What time does to a stage: no longer sold is limited support, no longer supported is its end (IMDRF N70). */
const STAGE_FROM = Object.freeze([
  ['endOfLife', 'limited_support'],
  ['endOfSupport', 'end_of_support'],
] as const);
const STRICTNESS = Object.freeze({
  development: 0,
  support: 1,
  limited_support: 2,
  end_of_support: 3,
  unknown: 3,
} satisfies Record<Device['stage'], number>);

/** The stage that rules go by at `now`: the one recorded, tightened by the manufacturer's dates, never loosened. */
export function stageAt(
  device: Pick<Device, 'stage' | 'endOfLife' | 'endOfSupport'>,
  now: EpochSeconds,
): Device['stage'] {
  const due = STAGE_FROM.filter(([date]) => device[date] !== 0 && now >= device[date]).map(([, stage]) => stage);
  return [device.stage, ...due].reduce((one, two) => (STRICTNESS[two] > STRICTNESS[one] ? two : one));
}

/** Whether `stage` lets more be done than `than` does. */
export function isLooser(stage: Device['stage'], than: Device['stage']): boolean {
  return STRICTNESS[stage] < STRICTNESS[than];
}

/** Whether the file that brought `device` is still being worked off: then it is not there yet, for anybody. */
export function isImporting(device: Pick<Device, 'import'>, { importing = [] }: Pick<Hospital, 'importing'>): boolean {
  return device.import !== undefined && importing.includes(device.import);
}

/** The manufacturer's profile of a model, as read from the signed document (token profile 3). */
export interface Model extends Versioned {
  readonly id: ModelId;
  readonly name: string;
  readonly kind: string;
  readonly oem: OrganisationId;
  readonly class: 'A' | 'B' | 'C';
  readonly form: 'jws' | 'cwt';
  readonly scopes: readonly { readonly name: Scope; readonly tier: Tier }[];
  readonly maxLife: Seconds;
  readonly maxDur: Seconds;
  readonly requireCnf: boolean;
  /** The signed document itself, handed out as it came. */
  readonly profile: string;
}

/** Where a device's code, tag or id leads: the only way from outside to a hospital's device. */
export interface DeviceAlias {
  readonly hospital: HospitalId;
  readonly device: DeviceId;
}
