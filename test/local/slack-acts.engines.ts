/** What the local Slack sends for people, signed and in Slack's shapes, and what it does with the answers. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { signatureOf } from '../../local/slack/signing.ts';
import { SIGNING, type SlackApp, startSlackApp } from '../support/slack-app.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const SANTOS = { team: 'T0MERIDIAN', user: 'U0SANTOS' };
const ELSEWHERE = { team: 'T0MERIDIAN', user: 'U0ELSEWHERE' };
const plain = (text: string) => ({ type: 'plain_text', text });
const BUTTON = { type: 'button', text: plain('Review'), action_id: 'review', value: 'meridian-lab_AB' };
const CARD = [{ type: 'actions', block_id: 'card', elements: [BUTTON] }];
const option = (value: string) => ({ text: plain(value), value });
const DIALOG = {
  type: 'modal',
  callback_id: 'decide',
  private_metadata: 'kept',
  title: plain('Decide'),
  submit: plain('Send'),
  blocks: [
    {
      type: 'input',
      block_id: 'decision',
      label: plain('Decision'),
      element: { type: 'radio_buttons', action_id: 'v', options: [option('approve'), option('deny')] },
    },
    {
      type: 'input',
      block_id: 'code',
      label: plain('Code'),
      element: { type: 'plain_text_input', action_id: 'v', min_length: 6, max_length: 6 },
    },
    {
      type: 'input',
      block_id: 'release',
      optional: true,
      label: plain('Release'),
      element: { type: 'checkboxes', action_id: 'v', options: [option('yes')] },
    },
    {
      type: 'input',
      block_id: 'hold',
      label: plain('For'),
      element: {
        type: 'static_select',
        action_id: 'v',
        options: [option('1800'), option('900')],
        initial_option: option('1800'),
      },
    },
  ],
};
const VALUES = { decision: { v: 'approve' }, code: { v: '123456' } };

let app: SlackApp;
beforeAll(async () => {
  app = await startSlackApp({ dataDir: scratchDirectory() });
});
beforeEach(() => {
  app.answer = { status: 200, body: '', afterMs: 0 };
  app.ahead = 0;
});
afterAll(() => app.close());

async function card(channel = 'U0SANTOS'): Promise<{ channel: string; ts: string }> {
  const { channel: at, ts } = await app.call('chat.postMessage', { channel, text: 'Access', blocks: CARD });
  return { channel: String(at), ts: String(ts) };
}

/** Presses the button of a new card. @returns the trigger that came with it */
async function trigger(): Promise<string> {
  await app.act({ kind: 'press', ...SANTOS, ...(await card()), action: 'review' });
  return String(app.payload()['trigger_id']);
}

/** Opens the dialog before Ines Santos. */
async function dialog(view: object = DIALOG): Promise<string> {
  const opened = await app.call('views.open', { trigger_id: await trigger(), view });
  return (opened['view'] as { id: string }).id;
}

const openDialogs = async () => (await app.state()).modals;
const lastWhisper = async () => (await app.state()).ephemerals.at(-1);
const answering = (body: object) => {
  app.answer = { status: 200, body: JSON.stringify(body), afterMs: 0 };
};

