/** What a person filled in, as Slack sends it (`state.values`), after the checks that Slack's own client makes. */
import { type Block, elementsOf, type InputElement, type Interactive, type Text } from './blocks.ts';
import type { View } from './memory.ts';

type Element = InputElement | Interactive;
/** By block and action: text, or the values of chosen options. */
export type Given = Record<string, Record<string, string | string[]>>;

/** The deed does not fit what is open: a mistake of the test that does it. */
export class NotPossible extends Error {}

interface Option {
  readonly text: Text;
  readonly value: string;
}

/** `state.values`; what the person left alone has its first value. */
export function stateValues(blocks: readonly Block[], given: Given): Readonly<Record<string, object>> {
  for (const [block, actions] of Object.entries(given))
    for (const action of Object.keys(actions))
      if (!hasField(blocks, block, action)) throw new NotPossible(`no field ${block}/${action}`);
  const filled = blocks.map((block) => {
    const own = given[block.block_id ?? ''] ?? {};
    const fields = elementsOf(block).filter(({ type }) => type !== 'button');
    return [
      block.block_id ?? '',
      Object.fromEntries(fields.map((field) => [field.action_id, filledIn(field, own[field.action_id ?? ''])])),
    ];
  });
  return Object.fromEntries(filled.filter(([, fields]) => Object.keys(fields ?? {}).length > 0));
}

function hasField(blocks: readonly Block[], block: string, action: string): boolean {
  const found = blocks.find(({ block_id }) => block_id === block);
  return found !== undefined && elementsOf(found).some(({ action_id }) => action_id === action);
}

function filledIn(element: Element, given: string | readonly string[] | undefined): object {
  const { type } = element;
  const one = typeof given === 'string' ? given : given?.[0];
  const several = typeof given === 'string' ? [given] : given;
  switch (type) {
    case 'button':
      return { type };
    case 'plain_text_input':
      return { type, value: (one ?? element.initial_value) || null };
    case 'static_select':
    case 'radio_buttons':
      return {
        type,
        selected_option: chosen(element.options, one === undefined ? element.initial_option?.value : one)[0] ?? null,
      };
    case 'checkboxes':
      return {
        type,
        selected_options: (several ?? element.initial_options?.map(({ value }) => value) ?? []).flatMap((value) =>
          chosen(element.options, value),
        ),
      };
    default:
      return type satisfies never;
  }
}

function chosen(options: readonly Option[], value: string | undefined): readonly Option[] {
  if (value === undefined || value === '') return [];
  const found = options.find((option) => option.value === value);
  if (!found) throw new NotPossible(`no option ${value}`);
  return [found];
}

/** What Slack's client says before it sends anything, by block. */
export function clientErrors(
  { blocks }: Pick<View, 'blocks'>,
  values: Readonly<Record<string, object>>,
): Readonly<Record<string, string>> {
  const faults = blocks.flatMap((block) => {
    if (block.type !== 'input') return [];
    const [field] = Object.values(values[block.block_id ?? ''] ?? {});
    const fault = faultOf(block.element, field ?? {}, block.optional === true);
    return fault === undefined ? [] : [[block.block_id ?? '', fault]];
  });
  return Object.fromEntries(faults);
}

function faultOf(element: InputElement, field: object, isOptional: boolean): string | undefined {
  const [, value] = Object.values(field) as readonly unknown[];
  const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return isOptional ? undefined : 'Please complete this required field.';
  if (typeof value !== 'string') return undefined;
  if (element.type !== 'plain_text_input') return undefined;
  const { min_length = 0, max_length = 3000 } = element;
  if (value.length < min_length) return `Please enter at least ${min_length} characters.`;
  return value.length > max_length ? `Please enter no more than ${max_length} characters.` : undefined;
}
