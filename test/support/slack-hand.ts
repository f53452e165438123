/** Hands in the local Slack beyond the demo's (local/demo/slack-seat.ts): cards of the test's own, secrets, and what Slack itself sends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Scene, send } from '../../local/demo/broker.ts';
import { type Dialog, Seat } from '../../local/demo/slack-seat.ts';
import type { SlackShown } from '../../local/demo/slack-view.ts';
import type { Deed, Raw } from '../../local/slack/deeds.ts';
import { SLACK_SECRETS } from '../../local/slack/secrets.ts';
import type { Report } from '../../local/slack/sending.ts';
import { REVIEW } from '../../web/slack/actions.ts';
import { until } from './polling.ts';

export const TEAM = 'T0MERIDIAN';
export const SERVICER_TEAM = 'T0MEDSERV';

/** Where a message stands. */
type Place = Pick<SlackShown, 'ts'> & { readonly channel: string };

export class SlackHand {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  get endpoint(): string {
    return this.#scene.broker.addresses.slack;
  }

  seat(team: string, user: string): Seat {
    return new Seat(this.#scene.broker.addresses, team, user);
  }

  secretsFile(team: string): string {
    return join(this.#scene.broker.dataDir, 'secrets', `${SLACK_SECRETS}${team}.json`);
  }

  secrets(team: string): { signing: string[]; botToken: string } {
    return JSON.parse(readFileSync(this.secretsFile(team), 'utf8'));
  }

  /** Every dialog that is open in a workspace. */
  async dialogs(team: string): Promise<readonly Dialog[]> {
    return (await send(`${this.endpoint}/state.json?team=${team}`, { method: 'GET' })).body.modals;
  }

  /** A message with the button that opens `value`, as the broker posts one. */
  async button(team: string, user: string, value: string): Promise<Place> {
    const element = { type: 'button', text: { type: 'plain_text', text: 'Review' }, action_id: REVIEW, value };
    const body = { channel: user, text: 'Review', blocks: [{ type: 'actions', elements: [element] }] };
    const headers = { authorization: `Bearer ${this.secrets(team).botToken}` };
    return (await send(`${this.endpoint}/api/chat.postMessage`, { method: 'POST', body, headers })).body;
  }

  /** Presses the button of a message that is posted for it. */
  async press(team: string, user: string, value: string, raw?: Raw): Promise<Report> {
    return this.seat(team, user).press(await this.button(team, user, value), raw);
  }

  /** Presses the button and sees the dialog; once more where Slack's three seconds passed on a busy machine. */
  async open(team: string, user: string, value: string): Promise<Dialog> {
    const ids = async () => (await this.dialogs(team)).filter((one) => one.user === user).map(({ id }) => id);
    const before = await ids();
    await until(async () => {
      await this.press(team, user, value);
      return (await ids()).some((id) => !before.includes(id)) || undefined;
    });
    return this.seat(team, user).dialog();
  }

  verify(team: string, raw: Raw): Promise<Report> {
    return this.#slack({ kind: 'verify', team, raw });
  }

  event(team: string, event: 'app_uninstalled' | 'tokens_revoked', raw?: Raw): Promise<Report> {
    return this.#slack({ kind: 'event', team, event, raw });
  }

  /** What Slack sends of itself. */
  async #slack(deed: Deed): Promise<Report> {
    return (await send(`${this.endpoint}/act`, { method: 'POST', body: deed })).body;
  }
}

/** What was sent, to be sent once more. @throws Error where Slack's client did not send it */
export function sentIn({ sent }: Report): NonNullable<Report['sent']> {
  if (!sent) throw new Error('nothing was sent');
  return sent;
}

/** The words of a dialog's or an answer's text, a line each. */
export function wordsOf({ blocks }: Pick<SlackShown, 'blocks'>): string {
  return blocks.flatMap(({ text, fields = [] }) => [text, ...fields].map((one) => one?.text ?? '')).join('\n');
}