describe('a press of a button', () => {
  test('is signed, and has every member that Slack documents', async () => {
    const place = await card();
    const { body } = await app.act({ kind: 'press', ...SANTOS, ...place, action: 'review' });
    expect(body).toMatchObject({ status: 200, body: '' });
    const { path, headers, body: sent } = app.came.at(-1) ?? { path: '', headers: {}, body: '' };
    expect(path).toBe('/slack/interactions');
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(headers['x-slack-signature']).toBe(signatureOf(SIGNING, String(headers['x-slack-request-timestamp']), sent));
    expect(app.payload()).toEqual({
      type: 'block_actions',
      user: { id: 'U0SANTOS', username: 'i.santos', name: 'i.santos', team_id: 'T0MERIDIAN' },
      api_app_id: 'A0MERIDIAN',
      token: expect.any(String),
      container: { type: 'message', message_ts: place.ts, channel_id: 'D0SANTOS', is_ephemeral: false },
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
      team: { id: 'T0MERIDIAN', domain: 'meridian-lab' },
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: 'D0SANTOS', name: 'directmessage' },
      message: expect.objectContaining({
        type: 'message',
        ts: place.ts,
        text: 'Access',
        bot_id: 'B0MERIDIAN',
        app_id: 'A0MERIDIAN',
      }),
      state: { values: {} },
      response_url: expect.stringContaining(`${app.endpoint}/hooks/`),
      actions: [
        {
          action_id: 'review',
          block_id: 'card',
          text: { type: 'plain_text', text: 'Review', emoji: true },
          value: 'meridian-lab_AB',
          type: 'button',
          action_ts: expect.any(String),
        },
      ],
    });
  });

  test('of somebody of a shared channel names his own workspace', async () => {
    await app.act({ kind: 'press', ...ELSEWHERE, ...(await card('C0SERVICE')), action: 'review' });
    expect(app.payload()).toMatchObject({ team: { id: 'T0MERIDIAN' }, user: { team_id: 'T0ELSEWHERE' } });
  });

  test('that is not there is a mistake of the test', async () => {
    const { status, body } = await app.act({ kind: 'press', ...SANTOS, ...(await card()), action: 'other' });
    expect([status, body]).toEqual([409, { error: 'no such button' }]);
  });

  test('can be sent altered, unsigned, and several times at once', async () => {
    const press = { kind: 'press', ...SANTOS, ...(await card()), action: 'review' };
    const before = app.came.length;
    const { body } = await app.act({ ...press, raw: { repeat: 3 } });
    expect(body['answers']).toHaveLength(3);
    expect(app.came.length - before).toBe(3);
    await app.act({ ...press, raw: { body: 'payload=%7B%7D', timestamp: '1531420618' } });
    expect(app.came.at(-1)).toMatchObject({
      body: 'payload=%7B%7D',
      headers: { 'x-slack-request-timestamp': '1531420618' },
    });
    await app.act({ ...press, raw: { signature: '' } });
    expect(app.came.at(-1)?.headers).not.toHaveProperty('x-slack-signature');
    await app.act({ ...press, raw: { userTeam: 'T0OTHER' } });
    expect(app.payload()).toMatchObject({ user: { team_id: 'T0OTHER' } });
  });

  test('that is not answered in three seconds tells the person so', async () => {
    app.answer = { status: 200, body: '', afterMs: 3_100 };
    await app.act({ kind: 'press', ...SANTOS, ...(await card()), action: 'review' });
    expect(await lastWhisper()).toMatchObject({ user: 'U0SANTOS', text: 'Wardkey did not answer: operation_timeout' });
  });
});

describe('a trigger', () => {
  const open = (trigger_id: string) => app.call('views.open', { trigger_id, view: DIALOG });

  test('opens one dialog', async () => {
    const id = await trigger();
    expect(await open(id)).toMatchObject({
      ok: true,
      view: { team_id: 'T0MERIDIAN', callback_id: 'decide', private_metadata: 'kept' },
    });
    expect(await open(id)).toEqual({ ok: false, error: 'exchanged_trigger_id' });
  });

  test('is good for three seconds', async () => {
    const id = await trigger();
    app.ahead = 3_100;
    expect(await open(id)).toEqual({ ok: false, error: 'expired_trigger_id' });
  });

  test('is nothing to another workspace, and nothing to guess', async () => {
    const view = DIALOG;
    expect(await app.call('views.open', { trigger_id: await trigger(), view }, 'T0MEDSERV')).toEqual({
      ok: false,
      error: 'invalid_trigger_id',
    });
    expect(await open('1.2.abc')).toEqual({ ok: false, error: 'invalid_trigger_id' });
  });

  test('is not used up by a view that is refused', async () => {
    const id = await trigger();
    const view = { ...DIALOG, title: plain('x'.repeat(25)) };
    expect(await app.call('views.open', { trigger_id: id, view })).toEqual({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
    });
    expect(await open(id)).toMatchObject({ ok: true });
  });
});

