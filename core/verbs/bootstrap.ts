/**
 * Begins an empty registry: the organisation that runs the deployment, and invitations for its first two administrators
 * (R18). Once: the operator's row is put where none stands, so that a second call changes nothing. Nobody has a code yet;
 * whoever may call this holds rights of the account itself.
 */
import { SYSTEM } from '../access/events.ts';
import { invitationTicketRef, operatorRef } from '../keys.ts';
import type { Ports, Write } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import { changed, type Plan } from '../registry/change.ts';
import { type Founding, joiningRows, newOrganisation } from '../registry/new-organisation.ts';
import type { BootstrapInput } from '../registry/organisation-contract.ts';
import { ADMIN_ROLES } from '../registry/organisations.ts';
import type { Operator } from '../registry.ts';
import type { InvitationTicket } from '../rows.ts';
import type { EpochSeconds } from '../units.ts';
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
    if (rows.operator) return { done: refused('operator_exists') };
    const held = { roles: ADMIN_ROLES[kind].filter((role) => role === 'iso_admin'), entitlements: [], operator: true };
    const about = { now, random: ports.random };
    const founding = newOrganisation({ ...organisation, admins }, held, rows, about);
    if (!founding.ok) return { done: founding };
    const links = founding.value.invitations.map((invitation) => ({ invitation, ticket: newTicket(ports) }));
    const tickets = links.map(({ invitation, ticket }) => ticketWrite(tenant, invitation, ticket));
    const plan = planOf(tenant, founding.value, tickets);
    const said = { verb: 'bootstrap', tenant, widens: [`${tenant} runs this deployment, by two administrators`] };
    const lost = await ports.store.commit(changeStep(plan, said, heads, { at: now, actor: SYSTEM, evidence: {} }));
    if (lost) return { lost };
    return {
      done: allowed(links.map(({ invitation: { printedName, until }, ticket }) => ({ printedName, ticket, until }))),
    };
  });
}

/** The operator's administrators are those who redeem: there are none yet. */
function planOf(organisation: string, { changes, extra, tells }: Founding, tickets: readonly Write[]): Plan {
  const operator: Omit<Operator, 'version'> = { organisation, admins: [] };
  return {
    changes: [changed(operatorRef, undefined, operator), ...changes],
    extra: [...extra, ...tickets],
    tells,
  };
}

function ticketWrite(organisation: string, { id, until }: Founding['invitations'][number], ticket: string): Write {
  const row: InvitationTicket = { version: 1, organisation, invitation: id };
  return { kind: 'insert', ref: invitationTicketRef(ticket), row, expires: until };
}
