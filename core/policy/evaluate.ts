/**
 * Whether a technician may have these scopes on this device for this long, and what it takes (R1-R3, R5, R8, R17 and
 * the life-cycle stage). Evaluated when access is asked for and again, whole, when a token is minted.
 */
import type { Declarations } from '../access/facts.ts';
import { allowed, type Check, type Decision, firstRefusal } from '../problems.ts';
import { isExpired, isInTerm } from '../registry/in-force.ts';
import { accountsOf } from '../registry/powers.ts';
import {
  type Device,
  type Hospital,
  isImporting,
  type Model,
  type Organisation,
  type Person,
  type ServicerType,
  stageAt,
  type TokenKey,
  type Vendor,
} from '../registry.ts';
import type { Bundle, DelegatedKey } from '../trust-rows.ts';
import type { EpochSeconds, PersonId, Seconds } from '../units.ts';
import { policyFault } from './fault.ts';
import { type Requirement, requirementFor } from './requirement.ts';
import { compareTiers, isScope, type Scope, type Tier, tierOf } from './tiers.ts';

/** The registry rows that bear on a request; an absent row is a refusal, never an exception. */
export interface Situation {
  readonly person: Person | undefined;
  readonly organisation: Organisation | undefined;
  /** Absent and not needed for in-house work. */
  readonly vendor: Vendor | undefined;
  readonly hospital: Hospital | undefined;
  readonly device: Device | undefined;
  readonly model: Model | undefined;
  readonly bundle: Bundle | undefined;
}

export interface Wish {
  readonly scopes: readonly string[];
  readonly holdSeconds: Seconds;
  readonly declarations: Declarations;
  /** Of an approved request: narrowing its scopes does not lower what it was approved as. */
  readonly tier?: Tier;
}

/** What follows when the rules say yes. All rows stand; `key` is the bundle's entry of the hospital's active key. */
export interface Terms {
  readonly person: Person;
  readonly organisation: Organisation;
  readonly vendor: Vendor | undefined;
  readonly hospital: Hospital;
  readonly device: Device;
  readonly model: Model;
  readonly key: DelegatedKey;
  readonly scopes: readonly Scope[];
  readonly tier: Tier;
  readonly requirement: Requirement;
  readonly servicerType: ServicerType;
  /** The longest single session that device and key accept. */
  readonly sessionCap: Seconds;
}

/** Evaluates `wish` in `situation` at `now`. */
export function evaluateAccess(situation: Situation, wish: Wish, now: EpochSeconds): Decision<Terms> {
  const { person, organisation, vendor, hospital, device, model, bundle } = situation;
  const missing = firstRefusal([
    ['person_unknown', !person],
    ['organisation_unknown', !organisation],
    ['device_unknown', !device || !hospital || hospital.status === 'offboarded' || isImporting(device, hospital)],
    // Before anything that differs by device: a stranger cannot tell one that is not his to serve from one that is not there.
    ['vendor_unknown', organisation?.id !== hospital?.id && !vendor],
    ['profile_unknown', !model],
    ['form_not_issued', model !== undefined && model.form !== 'jws'],
    ['scope_unknown', wish.scopes.length === 0 || !wish.scopes.every(isScope)],
  ]);
  if (missing) return missing;
  if (!person || !organisation || !device || !hospital || !model) throw new Error('unreachable: rows were checked');
  const scopes = wish.scopes.filter(isScope);
  const key = bundle?.keys.find((entry) => isDelegated(entry, hospital.keys.active, now));
  const no = firstRefusal([
    ...standingChecks({ person, organisation, vendor, hospital, device }, now),
    ...technicianChecks(person, device, now),
    ...scopeChecks(model, key, vendor, scopes),
    ['policy_unsatisfiable', policyFault(hospital.policy) !== undefined],
  ]);
  if (no) return no;
  if (!key) throw new Error('unreachable: the key was checked');
  const asked = tierOf(scopes, profileTiers(model));
  const tier = wish.tier && compareTiers(wish.tier, asked) > 0 ? wish.tier : asked;
  const requirement = requirementFor(hospital.policy, tier, { ...device, stage: stageAt(device, now) });
  const sessionCap = Math.min(model.maxDur, key.maxDur);
  return (
    firstRefusal(requirementChecks(requirement, wish, device, now)) ??
    allowed({
      person,
      organisation,
      vendor,
      hospital,
      device,
      model,
      key,
      scopes,
      tier,
      requirement,
      sessionCap,
      servicerType: servicerTypeOf(organisation, hospital),
    })
  );
}