describe('a submission', () => {
  const submit = async (values: object = VALUES, view?: string) =>
    (await app.act({ kind: 'submit', ...SANTOS, view: view ?? (await dialog()), values })).body;

  test('has every member that Slack documents', async () => {
    const view = await dialog();
    await submit(VALUES, view);
    expect(app.payload()).toEqual({
      type: 'view_submission',
      team: { id: 'T0MERIDIAN', domain: 'meridian-lab' },
      user: { id: 'U0SANTOS', username: 'i.santos', name: 'i.santos', team_id: 'T0MERIDIAN' },
      api_app_id: 'A0MERIDIAN',
      token: expect.any(String),
      trigger_id: expect.any(String),
      enterprise: null,
      is_enterprise_install: false,
      response_urls: [],
      view: {
        id: view,
        team_id: 'T0MERIDIAN',
        type: 'modal',
        blocks: expect.any(Array),
        private_metadata: 'kept',
        callback_id: 'decide',
        external_id: '',
        state: {
          values: {
            decision: { v: { type: 'radio_buttons', selected_option: option('approve') } },
            code: { v: { type: 'plain_text_input', value: '123456' } },
            release: { v: { type: 'checkboxes', selected_options: [] } },
            hold: { v: { type: 'static_select', selected_option: option('1800') } },
          },
        },
        hash: expect.stringMatching(/^\d+\.\w+$/),
        title: plain('Decide'),
        submit: plain('Send'),
        close: null,
        clear_on_close: false,
        notify_on_close: false,
        previous_view_id: null,
        root_view_id: view,
        app_id: 'A0MERIDIAN',
        app_installed_team_id: 'T0MERIDIAN',
        bot_id: 'B0MERIDIAN',
      },
    });
  });

  test.each([
    ['nothing', {}, { decision: 'Please complete this required field.', code: 'Please complete this required field.' }],
    ['a short code', { ...VALUES, code: { v: '123' } }, { code: 'Please enter at least 6 characters.' }],
    ['a long code', { ...VALUES, code: { v: '1234567' } }, { code: 'Please enter no more than 6 characters.' }],
  ])('of %s is not sent: Slack’s own client says what is missing', async (_name, values, errors) => {
    const view = await dialog();
    const before = app.came.length;
    expect(await submit(values, view)).toMatchObject({ status: 0, errors });
    expect(app.came.length).toBe(before);
  });

  test('that is answered with nothing closes the dialog', async () => {
    await submit();
    expect(await openDialogs()).toEqual([]);
  });

  test('can be answered with words at a field', async () => {
    answering({ response_action: 'errors', errors: { code: 'Not accepted.' } });
    await submit();
    expect(await openDialogs()).toMatchObject([{ errors: { code: 'Not accepted.' } }]);
  });

  test('can be answered with another view, one on top, and the end of all', async () => {
    const view = await dialog();
    answering({ response_action: 'update', view: { ...DIALOG, callback_id: 'second' } });
    await submit(VALUES, view);
    expect(await openDialogs()).toMatchObject([{ id: view, view: { callback_id: 'second', root_view_id: view } }]);
    answering({ response_action: 'push', view: { ...DIALOG, callback_id: 'top' } });
    await submit(VALUES, view);
    const [, top] = await openDialogs();
    expect(top).toMatchObject({ view: { callback_id: 'top', root_view_id: view, previous_view_id: view } });
    answering({ response_action: 'clear' });
    await submit(VALUES, top?.id);
    expect(await openDialogs()).toEqual([]);
  });

  test.each([
    ['an error', { status: 500, body: '', afterMs: 0 }],
    ['words at no field', { status: 200, body: '{"response_action":"errors","errors":{"other":"x"}}', afterMs: 0 }],
    [
      'a view that Slack refuses',
      { status: 200, body: '{"response_action":"update","view":{"type":"modal"}}', afterMs: 0 },
    ],
    ['no JSON', { status: 200, body: 'fine', afterMs: 0 }],
  ])('that is answered with %s leaves the dialog open, with trouble', async (_name, answer) => {
    const view = await dialog();
    app.answer = answer;
    await submit(VALUES, view);
    expect(await openDialogs()).toMatchObject([
      { id: view, errors: { '': 'We had some trouble connecting. Try again?' } },
    ]);
  });

  test('of another person’s dialog is not possible', async () => {
    const deed = { kind: 'submit', team: 'T0MERIDIAN', user: 'U0GREENE', view: await dialog(), values: VALUES };
    expect(await app.act(deed)).toEqual({ status: 409, body: { error: 'no such dialog' } });
  });
});

