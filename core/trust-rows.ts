/** What the registry holds of manufacturers' signed documents, as far as the broker reads them (token profile 3). */
import type { Versioned } from './registry.ts';
import type { DeviceId, EpochSeconds, HospitalId, ModelId, OrganisationId, Seconds } from './units.ts';

/** Whose signatures count for all models of a manufacturer: his root of today (token profile 3). */
export interface MakerRoot extends Versioned {
  readonly oem: OrganisationId;
  readonly document: string;
}

/** A key entry of a bundle that names this hospital as issuer: what the device will hold a token against. */
export interface DelegatedKey {
  readonly kid: string;
  readonly pub: string;
  readonly scopes: readonly string[];
  readonly maxLife: Seconds;
  readonly maxDur: Seconds;
  /** A token's `iat` must lie in here (token profile 5, step 19). */
  readonly nbf: EpochSeconds;
  readonly naf: EpochSeconds;
}

/** The bundle of one model at one hospital. `keys`: those of the document that a device would take a token under. */
export interface Bundle extends Versioned {
  readonly model: ModelId;
  readonly hospital: HospitalId;
  readonly keys: readonly DelegatedKey[];
  /** The signed envelope itself. */
  readonly document: string;
}

/** The owner document of one device. */
export interface OwnerDocument extends Versioned {
  readonly device: DeviceId;
  readonly hospital: HospitalId;
  readonly document: string;
}
