/**
 * Return to service (R13): how a visit that may have changed a device is closed, and how the device stands after it. A record
 * says that the device passed; without one, or with one that says it did not, it stands as `not_returned_to_service`. Nobody
 * is forced to lie: a visit can always be closed by saying that the device is not returned.
 *
 * The state is the request's, never the device row's: visits share no row (architecture 4), and who closed one visit has
 * nothing to say about another. The newest visit of a device says how it stands.
 */
import { compareTiers, type Tier } from '../policy/tiers.ts';
import { firstRefusal, type Refused } from '../problems.ts';
import type { EpochSeconds } from '../units.ts';
import { type AccessRequest, statusAt } from './request.ts';

export const SELF_TESTS = Object.freeze(['passed', 'failed', 'not_offered'] as const);
export const FINDINGS = Object.freeze(['as_specified', 'not_as_specified', 'not_checked'] as const);
type Finding = (typeof FINDINGS)[number];

export const OUTCOMES = Object.freeze(['fixed', 'not_fixed', 'not_needed'] as const);
export type Outcome = (typeof OUTCOMES)[number];

/** What was found before the device was handed back; performance and cybersecurity each for themselves. */
interface ReturnRecord {
  readonly selfTest: (typeof SELF_TESTS)[number];
  /** With what it was tested: name and id of the equipment, or that none was needed. */
  readonly testEquipment: string;
  readonly performance: Finding;
  readonly cybersecurity: Finding;
}

/** The record, or the explicit word that there is none because the device stays out of service. */
export type ReturnToService = ReturnRecord | 'not_returned';

/** What a visit is closed with that says whether the device is back. */
export interface ClosingWords {
  readonly outcome: Outcome;
  /** As read back from the device. */
  readonly softwareVersion?: string | undefined;
  readonly returnToService?: ReturnToService | undefined;
}

export type ServiceState = 'returned_to_service' | 'not_returned_to_service';

/** Whether a visit of `tier` closes only with a record (R13). */
export function needsRecord(tier: Tier): boolean {
  return compareTiers(tier, 'T2') >= 0;
}

/** Why a visit of `tier` cannot be closed with these words, if it cannot. */
export function closingRefusal(tier: Tier, words: ClosingWords): Refused | undefined {
  if (!needsRecord(tier)) return undefined;
  const { outcome, softwareVersion, returnToService: given } = words;
  const isComplete = given !== undefined && (given === 'not_returned' || softwareVersion !== undefined);
  const isFixed = outcome === 'fixed';
  return firstRefusal([
    ['return_to_service_missing', !isComplete || (isFixed && given === 'not_returned')],
    ['return_to_service_failed', isFixed && !isReturned(words)],
  ]);
}

function isReturned({ softwareVersion, returnToService: given }: Omit<ClosingWords, 'outcome'>): boolean {
  if (softwareVersion === undefined || given === undefined || given === 'not_returned') return false;
  return given.selfTest !== 'failed' && given.performance === 'as_specified' && given.cybersecurity === 'as_specified';
}

/**
 * How the device stands after this visit; undefined where nothing that needs a return was or could have been done yet. A token
 * that was handed out may have been used: until somebody says more, the device is not returned.
 */
export function serviceStateOf(request: AccessRequest, now: EpochSeconds): ServiceState | undefined {
  if (!needsRecord(request.facts.tier)) return undefined;
  if (request.status === 'closed') return isReturned(request) ? 'returned_to_service' : 'not_returned_to_service';
  const status = statusAt(request, now);
  const isOver = status === 'lapsed' || status === 'revoked';
  return isOver && request.tokens > 0 ? 'not_returned_to_service' : undefined;
}