describe('a command', () => {
  const run = () => app.act({ kind: 'command', ...SANTOS, text: 'list', channel: 'C0SERVICE' });

  test('is a form with every field that Slack documents', async () => {
    await run();
    const { path, body } = app.came.at(-1) ?? { path: '', body: '' };
    expect(path).toBe('/slack/commands');
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      token: expect.any(String),
      team_id: 'T0MERIDIAN',
      team_domain: 'meridian-lab',
      channel_id: 'C0SERVICE',
      channel_name: 'device-service',
      user_id: 'U0SANTOS',
      user_name: 'i.santos',
      command: '/service-access',
      text: 'list',
      api_app_id: 'A0MERIDIAN',
      is_enterprise_install: 'false',
      response_url: expect.stringContaining(`${app.endpoint}/hooks/`),
      trigger_id: expect.any(String),
    });
  });

  test('is answered to the person, or to the channel', async () => {
    answering({ response_type: 'ephemeral', text: 'Nothing is open.' });
    await run();
    expect(await lastWhisper()).toMatchObject({ channel: 'C0SERVICE', user: 'U0SANTOS', text: 'Nothing is open.' });
    answering({ response_type: 'in_channel', text: 'Hello' });
    await run();
    const channel = (await app.state()).channels.find(({ id }) => id === 'C0SERVICE');
    expect(channel?.messages.at(-1)).toMatchObject({ text: 'Hello' });
  });

  test.each([
    ['late', { status: 200, body: '', afterMs: 3_100 }, 'operation_timeout'],
    ['with an error', { status: 503, body: '', afterMs: 0 }, 'dispatch_failed'],
    [
      'with what Slack refuses',
      { status: 200, body: '{"blocks":[{"type":"card"}]}', afterMs: 0 },
      'invalid_command_response',
    ],
  ])('that is answered %s fails in Slack’s words', async (_name, answer, word) => {
    app.answer = answer;
    await run();
    expect(await lastWhisper()).toMatchObject({ text: `/service-access failed with the error "${word}"` });
  });
});

describe('an address to answer at', () => {
  async function hook(): Promise<{ url: string; place: { channel: string; ts: string } }> {
    const place = await card();
    await app.act({ kind: 'press', ...SANTOS, ...place, action: 'review' });
    return { url: String(app.payload()['response_url']), place };
  }
  async function say(url: string, body: object): Promise<readonly [number, string]> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return [response.status, await response.text()];
  }

  test('is good five times', async () => {
    const { url } = await hook();
    for (let use = 0; use < 5; use += 1) expect(await say(url, { text: 'x' })).toEqual([200, 'ok']);
    expect(await say(url, { text: 'x' })).toEqual([404, 'used_url']);
  });

  test('is good for half an hour', async () => {
    const { url } = await hook();
    app.ahead = 30 * 60_000 + 1_000;
    expect(await say(url, { text: 'x' })).toEqual([404, 'expired_url']);
  });

  test('is none of anybody’s making, and takes JSON only', async () => {
    expect(await say(`${app.endpoint}/hooks/other`, { text: 'x' })).toEqual([404, 'expired_url']);
    const { url } = await hook();
    expect((await fetch(url, { method: 'POST', body: 'text=x' })).status).toBe(400);
    expect(await say(url, { blocks: [{ type: 'card' }] })).toEqual([400, 'invalid_blocks']);
  });

  test('changes the message, says more, and takes the message away', async () => {
    const { url, place } = await hook();
    const here = async () =>
      (await app.state()).channels.find(({ id }) => id === place.channel)?.messages.find(({ ts }) => ts === place.ts);
    await say(url, { replace_original: true, text: 'Changed' });
    expect(await here()).toMatchObject({ text: 'Changed', blocks: [] });
    await say(url, { text: 'Only you' });
    expect(await lastWhisper()).toMatchObject({ user: 'U0SANTOS', text: 'Only you' });
    await say(url, { delete_original: true });
    expect(await here()).toBeUndefined();
  });
});

test('Slack makes sure of an address with a challenge, and tells of the app’s end', async () => {
  await app.act({ kind: 'verify', team: 'T0MERIDIAN' });
  expect(JSON.parse(app.came.at(-1)?.body ?? '')).toEqual({
    token: expect.any(String),
    challenge: expect.any(String),
    type: 'url_verification',
  });
  await app.act({ kind: 'event', team: 'T0MERIDIAN', event: 'app_uninstalled' });
  expect(JSON.parse(app.came.at(-1)?.body ?? '')).toMatchObject({
    type: 'event_callback',
    team_id: 'T0MERIDIAN',
    event: { type: 'app_uninstalled' },
  });
  expect(app.came.at(-1)).toMatchObject({ path: '/slack/events', headers: { 'content-type': 'application/json' } });
});
