/** Payloads in the shapes that Slack documents are read; what is none of them is not. */
import { describe, expect, test } from '@jest/globals';
import { BlockActions, CommandForm, SlackEvent, ViewSubmission } from '../../core/slack-contract.ts';

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const BLOCK_ACTIONS = {
  type: 'block_actions',
  team: { id: 'T9TK3CUKW', domain: 'example' },
  user: { id: 'UA8RXUSPL', username: 'jtorrance', name: 'jtorrance', team_id: 'T9TK3CUKW' },
  api_app_id: 'AABA1ABCD',
  token: '9s8d9as89d8as9d8as989',
  container: { type: 'message', message_ts: '1548261231.000200', channel_id: 'CBR2V3XEX', is_ephemeral: false },
  trigger_id: '12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3',
  channel: { id: 'CBR2V3XEX', name: 'review-updates' },
  enterprise: null,
  is_enterprise_install: false,
  message: {
    bot_id: 'BAH5CA16Z',
    type: 'message',
    text: 'This content is here.',
    user: 'UAJ2RU415',
    ts: '1548261231.000200',
  },
  state: { values: {} },
  response_url: 'https://hooks.slack.com/actions/AABA1ABCD/1232321423432/D09sSasdasdAS9091209',
  actions: [
    {
      action_id: 'WaXA',
      block_id: '=qXel',
      text: { type: 'plain_text', text: 'View', emoji: true },
      value: 'click_me_123',
      type: 'button',
      action_ts: '1548426417.840180',
    },
  ],
};

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const VIEW_SUBMISSION = {
  type: 'view_submission',
  team: { id: 'T9TK3CUKW', domain: 'example' },
  user: { id: 'UA8RXUSPL', username: 'jtorrance', name: 'jtorrance', team_id: 'T9TK3CUKW' },
  api_app_id: 'AABA1ABCD',
  token: '9s8d9as89d8as9d8as989',
  trigger_id: '12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3',
  view: {
    id: 'VNHU13V36',
    team_id: 'T9TK3CUKW',
    type: 'modal',
    blocks: [{ type: 'input', block_id: 'multi-line', label: { type: 'plain_text', text: 'Reason' } }],
    private_metadata: 'shhh-its-secret',
    callback_id: 'modal-with-inputs',
    state: {
      values: {
        'multi-line': { 'ml-value': { type: 'plain_text_input', value: 'This is my example inputted value' } },
        empty: { text: { type: 'plain_text_input', value: null } },
        radio: { one: { type: 'radio_buttons', selected_option: null } },
        boxes: {
          some: { type: 'checkboxes', selected_options: [{ text: { type: 'plain_text', text: 'A' }, value: 'a' }] },
        },
      },
    },
    hash: '156663117.cd33ad1f',
    root_view_id: 'VNHU13V36',
    previous_view_id: null,
    app_id: 'AABA1ABCD',
    bot_id: 'BAH5CA16Z',
  },
  response_urls: [],
  is_enterprise_install: false,
  enterprise: null,
};

/** https://docs.slack.dev/interactivity/implementing-slash-commands, as the fields of a form. */
const COMMAND = {
  token: ['gIkuvaNzQIHg97ATvDxqgjtO'],
  team_id: ['T0001'],
  team_domain: ['example'],
  enterprise_id: ['E0001'],
  channel_id: ['C2147483705'],
  channel_name: ['test'],
  user_id: ['U2147483697'],
  user_name: ['Steve'],
  command: ['/weather'],
  text: ['94070'],
  response_url: ['https://hooks.slack.com/commands/1234/5678'],
  trigger_id: ['13345224609.738474920.8088930838d88f008e0'],
  api_app_id: ['A123456'],
};

const isRead = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('as Slack documents it', () => {
  test('a pressed button is read', () => {
    expect(BlockActions.parse(BLOCK_ACTIONS)).toEqual({
      type: 'block_actions',
      user: { id: 'UA8RXUSPL', team_id: 'T9TK3CUKW' },
      trigger_id: BLOCK_ACTIONS.trigger_id,
      response_url: BLOCK_ACTIONS.response_url,
      actions: [{ action_id: 'WaXA', value: 'click_me_123' }],
    });
  });

  test('a sent dialog is read, with what is empty', () => {
    const { view } = ViewSubmission.parse(VIEW_SUBMISSION);
    expect(view.state.values).toEqual({
      'multi-line': { 'ml-value': { value: 'This is my example inputted value' } },
      empty: { text: { value: null } },
      radio: { one: { selected_option: null } },
      boxes: { some: { selected_options: [{ value: 'a' }] } },
    });
  });

  test('a command is read', () => {
    expect(CommandForm.parse(COMMAND)).toEqual({
      user_id: ['U2147483697'],
      text: ['94070'],
      trigger_id: COMMAND.trigger_id,
    });
  });

  test.each(['app_uninstalled', 'tokens_revoked'])('the event %s is read', (type) => {
    const sent = {
      token: 'XXYYZZ',
      team_id: 'T123ABC456',
      api_app_id: 'A123ABC456',
      event: { type },
      type: 'event_callback',
      event_id: 'Ev123ABC456',
      event_time: 123456789,
    };
    expect(isRead(SlackEvent, sent)).toBe(true);
  });
});

describe('what is none of it', () => {
  test.each<[string, Parameters<typeof isRead>[0], unknown]>([
    ['a button of nobody', BlockActions, { ...BLOCK_ACTIONS, user: { id: 'not an id' } }],
    ['a press of no button', BlockActions, { ...BLOCK_ACTIONS, actions: [] }],
    [
      'a dialog without what was entered',
      ViewSubmission,
      { ...VIEW_SUBMISSION, view: { ...VIEW_SUBMISSION.view, state: {} } },
    ],
    [
      'a dialog of another’s name',
      ViewSubmission,
      { ...VIEW_SUBMISSION, view: { ...VIEW_SUBMISSION.view, id: '../x' } },
    ],
    ['a command of two people', CommandForm, { ...COMMAND, user_id: ['U2147483697', 'U2147483698'] }],
    ['a command with two texts', CommandForm, { ...COMMAND, text: ['list', 'help'] }],
  ])('%s is refused', (_what, schema, sent) => {
    expect(isRead(schema, sent)).toBe(false);
  });
});
