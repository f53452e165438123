/** Whether what the registry holds for a time counts at a moment: for rules (R8, R18) and for pages that show it alike. */
import type { Invitation, Person, Vendor } from '../registry.ts';
import type { EpochSeconds } from '../units.ts';

/** From the first second of the agreement's first day up to, not including, `to`. */
export function isInTerm({ from, to }: Pick<Vendor, 'from' | 'to'>, now: EpochSeconds): boolean {
  return from <= now && now < to;
}

/** A record counts up to, not including, `validTo`. */
export function isExpired({ validTo }: Pick<Person['competences'][number], 'validTo'>, now: EpochSeconds): boolean {
  return now >= validTo;
}

/** Neither taken up nor withdrawn, and not too old. */
export function isOpen({ status, until }: Pick<Invitation, 'status' | 'until'>, now: EpochSeconds): boolean {
  return status === 'open' && now < until;
}
