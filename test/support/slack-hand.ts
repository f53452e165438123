/** People's hands in the local Slack: they press, type and fill in, and see what stands there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from '../../local/demo/broker.ts';
import { SLACK_SECRETS } from '../../local/slack/secrets.ts';
import { REVIEW } from '../../web/slack/actions.ts';

export const TEAM = 'T0MERIDIAN';
export const SERVICER_TEAM = 'T0MEDSERV';

interface Answered {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

export interface Report extends Answered {
  readonly answers: readonly Answered[];
  readonly sent: { readonly path: string; readonly body: string; readonly headers: Readonly<Record<string, string>> };
  readonly errors?: Readonly<Record<string, string>>;
}

interface Text {
  readonly text: string;
}

export interface Block {
  readonly type: string;
  readonly block_id?: string;
  readonly text?: Text;
  readonly fields?: readonly Text[];
  readonly element?: {
    readonly type: string;
    readonly action_id: string;
    readonly options?: readonly { readonly value: string }[];
  };
}

export interface Modal {
  readonly id: string;
  readonly user: string;
  readonly view: {
    readonly callback_id: string;
    readonly title: Text;
    readonly submit?: Text | null;
    readonly blocks: readonly Block[];
  };
  readonly errors?: Readonly<Record<string, string>>;
}

interface State {
  readonly modals: readonly Modal[];
  readonly ephemerals: readonly { readonly user: string; readonly text: string; readonly blocks?: readonly Block[] }[];
}

export interface Raw {
  readonly timestamp?: string;
  readonly signature?: string;
  readonly secret?: string;
  readonly body?: string;
  readonly repeat?: number;
  readonly userTeam?: string;
}

/** What is filled in, by element: of boxes a list. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

export class SlackHand {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  get endpoint(): string {
    return this.#scene.broker.addresses.slack;
  }

  async #do(act: object, raw: Raw = {}): Promise<Report> {
    // The scene's clock is ahead of the wall's: Slack's has to be, too.
    const timed = { timestamp: String(this.#scene.now()), ...raw };
    return post(`${this.endpoint}/act`, { ...act, raw: timed });
  }

  secretsFile(team: string): string {
    return join(this.#scene.broker.dataDir, 'secrets', `${SLACK_SECRETS}${team}.json`);
  }

  secrets(team: string): { signing: string[]; botToken: string } {
    return JSON.parse(readFileSync(this.secretsFile(team), 'utf8'));
  }

  async state(team: string): Promise<State> {
    const answer = await fetch(`${this.endpoint}/state.json?team=${team}`);
    return (await answer.json()) as State;
  }

  /** A message with the button that opens `value`, as the broker posts one. */
  async button(team: string, user: string, value: string) {
    const element = { type: 'button', text: { type: 'plain_text', text: 'Review' }, action_id: REVIEW, value };
    const said = { channel: user, text: 'Review', blocks: [{ type: 'actions', elements: [element] }] };
    const headers = { authorization: `Bearer ${this.secrets(team).botToken}` };
    const { channel, ts } = await post(`${this.endpoint}/api/chat.postMessage`, said, headers);
    return { channel: String(channel), ts: String(ts) };
  }

  /** Presses the button of a message that is posted for it. */
  async press(team: string, user: string, value: string, raw?: Raw): Promise<Report> {
    return this.pressAt(team, user, await this.button(team, user, value), raw);
  }

  pressAt(
    team: string,
    user: string,
    at: { readonly channel: string; readonly ts: string },
    raw?: Raw,
  ): Promise<Report> {
    return this.#do({ kind: 'press', team, user, ...at, action: REVIEW }, raw);
  }

  command(team: string, user: string, text: string, raw?: Raw): Promise<Report> {
    return this.#do({ kind: 'command', team, user, text }, raw);
  }

  verify(team: string, raw?: Raw): Promise<Report> {
    return this.#do({ kind: 'verify', team }, raw);
  }

  event(team: string, event: string, raw?: Raw): Promise<Report> {
    return this.#do({ kind: 'event', team, event }, raw);
  }

  /** The dialog that somebody has open. */
  async modal(team: string, user: string): Promise<Modal> {
    const found = (await this.state(team)).modals.filter((modal) => modal.user === user).at(-1);
    if (!found) throw new Error(`${user} has no dialog open`);
    return found;
  }

  /** Presses the button and sees the dialog. */
  async open(team: string, user: string, value: string): Promise<Modal> {
    const { status, body } = await this.press(team, user, value);
    if (status !== 200 || body !== '') throw new Error(`not opened: ${status} ${body}`);
    return this.modal(team, user);
  }

  /** Fills in the dialog and sends it. What is not named stays as it stands. */
  submit(team: string, user: string, { id, view }: Modal, filled: Filled, raw?: Raw): Promise<Report> {
    const values = Object.fromEntries(
      view.blocks.flatMap(({ block_id: block = '', element }) => {
        const value = element && filled[element.action_id];
        return value === undefined ? [] : [[block, { [element?.action_id ?? '']: value }]];
      }),
    );
    return this.#do({ kind: 'submit', team, user, view: id, values }, raw);
  }

  /** What was said last to somebody alone. */
  async whisper(team: string, user: string): Promise<string> {
    return (await this.state(team)).ephemerals.filter((one) => one.user === user).at(-1)?.text ?? '';
  }
}

/** All the words of a dialog, a line each. */
export function wordsOf({ blocks }: { readonly blocks: readonly Block[] }): string {
  return blocks.flatMap(({ text, fields = [] }) => [text, ...fields].map((one) => one?.text ?? '')).join('\n');
}

// biome-ignore lint/suspicious/noExplicitAny: whatever is answered; each test looks at what it names
async function post(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<any> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const said = (await answer.json()) as { readonly error?: string };
  if (answer.status !== 200 || said.error !== undefined) throw new Error(`${url}: ${said.error}`);
  return said;
}
