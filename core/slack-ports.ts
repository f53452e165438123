/** What the ingress from Slack needs of Slack itself, which may not answer: whoever asks goes on without. */
import type { SlackBlock, SlackMessage } from './ports.ts';
import type { EpochSeconds, SlackTeam, SlackUser } from './units.ts';

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
