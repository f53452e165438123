/**
 * What telling people is made of. A chain says of what kind its news are; a kind knows whom they concern and what the mail
 * says. How a mail is claimed, sent, tried again and seen to fail is the same for all of them (notify.ts).
 */
import type { Call } from '../access/call.ts';
import type { DecisionCard } from '../access/card.ts';
import type { ChannelCard } from '../access/channel-card.ts';
import type { Mail, Ports, Write } from '../ports.ts';
import type { InvitationNotice } from '../registry/invitation-notice.ts';
import type { ProposalNotice } from '../registry/proposal-notice.ts';
import type { Delivery, Message, SlackCard } from '../rows.ts';
import type { SlackMessage } from '../slack-ports.ts';
import type { EpochSeconds, PersonId, RequestId, Seconds, SlackTeam } from '../units.ts';

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

/** Writes for Slack from finished cards; implemented by web. Its links lead to pages that ask for a sign-in, never to a ticket. */
export interface SlackWriter {
  /** For an approver alone. @param why sentences on why he is asked now */
  card(card: DecisionCard, request: RequestId, why: readonly string[]): SlackMessage;
  /** Below a card of his that stands already: why he is asked once more, how far it is, or what became of it. */
  line(card: DecisionCard, why: readonly string[]): SlackMessage;
  /** For everybody in the hospital's channel. */
  channelCard(card: ChannelCard, request: RequestId): SlackMessage;
  channelLine(card: ChannelCard): SlackMessage;
}

/** Who writes what people are told. */
export interface Writers {
  readonly mail: MailWriter;
  readonly slack: SlackWriter;
}

/** Who is told what, and by what; absent: by mail. */
export interface Recipient {
  readonly person: PersonId;
  readonly message: Message;
  readonly via?: 'slack';
}

/** A mail with the row of the ticket that its link holds. */
interface Letter {
  readonly mail: Mail;
  readonly ticket?: Write;
}

/** What one of them gets in Slack: his card, or where one stands already its present state and a line below it. */
export interface SlackPost {
  readonly team: SlackTeam;
  /** A user or the channel. */
  readonly to: string;
  /** The card that was posted last. */
  readonly standing: SlackCard | undefined;
  /** Whether it is made true; one in another workspace, or in the conversation of an account that he had before, is left alone. */
  readonly isRenewed: boolean;
  readonly card: SlackMessage;
  /** Absent where the card says all of it. */
  readonly line?: SlackMessage | undefined;
}

/** Why there is nothing to post, in a word. */
export interface Unpostable {
  readonly unpostable: string;
}

/** One kind of news. */
export interface Notice {
  /**
   * Who is told of what `standing`, the row at the chain's head, says now.
   * @param before what was told of this chain
   * @param isQuiet only cards are made true
   */
  recipients(
    ports: Pick<Ports, 'store'>,
    standing: unknown,
    before: readonly Delivery[],
    isQuiet?: true,
  ): Promise<readonly Recipient[]>;
  /** What one of them gets; undefined where he, or what it is about, is gone. */
  letter(
    ports: Pick<Ports, 'store' | 'random'>,
    writer: MailWriter,
    delivery: Delivery,
    now: EpochSeconds,
  ): Promise<Letter | undefined>;
  /** What one of them gets in Slack; absent where such news do not go there. */
  post?(
    ports: Pick<Ports, 'store'>,
    writer: SlackWriter,
    delivery: Delivery,
    now: EpochSeconds,
  ): Promise<SlackPost | Unpostable>;
}

/** A ticket's row may be cleaned up after this; what it leads to is over long before. */
export const TICKET_KEPT: Seconds = 14 * 86_400;
