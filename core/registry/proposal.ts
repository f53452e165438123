/**
 * A registry change that widens somebody's power: proposed by one, confirmed by another with a code, in force after a
 * cool-down in which every administrator can withdraw it (R18). The row is also the head of the proposal's own chain.
 */
import { sha256Base64url } from '../hash.ts';
import { type Canonical, canonicalBytes } from '../ledger/canonical.ts';
import type { Head } from '../ledger/chain.ts';
import type { RefusalCode } from '../problems.ts';
import type { Base64url, EpochSeconds, OrganisationId, PersonId } from '../units.ts';
import type { Found } from './change.ts';
import type { ChangeVerb } from './verbs.ts';

/** The end of a registry row's chain. */
export type RegistryHead = Head;

/** What was proposed; its digest is what the second person confirms. */
export interface Proposed {
  readonly tenant: OrganisationId;
  readonly verb: ChangeVerb;
  /** As it was sent, without the code. May hold names: it is never in an event. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Proposal extends Head, Proposed {
  readonly id: string;
  readonly status: 'proposed' | 'confirmed' | 'in_force' | 'withdrawn' | 'failed';
  readonly digest: Base64url;
  /** How it widens power, in words. */
  readonly widens: readonly string[];
  /** Who gains by it: he may not confirm it, nor from a linked account. */
  readonly gains: readonly PersonId[];
  readonly proposedBy: PersonId;
  readonly proposedAt: EpochSeconds;
  readonly confirmedBy?: PersonId;
  readonly inForceAt?: EpochSeconds;
  /** What the names of devices in the body led to when it was proposed. */
  readonly found?: Found;
  /** How often the first row that it would change had been stopped when it was proposed. */
  readonly stops: number;
  /** Why it could not come into force. */
  readonly failure?: RefusalCode;
}

/** An unconfirmed proposal dies after this, so that none lies in wait for a tired administrator. */
export const CONFIRM_WITHIN = 7 * 86_400;

/** What is confirmed is what was proposed: SHA-256 of tenant, verb and body. */
export function digestOfProposed({ tenant, verb, body }: Proposed): Base64url {
  return sha256Base64url(canonicalBytes({ tenant, verb, body: body as Canonical }));
}

/** Whether every name still leads where it did: a tag that was moved meanwhile names another device than two people meant. */
export function leadsAsProposed({ found = {} }: Proposal, now: Found): boolean {
  return Object.entries(now).every(
    ([name, alias]) => alias?.device === found[name]?.device && alias?.hospital === found[name]?.hospital,
  );
}

/** Whether something may still come of `proposal` at `now`. */
export function isOpen({ status, proposedAt }: Proposal, now: EpochSeconds): boolean {
  return status === 'confirmed' || (status === 'proposed' && now < proposedAt + CONFIRM_WITHIN);
}
