/**
 * Whether a session still stands: asked with every request, as a cookie is good for hours and a suspension is not to wait
 * for that (R17). Somebody whom the registry does not know may hold one, or nobody could redeem an invitation.
 */
import { organisationRef, personRef, sessionEndRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import type { Seconds } from '../units.ts';

/** How long a session lasts, whatever is done with it: a shift. */
export const SESSION_LIFE: Seconds = 12 * 3600;

/** Whether the person may be signed in: not suspended or gone, the session not ended, the organisation not gone. */
export async function mayHoldSession({ store }: Pick<Ports, 'store'>, who: Identity): Promise<boolean> {
  const { person, organisation, ended } = await store.load({
    person: personRef(who.person),
    organisation: organisationRef(who.organisation),
    ended: sessionEndRef(who.session),
  });
  const isGone = !organisation || organisation.status === 'offboarded' || person?.left !== undefined;
  return !isGone && !ended && person?.status !== 'suspended';
}