/**
 * Whether this is the entry that a device will hold what `key` signs at `now` against: same `kid` and, so that nobody swaps it,
 * the same public key. Both ends belong to its time, as for the device (`nbf <= iat <= naf`, E_KEY_TIME).
 */
export function isDelegated(entry: DelegatedKey, { kid, pub }: TokenKey, now: EpochSeconds): boolean {
  return entry.kid === kid && entry.pub === pub && entry.nbf <= now && now <= entry.naf;
}

/** Who and what must stand for anything to go on, from the request to the last token (R17). */
export interface Standing {
  readonly person: Person;
  readonly organisation: Organisation;
  readonly vendor: Vendor | undefined;
  readonly hospital: Hospital;
  readonly device: Device;
}

/** A suspension of person, organisation, vendor or device stops pending requests and minting at once (R17). */
export function standingChecks(
  { person, organisation, vendor, hospital, device }: Standing,
  now: EpochSeconds,
): Check[] {
  return [
    ['hospital_frozen', hospital.status !== 'active'],
    ['organisation_suspended', organisation.status !== 'active' || person.organisation !== organisation.id],
    ['person_suspended', person.status !== 'active'],
    ...vendorChecks(organisation, hospital, vendor, now),
    ['device_lost', device.status === 'lost'],
    ['device_retired', device.status === 'retired'],
    ['device_suspended', device.status === 'suspended'],
    ['device_transferred', device.status === 'transferred'],
  ];
}

function technicianChecks(person: Person, device: Device, now: EpochSeconds): Check[] {
  const competence = person.competences.find((record) => record.model === device.model);
  return [
    ['not_a_technician', !person.roles.includes('technician')],
    ['competence_missing', !competence],
    ['competence_expired', competence !== undefined && isExpired(competence, now)],
  ];
}

/** Every outside servicer, OEM or ISO, goes through the same rows (R3); in-house work needs no vendor row. */
export function vendorChecks(
  organisation: Organisation,
  hospital: Hospital,
  vendor: Vendor | undefined,
  now: EpochSeconds,
): Check[] {
  if (organisation.id === hospital.id) return [];
  if (!vendor) return [['vendor_unknown', true]];
  return [
    ['vendor_suspended', vendor.status !== 'active'],
    ['vendor_out_of_term', !isInTerm(vendor, now)],
  ];
}

/** A scope must be in the manufacturer's profile, in the key's delegation and in the servicer's agreement. */
function scopeChecks(
  model: Model,
  key: DelegatedKey | undefined,
  vendor: Vendor | undefined,
  scopes: readonly Scope[],
): Check[] {
  const offered = model.scopes.map((row) => row.name);
  return [
    ['scope_not_in_profile', !scopes.every((scope) => offered.includes(scope))],
    ['trust_missing', !key || !scopes.every((scope) => key.scopes.includes(scope))],
    ['vendor_scope', vendor !== undefined && !scopes.every((scope) => vendor.scopes.includes(scope))],
  ];
}

function requirementChecks(requirement: Requirement, wish: Wish, device: Device, now: EpochSeconds): Check[] {
  return [
    ['tier_closed', requirement.closed],
    ['duration_over_cap', wish.holdSeconds > requirement.holdCap],
    ['controls_not_attested', requirement.controlsAttested && !wish.declarations.compensatingControls],
    ['agreement_missing', requirement.agreement && now >= device.agreementUntil],
    ['risk_not_accepted', requirement.riskAcceptance && now >= device.riskAcceptedUntil],
  ];
}

/** The tiers that the manufacturer's profile names; they may only raise those of SCOPES. */
export function profileTiers(model: Model): Readonly<Record<string, Tier>> {
  return Object.fromEntries(model.scopes.map((row) => [row.name, row.tier]));
}

function servicerTypeOf(organisation: Organisation, hospital: Hospital): ServicerType {
  if (organisation.id === hospital.id) return 'in_house';
  return organisation.kind === 'oem' ? 'oem' : 'iso';
}

/** The requester's side of four eyes (R4): nobody here may approve. */
export function excludedFromApproval(person: Person, partner: Person | 'alone' | undefined): readonly PersonId[] {
  const asking = partner === 'alone' || !partner ? [person] : [person, partner];
  return asking.flatMap((one) => accountsOf(one));
}
