/** What is taken for Slack's, and what is not: the vector that Slack documents, and every way to be near it. */
import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from '../../core/problems.ts';
import type { ReadSlackSecrets } from '../../core/slack-ports.ts';
import { slackSignatures } from '../../lambdas/slack-signature.ts';

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const TIME = 1531420618;
const BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
const SIGNATURE = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';

const FORM = 'application/x-www-form-urlencoded';

function event(more: Partial<APIGatewayProxyEventV2> = {}, headers: Readonly<Record<string, string>> = {}) {
  return {
    body: BODY,
    isBase64Encoded: false,
    headers: {
      'content-type': FORM,
      'x-slack-signature': SIGNATURE,
      'x-slack-request-timestamp': String(TIME),
      ...headers,
    },
    ...more,
  } as unknown as APIGatewayProxyEventV2;
}

const secretsOf =
  (signing: readonly string[], newer = signing): ReadSlackSecrets =>
  async (team, _now, isNewer) =>
    team === 'T1DC2JH3J'
      ? { organisation: 'st-marys', signing: isNewer ? newer : signing, botToken: 'xoxb-0000000000000000' }
      : undefined;

/** What is signed anew, as whoever holds the secret would. */
function signed(body: string, secret = SECRET, type = FORM) {
  const signature = createHmac('sha256', secret).update(`v0:${TIME}:${body}`).digest('hex');
  return event({ body }, { 'x-slack-signature': `v0=${signature}`, 'content-type': type });
}

const KNOWN = { team: 'T1DC2JH3J', organisation: 'st-marys', signature: SIGNATURE };
const verify = (sent: APIGatewayProxyEventV2, now = TIME, secrets = secretsOf([SECRET])) =>
  slackSignatures(secrets)(sent, now);

async function refusal(sent: APIGatewayProxyEventV2, now?: number, secrets?: ReadSlackSecrets): Promise<unknown> {
  const error: unknown = await verify(sent, now, secrets).catch((cause: unknown) => cause);
  return error instanceof Problem ? [error.type, error.extra] : error;
}

const ONE_ANSWER = ['signature-rejected', {}];

describe('a signature', () => {
  test('as Slack documents it names the workspace', async () => {
    expect(await verify(event())).toEqual(KNOWN);
  });

  test('is over the bytes that were sent, also where the gateway hands them over as base64', async () => {
    const body = Buffer.from(BODY).toString('base64');
    expect(await verify(event({ body, isBase64Encoded: true }))).toEqual(KNOWN);
  });

  test('is good for five minutes, by a clock that is off in either direction', async () => {
    expect(await verify(event(), TIME + 300)).toEqual(KNOWN);
    expect(await verify(event(), TIME - 300)).toEqual(KNOWN);
  });

  test('counts under the secret before the current one as long as that is named', async () => {
    expect(await verify(event(), TIME, secretsOf(['0'.repeat(32), SECRET]))).toEqual(KNOWN);
  });

  test('counts under a secret that was changed a moment ago: it is read again', async () => {
    expect(await verify(event(), TIME, secretsOf(['0'.repeat(32)], [SECRET]))).toEqual(KNOWN);
  });

  test('of a button or dialog names the workspace in its payload', async () => {
    const body = new URLSearchParams({ payload: JSON.stringify({ type: 'x', team: { id: 'T1DC2JH3J' } }) }).toString();
    expect((await verify(signed(body))).team).toBe('T1DC2JH3J');
  });

  test('of an event names it beside the event', async () => {
    const body = JSON.stringify({ type: 'event_callback', team_id: 'T1DC2JH3J', event: { type: 'app_uninstalled' } });
    expect((await verify(signed(body, SECRET, 'application/json'))).team).toBe('T1DC2JH3J');
  });
});

const TEAMLESS = BODY.replace('team_id=T1DC2JH3J&', '');

describe('one answer', () => {
  test.each<[string, APIGatewayProxyEventV2, number?, ReadSlackSecrets?]>([
    ['no signature', event({ headers: { 'content-type': FORM, 'x-slack-request-timestamp': String(TIME) } })],
    ['no time', event({ headers: { 'content-type': FORM, 'x-slack-signature': SIGNATURE } })],
    ['two signatures', event({}, { 'x-slack-signature': `${SIGNATURE},${SIGNATURE}` })],
    ['two times', event({}, { 'x-slack-request-timestamp': `${TIME},${TIME}` })],
    ['an unknown version', event({}, { 'x-slack-signature': SIGNATURE.replace('v0', 'v1') })],
    ['no version', event({}, { 'x-slack-signature': SIGNATURE.slice(3) })],
    ['capital digits', event({}, { 'x-slack-signature': SIGNATURE.toUpperCase() })],
    ['a digit less', event({}, { 'x-slack-signature': SIGNATURE.slice(0, -1) })],
    ['another digit', event({}, { 'x-slack-signature': SIGNATURE.replace('a2114d', 'a2114e') })],
    ['a time that was not signed', event({}, { 'x-slack-request-timestamp': String(TIME + 1) })],
    ['a time with a sign', event({}, { 'x-slack-request-timestamp': `+${TIME}` })],
    ['a time in milliseconds', event({}, { 'x-slack-request-timestamp': `${TIME}000` })],
    ['an altered body', event({ body: BODY.replace('text=', 'text=list') })],
    ['a body with a byte more', event({ body: `${BODY}\n` })],
    ['no body', event({ body: '' })],
    ['an older one', event(), TIME + 301],
    ['one of the future', event(), TIME - 301],
    ['another workspace’s secret', event(), TIME, secretsOf(['f'.repeat(32)])],
    ['a workspace without a secret', signed(BODY.replace('T1DC2JH3J&', 'T000000000&'))],
    ['no workspace', signed(TEAMLESS)],
    ['two workspaces', signed(`${BODY}&team_id=T1DC2JH3J`)],
    ['a workspace that is none', signed(BODY.replace('T1DC2JH3J&', '..%2Fsession&'))],
    ['a payload that is no JSON', signed('payload=%7B')],
    ['a payload without a workspace', signed(`payload=${encodeURIComponent('{"team":null}')}`)],
    ['bytes that are no text', event({ body: '//79', isBase64Encoded: true })],
  ])('is given to %s', async (_what, ...sent) => {
    expect(await refusal(...sent)).toEqual(ONE_ANSWER);
  });

  test('reads no secret for what is not of the form of a signature', async () => {
    const secrets: ReadSlackSecrets = async () => {
      throw new Error('read');
    };
    expect(await refusal(event({}, { 'x-slack-signature': 'v0=' }), TIME, secrets)).toEqual(ONE_ANSWER);
    expect(await refusal(event(), TIME + 301, secrets)).toEqual(ONE_ANSWER);
  });
});

describe('url_verification', () => {
  const greeting = {
    token: 'Jhj5dZrVaK7ZwHHjRyZWjbDl',
    challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
    type: 'url_verification',
  };
  const unsigned = (body: object) =>
    event({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

  test('needs no signature, as it names no workspace', async () => {
    expect(await verify(unsigned(greeting))).toEqual({ team: '', organisation: '', signature: '' });
  });

  test.each<[string, object]>([
    ['more', { ...greeting, team_id: 'T1DC2JH3J' }],
    ['markup to say back', { ...greeting, challenge: '<script>' }],
    ['much to say back', { ...greeting, challenge: 'x'.repeat(256) }],
    ['an event', { ...greeting, type: 'event_callback' }],
  ])('with %s is no such thing', async (_what, body) => {
    expect(await refusal(unsigned(body))).toEqual(ONE_ANSWER);
  });
});
