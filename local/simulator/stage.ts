/** The simulator's state while its page is open: what is shown where, what is held, what is going on. One thing at a time. */
import { type CastMember, castOf, codeAt } from '../seed.ts';
import { type Attack, attack, type Held, heldOf } from './attacks.ts';
import type { Acted } from './bench.ts';
import { APPROVERS, HOSPITAL, type Prop, propAt, TECHNICIAN } from './cast.ts';
import type { Verb } from './device-client.ts';
import type { Authenticator, ShellView } from './shell-page.ts';
import type { Strip } from './strip.ts';
import { playVisit, type Theatre } from './visits.ts';

export interface StageOptions {
  readonly theatre: Theatre;
  readonly strip: Strip;
  /** The file of the demo's people. */
  readonly people: string;
}

/** A code of an authenticator app lasts this long, in seconds. */
const STEP = 30;

export class Stage {
  readonly #options: StageOptions;
  #prop: Prop = propAt(undefined);
  #inboxOf = APPROVERS[0] ?? '';
  #held: Held | undefined;
  #scanned: string | undefined;
  #isBusy = false;
  #stories = 0;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#lead({ phone: devicePageOf(this.#prop), inbox: '/' });
  }

  get prop(): Prop {
    return this.#prop;
  }

  /** What was read off the phone's screen: absent if nothing was, empty where there was no token. */
  get scanned(): string | undefined {
    return this.#scanned;
  }

  technician(): CastMember {
    return this.#member(TECHNICIAN.login, TECHNICIAN.organisation);
  }

  approver(): CastMember {
    return this.#member(this.#inboxOf, HOSPITAL);
  }

  choose(code: string): void {
    this.#prop = propAt(code);
    this.#scanned = undefined;
    this.#lead({ phone: devicePageOf(this.#prop) });
  }

  chooseInbox(login: string): void {
    this.#inboxOf = APPROVERS.find((one) => one === login) ?? this.#inboxOf;
    this.#lead({ inbox: '/' });
  }

  scan(token: string): void {
    this.#scanned = token;
  }

  /** By hand. */
  async act(verb: Verb, more: { readonly token?: string; readonly releaseCode?: string } = {}): Promise<void> {
    const { token, releaseCode } = more;
    const { view, refusal }: Acted = await this.#options.theatre.bench.act(this.#prop.code, verb, more);
    if (verb === 'present') this.#scanned = refusal ? token : undefined;
    if (verb === 'present' && token && !refusal) this.#held = { device: view.code, token, releaseCode };
  }

  play(): Promise<void> {
    return this.#alone(async () => {
      this.#inboxOf = APPROVERS[0] ?? '';
      await playVisit(this.#options.theatre, this.#prop, (left) => {
        this.#held = heldOf(left);
      });
    });
  }

  attack(name: Attack): Promise<void> {
    return this.#alone(async () => {
      this.#held = await attack(this.#options.theatre, name, this.#prop, this.#held);
    });
  }

  async view(origins: Readonly<Record<'phone' | 'inbox', string>>): Promise<ShellView> {
    const { theatre, strip } = this.#options;
    const technician = this.technician();
    return {
      technician: authenticatorOf(technician),
      approvers: APPROVERS.map((login) => authenticatorOf(this.#member(login, HOSPITAL))),
      inboxOf: this.#inboxOf,
      lines: theatre.lines.all(),
      isBusy: this.#isBusy,
      stories: this.#stories,
      strip: await strip.newest(technician.person),
      phone: `${origins.phone}${theatre.shown.phone}`,
      inbox: `${origins.inbox}${theatre.shown.inbox}`,
    };
  }

  /** A second story at the same time would tell both wrong. */
  async #alone(run: () => Promise<void>): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#options.theatre.lines.begin();
    try {
      await run();
    } finally {
      this.#isBusy = false;
      this.#stories += 1;
    }
  }

  #lead(places: Partial<Theatre['shown']>): void {
    const { shown } = this.#options.theatre;
    Object.assign(shown, places, { turn: shown.turn + 1 });
  }

  #member(login: string, organisation: string): CastMember {
    const found = castOf(this.#options.people).find((one) => one.login === login && one.organisation === organisation);
    if (!found) throw new Error(`no ${login} of ${organisation} in the seed data`);
    return found;
  }
}

/** Where the code on its sticker leads. */
function devicePageOf({ code }: Prop): string {
  return `/d/${code}`;
}

/** By the clock of this process, which is the broker's. */
function authenticatorOf({ printedName, login, totpSecret }: CastMember): Authenticator {
  const now = Math.floor(Date.now() / 1000);
  return { person: printedName, login, code: codeAt(totpSecret, now), left: STEP - (now % STEP) };
}
