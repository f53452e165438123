/** The local Slack, called by the client that the broker uses. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LogLevel, WebClient } from '@slack/web-api';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { WORKSPACES } from '../../local/slack/workspaces.ts';
import { startSlack } from '../../local/slack.ts';
import { planFailure, scratchDirectory } from '../support/stand-in.ts';

const SECRETS = { signing: ['8f742231b10e8888abcd99yyyzzz85a5'], botToken: 'xoxb-1234567890123-meridian' };
const BLOCKS = [
  { type: 'header', text: { type: 'plain_text', text: 'Access wanted' } },
  {
    type: 'actions',
    elements: [{ type: 'button', text: { type: 'plain_text', text: 'Review' }, action_id: 'review' }],
  },
];

let slack: LoopbackServer;
let web: WebClient;

beforeAll(async () => {
  slack = await startSlack({
    dataDir: scratchDirectory(),
    workspaces: WORKSPACES,
    gateway: () => 'http://127.0.0.1:9',
    secrets: (team) => (team === 'T0MERIDIAN' ? SECRETS : { signing: ['other'], botToken: 'xoxb-1234567890123-other' }),
    now: () => Date.now(),
  });
  web = clientWith(SECRETS.botToken);
});
afterAll(() => slack.close());

function clientWith(token: string | undefined): WebClient {
  return new WebClient(token, {
    slackApiUrl: `${slack.endpoint}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

/** Slack's word, and what it complains of. */
async function complaint(call: Promise<unknown>): Promise<unknown> {
  const fault = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  const { error, response_metadata } = (
    fault as { data: { error: string; response_metadata?: { messages?: string[] } } }
  ).data;
  return [error, ...(response_metadata?.messages ?? [])];
}

describe('posting', () => {
  test('a user id posts into his conversation with the app, where the message can be changed', async () => {
    const { channel, ts } = await web.chat.postMessage({
      channel: 'U0SANTOS',
      text: 'Access wanted',
      blocks: BLOCKS as never,
    });
    expect(channel).toBe('D0SANTOS');
    const changed = await web.chat.update({ channel: String(channel), ts: String(ts), text: 'Decided', blocks: [] });
    expect(changed.text).toBe('Decided');
    const answer = await web.chat.postMessage({ channel: String(channel), thread_ts: String(ts), text: 'Ended' });
    expect(answer.message).toMatchObject({ thread_ts: ts });
  });

  test.each<[string, () => Promise<unknown>, readonly string[]]>([
    [
      'a channel that is not there',
      () => web.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }),
      ['channel_not_found'],
    ],
    [
      'a person of another workspace',
      () => web.chat.postMessage({ channel: 'U0OSEI', text: 'x' }),
      ['channel_not_found'],
    ],
    ['a channel without the app', () => web.chat.postMessage({ channel: 'C0GENERAL', text: 'x' }), ['not_in_channel']],
    ['nothing to say', () => web.chat.postMessage({ channel: 'C0SERVICE', blocks: [] } as never), ['no_text']],
    [
      'a message that is not there',
      () => web.chat.update({ channel: 'C0SERVICE', ts: '1.000001', text: 'x' }),
      ['message_not_found'],
    ],
    ['another’s token', () => clientWith('xoxb-of-nobody').auth.test(), ['invalid_auth']],
    ['no token', () => clientWith(undefined).auth.test(), ['not_authed']],
  ])('%s is refused in Slack’s words', async (_name, call, words) => {
    expect(await complaint(call())).toEqual(words);
  });

  test.each([
    ['channel_not_found', 'channel_not_found'],
    ['token_revoked', 'token_revoked'],
    ['account_inactive', 'account_inactive'],
  ])('fails on demand with %s, once', async (mode, word) => {
    await planFailure(slack.endpoint, 'chat.postMessage', mode, 1);
    const post = () => web.chat.postMessage({ channel: 'C0SERVICE', text: 'x' });
    expect(await complaint(post())).toEqual([word]);
    expect((await post()).ok).toBe(true);
  });

  test('too many calls are answered with the seconds to wait', async () => {
    await planFailure(slack.endpoint, 'chat.postMessage', 'ratelimited-long', 1);
    await expect(web.chat.postMessage({ channel: 'C0SERVICE', text: 'x' })).rejects.toMatchObject({ retryAfter: 120 });
  });
});
