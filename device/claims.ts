/**
 * The words of a device service access token (DSAT v1) and of the documents it is trusted by: types and constants
 * only, so that the broker can speak of the same claims without carrying the verifier. Section numbers in this room
 * are those of the token profile, which docs/token-format.md retells for firmware engineers.
 */

/** Seconds since 1970, UTC, whole. */
export type EpochSeconds = number;
/** Seconds since the device was switched on, by its monotonic clock. */
export type UptimeSeconds = number;

/** Section 4: A networked with a good clock, B air-gapped with a clock, C no trustworthy clock. */
export type DeviceClass = 'A' | 'B' | 'C';
/** Section 1: a device accepts exactly one form. */
export type TokenForm = 'jws' | 'cwt';

/** The JWS protected header: exactly these three members (section 1). */
export interface Header {
  readonly alg: string;
  readonly kid: string;
  readonly typ: string;
}

/** What a session may do at most. Closed: a member that a device does not know makes it refuse (section 1). */
export interface Lim {
  /** Session seconds over all starts, at least 1. */
  readonly dur: number;
  /** Starts, at least 1; absent means 1. */
  readonly use?: number;
  /** base64url SHA-256 of the one software release that may be installed. */
  readonly rel?: string;
}

/** A salted, stretched release code (section 6): h = PBKDF2-SHA256(code, s, n), 16 bytes. */
export interface ReleaseCodeHash {
  readonly s: string;
  readonly h: string;
  readonly n: number;
}

/** How the technician proves that the token is his: a key (RFC 7638 thumbprint) or a release code, never both. */
export type Cnf = { readonly jkt: string } | { readonly rc: ReleaseCodeHash };

/** The claims of section 1, after every check. */
export interface Claims {
  readonly ver: number;
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  /** 16 random bytes, base64url: the identity that is used up, whatever bytes the token had. */
  readonly jti: string;
  readonly iat: EpochSeconds;
  readonly nbf: EpochSeconds;
  readonly exp: EpochSeconds;
  /** Scope names with one space between. */
  readonly scope: string;
  readonly lim: Lim;
  /** base64url SHA-256 of the request as it was shown and approved. */
  readonly req?: string;
  /** The device's own challenge, 16 bytes base64url. */
  readonly cnonce?: string;
  readonly cnf?: Cnf;
}

/** An RFC 7517 public key as a proof of possession carries it: these members and no other. */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

export type DocumentKind = 'root' | 'bundle' | 'owner' | 'profile';

/** A signed document: base64url of its JSON and ES256 signatures over "dsat-<kind>-v1\0" and those bytes (section 3). */
export interface Envelope {
  readonly payload: string;
  readonly signatures: readonly { readonly kid: string; readonly sig: string }[];
}

export interface RootDocument {
  readonly kind: 'root';
  readonly version: number;
  readonly threshold: number;
  /** `pub` is an uncompressed P-256 point in hex. */
  readonly keys: readonly { readonly kid: string; readonly pub: string }[];
}

/** What a hospital's key may do. These are properties of the key, never of the token that names it. */
export interface KeyDocument {
  readonly kid: string;
  readonly alg: string;
  readonly pub: string;
  /** One of KEY_USES. */
  readonly use: string;
  readonly iss: string;
  readonly aud_prefix: string;
  readonly scopes: readonly string[];
  readonly max_life: number;
  readonly max_dur: number;
  readonly nbf: EpochSeconds;
  readonly naf: EpochSeconds;
}

export interface BundleDocument {
  readonly kind: 'bundle';
  readonly version: number;
  readonly root_version: number;
  readonly issued: EpochSeconds;
  readonly models: readonly string[];
  readonly algs: readonly string[];
  readonly keys: readonly KeyDocument[];
  readonly revoked_kids: readonly string[];
  readonly revoked_jtis: readonly string[];
}

/** Whose device it is: the one hospital that may issue for it. Resale is the next version. */
export interface OwnerDocument {
  readonly kind: 'owner';
  readonly device: string;
  readonly hospital: string;
  readonly version: number;
}

/** What the manufacturer designed into a model. */
export interface ProfileDocument {
  readonly kind: 'profile';
  readonly model: string;
  readonly version: number;
  readonly class: DeviceClass;
  readonly form: TokenForm;
  readonly scopes: readonly { readonly name: string; readonly tier: string }[];
  /** Bit number to scope name, for the compact forms. */
  readonly scope_bits: Readonly<Record<string, string>>;
  readonly max_life: number;
  readonly max_dur: number;
  readonly max_use: number;
  readonly require_cnf: boolean;
}

