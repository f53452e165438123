/**
 * What of a request stands in Slack for one of its recipients. Whether the workspace is connected and the account still his is
 * looked at each time: a card in the conversation of somebody who is unlinked or suspended by now says no more than the
 * channel's.
 */
import { isQuestion } from '../access/call.ts';
import { cardFor } from '../access/card.ts';
import { channelCardFor } from '../access/channel-card.ts';
import {
  hospitalOf,
  personRef,
  requestOf,
  requestRef,
  slackCardRef,
  slackLinkRef,
  slackWorkspaceRef,
} from '../keys.ts';
import type { Ports } from '../ports.ts';
import { type Delivery, SLACK_CHANNEL } from '../rows.ts';
import type { EpochSeconds } from '../units.ts';
import { loadCall } from './load-call.ts';
import { loadCardRows, loadRowsOf } from './load-card.ts';
import type { SlackPost, SlackWriter, Unpostable } from './notices.ts';
import { isConnected } from './slack-reach.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** What is posted, where it is known to whom. */
type Words = Pick<SlackPost, 'card' | 'line'>;

/** The card, and below one that stands already a line; or why there is nothing to post. */
export async function slackPostFor(
  ports: Needs,
  writer: SlackWriter,
  delivery: Delivery,
  now: EpochSeconds,
): Promise<SlackPost | Unpostable> {
  const { chain, person } = delivery;
  // Of the channel there is neither person nor link.
  const { workspace, standing, recipient, link } = await ports.store.load({
    workspace: slackWorkspaceRef(hospitalOf(requestOf(chain))),
    standing: slackCardRef(chain, person),
    recipient: personRef(person),
    link: slackLinkRef(person),
  });
  if (!isConnected(workspace)) return { unpostable: 'disconnected' };
  const { team } = workspace;
  const user = recipient?.status === 'active' && link?.team === team ? link.user : undefined;
  const to = person === SLACK_CHANNEL ? workspace.channel : user;
  const stands = standing?.team === team && (user === undefined || standing.to === user);
  if (!to && !stands) return { unpostable: person === SLACK_CHANNEL ? 'no_channel' : 'not_linked' };
  const words = await (user ? ownWords : commonWords)(ports, writer, delivery, stands, now);
  return words ? { team, to: to ?? '', standing, isRenewed: stands, ...words } : { unpostable: 'request gone' };
}

async function ownWords(
  ports: Needs,
  writer: SlackWriter,
  delivery: Delivery,
  stands: boolean,
  now: EpochSeconds,
): Promise<Words | undefined> {
  const { chain, message } = delivery;
  const id = requestOf(chain);
  const rows = await loadCardRows(ports, id);
  if (!rows) return undefined;
  const card = cardFor(rows, now);
  const why = isQuestion(message) ? (await loadCall(ports, rows, delivery, message)).lines : [];
  const line = stands && message !== 'ask' ? writer.line(card, card.outcome ? [] : why) : undefined;
  return { card: writer.card(card, id, stands || card.outcome ? [] : why), line };
}

async function commonWords(
  ports: Needs,
  writer: SlackWriter,
  { chain, message }: Delivery,
  stands: boolean,
  now: EpochSeconds,
): Promise<Words | undefined> {
  const id = requestOf(chain);
  const { request } = await ports.store.load({ request: requestRef(id) });
  const rows = request && (await loadRowsOf(ports, request));
  if (!rows) return undefined;
  const card = channelCardFor(rows, now);
  const line = stands && message !== 'ask' ? writer.channelLine(card) : undefined;
  return { card: writer.channelCard(card, id), line };
}
