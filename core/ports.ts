/**
 * What the rules need from outside, as narrow as they need it. Adapters implement a port each; `adapters/wire.ts`
 * composes them; test/contracts holds one suite a port, run on every adapter.
 */
import type { CodeFlow, Cookies } from './page-ports.ts';
import type { TokenKey } from './registry.ts';
import type { Slack } from './slack-ports.ts';
import type { Base64url, EpochSeconds, Hex, HospitalId, OrganisationId, PersonId } from './units.ts';

/** The address of one row of type `T`. Made only by core/keys.ts. */
export interface Ref<T> {
  readonly table: 'state' | 'registry' | 'credentials';
  readonly pk: string;
  readonly sk: string;
  /** Never set: carries the row's type. */
  readonly _row?: T;
}

type Row<R> = R extends Ref<infer T> ? T : never;
export type Rows<R extends Readonly<Record<string, Ref<unknown>>>> = { readonly [K in keyof R]: Row<R[K]> | undefined };

/** A row of state and the bytes of one event, as they go into one transaction. */
export interface StoredEvent {
  readonly chain: string;
  readonly n: number;
  /** RFC 8785 bytes, hashed and stored as they are. */
  readonly bytes: Uint8Array;
  readonly hash: Hex;
}

/** Where a row stands in lists and queues; absent members leave the row out of that index. */
export interface Indexes {
  /** `[partition, seconds]` of the technician's own list. */
  readonly technician?: readonly [string, number];
  /** `[partition, seconds]` of the hospital's list by status. */
  readonly hospital?: readonly [string, number];
  /** `[queue, due]`: outbox, deliveries and timers share one index, worked off in the order of `due`. */
  readonly queue?: readonly [string, EpochSeconds];
  /** `[model, seconds, line]`: the maker's list holds `line` and nothing else of the row. */
  readonly model?: readonly [string, EpochSeconds, unknown];
}

/** One write besides the chain's own. */
export type Write =
  | {
      readonly kind: 'insert';
      readonly ref: Ref<unknown>;
      readonly row: unknown;
      readonly indexes?: Indexes;
      readonly expires?: EpochSeconds;
    }
  | {
      readonly kind: 'replace';
      readonly ref: Ref<unknown>;
      readonly row: unknown;
      readonly version: number;
      readonly indexes?: Indexes;
      readonly expires?: EpochSeconds;
    }
  | { readonly kind: 'remove'; readonly ref: Ref<unknown> }
  /** Takes a person's authenticator away, so that he can enrol anew; harmless where none is. */
  | { readonly kind: 'forget-code'; readonly person: PersonId }
  | { readonly kind: 'unchanged'; readonly ref: Ref<unknown>; readonly version: number }
  | { readonly kind: 'use-code'; readonly use: CodeUse }
  | { readonly kind: 'return-try'; readonly person: PersonId; readonly context: string }
  /**
   * A person's authenticator: put where none stands, or in the place of the version that `replaces` names. Tries start again at
   * none; `lastStep` is the step of the code that confirmed it. `load` shows its organisation, version and
   * since when it counts.
   */
  | {
      readonly kind: 'enrol';
      readonly person: PersonId;
      readonly organisation: OrganisationId;
      readonly sealed: Uint8Array;
      readonly lastStep: number;
      readonly at: EpochSeconds;
      /** Version of the old row, and the step of the old code that allows it: used up with it. */
      readonly replaces?: { readonly version: number; readonly step: number };
    };

/** One atomic change: events on one chain or on several, the rows they lead to, and what must happen with them. */
export interface Transition {
  readonly events: readonly StoredEvent[];
  readonly writes: readonly Write[];
}

/** Why a transition did not commit: the row (by reference) whose condition failed, or a code used meanwhile. */
export type Conflict =
  | { readonly lost: 'row'; readonly ref: Ref<unknown> }
  | { readonly lost: 'event' }
  | { readonly lost: 'code' };

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; absent on the last page. */
  readonly next?: string;
}

export type ListName = keyof Indexes;

export interface Store {
  /** Reads all of `refs` consistently, in one call. */
  load<R extends Readonly<Record<string, Ref<unknown>>>>(refs: R): Promise<Rows<R>>;
  /**
   * Commits all of it or nothing. An answer that never came is settled by reading: my event there = committed.
   * @returns undefined when committed (now or by an earlier try), else what was in the way
   */
  commit(transition: Transition): Promise<Conflict | undefined>;
  /** A page of one index partition, in order of its number; `from` and `until` bound it (inclusive). Rows, but `model` lists lines. */
  list<T>(
    name: ListName,
    partition: string,
    options: { limit: number; newestFirst?: boolean; from?: number; until?: number; after?: string },
  ): Promise<Page<T>>;
  /** All rows whose sk starts with `prefix`, of one pk: deliveries of a request. */
  children<T>(pk: string, prefix: string): Promise<readonly T[]>;
  /** A page of the registry's rows of one pk whose sk starts with `prefix`, in order of sk; read consistently. */
  registryRows<T>(pk: string, prefix: string, options: { limit: number; after?: string | undefined }): Promise<Page<T>>;
}

/** The append-only side, for readers that trust nobody. */
export interface Ledger {
  /** The events of a chain from `from` on, in order, as stored; at most `limit` of them. */
  events(chain: string, from?: number, limit?: number): Promise<readonly StoredEvent[]>;
  /** One event's bytes. */
  event(chain: string, n: number): Promise<StoredEvent | undefined>;
  /** The chains opened at `tenant`, paged. */
  chains(tenant: string, after?: string): Promise<Page<string>>;
}

