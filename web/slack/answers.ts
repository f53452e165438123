/** What the command says: to whoever typed it, and to nobody else in the channel. */
import type { SlackBlock, SlackMessage } from '../../core/slack-ports.ts';
import { type State, symbolOf } from '../components/state-tag.ts';
import { fact, heading, link, sentence } from './blocks.ts';

/** One sentence or a few. */
export function saying(...lines: readonly string[]): SlackMessage {
  return { text: lines.join(' '), blocks: lines.map(sentence) };
}

/** A refusal, or where it goes on in the browser. */
export function sayingWithLink(says: string, address: string): SlackMessage {
  return { text: says, blocks: [sentence(says), link(address, 'Open in browser')] };
}

interface ListedLine {
  readonly reference: string;
  readonly words: string;
  readonly address: string;
}

export interface ListView {
  readonly own: readonly ListedLine[];
  /** Absent for whoever decides nothing. */
  readonly waiting?: readonly ListedLine[] | undefined;
}

/** Slack takes fifty blocks a message. */
const MOST = 10;

export function listAnswer({ own, waiting }: ListView): SlackMessage {
  const blocks = [
    ...(waiting ? part('Waiting for you', waiting, 'Nothing waits for you.') : []),
    ...part('Your own requests', own, 'None of your requests is open.'),
  ];
  return { text: 'Your requests', blocks };
}

function part(title: string, lines: readonly ListedLine[], none: string): readonly SlackBlock[] {
  const more = lines.length > MOST ? [sentence(`And ${lines.length - MOST} more, in the browser.`)] : [];
  const shown = lines.slice(0, MOST).flatMap(lineOf);
  return [heading(title), ...(lines.length > 0 ? shown : [sentence(none)]), ...more];
}

function lineOf({ reference, words, address }: ListedLine): readonly SlackBlock[] {
  return [fact({ label: reference, words }), link(address, `Open ${reference} in browser`)];
}

export interface StatusView {
  readonly reference: string;
  readonly status: State;
  readonly title: string;
  readonly lines: readonly string[];
  readonly facts: readonly { readonly label: string; readonly words: string }[];
  readonly address: string;
}

export function statusAnswer({ reference, status, title, lines, facts, address }: StatusView): SlackMessage {
  const text = `${reference}: ${symbolOf(status)} ${title}`;
  const blocks = [heading(text), ...lines.map(sentence), ...facts.map(fact), link(address, 'Open in browser')];
  return { text, blocks };
}

export const HELP: SlackMessage = Object.freeze(
  saying(
    '/service-access asks for access to a device.',
    '/service-access list shows your open requests, and what waits for you.',
    '/service-access K7Q-29M shows how a request stands: give its reference.',
    '/service-access link shows how to link this account to you; with the code that the page shows it does so.',
    '/service-access help shows these lines.',
    'Your one-time code belongs in the dialog that opens from a card’s button, never in a message.',
  ),
);
