/** What stands in the local Slack: messages, texts that one person sees, open dialogs, addresses to answer at, triggers. */
import { randomBytes } from 'node:crypto';
import type { SlackTeam, SlackUser } from '../../core/units.ts';
import type { Block, Modal } from './blocks.ts';
import { openRows, type Rows } from './rows.ts';
import type { Workspace } from './workspaces.ts';

/** Milliseconds that a trigger is good for, once. */
const TRIGGER_MS = 3_000;
/** An address to answer at is good for half an hour and five times. */
const HOOK_MS = 30 * 60_000;
const HOOK_USES = 5;
/** Dialogs that may lie on one another. */
const VIEWS_DEEP = 3;

export interface Message {
  readonly kind: 'message';
  readonly team: SlackTeam;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string | undefined;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** When it was changed last. */
  readonly edited?: string;
}

/** Seen by one person. */
export interface Ephemeral {
  readonly kind: 'ephemeral';
  readonly team: SlackTeam;
  readonly channel: string;
  readonly user: SlackUser;
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Slack's own words, not the app's. */
  readonly isSlacks: boolean;
}

/** A dialog that is open before somebody. */
export interface OpenModal {
  readonly kind: 'modal';
  readonly team: SlackTeam;
  readonly user: SlackUser;
  readonly view: View;
  /** At a field, by its block; under '' what Slack itself says. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** A view as Slack gives it back. */
export interface View extends Required<Pick<Modal, 'type' | 'title' | 'blocks'>> {
  readonly id: string;
  readonly team_id: SlackTeam;
  readonly submit: Modal['submit'] | null;
  readonly close: Modal['close'] | null;
  readonly private_metadata: string;
  readonly callback_id: string;
  readonly external_id: string;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
  readonly state: { readonly values: object };
  readonly hash: string;
  readonly previous_view_id: string | null;
  readonly root_view_id: string;
  readonly app_id: string;
  readonly app_installed_team_id: SlackTeam;
  readonly bot_id: string;
}

/** An address to answer at (`response_url`). */
export interface Hook {
  readonly kind: 'hook';
  readonly id: string;
  readonly team: SlackTeam;
  readonly channel: string;
  readonly user: SlackUser;
  /** The message whose button was pressed. */
  readonly of?: string | undefined;
  readonly until: number;
  readonly uses: number;
}

type Row = Message | Ephemeral | OpenModal | Hook;
interface Trigger {
  readonly team: SlackTeam;
  readonly user: SlackUser;
  readonly until: number;
  isUsed: boolean;
}

export class Memory {
  readonly #rows: Rows<Row>;
  readonly #now: () => number;
  /** Not kept: a trigger is older than its three seconds after any restart. */
  readonly #triggers = new Map<string, Trigger>();
  /** Microseconds of the newest `ts`. */
  #last = 0;

