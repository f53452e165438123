/** The local Slack's page from its view model: hostile text stays text, and Slack's markup is shown. */
import { describe, expect, test } from '@jest/globals';
import { judgeBlocks, judgeModal } from '../../local/slack/blocks.ts';
import type { Ephemeral, Message, OpenModal } from '../../local/slack/memory.ts';
import { mrkdwn } from '../../local/slack/mrkdwn.ts';
import { type Desk, slackPage } from '../../local/slack/pages.ts';
import { WORKSPACES } from '../../local/slack/workspaces.ts';

const HOSTILE = '"><script>alert(1)</script>\u202E';
const plain = (text: string) => ({ type: 'plain_text', text });
const [workspace] = WORKSPACES;
const [member] = workspace?.members ?? [];
if (!workspace || !member) throw new Error('nobody is there');

const blocks = judgeBlocks([
  { type: 'header', text: plain(HOSTILE) },
  {
    type: 'section',
    fields: [plain(HOSTILE)],
    accessory: { type: 'button', text: plain(HOSTILE), action_id: HOSTILE, url: 'https://a.example/"' },
  },
  { type: 'context', elements: [{ type: 'mrkdwn', text: HOSTILE }] },
  { type: 'actions', elements: [{ type: 'button', text: plain(HOSTILE), action_id: HOSTILE }] },
]);
const view = judgeModal({
  type: 'modal',
  title: plain('<b>title</b>'),
  submit: plain('<b>send</b>'),
  blocks: [
    {
      type: 'input',
      block_id: HOSTILE,
      label: plain(HOSTILE),
      hint: plain(HOSTILE),
      element: { type: 'plain_text_input', action_id: HOSTILE, initial_value: HOSTILE },
    },
    {
      type: 'input',
      block_id: 'b',
      label: plain('Box'),
      element: { type: 'checkboxes', action_id: 'b', options: [{ text: plain(HOSTILE), value: HOSTILE }] },
    },
    {
      type: 'input',
      block_id: 's',
      label: plain('One'),
      element: { type: 'static_select', action_id: 's', options: [{ text: plain(HOSTILE), value: HOSTILE }] },
    },
  ],
});
if ('errors' in blocks || 'errors' in view) throw new Error('refused');

const message: Message = {
  kind: 'message',
  team: workspace.team,
  channel: 'C0SERVICE',
  ts: '1795464000.000001',
  text: HOSTILE,
  blocks: blocks.taken,
};
const whisper: Ephemeral = {
  kind: 'ephemeral',
  team: workspace.team,
  channel: 'C0SERVICE',
  user: member.id,
  ts: '1795464000.000002',
  text: HOSTILE,
  blocks: [],
  isSlacks: true,
};
const modal = {
  kind: 'modal',
  team: workspace.team,
  user: member.id,
  view: { ...view.taken, id: 'V1' },
  errors: { [HOSTILE]: HOSTILE, '': HOSTILE },
} as unknown as OpenModal;
const desk: Desk = {
  workspaces: WORKSPACES,
  workspace,
  member,
  at: 'C0SERVICE',
  messages: [message, whisper],
  modal,
  typed: {},
};

describe('the page of the local Slack', () => {
  test('shows what anybody wrote as text, and runs no script', () => {
    const text = slackPage(desk, 'n');
    expect(text).not.toMatch(/<script|<b>/);
    expect(text).not.toContain('\u202E');
    expect(text).toContain('&lt;b&gt;title&lt;/b&gt;');
  });

  test('fetches nothing', () => {
    expect(slackPage(desk, 'n')).not.toMatch(/<(?:link|img|iframe|object|script)|src=|url\(/);
  });

  test('shows words at the field that they are about', () => {
    const open = { ...modal, errors: { b: 'Tick this.' } };
    expect(slackPage({ ...desk, modal: open }, 'n')).toMatch(/Box\s*<\/legend>[\s\S]{0,120}Tick this\./);
  });

  test('does not let anybody be seen as who has left', () => {
    expect(slackPage(desk, 'n')).not.toContain('Gerda Gone');
  });

  test.each([
    ['*bold* _it_ ~no~ `code`', '<strong>bold</strong> <em>it</em> <s>no</s> <code>code</code>'],
    ['slack_code_x 2*3*4', 'slack_code_x 2*3*4'],
    ['a &amp; &lt;b&gt;', 'a &amp; &lt;b&gt;'],
    [
      '<https://a.example/?x=1&amp;y|here>',
      '<a class="govuk-link" href="https://a.example/?x=1&amp;y" target="_blank" rel="noopener noreferrer">here</a>',
    ],
    ['<javascript:alert(1)|here>', 'here'],
    ['<@U0SANTOS> <!date^1^{time}|at noon>', '@U0SANTOS at noon'],
    ['one\ntwo', 'one<br>two'],
  ])('%j is shown as Slack shows it', (text, shown) => {
    expect(mrkdwn(text).toString()).toBe(shown);
  });
});
