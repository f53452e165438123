/** Blocks of messages and dialogs (https://docs.slack.dev/reference/block-kit/blocks), each within Slack's limits. */
import type { SlackBlock } from '../../core/slack-ports.ts';
import { LIMITS, marked, mrkdwn, plain } from './mrkdwn.ts';

export interface Choice {
  readonly value: string;
  readonly says: string;
  /** In small under it. */
  readonly more?: string;
}

/** A sentence; whatever people wrote stays what it is. */
export function sentence(text: string): SlackBlock {
  return { type: 'section', text: plain(text, LIMITS.section) };
}

/** In small. */
export function notes(lines: readonly string[]): SlackBlock {
  return { type: 'context', elements: lines.map((words) => plain(words, LIMITS.field)) };
}

export function heading(text: string): SlackBlock {
  return { type: 'header', text: plain(text, LIMITS.header) };
}

/** The label beside its words: a column each. */
export function fact({ label, words }: { readonly label: string; readonly words: string }): SlackBlock {
  return { type: 'section', fields: [marked(`*${mrkdwn(label, LIMITS.field - 2)}*`), plain(words, LIMITS.field)] };
}

/** @throws Error for what is no address of ours */
export function link(address: string, says: string): SlackBlock {
  if (!/^https?:\/\/[^\s<>|]+$/.test(address)) throw new Error('no address');
  return { type: 'section', text: marked(`<${address}|${mrkdwn(says, LIMITS.button)}>`) };
}

interface Field {
  /** Names the block and its element. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Slack itself refuses an empty one, in its own words. */
  readonly isNeeded?: boolean;
}

function input({ name, label, hint, isNeeded }: Field, element: object): SlackBlock {
  return {
    type: 'input',
    block_id: name,
    label: plain(label, LIMITS.label),
    ...(hint !== undefined && { hint: plain(hint, LIMITS.hint) }),
    optional: !isNeeded,
    element: { action_id: name, ...element },
  };
}

export function textField(field: Field & { readonly max: number; readonly isLong?: boolean }): SlackBlock {
  return input(field, { type: 'plain_text_input', multiline: field.isLong === true, max_length: field.max });
}

/** One of them; nothing is chosen beforehand. */
export function radios(field: Field & { readonly choices: readonly Choice[] }): SlackBlock {
  return input(field, { type: 'radio_buttons', options: field.choices.map(option) });
}

/** One of many; the first is chosen beforehand where `isFirstChosen`. */
export function select(
  field: Field & { readonly choices: readonly Choice[]; readonly isFirstChosen?: boolean },
): SlackBlock {
  const options = field.choices.map(option);
  const [first] = options;
  return input(field, {
    type: 'static_select',
    options,
    ...(field.isFirstChosen && first && { initial_option: first }),
  });
}

/** At most ten of {@link LIMITS}. An empty list of what is chosen beforehand is one that Slack refuses. */
export function checkboxes(
  field: Field & { readonly choices: readonly Choice[]; readonly areChosen?: boolean },
): SlackBlock {
  const options = field.choices.map(option);
  return input(field, { type: 'checkboxes', options, ...(field.areChosen && { initial_options: options }) });
}

function option({ value, says, more }: Choice) {
  return {
    text: plain(says, LIMITS.option),
    value,
    ...(more !== undefined && { description: plain(more, LIMITS.option) }),
  };
}

/** Lists of at most ten, in their order. */
export function inTens<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / LIMITS.checkboxes);
  return Array.from({ length: count }, (_, at) => items.slice(at * LIMITS.checkboxes, (at + 1) * LIMITS.checkboxes));
}
