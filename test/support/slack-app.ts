/** An app as Slack knows it: addresses that keep what comes and answer what the test says. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, serveLoopback } from '../../local/loopback-server.ts';
import { WORKSPACES } from '../../local/slack/workspaces.ts';
import { startSlack } from '../../local/slack.ts';

/** Slack's own example of a signing secret. */
export const SIGNING = '8f742231b10e8888abcd99yyyzzz85a5';
export const TOKENS: Readonly<Record<string, string>> = Object.freeze({
  T0MERIDIAN: 'xoxb-1234567890123-meridian',
  T0MEDSERV: 'xoxb-1234567890123-medserv',
});

interface Came {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly afterMs: number;
}

export interface SlackApp {
  /** Slack's own address. */
  readonly endpoint: string;
  /** What came, newest last. */
  readonly came: Came[];
  /** Of what comes from now on. */
  answer: Answer;
  /** Added to Slack's clock, in milliseconds. */
  ahead: number;
  /** The `payload` that came last. */
  payload(): Record<string, unknown>;
  act(deed: object): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  call(method: string, args: object, team?: string): Promise<Record<string, unknown>>;
  state(team?: string): Promise<SlackState>;
  close(): Promise<void>;
}

interface SlackState {
  readonly channels: readonly { readonly id: string; readonly messages: readonly Record<string, unknown>[] }[];
  readonly ephemerals: readonly Record<string, unknown>[];
  readonly modals: readonly {
    readonly id: string;
    readonly user: string;
    readonly view: Record<string, unknown>;
    readonly errors?: object;
  }[];
}

const BODY_LIMIT = 1024 * 1024;
const FINE: Answer = Object.freeze({ status: 200, body: '', afterMs: 0 });

/** Starts a local Slack in `dataDir`, and an app behind it. */
export async function startSlackApp({ dataDir }: { readonly dataDir: string }): Promise<SlackApp> {
  const came: Came[] = [];
  const server = await serveLoopback(0, async (request, response) => {
    const text = (await readBody(request, BODY_LIMIT))?.toString('utf8') ?? '';
    came.push({ path: request.url ?? '', headers: request.headers, body: text });
    const { status, body, afterMs } = app.answer;
    await sleep(afterMs);
    response.writeHead(status).end(body);
  });
  const slack = await startSlack({
    dataDir,
    workspaces: WORKSPACES,
    gateway: () => server.endpoint,
    secrets: (team) => ({ signing: [SIGNING], botToken: TOKENS[team] ?? '' }),
    now: () => Date.now() + app.ahead,
  });
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
    const response = await fetch(`${slack.endpoint}${path}`, init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const app: SlackApp = {
    endpoint: slack.endpoint,
    came,
    answer: FINE,
    ahead: 0,
    payload: () => JSON.parse(new URLSearchParams(came.at(-1)?.body).get('payload') ?? ''),
    act: (deed) => post('/act', deed),
    call: async (method, args, team = 'T0MERIDIAN') =>
      (await post(`/api/${method}`, args, { authorization: `Bearer ${TOKENS[team]}` })).body,
    state: async (team = 'T0MERIDIAN') =>
      (await fetch(`${slack.endpoint}/state.json?team=${team}`)).json() as Promise<SlackState>,
    close: async () => {
      await slack.close();
      await server.close();
    },
  };
  return app;
}
