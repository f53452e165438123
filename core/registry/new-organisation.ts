/**
 * An organisation as it joins: its row, its issuer and invitations for its first two administrators. One issuer belongs to
 * one organisation, as people are told apart by it (architecture 1.8).
 */
import { invitationRef, issuerRef, organisationRef } from '../keys.ts';
import type { Rows } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import type { Invitation, Issuer, Organisation, OrganisationKind } from '../registry.ts';
import { toHex } from '../token/base64url.ts';
import type { OrganisationId } from '../units.ts';
import { changed, type Occasion, type Plan } from './change.ts';
import { INVITED_FOR } from './people.ts';

/** What is said of an organisation that joins. */
export interface Joining {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly issuer: Omit<Issuer, 'organisation'>;
  readonly admins: readonly { readonly printedName: string; readonly email: string }[];
}

/** What its administrators become when they redeem. */
export type Held = Pick<Invitation, 'roles' | 'entitlements' | 'operator'>;

/** Rows that must not stand yet. */
export const joiningRows = ({ id, issuer }: Pick<Joining, 'id' | 'issuer'>) => ({
  namesake: organisationRef(id),
  issuer: issuerRef(issuer.issuer),
});

/** The part of a plan that makes an organisation; the invitations it holds. */
export interface Founding extends Required<Pick<Plan, 'changes' | 'extra' | 'tells'>> {
  readonly invitations: readonly Omit<Invitation, 'version'>[];
}

/** Refused where its id or its issuer is somebody's already. */
export function newOrganisation(
  { id, kind, name, issuer, admins }: Joining,
  held: Held,
  rows: Rows<ReturnType<typeof joiningRows>>,
  { now, random }: Pick<Occasion, 'now' | 'random'>,
): Decision<Founding> {
  if (rows.namesake) return refused('organisation_exists');
  if (rows.issuer) return refused('issuer_taken');
  const organisation: Omit<Organisation, 'version'> = { id, kind, name, issuer: issuer.issuer, status: 'active' };
  const accepted: Issuer = { ...issuer, organisation: id };
  const invited = newAdmins(id, admins, held, { now, random });
  return allowed({
    ...invited,
    changes: [changed(organisationRef(id), undefined, organisation), ...invited.changes],
    extra: [{ kind: 'insert', ref: issuerRef(issuer.issuer), row: accepted }],
  });
}

/** Invitations of an organisation's administrators, with nothing beside them. */
export function newAdmins(
  id: OrganisationId,
  admins: Joining['admins'],
  held: Held,
  { now, random }: Pick<Occasion, 'now' | 'random'>,
): Founding {
  const invitations = admins.map((admin) => ({
    id: toHex(random(10)),
    organisation: id,
    ...admin,
    ...held,
    until: now + INVITED_FOR,
    status: 'open' as const,
  }));
  const changes = invitations.map((one) => changed(invitationRef(id, one.id), undefined, one));
  return { changes, extra: [], tells: changes.map(({ ref }) => ref), invitations };
}
