/** The contract of the Slack port, run through the real client against the local Slack. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { forOneRun, slackPoster } from '../../adapters/slack/post.ts';
import type { ReadSlackSecrets, Slack, SlackAnswer } from '../../core/slack-ports.ts';
import { type LoopbackServer, serveLoopback } from '../../local/loopback-server.ts';
import { WORKSPACES } from '../../local/slack/workspaces.ts';
import { startSlack } from '../../local/slack.ts';
import { MESSAGES } from '../support/slack-messages.ts';
import { planFailure, scratchDirectory } from '../support/stand-in.ts';

const TEAM = 'T0MERIDIAN';
const TOKEN = 'xoxb-1234567890123-meridian';
const MESSAGE = MESSAGES.card;

let server: LoopbackServer;
let slack: Slack;
/** What Secrets Manager holds, and what was last read of it. */
let kept: string | undefined;
let readings: boolean[];

const readSecrets: ReadSlackSecrets = async (_team, _now, newer = false) => {
  readings.push(newer);
  const botToken = newer ? TOKEN : kept;
  return botToken === undefined ? undefined : { signing: ['x'], botToken };
};

beforeAll(async () => {
  server = await startSlack({
    dataDir: scratchDirectory(),
    workspaces: WORKSPACES,
    gateway: () => 'http://127.0.0.1:9',
    secrets: (team) => ({ signing: ['x'], botToken: team === TEAM ? TOKEN : 'xoxb-1234567890123-other' }),
    now: () => Date.now(),
  });
  slack = slackPoster(readSecrets, `${server.endpoint}/api/`);
});
afterAll(() => server.close());
beforeEach(() => {
  kept = TOKEN;
  readings = [];
});

interface Shown {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly edited?: string;
}

async function shownIn(channel: string): Promise<readonly Shown[]> {
  const state = await (await fetch(`${server.endpoint}/state.json?team=${TEAM}`)).json();
  const { channels } = state as { channels: { id: string; messages: Shown[] }[] };
  return channels.find(({ id }) => id === channel)?.messages ?? [];
}

/** What became of a message: how Slack answered, or `again`. */
async function outcomeOf(act: () => Promise<SlackAnswer>): Promise<unknown> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'SlackFault')) throw error;
    return 'again';
  }
}

const post = () => slack.post(TEAM, 'C0SERVICE', MESSAGE);

async function placeOf(answer: SlackAnswer) {
  if (!('posted' in answer)) throw new Error('not posted');
  return answer.posted;
}

describe('post', () => {
  test('to a user stands in his conversation with the app, as it was written', async () => {
    const { channel, ts } = await placeOf(await slack.post(TEAM, 'U0SANTOS', MESSAGE));
    expect(channel).toBe('D0SANTOS');
    expect(await shownIn('D0SANTOS')).toEqual([
      expect.objectContaining({
        ts,
        text: MESSAGE.text,
        blocks: MESSAGE.blocks.map((block) => expect.objectContaining({ type: block.type })),
      }),
    ]);
  });

  test('in a thread answers the message', async () => {
    const { channel, ts } = await placeOf(await post());
    await placeOf(await slack.post(TEAM, channel, MESSAGES.reminder, ts));
    expect((await shownIn(channel)).at(-1)).toMatchObject({ thread_ts: ts, text: MESSAGES.reminder.text });
  });

  test.each<[string, unknown]>([
    ['channel_not_found', { rejected: 'recipient', note: 'channel_not_found' }],
    ['user_not_found', { rejected: 'recipient', note: 'user_not_found' }],
    ['is_archived', { rejected: 'recipient', note: 'is_archived' }],
    ['not_in_channel', { rejected: 'recipient', note: 'not_in_channel' }],
    ['token_revoked', { rejected: 'workspace', note: 'token_revoked' }],
    ['account_inactive', { rejected: 'workspace', note: 'account_inactive' }],
    ['invalid_auth', { rejected: 'workspace', note: 'invalid_auth' }],
    ['ratelimited', { later: 2 }],
    ['ratelimited-long', { later: 120 }],
    ['internal_error', 'again'],
    ['internal', 'again'],
    ['reset', 'again'],
  ])('on %s ends as %j after one try, and nothing stands there', async (mode, outcome) => {
    const before = (await shownIn('C0SERVICE')).length;
    await planFailure(server.endpoint, 'chat.postMessage', mode, 1);
    expect(await outcomeOf(post)).toEqual(outcome);
    expect(await shownIn('C0SERVICE')).toHaveLength(before);
    expect(await outcomeOf(post)).toHaveProperty('posted');
  });

  test.each([
    ['a channel that is not there', 'C0NOWHERE', 'channel_not_found'],
    ['a channel without the app', 'C0GENERAL', 'not_in_channel'],
    ['somebody of another workspace', 'U0OSEI', 'channel_not_found'],
    ['somebody who is gone', 'U0GONE', 'channel_not_found'],
  ])('to %s is refused for its recipient', async (_name, to, note) => {
    expect(await slack.post(TEAM, to, MESSAGE)).toEqual({ rejected: 'recipient', note });
  });

  test('whose answer was lost may be tried again: twice there, never not at all', async () => {
    const before = (await shownIn('C0SERVICE')).length;
    await planFailure(server.endpoint, 'chat.postMessage', 'lost-answer', 1);
    expect(await outcomeOf(post)).toBe('again');
    await post();
    expect(await shownIn('C0SERVICE')).toHaveLength(before + 2);
  });

  test('of a workspace without a secret is refused for the workspace', async () => {
    kept = undefined;
    expect(await post()).toEqual({ rejected: 'workspace', note: 'no_secret' });
  });

  test('with a token that was changed reads the secret again, once', async () => {
    kept = 'xoxb-1234567890123-before';
    expect(await post()).toHaveProperty('posted');
    expect(readings).toEqual([false, true]);
  });

  test('keeps token and texts out of what may be logged', async () => {
    await planFailure(server.endpoint, 'chat.postMessage', 'internal_error', 1);
    await expect(post()).rejects.toMatchObject({ name: 'SlackFault', message: 'internal_error' });
    await planFailure(server.endpoint, 'chat.postMessage', 'reset', 1);
    const fault = await post().catch((error: unknown) => error);
    expect(fault).toMatchObject({ message: expect.stringMatching(/^[A-Za-z]+$/) });
  });
});