  /** @param now milliseconds since 1970 */
  constructor(dataDir: string, now: () => number) {
    this.#rows = openRows(dataDir, 'slack');
    this.#now = now;
    for (const row of this.#rows.all()) if ('ts' in row) this.#last = Math.max(this.#last, Number(row.ts) * 1e6);
  }

  close(): void {
    this.#rows.close();
  }

  /** Slack's time stamp, by which messages of a channel are named: none comes twice. */
  nextTs(): string {
    this.#last = Math.max(Math.round(this.#last) + 1, this.#now() * 1000);
    return `${Math.floor(this.#last / 1e6)}.${String(this.#last % 1e6).padStart(6, '0')}`;
  }

  of<K extends Row['kind']>(team: SlackTeam, kind: K): readonly Extract<Row, { kind: K }>[] {
    return this.#rows.all().filter((row): row is Extract<Row, { kind: K }> => row.kind === kind && row.team === team);
  }

  post(message: Omit<Message, 'kind' | 'ts'>): Message {
    const row: Message = { kind: 'message', ...message, ts: this.nextTs() };
    this.#rows.put(messageKey(row), row);
    return row;
  }

  whisper(text: Omit<Ephemeral, 'kind' | 'ts' | 'isSlacks'> & { readonly isSlacks?: boolean }): void {
    const row: Ephemeral = { kind: 'ephemeral', isSlacks: false, ...text, ts: this.nextTs() };
    this.#rows.put(messageKey(row), row);
  }

  /** A message, or a text that one person sees. */
  find(team: SlackTeam, channel: string, ts: string): Message | Ephemeral | undefined {
    return this.#rows.get(messageKey({ team, channel, ts })) as Message | Ephemeral | undefined;
  }

  change<T extends Message | Ephemeral>(row: T, content: Pick<Message, 'text' | 'blocks'>): T {
    const edited = row.kind === 'message' ? { edited: this.nextTs() } : {};
    const changed: T = { ...row, ...content, ...edited };
    this.#rows.put(messageKey(row), changed);
    return changed;
  }

  remove(row: Message | Ephemeral): void {
    this.#rows.put(messageKey(row), null);
  }

  newTrigger(team: SlackTeam, user: SlackUser): string {
    const id = `${this.#now()}.${Math.floor(Math.random() * 1e10)}.${randomBytes(16).toString('hex')}`;
    this.#triggers.set(id, { team, user, until: this.#now() + TRIGGER_MS, isUsed: false });
    return id;
  }

  /** Whose trigger it is, used up by this; or Slack's word for why not. */
  useTrigger(team: SlackTeam, id: unknown): SlackUser | { readonly error: string } {
    const trigger = this.#triggers.get(String(id));
    if (trigger?.team !== team) return { error: 'invalid_trigger_id' };
    if (trigger.isUsed) return { error: 'exchanged_trigger_id' };
    if (this.#now() > trigger.until) return { error: 'expired_trigger_id' };
    trigger.isUsed = true;
    return trigger.user;
  }

  /** The dialogs before somebody, the one on top last. */
  stack(team: SlackTeam, user: SlackUser): readonly OpenModal[] {
    return this.of(team, 'modal').filter((modal) => modal.user === user);
  }

  modal(team: SlackTeam, view: unknown): OpenModal | undefined {
    return this.of(team, 'modal').find((modal) => modal.view.id === view);
  }

  /** Opens a dialog, in the place of those that are open. */
  open(workspace: Workspace, user: SlackUser, modal: Modal): View {
    this.closeAll(workspace.team, user);
    return this.#show(workspace, user, modal, undefined);
  }

  /** Lays a dialog on the one on top; undefined when three lie there. */
  push(workspace: Workspace, user: SlackUser, modal: Modal): View | undefined {
    const stack = this.stack(workspace.team, user);
    return stack.length < VIEWS_DEEP ? this.#show(workspace, user, modal, stack.at(-1)?.view) : undefined;
  }

  #show({ team, app, bot }: Workspace, user: SlackUser, modal: Modal, below: View | undefined): View {
    const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
    const view: View = {
      ...this.#content(modal),
      id,
      team_id: team,
      previous_view_id: below?.id ?? null,
      root_view_id: below?.root_view_id ?? id,
      app_id: app,
      app_installed_team_id: team,
      bot_id: bot,
    };
    this.#rows.put(id, { kind: 'modal', team, user, view });
    return view;
  }

  #content(modal: Modal) {
    const { submit = null, close = null, private_metadata = '', callback_id = '', external_id = '' } = modal;
    const { type, title, blocks, clear_on_close = false, notify_on_close = false } = modal;
    return {
      ...{ type, title, blocks, submit, close, private_metadata, callback_id, external_id },
      ...{ clear_on_close, notify_on_close },
      state: { values: {} },
      hash: `${Math.floor(this.#now() / 1000)}.${randomBytes(4).toString('hex')}`,
    };
  }

  /** Shows other content in an open dialog. */
  replace(open: OpenModal, modal: Modal): View {
    const view = { ...open.view, ...this.#content(modal) };
    this.#rows.put(view.id, { kind: 'modal', team: open.team, user: open.user, view });
    return view;
  }

  fault(open: OpenModal, errors: Readonly<Record<string, string>>): void {
    this.#rows.put(open.view.id, { ...open, errors });
  }

  shut(open: OpenModal): void {
    this.#rows.put(open.view.id, null);
  }

  closeAll(team: SlackTeam, user: SlackUser): void {
    for (const open of this.stack(team, user)) this.shut(open);
  }

  newHook(hook: Pick<Hook, 'team' | 'channel' | 'user' | 'of'>): string {
    const id = randomBytes(18).toString('base64url');
    this.#rows.put(id, { kind: 'hook', ...hook, id, until: this.#now() + HOOK_MS, uses: 0 });
    return id;
  }

  /** The address, used once more; or Slack's word for why not. */
  useHook(id: string): Hook | { readonly error: string } {
    const hook = this.#rows.get(id);
    if (hook?.kind !== 'hook' || this.#now() > hook.until) return { error: 'expired_url' };
    if (hook.uses >= HOOK_USES) return { error: 'used_url' };
    this.#rows.put(id, { ...hook, uses: hook.uses + 1 });
    return hook;
  }
}

function messageKey({ team, channel, ts }: Pick<Message, 'team' | 'channel' | 'ts'>): string {
  return `${team}/${channel}/${ts}`;
}
