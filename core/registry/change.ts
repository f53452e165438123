/**
 * What a change of the registry is made of: rows that it reads, rows that it would change, and whether that widens
 * somebody's power (R18). One rule a verb; the engine in core/verbs/change-registry.ts does what they have in common.
 */
import type { RandomBytes, Ref, Rows, TrustVerifier, Write } from '../ports.ts';
import type { Decision } from '../problems.ts';
import type { DeviceAlias, Hospital, Operator, Organisation, TokenKey, Versioned } from '../registry.ts';
import type { RetireOrder, StopOrder } from '../rows.ts';
import type { EpochSeconds, HospitalId, OrganisationId, PersonId } from '../units.ts';

/** What every rule is told beside its own rows. */
export interface Occasion {
  readonly tenant: OrganisationId;
  readonly actor: PersonId;
  readonly now: EpochSeconds;
  readonly operator: Operator | undefined;
  /** The tenant's rows; a servicer has no hospital row. */
  readonly hospital: Hospital | undefined;
  readonly organisation: Organisation | undefined;
  readonly random: RandomBytes;
  readonly trust: TrustVerifier;
  /** Keys made for this change, in the order of its `keys`; while it is only proposed, keys with a `kid` and nothing else. */
  readonly newKeys: readonly TokenKey[];
  /** Rows of the rule's `lists`, all of them. */
  readonly listed: readonly unknown[];
}

/** One row that changes; the engine gives it its next version, its event and its place in the history. */
export interface RowChange {
  readonly ref: Ref<Versioned>;
  readonly before: Versioned | undefined;
  /** The whole row as it will stand, but for its version. */
  readonly after: object;
  /** In whose log it stands, where that is not the tenant's that the change is made at: a person's employer. */
  readonly tenant?: OrganisationId;
}

/** A row and what becomes of it. */
export function changed<T extends Versioned>(ref: Ref<T>, before: T | undefined, after: Omit<T, 'version'>): RowChange {
  return { ref, before, after };
}

export interface Plan {
  /** Empty: it is so already, and nothing is recorded. */
  readonly changes: readonly RowChange[];
  /** How it widens power, in words for the administrators; empty or absent: one person may do it alone. */
  readonly widens?: readonly string[];
  /** Whose power it widens, or whose record it is: he may neither do it alone nor confirm it. */
  readonly gains?: readonly PersonId[];
  /** Rows without a history of their own: aliases, issuers, members. */
  readonly extra?: readonly Write[];
  /** Pending and approved access that ends with this (R17). */
  readonly stops?: StopOrder;
  /** Changed rows that people are told of (invitations), each by the event on its own chain. */
  readonly tells?: readonly Ref<unknown>[];
  /** Token keys that end later. */
  readonly retires?: RetireOrder;
}

/** A key that the change needs made. */
interface WantedKey {
  readonly hospital: HospitalId;
  readonly kid: string;
}

/** Rows of the registry by what their sk begins with. */
export interface RowList {
  readonly pk: string;
  readonly prefix: string;
}

/** What names of devices lead to, as they were typed. */
export type Found = Readonly<Record<string, DeviceAlias | undefined>>;

export interface Change<Body, R extends Readonly<Record<string, Ref<unknown>>>> {
  /** Sticker codes, tags or ids in the body that are looked up before the rows. */
  readonly aliases?: (body: Body) => readonly string[];
  readonly rows: (body: Body, tenant: OrganisationId, found: Found) => R;
  /** Rows under one pk that the rule reads besides, however many there are. */
  readonly lists?: (tenant: OrganisationId) => RowList;
  readonly keys?: (body: Body, rows: Rows<R>, occasion: Omit<Occasion, 'newKeys'>) => readonly WantedKey[];
  /** It lets its first row work again: only if that was not stopped once more since it was proposed. */
  readonly undoesStop?: true;
  readonly plan: (body: Body, rows: Rows<R>, occasion: Occasion, found: Found) => Decision<Plan>;
}

/** A rule whose types only it knows. */
export interface AnyChange {
  readonly aliases: (body: unknown) => readonly string[];
  readonly rows: (body: unknown, tenant: OrganisationId, found: Found) => Readonly<Record<string, Ref<unknown>>>;
  readonly lists?: (tenant: OrganisationId) => RowList;
  readonly keys: (body: unknown, rows: unknown, occasion: Omit<Occasion, 'newKeys'>) => readonly WantedKey[];
  readonly undoesStop?: true;
  readonly plan: (body: unknown, rows: unknown, occasion: Occasion, found: Found) => Decision<Plan>;
}

/** Ties the parts of one rule together, then forgets their types: bodies were parsed by the verb's schema. */
export function changeRule<Body, R extends Readonly<Record<string, Ref<unknown>>>>(rule: Change<Body, R>): AnyChange {
  return { aliases: () => [], keys: () => [], ...rule } as unknown as AnyChange;
}
