/**
 * What can happen, in the past tense; a closed union. Every event stands in the log for ever, so a member is never
 * renamed and never loses its meaning; a changed shape is a new event version (`v`).
 */

import type { Scope } from '../policy/tiers.ts';
import type { RefusalCode, RefusalFacts } from '../problems.ts';
import type { ApproverRole } from '../registry.ts';
import type { Base64url, EpochSeconds, PersonId, Seconds, SlackTeam, SlackUser } from '../units.ts';
import type { Demand } from './demand.ts';
import type { Facts } from './facts.ts';
import type { ClosingWords } from './return-to-service.ts';

/** Who did it and how he was known. Ids only; printed names stand in the registry under `evidence` versions (R19). */
export interface Actor {
  readonly person: PersonId;
  readonly role: string;
  readonly employer: string;
  readonly auth: 'oidc' | 'oidc+totp' | 'ticket' | 'ticket+totp' | 'slack' | 'slack+totp' | 'system';
}

/** The broker itself: timers and routing. */
export const SYSTEM: Actor = Object.freeze({ person: 'wardkey', role: 'system', employer: 'wardkey', auth: 'system' });

/** Versions of the registry rows that the event relied on: row name -> version. */
export type Evidence = Readonly<Record<string, number>>;

export type RequestEvent =
  | {
      readonly type: 'request.submitted';
      readonly data: {
        readonly facts: Facts;
        readonly demand: Demand;
        readonly totalHold: Seconds;
        readonly escalateAfter: Seconds;
      };
    }
  | {
      readonly type: 'request.routed';
      readonly data: { readonly round: number; readonly asked: readonly PersonId[]; readonly last: boolean };
    }
  | {
      readonly type: 'approval.recorded';
      readonly data: {
        readonly role: ApproverRole;
        /** Digest of what was shown to the approver. */
        readonly digest: Base64url;
        /** Terms after this approval: the same or narrower and shorter (R6). */
        readonly scopes: readonly Scope[];
        readonly holdSeconds: Seconds;
        readonly sessionSeconds: Seconds;
        /** Other accounts of the approver then: two accounts of one human are one person (R5). */
        readonly linked?: readonly PersonId[] | undefined;
        /** Evidence that nobody is connected to the device (R12). */
        readonly release?: 'named_release' | undefined;
      };
    }
  | { readonly type: 'request.approved'; readonly data: { readonly until: EpochSeconds; readonly digest: Base64url } }
  | {
      readonly type: 'request.denied';
      readonly data: { readonly role: ApproverRole; readonly digest: Base64url; readonly reason: string };
    }
  | { readonly type: 'request.expired'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'request.lapsed'; readonly data: Readonly<Record<string, never>> }
  | {
      readonly type: 'request.withdrawn';
      /** Absent: the technician took it back. Else what was stopped, by whoever stopped it (R17). */
      readonly data: { readonly stopped?: RefusalCode | undefined };
    }
  | {
      readonly type: 'token.issued';
      /** The exact bytes that KMS is asked to sign afterwards; they hold no secret. */
      readonly data: {
        readonly jti: string;
        readonly kid: string;
        readonly exp: EpochSeconds;
        readonly dur: Seconds;
        readonly signingInput: string;
      };
    }
  | { readonly type: 'token.refused'; readonly data: { readonly code: RefusalCode } }
  | {
      readonly type: 'grant.revoked';
      readonly data: { readonly reason: string; readonly stopped?: RefusalCode | undefined };
    }
  | {
      readonly type: 'request.closed';
      /** Events of before R13 hold outcome and note only: of T2 and above they read as not returned to service. */
      readonly data: ClosingWords & {
        readonly note: string;
        /** Anything suspicious that the technician saw, in his words. */
        readonly suspicion?: string | undefined;
      };
    }
  | { readonly type: 'decision.refused'; readonly data: { readonly code: RefusalCode } };

/** What happens to a person rather than to a request. */
export type PersonEvent =
  | { readonly type: 'request.refused'; readonly data: { readonly code: RefusalCode; readonly device: string } }
  | {
      readonly type: 'registry.refused';
      readonly data: { readonly verb: string; readonly code: RefusalCode; readonly facts?: RefusalFacts | undefined };
    }
  | { readonly type: 'credential.enrolled'; readonly data: { readonly replaced: boolean } }
  /** From now on what this account of Slack does there is this person's; ids only (R20). */
  | { readonly type: 'slack.linked'; readonly data: { readonly team: SlackTeam; readonly user: SlackUser } }
  | { readonly type: 'slack.unlinked'; readonly data: { readonly team: SlackTeam; readonly user: SlackUser } }
  /** Somebody in Slack who may not: on the chain of his workspace, as he is no person of ours. */
  | {
      readonly type: 'slack.refused';
      readonly data: {
        readonly code: RefusalCode;
        readonly act: string;
        readonly team: SlackTeam;
        readonly user: SlackUser;
        readonly request?: string | undefined;
      };
    };

/** What happens to the registry (docs/decisions/0008). Names and addresses of people are in its rows only (R20). */
export type RegistryEvent =
  | {
      readonly type: 'registry.changed';
      readonly data: {
        readonly verb: string;
        /** `device:<id>`, `person:<id>` ... */
        readonly entity: string;
        /** Version of the row from now on, and SHA-256 of its canonical form. */
        readonly version: number;
        readonly row: Base64url;
        /** How it widened power; then `proposal` says which two people wanted it (R18). */
        readonly widens: readonly string[];
        readonly proposal?: string | undefined;
      };
    }
  | {
      readonly type: 'registry.proposed';
      readonly data: {
        readonly verb: string;
        readonly digest: Base64url;
        readonly widens: readonly string[];
        readonly gains: readonly PersonId[];
      };
    }
  | {
      readonly type: 'registry.confirmed';
      readonly data: { readonly digest: Base64url; readonly inForceAt: EpochSeconds };
    }
  | { readonly type: 'registry.in_force'; readonly data: { readonly digest: Base64url } }
  | { readonly type: 'registry.withdrawn'; readonly data: { readonly digest: Base64url } }
  /** Token keys of the hospital whose chain it is were given to KMS to delete. */
  | { readonly type: 'registry.keys_retired'; readonly data: { readonly kids: readonly string[] } }
  | { readonly type: 'registry.failed'; readonly data: { readonly digest: Base64url; readonly code: RefusalCode } };

export type AnyEvent = RequestEvent | PersonEvent | RegistryEvent;
