/**
 * Begins an empty registry: the organisation that runs the deployment, and invitations for its first two administrators
 * (R18). Once: the operator's row is put where none stands, so that a second call changes nothing. Only if the first two have
 * not both joined when their invitations die may two be invited again, or the deployment would be nobody's. Nobody has a code
 * yet; whoever may call this holds rights of the account itself.
 */
import { SYSTEM } from '../access/events.ts';
import { invitationTicketRef, operatorRef } from '../keys.ts';
import type { Ports, Write } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import { changed, type Plan } from '../registry/change.ts';
import { type Founding, joiningRows, newAdmins, newOrganisation } from '../registry/new-organisation.ts';
import type { BootstrapInput } from '../registry/organisation-contract.ts';
import { ADMIN_ROLES } from '../registry/organisations.ts';
import { INVITED_FOR } from '../registry/people.ts';
import type { Operator } from '../registry.ts';
import type { InvitationTicket } from '../rows.ts';
import type { EpochSeconds, OrganisationId } from '../units.ts';
import { newTicket } from './open-ticket.ts';
import { changeStep, loadWithHeads } from './registry-step.ts';
import { settle } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'random'>;

/** An invitation with the ticket that redeems it: told here once, kept as a hash. */
export interface Invited {
  readonly printedName: string;
  readonly ticket: string;
  readonly until: EpochSeconds;
}

/** @returns the invitations; mails may not work yet, so the caller hands their links on */
export async function bootstrap(
  ports: Needs,
  { organisation, admins }: BootstrapInput,
  now: EpochSeconds,
): Promise<Decision<readonly Invited[]>> {
  const { id: tenant, kind } = organisation;
  return settle<Decision<readonly Invited[]>>(async () => {
    const refs = { operator: operatorRef, ...joiningRows(organisation) };
    const { rows, heads } = await loadWithHeads(ports, refs, tenant);
    if (rows.operator && !isForlorn(rows.operator, tenant, now)) return { done: refused('operator_exists') };
    const held = { roles: ADMIN_ROLES[kind].filter((role) => role === 'iso_admin'), entitlements: [], operator: true };
    const about = { now, random: ports.random };
    const founding = rows.operator
      ? allowed(newAdmins(tenant, admins, held, about))
      : newOrganisation({ ...organisation, admins }, held, rows, about);
    if (!founding.ok) return { done: founding };
    const links = founding.value.invitations.map((invitation) => ({ invitation, ticket: newTicket(ports) }));
    const tickets = links.map(({ invitation, ticket }) => ticketWrite(tenant, invitation, ticket));
    const plan = planOf(rows.operator ?? { organisation: tenant, admins: [] }, founding.value, tickets, now);
    const said = { verb: 'bootstrap', tenant, widens: [`${tenant} runs this deployment, by two administrators`] };
    const lost = await ports.store.commit(changeStep(plan, said, heads, { at: now, actor: SYSTEM, evidence: {} }));
    if (lost) return { lost };
    return {
      done: allowed(links.map(({ invitation: { printedName, until }, ticket }) => ({ printedName, ticket, until }))),
    };
  });
}

/** One administrator alone could agree with nobody, and none could not even begin. */
function isForlorn(
  { organisation, admins, invitedUntil }: Operator,
  tenant: OrganisationId,
  now: EpochSeconds,
): boolean {
  return organisation === tenant && admins.length < 2 && now >= invitedUntil;
}

/** The operator's administrators are those who redeem. */
function planOf(
  standing: Operator | Pick<Operator, 'organisation' | 'admins'>,
  { changes, extra, tells }: Founding,
  tickets: readonly Write[],
  now: EpochSeconds,
): Plan {
  const before = 'version' in standing ? standing : undefined;
  const { organisation, admins } = standing;
  return {
    changes: [changed(operatorRef, before, { organisation, admins, invitedUntil: now + INVITED_FOR }), ...changes],
    extra: [...extra, ...tickets],
    tells,
  };
}

function ticketWrite(organisation: string, { id, until }: Founding['invitations'][number], ticket: string): Write {
  const row: InvitationTicket = { version: 1, organisation, invitation: id };
  return { kind: 'insert', ref: invitationTicketRef(ticket), row, expires: until };
}
