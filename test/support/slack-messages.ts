/** Every message that Slack gets of a request, written from literals or with one text wherever words of people can stand. */
import type { DecisionCard } from '../../core/access/card.ts';
import type { ChannelCard } from '../../core/access/channel-card.ts';
import type { SlackMessage } from '../../core/slack-ports.ts';
import { slackWriter } from '../../web/slack/card.ts';
import { APPROVED, CARD, cardSaying } from './card.ts';
import { BASE, REQUEST } from './mails.ts';

export const slack = slackWriter({ baseUrl: `${BASE}/` });

export const CHANNEL: ChannelCard = {
  reference: 'K7Q-29M',
  status: 'pending',
  device: 'Ventilator VX-7 #001234, ICU 3',
  scopes: 'adjust the calibration, run the self-test',
  tier: 'T2',
  employer: 'MedServ',
  time: '60 min',
  decideBy: '14:20 CST',
  needsSignIn: false,
  approvalsGiven: 0,
  approvalsNeeded: 1,
  asked: 2,
};
const HALF: DecisionCard = {
  ...CARD,
  approvalsGiven: 1,
  approvalsNeeded: 2,
  approvedBy: ['Approved by D. Okafor (HTM approver) on 2026-11-23 at 14:02 CST.'],
};
const CHANNEL_APPROVED: ChannelCard = { ...CHANNEL, status: 'approved', outcome: 'Approved until 15:17 CST' };

/** As they are in an ordinary case. */
export const MESSAGES = {
  card: slack.card(CARD, REQUEST, []),
  'card, escalated': slack.card(CARD, REQUEST, ['It comes to you as the next.', 'Asked before you: Dana Okafor.']),
  'card, signed in': slack.card({ ...CARD, needsSignIn: true }, REQUEST, []),
  'card, approved': slack.card(APPROVED, REQUEST, []),
  reminder: slack.line(CARD, ['You were asked at 14:02 CST and have not answered yet.']),
  progress: slack.line(HALF, []),
  outcome: slack.line(APPROVED, []),
  channel: slack.channelCard(CHANNEL, REQUEST),
  'channel, signed in': slack.channelCard({ ...CHANNEL, needsSignIn: true }, REQUEST),
  'channel, approved': slack.channelCard(CHANNEL_APPROVED, REQUEST),
  'line in the channel': slack.channelLine(CHANNEL),
  'progress in the channel': slack.channelLine({ ...CHANNEL, approvalsGiven: 1, approvalsNeeded: 2, asked: 1 }),
  'outcome in the channel': slack.channelLine(CHANNEL_APPROVED),
} as const satisfies Readonly<Record<string, SlackMessage>>;

/** The same with `text` for every word that does not come from us. */
export function messagesSaying(text: string): Readonly<Record<string, SlackMessage>> {
  const card = cardSaying(text);
  const outcome = { title: text, at: 1_795_464_000, when: text, lines: [text, text, text, text] };
  const over = { ...card, status: 'denied' as const, outcome };
  const said = { reference: text, device: text, scopes: text, employer: text, time: text, decideBy: text };
  const channel = { ...CHANNEL, ...said, approvalsNeeded: 2 };
  return {
    card: slack.card({ ...card, approvalsNeeded: 2 }, REQUEST, [text, text]),
    'card, decided': slack.card(over, REQUEST, []),
    reminder: slack.line(card, [text]),
    progress: slack.line({ ...card, approvedBy: [text, text] }, []),
    outcome: slack.line(over, [text, text]),
    channel: slack.channelCard(channel, REQUEST),
    'channel, decided': slack.channelCard({ ...channel, status: 'denied', outcome: text }, REQUEST),
    'line in the channel': slack.channelLine(channel),
    'outcome in the channel': slack.channelLine({ ...channel, status: 'denied', outcome: text }),
  };
}