describe('update', () => {
  test('changes a message where it stands', async () => {
    const place = await placeOf(await post());
    expect(await slack.update(TEAM, place, MESSAGES['card, approved'])).toEqual({ posted: place });
    expect((await shownIn(place.channel)).find(({ ts }) => ts === place.ts)).toMatchObject({
      text: MESSAGES['card, approved'].text,
      edited: expect.any(String),
    });
  });

  test('of a message that is gone is refused for the message', async () => {
    const place = { channel: 'C0SERVICE', ts: '1.000001' };
    expect(await slack.update(TEAM, place, MESSAGE)).toEqual({ rejected: 'message', note: 'message_not_found' });
  });

  test.each<[string, unknown]>([
    ['cant_update_message', { rejected: 'message', note: 'cant_update_message' }],
    ['token_revoked', { rejected: 'workspace', note: 'token_revoked' }],
    ['ratelimited', { later: 2 }],
    ['reset', 'again'],
  ])('on %s ends as %j', async (mode, outcome) => {
    const place = await placeOf(await post());
    await planFailure(server.endpoint, 'chat.update', mode, 1);
    expect(await outcomeOf(() => slack.update(TEAM, place, MESSAGE))).toEqual(outcome);
  });
});

describe('one run of a function', () => {
  test('waits once for a Slack that says nothing, and whatever else is to go there comes later', async () => {
    const came: (string | undefined)[] = [];
    const silent = await serveLoopback(0, async ({ url }) => void came.push(url));
    const run = forOneRun(slackPoster(readSecrets, `${silent.endpoint}/`));
    const place = { channel: 'C0SERVICE', ts: '1.000001' };
    expect(await outcomeOf(() => run.post(TEAM, 'U0SANTOS', MESSAGE))).toBe('again');
    expect(await outcomeOf(() => run.post(TEAM, 'C0SERVICE', MESSAGE))).toBe('again');
    expect(await outcomeOf(() => run.update(TEAM, place, MESSAGE))).toBe('again');
    expect(came).toEqual(['/chat.postMessage']);
    await silent.close();
  });

  test.each(['internal', 'reset', 'internal_error'])('goes on after %s, which was an answer', async (mode) => {
    const run = forOneRun(slack);
    await planFailure(server.endpoint, 'chat.postMessage', mode, 1);
    expect(await outcomeOf(() => run.post(TEAM, 'C0SERVICE', MESSAGE))).toBe('again');
    expect(await run.post(TEAM, 'C0SERVICE', MESSAGE)).toHaveProperty('posted');
  });
});

test.each(Object.keys(MESSAGES))('Slack takes: %s', async (name) => {
  const message = MESSAGES[name as keyof typeof MESSAGES];
  expect(await slack.post(TEAM, 'U0SANTOS', message)).toHaveProperty('posted');
});
