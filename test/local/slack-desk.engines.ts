/** The local Slack in a browser's hands: what each person sees, presses and fills in, without a script. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Browser, type Page } from '../support/browser.ts';
import { type SlackApp, startSlackApp } from '../support/slack-app.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const SANTOS = { team: 'T0MERIDIAN', user: 'U0SANTOS', at: 'D0SANTOS' };
const plain = (text: string) => ({ type: 'plain_text', text });
const CARD = [{ type: 'actions', elements: [{ type: 'button', text: plain('Review'), action_id: 'review' }] }];
const DIALOG = {
  type: 'modal',
  title: plain('Decide'),
  submit: plain('Send'),
  blocks: [
    {
      type: 'input',
      block_id: 'code',
      label: plain('Code'),
      element: { type: 'plain_text_input', action_id: 'v', min_length: 6 },
    },
    {
      type: 'input',
      block_id: 'yes',
      optional: true,
      label: plain('Release'),
      element: {
        type: 'checkboxes',
        action_id: 'v',
        options: [{ text: plain('Yes'), value: 'yes' }],
        initial_options: [{ text: plain('Yes'), value: 'yes' }],
      },
    },
  ],
};
const FIELD = 'field/code/v';

const browser = new Browser();
let app: SlackApp;
beforeAll(async () => {
  app = await startSlackApp({ dataDir: scratchDirectory() });
});
beforeEach(() => {
  app.answer = { status: 200, body: '', afterMs: 0 };
});
afterAll(() => app.close());

const see = (user: string, at: string, team = 'T0MERIDIAN') =>
  browser.visit(`${app.endpoint}/?${new URLSearchParams({ who: `${team}/${user}`, at })}`);
const submit = (form: Record<string, string>): Promise<Page> => browser.visit(`${app.endpoint}/do`, { form });

async function card(channel = 'U0SANTOS', text = 'Access'): Promise<string> {
  return String((await app.call('chat.postMessage', { channel, text, blocks: CARD }))['ts']);
}

/** Opens the dialog before Ines Santos. */
async function dialog(): Promise<string> {
  await submit({ ...SANTOS, ts: await card(), press: 'review' });
  const { view } = await app.call('views.open', { trigger_id: app.payload()['trigger_id'], view: DIALOG });
  return (view as { id: string }).id;
}

test('a person sees his own conversation with the app, and the channels of his workspace', async () => {
  await app.call('chat.postMessage', { channel: 'U0SANTOS', text: 'for Ines alone' });
  await app.call('chat.postMessage', { channel: 'C0SERVICE', text: 'for the channel' });
  expect((await see('U0SANTOS', 'D0SANTOS')).text).toContain('for Ines alone');
  expect((await see('U0GREENE', 'D0SANTOS')).text).not.toContain('for Ines alone');
  expect((await see('U0GREENE', 'C0SERVICE')).text).toContain('for the channel');
  expect((await see('U0OSEI', 'C0SERVICE', 'T0MEDSERV')).text).not.toContain('for the channel');
});

test('a press of a button is sent, and leads back to where it was', async () => {
  const ts = await card();
  const { status, headers } = await submit({ ...SANTOS, ts, press: 'review' });
  expect([status, headers.get('location')]).toEqual([303, '/?who=T0MERIDIAN%2FU0SANTOS&at=D0SANTOS']);
  expect(app.payload()).toMatchObject({
    user: { id: 'U0SANTOS' },
    container: { message_ts: ts },
    actions: [{ action_id: 'review' }],
  });
});

describe('a dialog', () => {
  test('is before the one who opened it, and keeps what he typed when it is refused at a field', async () => {
    const view = await dialog();
    app.answer = {
      status: 200,
      body: JSON.stringify({ response_action: 'errors', errors: { code: 'Not accepted.' } }),
      afterMs: 0,
    };
    await submit({ ...SANTOS, view, [FIELD]: '654321', submit: 'yes' });
    const { text } = await see('U0SANTOS', 'D0SANTOS');
    expect([text.includes('Not accepted.'), text.includes('value="654321"')]).toEqual([true, true]);
    expect((await see('U0GREENE', 'D0GREENE')).text).not.toContain('id="dialog"');
  });

  test('sends a box that was unticked as unticked', async () => {
    const view = await dialog();
    await submit({ ...SANTOS, view, [FIELD]: '654321', submit: 'yes' });
    expect(app.payload()).toMatchObject({ view: { state: { values: { yes: { v: { selected_options: [] } } } } } });
    expect((await see('U0SANTOS', 'D0SANTOS')).text).not.toContain('id="dialog"');
  });

  test('that is closed is gone, and nothing was sent', async () => {
    const view = await dialog();
    const before = app.came.length;
    await submit({ ...SANTOS, view, close: 'yes' });
    expect([(await app.state()).modals, app.came.length]).toEqual([[], before]);
  });
});

test('a command is sent, and its answer seen by the person alone', async () => {
  app.answer = { status: 200, body: JSON.stringify({ text: 'Nothing *waits*.' }), afterMs: 0 };
  await submit({ ...SANTOS, at: 'C0SERVICE', line: '/service-access  list ' });
  expect(new URLSearchParams(app.came.at(-1)?.body).get('text')).toBe('list');
  expect((await see('U0SANTOS', 'C0SERVICE')).text).toContain('Nothing <strong>waits</strong>.');
  expect((await see('U0GREENE', 'C0SERVICE')).text).not.toContain('Nothing <strong>waits</strong>.');
});

test('what is no command is sent nowhere', async () => {
  const before = app.came.length;
  await submit({ ...SANTOS, line: 'hello' });
  expect(app.came.length).toBe(before);
  expect((await see('U0SANTOS', 'D0SANTOS')).text).toContain('Only /service-access is understood here.');
});

test('a form of another origin does nothing', async () => {
  const before = app.came.length;
  const headers = { origin: 'https://a.example', 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ ...SANTOS, ts: await card(), press: 'review' });
  const { status } = await fetch(`${app.endpoint}/do`, { method: 'POST', headers, body });
  expect([status, app.came.length]).toEqual([403, before]);
});

test('the page allows its own styles and forms, and nothing else', async () => {
  const { headers, text } = await see('U0SANTOS', 'D0SANTOS');
  const policy = headers.get('content-security-policy') ?? '';
  const [, nonce = ''] = /style-src 'nonce-([\w-]+)'/.exec(policy) ?? [];
  expect(policy).toBe(
    `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  expect([...text.matchAll(/<style nonce="([\w-]+)"/g)].every(([, own]) => own === nonce)).toBe(true);
});
