/** Rows of state and credentials beside the request itself: outbox, deliveries, idempotency, tickets, enrolments. */

import type { Actor } from './access/events.ts';
import type { RefusalCode } from './problems.ts';
import type {
  Base64url,
  DeviceId,
  EpochSeconds,
  Hex,
  HospitalId,
  ModelId,
  OrganisationId,
  PersonId,
  RequestId,
  SlackTeam,
} from './units.ts';

/** The end of a person's chain. Refusals are events up to a number a day, then only counted. */
export interface PersonHead {
  readonly version: number;
  readonly head: Hex;
  readonly at: EpochSeconds;
  /** UTC day (seconds / 86400) that `refusals` counts. */
  readonly day: number;
  readonly refusals: number;
}

/** Whose access a registry change stops (R17). `organisation` alone: all its people, everywhere. */
export interface StopOrder {
  readonly reason: RefusalCode;
  readonly person?: PersonId;
  readonly organisation?: OrganisationId;
  readonly hospital?: HospitalId;
  readonly device?: DeviceId;
}

/** A stop order at work: done when a pass finds nothing more to stop. */
export interface StopJob extends StopOrder {
  readonly version: number;
  readonly kind: 'stop';
  readonly chain: string;
  readonly from: number;
  readonly by: Actor;
}

/** Token keys that end for good once `after` is over: until then they can still be asked for, and nothing new is signed. */
export interface RetireOrder {
  readonly hospital: HospitalId;
  readonly keys: readonly { readonly kid: string; readonly arn: string }[];
  readonly after: EpochSeconds;
}

/** A retire order that waits for its time, beside the change that gave it. */
export interface RetireJob extends RetireOrder {
  readonly version: number;
  readonly kind: 'retire';
  readonly chain: string;
  readonly from: number;
}

/** A part of a file of devices, as it was sent. */
export interface ImportPart {
  readonly text: string;
}

/** A file of devices at work: moves under its version with each chunk of lines, so no line is worked off twice. */
export interface ImportJob {
  readonly version: number;
  readonly kind: 'import';
  readonly tenant: HospitalId;
  readonly id: string;
  /** SHA-256 of the file that two people let in. */
  readonly file: Base64url;
  readonly parts: number;
  /** Lines that are worked off. */
  readonly next: number;
  /** Lines that could not stand any more when their turn came. */
  readonly left: readonly LeftOut[];
}

export interface LeftOut {
  readonly line: number;
  readonly code: 'site_unknown' | 'alias_taken' | 'device_retired';
}

/** What must happen next, written with the change it belongs to; removed when done. */
export interface Outbox {
  readonly kind: 'notify' | 'seal';
  readonly chain: string;
  /** Events of the transition: `from` to `to`. */
  readonly from: number;
  readonly to: number;
  /** When it was written, which is when it was due. Absent in rows of before this was kept. */
  readonly at?: EpochSeconds;
  /** Nobody is told of it; what stands in Slack is made true. It overtakes nothing that somebody is to be told. */
  readonly isQuiet?: true;
}

/** When the first of the keys that a bundle delegates to a hospital ends; 0 = it delegates none. */
export interface KeyExpiry {
  readonly version: number;
  readonly hospital: HospitalId;
  readonly model: ModelId;
  readonly naf: EpochSeconds;
}

/** A question to an approver: the first, once more to whoever was silent, and to those who are asked next (R7). */
export type Question = 'ask' | 'reminder' | 'escalation';
/** `progress`: an approval of several, for cards that stand. */
export type Message = Question | 'progress' | 'outcome' | 'proposal' | 'invitation';

/** In the place of a person's id where the recipient is nobody yet: whoever the invitation's address belongs to. */
export const INVITED = 'invited';

/** One message to one person, and how far it came. */
export interface Delivery {
  readonly version: number;
  /** Says what it is about: a request, a proposed change, an invitation. */
  readonly chain: string;
  /** Or {@link INVITED}. */
  readonly person: PersonId;
  readonly n: number;
  readonly message: Message;
  /** By what it goes; absent: by mail. */
  readonly via?: 'slack';
  /**
   * `sent`: the provider took it and has said no more. `delivered`: the recipient's mail server took it, which is not
   * that anybody read it. `bounced`: it came back. `failed`: the provider never took it.
   */
  readonly state: 'queued' | 'sent' | 'delivered' | 'bounced' | 'failed';
  readonly attempts: number;
  /** While `sent` the provider's id; then what it reported (record-delivery.ts), or why it never took it. */
  readonly note: string;
  readonly at: EpochSeconds;
  /** When what it tells happened: `at` moves with each try, this does not. Absent in rows of before this was kept. */
  readonly since?: EpochSeconds;
}

/** In the place of a person's id where the recipient is the hospital's channel in Slack. */
export const SLACK_CHANNEL = 'channel';

/** A card that stands in Slack, so that it can be kept true: one a request and recipient. */
export interface SlackCard {
  readonly version: number;
  /** Or {@link SLACK_CHANNEL}. */
  readonly person: PersonId;
  readonly team: SlackTeam;
  /** Whom it was posted to: an account, or the channel. */
  readonly to: string;
  /** The conversation it stands in, and Slack's name of the message there. */
  readonly channel: string;
  readonly ts: string;
}

/** A code by which somebody in Slack says that he is the person who drew it on a signed-in page; used once. */
export interface SlackPairing {
  readonly version: number;
  readonly person: PersonId;
  readonly organisation: OrganisationId;
  readonly until: EpochSeconds;
}

/** That a signed payload of Slack was worked on: the same once more has no second effect. */
export interface SlackSeen {
  readonly version: number;
  readonly at: EpochSeconds;
}

/** The delivery that a provider's message id belongs to: all that a report about a mail names. */
export interface SentMessage {
  readonly version: number;
  readonly chain: string;
  readonly n: number;
  readonly person: PersonId;
}

/** Kept until the session would have ended by itself. */
export interface SessionEnd {
  readonly version: number;
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
  /** When the request dies by itself: later nothing can be decided, and no code is tried. */
  readonly until: EpochSeconds;
}

/** What an invitation's link leads to. */
export interface InvitationTicket {
  readonly version: number;
  readonly organisation: OrganisationId;
  readonly invitation: string;
}

/** What of a person's authenticator can be read. */
export interface Code {
  readonly version: number;
  readonly organisation: OrganisationId;
  /** When it was enrolled. Absent in rows of before this was kept. */
  readonly since?: EpochSeconds;
}

export interface Enrolment {
  readonly version: number;
  /** Sealed secret, base64url. */
  readonly sealed: Base64url;
  readonly until: EpochSeconds;
  readonly confirmations: number;
}

/** The newest request that asks more time for this one (R6). */
export interface Extension {
  readonly version: number;
  readonly child: RequestId;
}
