/** People of the demo in Slack: what each sees there, and what he presses, types and fills in. Over HTTP, as the page of the local Slack does it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { REVIEW } from '../../web/slack/actions.ts';
import type { Deed, Raw } from '../slack/deeds.ts';
import type { Report } from '../slack/sending.ts';
import { send } from './broker.ts';
import { headOf, type SlackShown, shownIn } from './slack-view.ts';

/** A dialog that is open before somebody. */
export interface Dialog {
  readonly id: string;
  readonly user: string;
  readonly view: {
    readonly title: { readonly text: string };
    readonly blocks: SlackShown['blocks'];
  };
  /** What is wrong, by block; under '' what Slack itself says. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** Values of a dialog's fields by their names. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

interface State {
  readonly ephemerals: readonly (SlackShown & { readonly user: string })[];
  readonly modals: readonly Dialog[];
}

const PATIENCE = 300;

/** One account of Slack, and whoever sits before it. */
export class Seat {
  readonly team: string;
  readonly user: string;
  readonly #slack: string;

  constructor({ slack }: { readonly slack: string }, team: string, user: string) {
    this.team = team;
    this.user = user;
    this.#slack = slack;
  }

  /** *Review & decide* under a card. */
  press({ channel, ts }: Pick<Placed, 'channel' | 'ts'>, raw?: Raw): Promise<Report> {
    return this.#act({ kind: 'press', ...this.#who(raw), channel, ts, action: REVIEW });
  }

  /** Types `/service-access` and `text`, beside the app unless elsewhere. */
  type(text: string, raw?: Raw): Promise<Report> {
    return this.#act({ kind: 'command', ...this.#who(raw), text });
  }

  /** Sends the dialog on top with `values`; what is not named stays as it was offered. */
  async fillIn(values: Filled, raw?: Raw): Promise<Report> {
    const { id, view } = await this.dialog();
    const entries = Object.entries(values).map(([name, value]) => [
      blockOf(view.blocks, name),
      { [name]: typeof value === 'string' ? value : [...value] },
    ]);
    return this.#act({ kind: 'submit', ...this.#who(raw), view: id, values: Object.fromEntries(entries) });
  }

  /** The dialog on top. @throws Error where there is none */
  async dialog(): Promise<Dialog> {
    const open = (await this.#state()).modals.filter(({ user }) => user === this.user).at(-1);
    if (!open) throw new Error(`no dialog is open before ${this.user}`);
    return open;
  }

  async hasDialog(): Promise<boolean> {
    return (await this.#state()).modals.some(({ user }) => user === this.user);
  }

  /** What was last said to this person alone. */
  async whisper(): Promise<SlackShown> {
    const said = (await this.#state()).ephemerals.filter(({ user }) => user === this.user).at(-1);
    if (!said) throw new Error(`nothing was said to ${this.user} alone`);
    return said;
  }

  /** The card in `channel` whose head says all `words`; waits for it a while. */
  async card(channel: string, ...words: readonly string[]): Promise<Placed> {
    const cards = async () => {
      const all = await shownIn({ addresses: { slack: this.#slack } }, channel);
      return all.filter((one) => one.thread_ts === undefined && words.every((word) => headOf(one).includes(word)));
    };
    return { ...(await waitFor(async () => (await cards()).at(-1), `a card in ${channel}: ${words}`)), channel };
  }

  /** The line below a card that says `words`; waits for it a while. */
  async lineBelow({ channel, ts }: Placed, words: string): Promise<SlackShown> {
    const lines = async () => {
      const all = await shownIn({ addresses: { slack: this.#slack } }, channel);
      return all.find((one) => one.thread_ts === ts && JSON.stringify(one.blocks).includes(words));
    };
    return waitFor(lines, `a line in ${channel}: ${words}`);
  }

  #who(raw: Raw | undefined) {
    return { team: this.team, user: this.user, ...(raw && { raw }) };
  }

  async #act(deed: Deed): Promise<Report> {
    const { status, body } = await send(`${this.#slack}/act`, { method: 'POST', body: deed });
    if (status !== 200) throw new Error(`${deed.kind} by ${this.user}: ${JSON.stringify(body)}`);
    return body;
  }

  async #state(): Promise<State> {
    return (await send(`${this.#slack}/state.json?team=${this.team}`, { method: 'GET' })).body;
  }
}

/** A message, and where it stands. */
export interface Placed extends SlackShown {
  readonly channel: string;
}

/** What is to be filled in. */
export function fieldsOf({ blocks }: Dialog['view']): readonly string[] {
  return blocks.flatMap(({ type, block_id: id }) => (type === 'input' && id !== undefined ? [id] : []));
}

/** After a stale view blocks have other names than their fields. */
function blockOf(blocks: Dialog['view']['blocks'], name: string): string {
  const ids = blocks.map(({ block_id: id = '' }) => id);
  return ids.find((id) => id === name || id.startsWith(`${name}.`)) ?? name;
}

/** Makes Slack fail; `times` 0: no more. */
export async function failSlack(
  { slack }: { readonly slack: string },
  operation: string,
  mode: string,
  times: number,
): Promise<void> {
  await send(`${slack}/_fail`, { method: 'POST', body: { operation, mode, times } });
}

/** What `look` sees once it sees something. @throws Error after thirty seconds */
async function waitFor<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  for (let attempt = 0; attempt < PATIENCE; attempt += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(100);
  }
  throw new Error(`there is no ${what}`);
}
