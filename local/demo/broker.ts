/** The demo's side of the broker: a process of its own, reached by HTTP only, as a phone and a browser reach it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type CastMember, castOf, codeAt } from '../seed.ts';
import { signIn } from '../sign-in.ts';
import { ADDRESSES, type Addresses, PEOPLE, READY } from '../stack-files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_WITHIN_MS = 60_000;

export interface Broker {
  readonly addresses: Addresses;
  readonly dataDir: string;
  readonly process: ChildProcess;
}

/** Starts a broker on `dataDir` and waits until it answers; `words` are `npm start`'s own. */
export async function startBroker(
  dataDir: string,
  environment: NodeJS.ProcessEnv = process.env,
  words: readonly string[] = [],
): Promise<Broker> {
  const child = spawn(process.execPath, [join(ROOT, 'local', 'start.ts'), '--data', dataDir, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment,
  });
  await readyLine(child);
  const addresses = JSON.parse(readFileSync(join(dataDir, ADDRESSES), 'utf8')) as Addresses;
  return { addresses, dataDir, process: child };
}

async function readyLine(child: ChildProcess): Promise<void> {
  if (!child.stdout) throw new Error('the broker has no output');
  const lines = createInterface({ input: child.stdout });
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
  try {
    for await (const line of lines) if (line === READY) return;
    throw new Error('the broker ended before it was ready');
  } finally {
    clearTimeout(timer);
    // A broker that is killed breaks its end of the pipe; readline hands such errors on.
    lines.on('error', () => {});
    child.stdout.on('error', () => {}).resume();
  }
}

/** Ends the broker in order and waits for it. */
export async function stopBroker({ process: child }: Broker): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the broker answers; each step looks at what it names
  readonly body: any;
}

export interface Mail {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** One person with a phone: signs in once, reads the code from the authenticator when asked. */
export interface Phone {
  readonly member: CastMember;
  get(path: string): Promise<Answer>;
  /** @param key Idempotency-Key, where the route creates */
  post(path: string, body: object, key?: string): Promise<Answer>;
}

/** The people of the demo and the clock on the wall. */
export class Scene {
  readonly broker: Pick<Broker, 'addresses' | 'dataDir'>;
  #ahead = 0;
  readonly #lastStep = new Map<string, number>();

  constructor(broker: Pick<Broker, 'addresses' | 'dataDir'>) {
    this.broker = broker;
  }

  /** Seconds since 1970 by the clock of this scene. Not by `Date`, which is moved where the scene plays beside the broker. */
  now(): number {
    return Math.floor((performance.timeOrigin + performance.now()) / 1000) + this.#ahead;
  }

  /** Lets time pass. */
  async skip(seconds: number): Promise<void> {
    const answer = await send(`${this.broker.addresses.api}/_clock`, { method: 'POST', body: { skip: seconds } });
    this.#ahead = answer.body.ahead as number;
  }

  member(login: string, organisation: string): CastMember {
    const cast = castOf(join(this.broker.dataDir, PEOPLE));
    const found = cast.find((one) => one.login === login && one.organisation === organisation);
    if (!found) throw new Error(`no ${login} of ${organisation} in the seed data`);
    return found;
  }

  async phone(login: string, organisation: string): Promise<Phone> {
    const member = this.member(login, organisation);
    const { oidc, api } = this.broker.addresses;
    const token = await signIn(`${oidc}/oidc/${organisation}`, login, member.password);
    const headers = { authorization: `Bearer ${token}` };
    return {
      member,
      get: (path) => send(`${api}${path}`, { method: 'GET', headers }),
      post: (path, body, key) =>
        send(`${api}${path}`, {
          method: 'POST',
          body,
          headers: key === undefined ? headers : { ...headers, 'idempotency-key': key },
        }),
    };
  }

  /** A code that was not used yet; waits for the next one by moving the clock where it must. */
  async code({ person, totpSecret }: CastMember): Promise<string> {
    const last = this.#lastStep.get(person) ?? 0;
    const step = Math.floor(this.now() / 30);
    if (step <= last) await this.skip((last + 1) * 30 - this.now());
    this.#lastStep.set(person, Math.floor(this.now() / 30));
    return codeAt(totpSecret, this.now());
  }

  /** The newest mail to `member` whose subject holds `words`; waits for it a while. */
  async mail(member: CastMember, words: string): Promise<Mail> {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const { body } = await send(
        `${this.broker.addresses.inbox}/messages.json?to=${encodeURIComponent(member.email)}`,
        { method: 'GET' },
      );
      const found = (body as Mail[]).filter((mail) => mail.subject.includes(words)).at(-1);
      if (found) return found;
      await sleep(100);
    }
    throw new Error(`no mail to ${member.email} about ${words}`);
  }
}

interface Sent {
  readonly method: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request; JSON both ways. */
export async function send(url: string, { method, body, headers = {} }: Sent): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

/** Sends a page's form, as a browser does. */
export async function sendForm(url: string, fields: readonly (readonly [string, string])[]): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams([...fields] as [string, string][]),
  });
  return { status: response.status, body: await response.text() };
}
