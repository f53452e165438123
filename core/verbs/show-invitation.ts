/**
 * What stands behind an invitation's link: looked at as often as anybody likes, robots too, without being taken up. Whoever
 * holds the link learns which organisation invites, where he signs in; the rest is shown to whoever signed in there.
 */

import { hospitalRef, invitationRef, invitationTicketRef, organisationRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import { isOpen } from '../registry/in-force.ts';
import type { Invitation, Organisation } from '../registry.ts';
import type { EpochSeconds } from '../units.ts';

type Needs = Pick<Ports, 'store'>;

export interface OpenInvitation {
  readonly organisation: Pick<Organisation, 'id' | 'name'>;
  readonly until: EpochSeconds;
  /** IANA zone of the hospital that invites; UTC for whoever has none. */
  readonly zone: string;
}

/** For whoever holds the link. @throws Problem not-found for a link that leads nowhere */
export async function openInvitation(
  ports: Needs,
  ticket: string,
  now: EpochSeconds,
): Promise<Decision<OpenInvitation>> {
  const found = await loadInvitation(ports, ticket, now);
  if (!found.ok) return found;
  const { invitation, organisation, zone } = found.value;
  return allowed({ organisation: { id: organisation.id, name: organisation.name }, until: invitation.until, zone });
}

export interface ShownInvitation extends OpenInvitation {
  readonly printedName: string;
  readonly roles: Invitation['roles'];
  /** Roles at the hospital, with their places; none = all. */
  readonly entitlements: Invitation['entitlements'];
  readonly operator: boolean;
}

/** For whoever signed in where the invitation says; somebody else's sign-in opens nothing. */
export async function showInvitation(
  ports: Needs,
  who: Pick<Identity, 'organisation'>,
  ticket: string,
  now: EpochSeconds,
): Promise<Decision<ShownInvitation>> {
  const found = await loadInvitation(ports, ticket, now);
  if (!found.ok) return found;
  const { invitation, organisation, zone } = found.value;
  if (who.organisation !== invitation.organisation) return refused('invitation_elsewhere');
  const { until, printedName, roles, entitlements, operator } = invitation;
  return allowed({ organisation, until, zone, printedName, roles, entitlements, operator });
}

async function loadInvitation({ store }: Needs, ticket: string, now: EpochSeconds) {
  const { link } = await store.load({ link: invitationTicketRef(ticket) });
  if (!link) throw new Problem('not-found');
  const { invitation, organisation, hospital } = await store.load({
    invitation: invitationRef(link.organisation, link.invitation),
    organisation: organisationRef(link.organisation),
    hospital: hospitalRef(link.organisation),
  });
  if (!invitation || !organisation) throw new Problem('not-found');
  if (organisation.status !== 'active') return refused('organisation_suspended');
  const zone = hospital?.zone ?? 'UTC';
  return isOpen(invitation, now) ? allowed({ invitation, organisation, zone }) : refused('invitation_closed');
}
