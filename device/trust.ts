/**
 * What a device believes, and on whose word: the pinned part, which nothing on the wire changes, and the documents that
 * stand under its root (section 3). Keys are imported once here, so that a verification does no parsing of keys.
 */
import type {
  BundleDocument,
  DeviceClass,
  EpochSeconds,
  KeyDocument,
  OwnerDocument,
  ProfileDocument,
  RootDocument,
  TokenForm,
  UptimeSeconds,
} from './claims.ts';
import { importPoint, type PublicKey } from './p256.ts';

/** Written at manufacture or commissioning, in storage that only firmware changes (section 3). Times in seconds. */
export interface Pinned {
  readonly id: string;
  readonly model: string;
  readonly class: DeviceClass;
  readonly form: TokenForm;
  /** The scopes that this device knows how to grant. */
  readonly scopes: readonly string[];
  readonly scope_bits: Readonly<Record<string, string>>;
  readonly max_life: number;
  readonly max_dur: number;
  readonly max_use: number;
  readonly max_prebook: number;
  readonly skew: number;
  readonly nonce_ttl: number;
  readonly replay_cap: number;
  readonly require_cnf: boolean;
  /** Firmware build time: the first floor of time. */
  readonly built: EpochSeconds;
}

/** A bundle's key entry, ready to verify; `key` is undefined if its point is not on the curve (step 10: E_SIG). */
export interface TokenKey extends KeyDocument {
  readonly key: PublicKey | undefined;
}

export interface Bundle {
  readonly version: number;
  readonly algs: readonly string[];
  readonly keys: ReadonlyMap<string, TokenKey>;
  readonly revokedKids: ReadonlySet<string>;
  readonly revokedJtis: ReadonlySet<string>;
}

export interface Root {
  readonly version: number;
  readonly threshold: number;
  readonly keys: ReadonlyMap<string, { readonly pub: string; readonly key: PublicKey | undefined }>;
}

/** The highest version accepted of each document: the counters that a rollback would have to lower. */
export interface Versions {
  readonly root: number;
  readonly bundle: number;
  readonly owner: number;
  readonly profile: number;
}

export interface Trust {
  readonly pinned: Pinned;
  readonly root: Root;
  readonly bundle: Bundle | undefined;
  readonly owner: OwnerDocument | undefined;
  readonly profile: ProfileDocument | undefined;
  readonly versions: Versions;
}

/** The two clocks, read once per operation and handed in. `now` is null while the wall clock is not set. */
export interface Moment {
  readonly now: EpochSeconds | null;
  readonly uptime: UptimeSeconds;
}

/** A device with its pinned root and no document yet: it refuses every token. */
export function pinnedTrust(pinned: Pinned, root: RootDocument): Trust {
  const versions = { root: root.version, bundle: 0, owner: 0, profile: 0 };
  return { pinned, root: rootFor(root), bundle: undefined, owner: undefined, profile: undefined, versions };
}

/** Imports a verified root's keys. Points compare in lower case, so that one key has one spelling. */
export function rootFor(document: RootDocument): Root {
  const keys = document.keys.map(({ kid, pub }) => [kid, { pub: pub.toLowerCase(), key: importPoint(pub) }] as const);
  return { version: document.version, threshold: document.threshold, keys: new Map(keys) };
}

/** Imports a verified bundle's keys. */
export function bundleFor(document: BundleDocument): Bundle {
  return {
    version: document.version,
    algs: document.algs,
    keys: new Map(document.keys.map((entry) => [entry.kid, { ...entry, key: importPoint(entry.pub) }])),
    revokedKids: new Set(document.revoked_kids),
    revokedJtis: new Set(document.revoked_jtis),
  };
}
