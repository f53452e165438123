/**
 * What stands in Slack of a request: the card of an approver with the facts that a mail holds, the card of the channel, and the
 * lines below them. Words of people and of the registry are plain text everywhere, in which Slack looks for nothing.
 */
import type { DecisionCard } from '../../core/access/card.ts';
import type { ChannelCard } from '../../core/access/channel-card.ts';
import type { SlackBlock, SlackMessage } from '../../core/slack-ports.ts';
import type { SlackWriter } from '../../core/verbs/notices.ts';
import { symbolOf } from '../components/state-tag.ts';
import { NEVER_BY_PHONE } from '../mail-parts.ts';
import { OPEN, REVIEW } from './actions.ts';
import { heading, notes, sentence } from './blocks.ts';
import { LIMITS, mrkdwn, plain } from './mrkdwn.ts';

/** @param baseUrl where the pages are reached, `https://...`, with or without a slash at its end */
export function slackWriter({ baseUrl }: { readonly baseUrl: string }): SlackWriter {
  const linkTo = (request: string) => `${baseUrl.replace(/\/+$/, '')}/decisions/${encodeURIComponent(request)}`;
  return {
    card: (card, request, why) =>
      message(card.subject, [
        heading(titleOf(card)),
        ...[...why, ...standing(card)].map(sentence),
        ...card.facts.map(({ label, words }) => sentence(`${label}: ${words}`)),
        actions(card, request, linkTo(request)),
        notes([...(isOpen(card) ? [NEVER_BY_PHONE] : []), `Digest of these facts: ${card.digest}`]),
      ]),
    line: (card, why) => line([...(card.outcome ? [titleOf(card)] : why), ...standing(card)]),
    channelCard: (card, request) =>
      message(`${channelTitle(card)} · ${card.device}`, [
        heading(channelTitle(card)),
        { type: 'section', fields: channelFacts(card).map((words) => plain(words, LIMITS.field)) },
        actions(card, request, linkTo(request)),
        ...(isOpen(card) ? [notes([askedNow(card)])] : []),
      ]),
    channelLine: (card) =>
      line([
        isOpen(card) ? `Not decided yet. ${given(card)}${askedNow(card)}` : `${symbolOf(card.status)} ${card.outcome}`,
      ]),
  };
}

/** What both cards have of the state. */
type Standing = Pick<
  DecisionCard,
  'reference' | 'status' | 'needsSignIn' | 'decideBy' | 'approvalsGiven' | 'approvalsNeeded'
> & { readonly outcome?: unknown };

const isOpen = ({ outcome }: Standing) => outcome === undefined;

function titleOf({ status, reference, outcome }: DecisionCard): string {
  return `${symbolOf(status)} ${outcome ? `${outcome.title} · ${reference}` : `Approve or deny ${reference}?`}`;
}

function channelTitle({ status, reference, outcome }: ChannelCard): string {
  return `${symbolOf(status)} ${outcome === undefined ? 'Waiting for a decision' : outcome} · ${reference}`;
}

/** Until when it waits and for how many; or what became of it. */
function standing({ reference, hospital, decideBy, outcome, approvedBy, ...card }: DecisionCard): readonly string[] {
  if (outcome) return outcome.lines;
  const several = card.approvalsNeeded > 1 ? ` ${approvals(card)}` : '';
  return [...approvedBy, `Request ${reference}, ${hospital}, waits for a decision until ${decideBy}.${several}`];
}

function approvals({
  approvalsGiven: given,
  approvalsNeeded: needed,
}: Pick<Standing, 'approvalsGiven' | 'approvalsNeeded'>) {
  return `${needed} different people have to approve; ${given} of ${needed} have.`;
}

function channelFacts(card: ChannelCard): readonly string[] {
  return [
    `Device: ${card.device}`,
    `What: ${card.scopes}, tier ${card.tier}`,
    `Asked by: ${card.employer}`,
    `Time: ${card.time}`,
    ...(isOpen(card) ? [`Decide by: ${card.decideBy}`] : []),
    ...(card.approvalsNeeded > 1 ? [`Approvals: ${card.approvalsGiven} of ${card.approvalsNeeded}`] : []),
  ];
}

function given({ approvalsGiven, approvalsNeeded }: ChannelCard): string {
  return approvalsNeeded > 1 ? `Approvals: ${approvalsGiven} of ${approvalsNeeded}. ` : '';
}

function askedNow({ asked, decideBy }: ChannelCard): string {
  return `${asked === 1 ? 'One person is' : `${asked} people are`} asked; undecided, the request dies at ${decideBy}.`;
}

/** Of T3 and T4, and of what is decided, only the page. */
function actions(card: Standing, request: string, url: string): SlackBlock {
  const review = {
    type: 'button',
    action_id: REVIEW,
    style: 'primary',
    text: plain('Review & decide', LIMITS.button),
    value: request,
  };
  const open = { type: 'button', action_id: OPEN, text: plain('Open in browser', LIMITS.button), url };
  return { type: 'actions', elements: isOpen(card) && !card.needsSignIn ? [review, open] : [open] };
}

function line(lines: readonly string[]): SlackMessage {
  return message(lines[0] ?? '', lines.map(sentence));
}

/** @param text what notifications show */
function message(text: string, blocks: readonly SlackBlock[]): SlackMessage {
  return { text: mrkdwn(text, LIMITS.fallback), blocks };
}
