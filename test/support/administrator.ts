/** Somebody at a browser who changes the registry by its pages: opens a form, fills it in, sends it with a code of his own. */
import type { CastMember } from '../../local/seed.ts';
import { Browser, type Page } from './browser.ts';
import { until } from './polling.ts';
import type { RunningBroker } from './running-broker.ts';
import { sendShown, type Values } from './shown-form.ts';

const COOL_DOWN = 60;

export class Administrator extends Browser {
  readonly member: CastMember;
  readonly #running: RunningBroker;

  private constructor(running: RunningBroker, member: CastMember) {
    super();
    this.member = member;
    this.#running = running;
  }

  static async signedIn(running: RunningBroker, login: string, organisation: string): Promise<Administrator> {
    const one = new Administrator(running, running.scene.member(login, organisation));
    const { status } = await one.signIn(running.broker.addresses.api, one.member);
    if (status !== 303) throw new Error(`${login} is not signed in: ${status}`);
    return one;
  }

  /** Opens the form of a verb at his organisation and sends it with a code; `path` may name what it is about. */
  async change(path: string, fields: Values = {}): Promise<Page> {
    const page = await this.open(`/console/${this.member.organisation}/changes/${path}`);
    if (page.status !== 200) throw new Error(`no form ${path}: ${page.status}`);
    return sendShown(this, page, page.url.pathname, { code: await this.code(), ...fields });
  }

  async confirm(proposal: string): Promise<Page> {
    const page = await this.open(proposal);
    return sendShown(this, page, `${proposal}/confirm`, { code: await this.code() });
  }

  /** The page that a form led to. */
  async ledTo({ status, headers }: Page): Promise<Page> {
    if (status !== 303) throw new Error(`the form was not taken: ${status}`);
    return this.open(headers.get('location') ?? '');
  }

  open(path: string): Promise<Page> {
    return this.visit(new URL(path, this.#running.broker.addresses.api));
  }

  code(): Promise<string> {
    return this.#running.scene.code(this.member);
  }

  /** He proposes, `second` confirms, the cool-down passes (WARDKEY_COOL_DOWN), and it is in force. */
  async agree(second: Administrator, path: string, fields: Values = {}): Promise<void> {
    const { url } = await this.ledTo(await this.change(path, fields));
    await second.ledTo(await second.confirm(url.pathname));
    await this.#running.scene.skip(COOL_DOWN + 1);
    await until(async () => ((await this.visit(url)).text.includes('✓ In force') ? true : undefined));
  }
}