export const TYP_JWS = 'dsat+jwt';
export const ALG_ES256 = 'ES256';
/** `sealed` is reserved for grants that wait on a device: named, so that a bundle may already carry such a key. */
export const KEY_USES: readonly string[] = Object.freeze(['token', 'receipt', 'agree', 'mac', 'sealed']);

/** Patterns of section 1. The byte patterns admit canonical base64url only: their last character has no spare bits. */
export const PATTERNS = Object.freeze({
  kid: /^[A-Za-z0-9._-]{1,32}$/,
  iss: /^[a-z0-9][a-z0-9._-]{1,31}$/,
  sub: /^[A-Za-z0-9._-]{1,48}$/,
  deviceId: /^[a-z0-9]{2,8}:[A-Za-z0-9./_:%-]{3,96}$/,
  scopeName: /^[a-z0-9.:-]{1,32}$/,
  scope: /^[a-z0-9.:-]{1,32}(?: [a-z0-9.:-]{1,32}){0,15}$/,
  bytes16: /^[A-Za-z0-9_-]{21}[AQgw]$/,
  bytes32: /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/,
  bytes64: /^[A-Za-z0-9_-]{85}[AQgw]$/,
  point: /^04[0-9A-Fa-f]{128}$/,
});

/** Section 5's defaults, in seconds where they are times. */
export const DEFAULT_LIMITS = Object.freeze({
  max_life: 14_400,
  max_dur: 7_200,
  max_use: 3,
  max_prebook: 86_400,
  skew: 120,
  nonce_ttl: 1_800,
  replay_cap: 64,
});
/** A JWS has 1 to this many characters (section 5, step 1). */
export const MAX_JWS_CHARACTERS = 2048;
/** The fifth wrong release code burns the token (section 6). */
export const MAX_WRONG_CODES = 5;
/** Iterations that a release code may ask of the device (section 6). */
export const RELEASE_CODE_ROUNDS = Object.freeze({ min: 10_000, max: 1_000_000 });

/** What the screen may say; the full code goes to the local log and the receipt (section 5). */
export type ScreenClass = 'format' | 'key' | 'signature' | 'device_or_scope' | 'time_or_used' | 'code';

/** Every code there is, by what the screen says of it. E_RATE, E_STORE are the device's own (docs/token-format.md). */
export const CODES_BY_CLASS = Object.freeze({
  format: [
    ...(['E_SIZE', 'E_CHARSET', 'E_SEGMENTS', 'E_B64', 'E_JSON', 'E_JSON_DUP', 'E_JSON_DEPTH'] as const),
    ...(['E_CBOR', 'E_CBOR_NONCANON', 'E_CBOR_DUP', 'E_CBOR_INDEF', 'E_CBOR_DEPTH', 'E_CBOR_TAG'] as const),
    ...(['E_CBOR_TRAILING', 'E_COSE', 'E_COSE_UNPROT', 'E_CRIT', 'E_HEADER', 'E_TYP', 'E_KID', 'E_FORM'] as const),
    ...(['E_CLAIM_MISSING', 'E_CLAIM_TYPE', 'E_VERSION'] as const),
  ],
  key: [
    ...(['E_KEY_UNKNOWN', 'E_KEY_PURPOSE', 'E_KEY_REVOKED', 'E_KEY_TIME', 'E_ALG', 'E_ALG_RETIRED'] as const),
    ...(['E_META', 'E_META_ROLLBACK', 'E_META_GAP', 'E_META_ROOT', 'E_META_SAME', 'E_META_JUMP'] as const),
    'E_META_MODEL',
  ],
  signature: ['E_SIG_FORMAT', 'E_SIG', 'E_META_THRESHOLD'],
  device_or_scope: ['E_ISS', 'E_AUD', 'E_SCOPE', 'E_LIMIT', 'E_DURATION'],
  time_or_used: [
    ...(['E_TIME_ORDER', 'E_LIFETIME', 'E_NOT_YET', 'E_EXPIRED', 'E_CLOCK'] as const),
    ...(['E_NONCE', 'E_NONCE_MISSING', 'E_NONCE_NONE', 'E_NONCE_EXPIRED'] as const),
    ...(['E_REVOKED', 'E_REPLAY', 'E_BUDGET', 'E_STORE_FULL', 'E_STORE', 'E_BUSY', 'E_RATE'] as const),
  ],
  code: ['E_CNF', 'E_CNF_REQUIRED'],
} as const satisfies Record<ScreenClass, readonly string[]>);

/** The closed union of refusals. */
export type Code = (typeof CODES_BY_CLASS)[ScreenClass][number];
