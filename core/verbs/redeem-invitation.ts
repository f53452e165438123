/**
 * Becomes a person (architecture 7): the invitation's link is followed by whoever can sign in at the inviting
 * organisation's own issuer; the account that does so is the person from then on. Once.
 */

import type { Actor } from '../access/events.ts';
import {
  hospitalRef,
  invitationRef,
  invitationTicketRef,
  memberRef,
  operatorRef,
  organisationRef,
  personRef,
} from '../keys.ts';
import type { Identity, Ports, Write } from '../ports.ts';
import { allowed, type Decision, firstRefusal, Problem } from '../problems.ts';
import { changed, type RowChange } from '../registry/change.ts';
import { isOpen } from '../registry/in-force.ts';
import { withEntitlement } from '../registry/people.ts';
import type { Hospital, Invitation, Operator, Person } from '../registry.ts';
import type { EpochSeconds } from '../units.ts';
import { recordRefusedChange } from './refused-change.ts';
import { changeStep, loadWithHeads } from './registry-step.ts';
import { settle } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** Who somebody is from now on. */
export interface Joined {
  readonly person: string;
  readonly organisation: string;
  readonly printedName: string;
}

/** @throws Problem not-found for a link that leads nowhere */
export async function redeemInvitation(
  ports: Needs,
  who: Identity,
  ticket: string,
  now: EpochSeconds,
): Promise<Decision<Joined>> {
  const { link } = await ports.store.load({ link: invitationTicketRef(ticket) });
  if (!link) throw new Problem('not-found');
  return settle<Decision<Joined>>(async () => {
    const { rows, heads } = await readJoining(ports, who, link.organisation, link.invitation);
    const { invitation, person, organisation } = rows;
    if (!invitation) throw new Problem('not-found');
    const no = firstRefusal([
      ['invitation_elsewhere', who.organisation !== invitation.organisation],
      ['organisation_suspended', organisation?.status !== 'active'],
      ['invitation_closed', !isOpen(invitation, now)],
      ['entity_unknown', invitation.entitlements.length > 0 && rows.hospital === undefined],
      ['person_exists', person !== undefined && person.left === undefined],
    ]);
    // In his own organisation's log: the inviting one's is a stranger's where he took up another's link.
    const isRegistered = person !== undefined;
    const change = { who, tenant: who.organisation, verb: 'redeem-invitation', role: 'self', isRegistered, now };
    if (no) return recordRefusedChange<Joined>(ports, change, no, undefined);
    const changes = changesFor(who, invitation, rows);
    const actor: Actor = { person: who.person, role: 'self', employer: who.organisation, auth: 'oidc' };
    const said = { verb: 'redeem-invitation', tenant: who.organisation, widens: [] };
    const member: Write = { kind: 'insert', ref: memberRef(who.organisation, who.person), row: { person: who.person } };
    const plan = { changes, extra: person ? [] : [member] };
    const lost = await ports.store.commit(changeStep(plan, said, heads, { at: now, actor, evidence: {} }));
    const { printedName } = invitation;
    return lost ? { lost } : { done: allowed({ person: who.person, organisation: who.organisation, printedName }) };
  });
}

interface Joining {
  readonly invitation: Invitation | undefined;
  readonly person: Person | undefined;
  readonly hospital: Hospital | undefined;
  readonly operator: Operator | undefined;
}

function readJoining(ports: Needs, who: Identity, tenant: string, id: string) {
  const refs = {
    invitation: invitationRef(tenant, id),
    person: personRef(who.person),
    hospital: hospitalRef(tenant),
    operator: operatorRef,
    organisation: organisationRef(tenant),
  };
  return loadWithHeads(ports, refs, tenant);
}

function changesFor(who: Identity, invitation: Invitation, rows: Joining): readonly RowChange[] {
  const { hospital, operator, person } = rows;
  const { organisation, entitlements, printedName, email, roles } = invitation;
  const redeemed = { ...invitation, status: 'redeemed', person: who.person } as const;
  const staff = entitlements.reduce((all, held) => withEntitlement(all, who.person, held), hospital?.staff ?? []);
  const isStaffed = hospital !== undefined && entitlements.length > 0;
  const isOperator = operator !== undefined && invitation.operator;
  return [
    changed(personRef(who.person), person, newPerson(who, { printedName, email, roles }, person)),
    changed(invitationRef(organisation, invitation.id), invitation, redeemed),
    ...(isStaffed ? [changed(hospitalRef(organisation), hospital, { ...hospital, staff })] : []),
    ...(isOperator ? [changed(operatorRef, operator, { ...operator, admins: [...operator.admins, who.person] })] : []),
  ];
}

/** Somebody who left and comes back keeps what was known of him, but no role and no competence of then. */
function newPerson(
  { person: id, organisation }: Identity,
  invited: Pick<Invitation, 'printedName' | 'email' | 'roles'>,
  before: Person | undefined,
): Omit<Person, 'version'> {
  const { linked = [], alsoOf = [] } = before ?? {};
  const pseudonym = before?.pseudonym ?? `t-${id.slice(2, 10)}`;
  return { id, organisation, ...invited, status: 'active', competences: [], linked, alsoOf, pseudonym };
}
