/**
 * News of an invitation: one mail to the address that was invited, with a link that is good once. The ticket in the link is
 * made when the mail is sent and kept as a hash only, in the transaction that claims the sending.
 */

import { hospitalRef, invitationRef, invitationTicketRef, organisationRef } from '../keys.ts';
import { isOpen } from '../registry/in-force.ts';
import { invitationNotice } from '../registry/invitation-notice.ts';
import { INVITED, type InvitationTicket } from '../rows.ts';
import { type Notice, TICKET_KEPT } from './notices.ts';
import { newTicket } from './open-ticket.ts';

export const joiningNotice: Notice = Object.freeze<Notice>({
  async recipients() {
    return [{ person: INVITED, message: 'invitation' }];
  },
  async letter(ports, writer, delivery, now) {
    const { tenant, id } = placeOf(delivery.chain);
    const { invitation, organisation, hospital } = await ports.store.load({
      invitation: invitationRef(tenant, id),
      organisation: organisationRef(tenant),
      hospital: hospitalRef(tenant),
    });
    if (!invitation || !organisation || !isOpen(invitation, now)) return undefined;
    const ticket = newTicket(ports);
    const row: InvitationTicket = { version: 1, organisation: tenant, invitation: id };
    const notice = invitationNotice(invitation, organisation, hospital?.zone ?? 'UTC');
    return {
      mail: { to: invitation.email, ...writer.invitation(notice, ticket) },
      ticket: { kind: 'insert', ref: invitationTicketRef(ticket), row, expires: now + TICKET_KEPT },
    };
  },
});

/** `T#<organisation>#G#N#<id>` names it. */
function placeOf(chain: string) {
  const [, tenant = '', , , id = ''] = chain.split('#');
  return { tenant, id };
}