/** A sealed secret with what was reserved to try it once. */
export interface ReservedTry {
  readonly sealed: Uint8Array;
  /** Last time step that was accepted; a code of it or before is used. */
  readonly lastStep: number;
  /** Version of the secret's row; a replacement names it. */
  readonly version: number;
  readonly organisation: string;
}

/** A code that was right and is not yet used: used by the transition that carries it, in one write. */
export interface CodeUse {
  readonly person: PersonId;
  readonly step: number;
  /** Ticket or session (hash) that the try was reserved under. */
  readonly context: string;
}

export interface Credentials {
  /**
   * Reserves one try of at most five under `context` and of 100 in all in `period`, then hands out the sealed secret. A
   * higher period than the last begins to count anew.
   */
  reserveTry(
    person: PersonId,
    context: string,
    period: number,
  ): Promise<ReservedTry | 'exhausted' | 'locked' | 'absent'>;
}

/** Secrets sealed with KMS under an encryption context (architecture 5: hospital or org, person, purpose). */
export interface Sealer {
  seal(secret: Uint8Array, context: Readonly<Record<string, string>>): Promise<Uint8Array>;
  /** @throws Problem audit-unavailable when the key cannot be used now */
  unseal(sealed: Uint8Array, context: Readonly<Record<string, string>>): Promise<Uint8Array>;
}

/** One-time codes (RFC 6238, SHA-1, 6 digits, 30 s). */
export interface OneTimeCodes {
  /** 20 random bytes for a new authenticator. */
  newSecret(): Uint8Array;
  /** `otpauth://totp/...` for an authenticator app. */
  uri(secret: Uint8Array, issuer: string, account: string): string;
  /** The step of `code` if it is of this or the previous step and later than `lastStep`; else undefined, never a throw. */
  check(secret: Uint8Array, code: string, now: EpochSeconds, lastStep: number): Promise<number | undefined>;
}

/** Signs token bytes with a hospital's key in KMS. */
export interface Signer {
  /**
   * ES256 over `signingInput`, verified with `pub` before it is returned.
   * @returns 64 bytes r||s
   * @throws Problem signer-unavailable; its cause names the key's state
   */
  sign(key: { readonly arn: string; readonly pub: string }, signingInput: string): Promise<Uint8Array>;
}

/** Hospitals' token keys, made and ended while the broker runs. The private half never leaves KMS. */
export interface TokenKeys {
  /**
   * A new key that only the mint function may sign with. Called twice it makes two.
   * @throws Problem signer-unavailable; its cause names what KMS refused
   */
  create(what: { readonly hospital: HospitalId; readonly kid: string }): Promise<TokenKey>;
  /**
   * Ends the key in thirty days; until then an administrator can take it back, but it signs no more. A key that is ending
   * already is left so. Devices that pin it accept nothing after that: a bundle without it goes out first.
   * @throws Problem signer-unavailable
   */
  retire(arn: string): Promise<void>;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** How a mail was taken: accepted with an id, or refused for good. Throws when it may be tried again. */
export interface Mailer {
  send(mail: Mail): Promise<{ readonly accepted: string } | { readonly rejected: 'address' | 'account' }>;
}

/** What a manufacturer's signed document says, and what the broker already holds of him. */
export interface TrustHeld {
  /** Signed envelopes as published, the current root first of all; absent: none yet. */
  readonly root?: string | undefined;
  /** Of the same kind and for the same thing as the one that comes. */
  readonly standing?: string | undefined;
}

/** A document that a device of this model would accept. */
interface VerifiedDocument {
  /** Its payload, as parsed by the device's own strict parser. */
  readonly payload: unknown;
}

/** Applies a manufacturer's document as a device would (token profile 3). */
export interface TrustVerifier {
  /** @returns the document, or the device's own code for refusing it (`E_META_ROLLBACK` ...) */
  verify(
    kind: 'root' | 'bundle' | 'owner' | 'profile',
    envelope: string,
    held: TrustHeld,
    now: EpochSeconds,
  ): VerifiedDocument | { readonly code: string };
}
/** A row of a file: the line on which it begins, its cells as they came. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Quotes that do not pair, a row of another width than the first, a cell over 256 characters, over 5,000 rows. */
export type CsvFaultCode = 'csv_quote' | 'csv_columns' | 'csv_cell' | 'csv_rows';

/** What could be read, the header first, and every row that could not. */
export interface CsvTable {
  readonly rows: readonly CsvRow[];
  readonly faults: readonly { readonly line: number; readonly code: CsvFaultCode }[];
}

/** Reads comma-separated text (RFC 4180; a byte order mark, empty lines and any line ends are taken). Never throws. */
export type CsvReader = (text: string) => CsvTable;

/** Random bytes from the operating system. */
export type RandomBytes = (length: number) => Uint8Array;

/** Somebody signed in: a bearer token checked against the registry's issuers, or a page's session. */
export interface Identity {
  readonly organisation: string;
  readonly person: PersonId;
  /** SHA-256 of the bearer, or a session's random id: names it, derives release codes; opens nothing by itself. */
  readonly session: Base64url;
  readonly authenticatedAt: EpochSeconds;
  /** How he is known; absent: by a sign-in. */
  readonly by?: 'slack';
}

export interface Authenticator {
  /** @throws Problem unauthenticated */
  identify(bearer: string, now: EpochSeconds): Promise<Identity>;
}

/** What every verb is handed. */
export interface Ports {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly credentials: Credentials;
  readonly sealer: Sealer;
  readonly codes: OneTimeCodes;
  readonly signer: Signer;
  readonly mailer: Mailer;
  readonly slack: Slack;
  readonly random: RandomBytes;
  readonly trust: TrustVerifier;
  readonly tokenKeys: TokenKeys;
  readonly csv: CsvReader;
  readonly cookies: Cookies;
  readonly codeFlow: CodeFlow;
}
