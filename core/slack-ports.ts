/** What the rules need of Slack, and the ingress of Slack itself, which may not answer: whoever asks goes on without. */
import type { EpochSeconds, SlackTeam, SlackUser } from './units.ts';

/** A message in Slack: blocks, and the text that notifications and old clients show. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** A block as Slack documents it; made by web, looked into by nobody here. */
export type SlackBlock = Readonly<Record<string, unknown>> & { readonly type: string };

/** Where a message stands. */
export interface SlackPlace {
  readonly channel: string;
  readonly ts: string;
}

/**
 * `rejected`: it will never be taken; by this recipient (no such user or channel), or by the whole workspace (token revoked, app
 * removed), or as the message itself is gone or cannot be changed. `later`: too many at once, come back after these seconds.
 */
export type SlackAnswer =
  | { readonly posted: SlackPlace }
  | { readonly rejected: 'recipient' | 'workspace' | 'message'; readonly note: string }
  | { readonly later: number };

/** Posts as the app of one workspace. Throws when it may be tried again. */
export interface Slack {
  /** @param to a channel, or a user: then it is his conversation with the app. @param thread the `ts` of the message it answers */
  post(team: SlackTeam, to: string, message: SlackMessage, thread?: string): Promise<SlackAnswer>;
  update(team: SlackTeam, place: SlackPlace, message: SlackMessage): Promise<SlackAnswer>;
}

/** What an organisation put into Secrets Manager for its workspace. */
export interface SlackSecrets {
  /** The current one first; during a rotation the one before it counts too. */
  readonly signing: readonly string[];
  readonly botToken: string;
}

/**
 * Secrets of one workspace; undefined where there are none.
 * @param newer read again unless that was done a moment ago
 */
export type ReadSlackSecrets = (
  team: SlackTeam,
  now: EpochSeconds,
  newer?: boolean,
) => Promise<SlackSecrets | undefined>;

/** An account by its workspace: of it, let in with less than its members have, or of another one. */
export type SlackStanding = 'member' | 'guest' | 'foreign';

/** A dialog. */
export interface SlackView {
  readonly type: 'modal';
  readonly callback_id: string;
  /** Comes back with what is entered. */
  readonly private_metadata: string;
  readonly title: SlackText;
  readonly close: SlackText;
  /** There while something can be sent. */
  readonly submit?: SlackText;
  readonly blocks: readonly SlackBlock[];
}

interface SlackText {
  readonly type: 'plain_text';
  readonly text: string;
}

export interface SlackPeople {
  /** @returns undefined where Slack does not say */
  standingOf(team: SlackTeam, user: SlackUser, now: EpochSeconds): Promise<SlackStanding | undefined>;
}

export interface SlackDialogs {
  /** @returns false where Slack did not open it: `trigger` is used or three seconds old, or Slack is not there */
  open(team: SlackTeam, trigger: string, view: SlackView, now: EpochSeconds): Promise<boolean>;
  /** Says something to whoever acted, and to nobody else. @param address as Slack gave it with the act */
  respond(address: string, message: SlackMessage): Promise<void>;
}
