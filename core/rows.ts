/** Rows of state and credentials beside the request itself: outbox, deliveries, idempotency, tickets, enrolments. */
import type { Base64url, DeviceId, EpochSeconds, Hex, OrganisationId, PersonId, RequestId } from './units.ts';

/** The end of a person's chain. Refusals are events up to a number a day, then only counted. */
export interface PersonHead {
  readonly version: number;
  readonly head: Hex;
  readonly at: EpochSeconds;
  /** UTC day (seconds / 86400) that `refusals` counts. */
  readonly day: number;
  readonly refusals: number;
}

/** What must happen next, written with the change it belongs to; removed when done. */
export interface Outbox {
  readonly kind: 'notify' | 'seal';
  readonly chain: string;
  /** Events of the transition: `from` to `to`. */
  readonly from: number;
  readonly to: number;
}

export type Message = 'ask' | 'outcome';

/** One message to one person, and how far it came. */
export interface Delivery {
  readonly version: number;
  readonly chain: string;
  readonly request: RequestId;
  readonly person: PersonId;
  readonly n: number;
  readonly message: Message;
  readonly state: 'queued' | 'sent' | 'failed';
  readonly attempts: number;
  /** Id under which the provider took it, or why it did not. */
  readonly note: string;
  readonly at: EpochSeconds;
}

export interface IdempotencyRow {
  readonly version: number;
  readonly verb: 'request-access' | 'mint-token';
  /** SHA-256 of what was asked, without the code. */
  readonly fingerprint: Base64url;
  readonly request: RequestId;
  /** Number of the event that the first call wrote. */
  readonly n: number;
  /** Session (hash) of the first call. */
  readonly session: Base64url;
  readonly at: EpochSeconds;
}

/** What a mail link leads to: one person's view of one request. Device and technician save a read. */
export interface Ticket {
  readonly version: number;
  readonly request: RequestId;
  readonly person: PersonId;
  readonly device: DeviceId;
  readonly technician: PersonId;
  readonly employer: OrganisationId;
}

export interface Enrolment {
  readonly version: number;
  /** Sealed secret, base64url. */
  readonly sealed: Base64url;
  readonly until: EpochSeconds;
  readonly confirmations: number;
}
