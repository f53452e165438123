/**
 * What telling people is made of. A chain says of what kind its news are; a kind knows whom they concern and what the mail
 * says. How a mail is claimed, sent, tried again and seen to fail is the same for all of them (notify.ts).
 */
import type { Call } from '../access/call.ts';
import type { DecisionCard } from '../access/card.ts';
import type { Mail, Ports, Write } from '../ports.ts';
import type { InvitationNotice } from '../registry/invitation-notice.ts';
import type { ProposalNotice } from '../registry/proposal-notice.ts';
import type { Delivery, Message } from '../rows.ts';
import type { EpochSeconds, PersonId, RequestId, Seconds } from '../units.ts';

/** Renders mails from finished cards and notices; implemented by web. Links are made from the ticket. */
export interface MailWriter {
  ask(card: DecisionCard, ticket: string, call: Call): Written;
  /** Approver and technician read of it at different places, each signed in. */
  outcome(card: DecisionCard, request: RequestId, reader: 'approver' | 'technician'): Written;
  proposal(notice: ProposalNotice): Written;
  invitation(notice: InvitationNotice, ticket: string): Written;
}

/** A mail but for its recipient. */
export type Written = Omit<Mail, 'to'>;

/** Who is told what. */
export interface Recipient {
  readonly person: PersonId;
  readonly message: Message;
}

/** A mail with the row of the ticket that its link holds. */
interface Letter {
  readonly mail: Mail;
  readonly ticket?: Write;
}

/** One kind of news. */
export interface Notice {
  /** Who is told of what `standing`, the row at the chain's head, says now. @param before what was told of this chain */
  recipients(
    ports: Pick<Ports, 'store'>,
    standing: unknown,
    before: readonly Delivery[],
  ): Promise<readonly Recipient[]>;
  /** What one of them gets; undefined where he, or what it is about, is gone. */
  letter(
    ports: Pick<Ports, 'store' | 'random'>,
    writer: MailWriter,
    delivery: Delivery,
    now: EpochSeconds,
  ): Promise<Letter | undefined>;
}

/** A ticket's row may be cleaned up after this; what it leads to is over long before. */
export const TICKET_KEPT: Seconds = 14 * 86_400;
