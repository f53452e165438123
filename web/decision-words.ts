/** What the decision says alike on pages and in Slack. */
import type { DecisionCard } from '../core/access/card.ts';

/** Lengths of work that people plan in: what can be asked for, and what is less than what was. */
export const USUAL_MINUTES: readonly number[] = Object.freeze([15, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 960]);
export const MAX_REASON = 500;

export const LATE = 'Your answer was not recorded: the request was no longer open.';
export const NARROWS = 'Take away what is not needed.';
export const RELEASES = 'I confirm: the device is not in clinical use and no patient is connected.';

/** Why somebody may not approve. */
export function barredWords({ says }: { readonly says: string }): string {
  return `You cannot approve this. ${says}`;
}

/** The only thing that changes the facts of a request that waits is somebody's approval of less. */
export function staleWords({ approvedBy, holdMinutes, scopes }: DecisionCard): string {
  const names = scopes.map(({ name }) => name).join(', ');
  const what = approvedBy.length > 0 && ` What changed: ${approvedBy.join(' ')} Left are ${holdMinutes} min, ${names}.`;
  return `The facts changed since they were shown to you, so nothing was recorded.${what || ''} These are the new ones: look at all eight again, time and scopes above all, then decide.`;
}
