/** Blocks as people see them: the same for messages and dialogs, all as parts of one form. */
import { button } from '../../web/components/button.ts';
import { checkboxes, radios } from '../../web/components/choices.ts';
import { input, select, textarea } from '../../web/components/input.ts';
import { type Html, html } from '../../web/html.ts';
import type { Block, InputElement, Interactive } from './blocks.ts';
import { link, textOf } from './mrkdwn.ts';

/** What the person has typed so far, and what is wrong with it, by block. */
export interface Filling {
  readonly typed: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly errors: Readonly<Record<string, string>>;
}

/** The form's field of what a button does. */
export const PRESS = 'press';

/** @param prefix of ids, so that they differ from those of other messages on the page */
export function blocksView(blocks: readonly Block[], prefix: string, filling: Filling): Html {
  return html`${blocks.map((block, at) => blockView(block, `${prefix}-${at}`, filling))}`;
}

function blockView(block: Block, id: string, filling: Filling): Html {
  switch (block.type) {
    case 'header':
      return html`<p class="sl-head">${textOf(block.text)}</p>\n`;
    case 'divider':
      return html`<hr class="sl-line">\n`;
    case 'context':
      return html`<p class="sl-context">${block.elements.map((text, at) => html`${at > 0 && ' · '}${textOf(text)}`)}</p>\n`;
    case 'section':
      return html`<div class="sl-section">${block.text && html`<p>${textOf(block.text)}</p>`}
${block.fields && html`<div class="sl-fields">${block.fields.map((text) => html`<p>${textOf(text)}</p>\n`)}</div>`}
${block.accessory && pressable(block.accessory, id)}</div>\n`;
    case 'actions':
      return html`<div class="sl-actions">${block.elements.map((element, at) => html`${pressable(element, `${id}-${at}`)}\n`)}</div>\n`;
    case 'input':
      return inputView(block, id, filling);
    default:
      return block satisfies never;
  }
}

/** Selects outside of input blocks send on a change, which a form without a script has not. */
function pressable(element: Interactive, id: string): Html {
  if (element.type !== 'button')
    return html`<p class="sl-context">A ${element.type} stands here; only buttons can be used on this page.</p>`;
  const { text, action_id = '', url, style } = element;
  if (url !== undefined) return link(url, text.text);
  const classes =
    style === 'primary' ? undefined : style === 'danger' ? 'govuk-button--warning' : 'govuk-button--secondary';
  return button({ says: text.text, id, name: PRESS, value: action_id, ...(classes && { classes }) });
}

type InputBlock = Extract<Block, { type: 'input' }>;

/** Names a field by its block and action, whatever characters these have. */
export function fieldName(
  block: Pick<InputBlock, 'block_id'>,
  { action_id = '' }: Pick<InputElement, 'action_id'>,
): string {
  return `field/${encodeURIComponent(block.block_id ?? '')}/${encodeURIComponent(action_id)}`;
}

function inputView(block: InputBlock, id: string, { typed, errors }: Filling): Html {
  const { element, label, hint, optional, block_id = '' } = block;
  const given = typed[block_id]?.[element.action_id ?? ''];
  const says = `${label.text}${optional ? ' (optional)' : ''}`;
  const parts = { id, name: fieldName(block, element), hint: hint?.text, error: errors[block_id] };
  const named = { ...parts, label: { says } };
  const one = typeof given === 'string' ? given : given?.[0];
  switch (element.type) {
    case 'plain_text_input':
      return element.multiline
        ? textarea({ ...named, rows: 3, value: one ?? element.initial_value })
        : input({ ...named, value: one ?? element.initial_value, autocomplete: 'off' });
    case 'static_select':
      return select({
        ...named,
        items: [{ says: 'Choose', value: '' }, ...optionsOf(element.options, [one ?? element.initial_option?.value])],
      });
    case 'radio_buttons':
    case 'checkboxes':
      return choicesView(element, says, parts, typeof given === 'string' ? [given] : given);
    default:
      return element satisfies never;
  }
}

type Choosing = Extract<InputElement, { type: 'radio_buttons' | 'checkboxes' }>;

function choicesView(
  element: Choosing,
  says: string,
  parts: Omit<Parameters<typeof radios>[0], 'items'>,
  given: readonly string[] | undefined,
): Html {
  const first = element.type === 'radio_buttons' ? [element.initial_option] : (element.initial_options ?? []);
  const chosen = given ?? first.map((option) => option?.value);
  const items = optionsOf(element.options, chosen).map(({ selected, ...item }) => ({ ...item, checked: selected }));
  const small = element.type === 'radio_buttons' ? 'govuk-radios--small' : 'govuk-checkboxes--small';
  const choices = { ...parts, items, classes: small, fieldset: { legend: says } };
  return element.type === 'radio_buttons' ? radios(choices) : checkboxes(choices);
}

function optionsOf(options: Choosing['options'], chosen: readonly (string | undefined)[]) {
  return options.map(({ text, value, description }) => ({
    says: text.text,
    value,
    hint: description?.text,
    selected: chosen.includes(value),
  }));
}
