/** What the local Slack refuses, in Slack's words, at each limit and one beyond it. */
import { describe, expect, test } from '@jest/globals';
import { judgeBlocks, judgeModal } from '../../local/slack/blocks.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const long = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, one: T) => Array.from({ length: count }, () => one);

const header = (length: number) => ({ type: 'header', text: plain(long(length)) });
const section = (length: number) => ({ type: 'section', text: mrkdwn(long(length)) });
const fields = (count: number, length = 1) => ({ type: 'section', fields: many(count, mrkdwn(long(length))) });
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
const actions = (...elements: readonly object[]) => ({ type: 'actions', elements });
const context = (count: number) => ({ type: 'context', elements: many(count, mrkdwn('x')) });
const option = (length = 1, value = 'a') => ({ text: plain(long(length)), value });
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain('Code'), element, ...more });
const typed = { type: 'plain_text_input', action_id: 'code' };
const modal = (more: object = {}) => ({
  type: 'modal',
  title: plain('Decide'),
  submit: plain('Send'),
  blocks: [],
  ...more,
});

type Row = readonly [name: string, taken: object, refused: object, complaint: string];

describe('a message', () => {
  test.each<Row>([
    [
      'a header of 150 characters',
      header(150),
      header(151),
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a text of 3000',
      section(3000),
      section(3001),
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['10 fields', fields(10), fields(11), 'no more than 10 items allowed [json-pointer:/blocks/0/fields]'],
    [
      'a field of 2000',
      fields(1, 2000),
      fields(1, 2001),
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    [
      '10 elements of context',
      context(10),
      context(11),
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      '25 buttons',
      actions(...many(25, button())),
      actions(...many(26, button())),
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a button’s text of 75',
      actions(button({ text: plain(long(75)) })),
      actions(button({ text: plain(long(76)) })),
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a button’s value of 2000',
      actions(button({ value: long(2000) })),
      actions(button({ value: long(2001) })),
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'an action_id of 255',
      actions(button({ action_id: long(255) })),
      actions(button({ action_id: long(256) })),
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
    ],
    [
      'a block_id of 255',
      { type: 'divider', block_id: long(255) },
      { type: 'divider', block_id: long(256) },
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
    ],
    ['a known type', section(1), { type: 'card' }, 'unsupported type [json-pointer:/blocks/0/type]'],
    [
      'text where there is any',
      section(1),
      section(0),
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['a header with text', header(1), { type: 'header' }, 'missing required field: text [json-pointer:/blocks/0]'],
    [
      'a section with something',
      section(1),
      { type: 'section' },
      'missing required field: text [json-pointer:/blocks/0]',
    ],
    [
      'known members',
      section(1),
      { ...section(1), color: 'red' },
      'invalid additional property: color [json-pointer:/blocks/0]',
    ],
    [
      'plain text in a header',
      header(1),
      { type: 'header', text: mrkdwn('x') },
      'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      'a button with an address',
      actions(button({ url: 'https://a.example' })),
      actions(button({ url: 'javascript:x' })),
      'must be in a valid format [json-pointer:/blocks/0/elements/0/url]',
    ],
    [
      'action_ids of their own',
      actions(button({ action_id: 'a' }), button({ action_id: 'b' })),
      actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
      '`action_id` already exists in this block [json-pointer:/blocks/0]',
    ],
  ])('may have %s and no more', (_name, taken, refused, complaint) => {
    expect(judgeBlocks([taken])).toHaveProperty('taken');
    expect(judgeBlocks([refused])).toEqual({ errors: [`[ERROR] ${complaint}`] });
  });

  test('may have 50 blocks', () => {
    expect(judgeBlocks(many(50, section(1)))).toHaveProperty('taken');
    expect(judgeBlocks(many(51, section(1)))).toEqual({
      errors: ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'],
    });
  });

  test('has no two blocks of one name, and a name for each that came without', () => {
    const named = { type: 'divider', block_id: 'a' };
    expect(judgeBlocks([named, named])).toEqual({
      errors: ['[ERROR] `block_id` already exists in this surface [json-pointer:/blocks/1/block_id]'],
    });
    expect(judgeBlocks([actions(button())])).toMatchObject({
      taken: [{ block_id: expect.any(String), elements: [{ action_id: expect.any(String) }] }],
    });
  });
});

describe('a modal', () => {
  const radios = (count: number) => input({ type: 'radio_buttons', options: many(count, option()) });
  const boxes = (count: number) => input({ type: 'checkboxes', options: many(count, option()) });
  const selects = (count: number) => input({ type: 'static_select', options: many(count, option()) });
  const holding = (...blocks: readonly object[]) => modal({ blocks });

  test.each<Row>([
    [
      'a title of 24 characters',
      modal({ title: plain(long(24)) }),
      modal({ title: plain(long(25)) }),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'a submit text of 24',
      modal({ submit: plain(long(24)) }),
      modal({ submit: plain(long(25)) }),
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    [
      'a close text of 24',
      modal({ close: plain(long(24)) }),
      modal({ close: plain(long(25)) }),
      'must be less than 25 characters [json-pointer:/view/close/text]',
    ],
    [
      '100 blocks',
      holding(...many(100, section(1))),
      holding(...many(101, section(1))),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      '3000 characters kept along',
      modal({ private_metadata: long(3000) }),
      modal({ private_metadata: long(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a callback_id of 255',
      modal({ callback_id: long(255) }),
      modal({ callback_id: long(256) }),
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    [
      'a label of 2000',
      holding(input(typed, { label: plain(long(2000)) })),
      holding(input(typed, { label: plain(long(2001)) })),
      'must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]',
    ],
    [
      'a hint of 2000',
      holding(input(typed, { hint: plain(long(2000)) })),
      holding(input(typed, { hint: plain(long(2001)) })),
      'must be less than 2001 characters [json-pointer:/view/blocks/0/hint/text]',
    ],
    [
      '10 radio buttons',
      holding(radios(10)),
      holding(radios(11)),
      'no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]',
    ],
    [
      '10 checkboxes',
      holding(boxes(10)),
      holding(boxes(11)),
      'no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]',
    ],
    [
      '100 to select from',
      holding(selects(100)),
      holding(selects(101)),
      'no more than 100 items allowed [json-pointer:/view/blocks/0/element/options]',
    ],
    [
      'an option of 75',
      holding(input({ type: 'static_select', options: [option(75)] })),
      holding(input({ type: 'static_select', options: [option(76)] })),
      'must be less than 76 characters [json-pointer:/view/blocks/0/element/options/0/text/text]',
    ],
    [
      'an option’s value of 150',
      holding(input({ type: 'static_select', options: [option(1, long(150))] })),
      holding(input({ type: 'static_select', options: [option(1, long(151))] })),
      'must be less than 151 characters [json-pointer:/view/blocks/0/element/options/0/value]',
    ],
    ['a title', modal(), { type: 'modal', blocks: [] }, 'missing required field: title [json-pointer:/view]'],
    [
      'fields with a way to send them',
      holding(input(typed)),
      { type: 'modal', title: plain('x'), blocks: [input(typed)] },
      'missing required field: submit [json-pointer:/view]',
    ],
  ])('may have %s and no more', (_name, taken, refused, complaint) => {
    expect(judgeModal(taken)).toHaveProperty('taken');
    expect(judgeModal(refused)).toEqual({ errors: [`[ERROR] ${complaint}`] });
  });
});
