/**
 * Block Kit as far as Wardkey uses it, with Slack's limits (docs.slack.dev, "Blocks", "Block elements", "Composition
 * objects", "Modal views"). What Slack would refuse is refused in its kind of words; an unknown member is refused too, as
 * in Slack a misspelt one would only be without effect.
 */
import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';

const MESSAGE_BLOCKS = 50;
const VIEW_BLOCKS = 100;

const sized = (max: number, min = 1) => z.string().check(z.minLength(min), z.maxLength(max));
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: sized(max), emoji: z.optional(z.boolean()) });
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: sized(max), verbatim: z.optional(z.boolean()) });
const text = (max: number) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);
const id = z.optional(sized(255));
const url = z.string().check(z.maxLength(3000), z.regex(/^https?:\/\/\S+$/));

const plainOption = z.strictObject({ text: plain(75), value: sized(150), description: z.optional(plain(75)) });
const option = z.strictObject({ text: text(75), value: sized(150), description: z.optional(text(75)) });
const few = z.array(option).check(z.minLength(1), z.maxLength(10));
const many = z.array(plainOption).check(z.minLength(1), z.maxLength(100));

const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: id,
  url: z.optional(url),
  value: z.optional(sized(2000)),
  style: z.optional(z.enum(['primary', 'danger'])),
});
const choosing = [
  z.strictObject({
    type: z.literal('static_select'),
    action_id: id,
    options: many,
    initial_option: z.optional(plainOption),
  }),
  z.strictObject({ type: z.literal('radio_buttons'), action_id: id, options: few, initial_option: z.optional(option) }),
  z.strictObject({ type: z.literal('checkboxes'), action_id: id, options: few, initial_options: z.optional(few) }),
] as const;
const typing = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: id,
  initial_value: z.optional(z.string().check(z.maxLength(3000))),
  multiline: z.optional(z.boolean()),
  min_length: z.optional(z.int().check(z.nonnegative(), z.maximum(3000))),
  max_length: z.optional(z.int().check(z.positive(), z.maximum(3000))),
});
const interactive = z.discriminatedUnion('type', [button, ...choosing]);

const header = z.strictObject({ type: z.literal('header'), block_id: id, text: plain(150) });
const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: id,
    text: z.optional(text(3000)),
    fields: z.optional(z.array(text(2000)).check(z.minLength(1), z.maxLength(10))),
    accessory: z.optional(interactive),
  })
  .check(z.refine(({ text, fields }) => text !== undefined || fields !== undefined, 'missing required field: text'));
const context = z.strictObject({
  type: z.literal('context'),
  block_id: id,
  elements: z.array(text(3000)).check(z.minLength(1), z.maxLength(10)),
});
const divider = z.strictObject({ type: z.literal('divider'), block_id: id });
const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: id,
  elements: z.array(interactive).check(z.minLength(1), z.maxLength(25)),
});
const input = z.strictObject({
  type: z.literal('input'),
  block_id: id,
  label: plain(2000),
  element: z.discriminatedUnion('type', [typing, ...choosing]),
  hint: z.optional(plain(2000)),
  optional: z.optional(z.boolean()),
});
const block = z.discriminatedUnion('type', [header, section, context, divider, actions, input]);

const messageBlocks = z.strictObject({ blocks: z.array(block).check(z.maxLength(MESSAGE_BLOCKS)) });
const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: z.optional(plain(24)),
    close: z.optional(plain(24)),
    blocks: z.array(block).check(z.maxLength(VIEW_BLOCKS)),
    private_metadata: z.optional(z.string().check(z.maxLength(3000))),
    callback_id: z.optional(z.string().check(z.maxLength(255))),
    external_id: z.optional(z.string().check(z.maxLength(255))),
    clear_on_close: z.optional(z.boolean()),
    notify_on_close: z.optional(z.boolean()),
  })
  .check(
    z.refine(
      ({ blocks, submit }) => submit !== undefined || blocks.every(({ type }) => type !== 'input'),
      'missing required field: submit',
    ),
  );

export type Block = z.infer<typeof block>;
export type Interactive = z.infer<typeof interactive>;
export type InputElement = z.infer<typeof input>['element'];
export type Text = z.infer<ReturnType<typeof text>>;
export type Modal = z.infer<typeof modal>;

/** What Slack would take, with the ids that it gives; or its complaints. */
export type Judged<T> = { readonly taken: T } | { readonly errors: readonly string[] };

/** The blocks of a message. */
export function judgeBlocks(value: unknown): Judged<readonly Block[]> {
  const judged = judge(messageBlocks, { blocks: value });
  return 'errors' in judged ? judged : { taken: withIds(judged.taken.blocks) };
}

/** A modal; its blocks lie under `/view`. */
export function judgeModal(value: unknown): Judged<Modal> {
  const judged = judge(z.strictObject({ view: modal }), { view: value });
  if ('errors' in judged) return judged;
  return { taken: { ...judged.taken.view, blocks: withIds(judged.taken.view.blocks) } };
}

function judge<T extends { readonly blocks: Block[] } | { readonly view: Modal }>(
  schema: z.ZodMiniType<T>,
  value: object,
): Judged<T> {
  const { data, error } = schema.safeParse(value);
  if (error) return { errors: error.issues.map((issue) => complaint(issue, value)) };
  const [blocks, at] = 'view' in data ? [data.view.blocks, '/view/blocks'] : [data.blocks, '/blocks'];
  const twice = [...repeated(blocks, at)];
  return twice.length > 0 ? { errors: twice } : { taken: data };
}

type Issue = z.core.$ZodIssue;

/** Slack's words of each kind of fault. */
const WORDS: Readonly<Record<string, (issue: never) => string>> = Object.freeze({
  too_big: ({ origin, maximum }: Extract<Issue, { code: 'too_big' }>) =>
    origin === 'string'
      ? `must be less than ${Number(maximum) + 1} characters`
      : `no more than ${maximum} items allowed`,
  too_small: ({ origin, minimum }: Extract<Issue, { code: 'too_small' }>) =>
    origin === 'string'
      ? `must be more than ${Number(minimum) - 1} characters`
      : `no less than ${minimum} items allowed`,
  unrecognized_keys: ({ keys }: Extract<Issue, { code: 'unrecognized_keys' }>) =>
    `invalid additional property: ${keys[0]}`,
  invalid_union: () => 'unsupported type',
  invalid_value: ({ values }: Extract<Issue, { code: 'invalid_value' }>) => `must be one of: ${values.join(', ')}`,
  invalid_format: () => 'must be in a valid format',
  custom: ({ message }: Issue) => message,
});

function complaint(issue: Issue, value: object): string {
  const isMissing = issue.code === 'invalid_type' && reach(value, issue.path) === undefined;
  const path = isMissing ? issue.path.slice(0, -1) : issue.path;
  const words = isMissing
    ? `missing required field: ${String(issue.path.at(-1))}`
    : (WORDS[issue.code]?.(issue as never) ?? 'must provide a value of the right type');
  return `[ERROR] ${words} [json-pointer:/${path.map(String).join('/')}]`;
}

function reach(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Record<PropertyKey, unknown> | undefined)?.[name], value);
}

/** Ids that name more than one block, or more than one element of a block. */
function* repeated(blocks: readonly Block[], at: string): Generator<string> {
  const ids = blocks.map(({ block_id }) => block_id);
  for (const [index, block] of blocks.entries()) {
    const pointer = `[json-pointer:${at}/${index}`;
    if (block.block_id !== undefined && ids.indexOf(block.block_id) < index)
      yield `[ERROR] \`block_id\` already exists in this surface ${pointer}/block_id]`;
    const actions = elementsOf(block).flatMap(({ action_id }) => action_id ?? []);
    if (new Set(actions).size < actions.length) yield `[ERROR] \`action_id\` already exists in this block ${pointer}]`;
  }
}

/** What can be pressed, chosen or typed into in a block. */
export function elementsOf(block: Block): readonly (Interactive | InputElement)[] {
  if (block.type === 'actions') return block.elements;
  if (block.type === 'input') return [block.element];
  return block.type === 'section' && block.accessory ? [block.accessory] : [];
}

/** Slack names what has no name. */
function withIds(blocks: readonly Block[]): Block[] {
  return blocks.map((one) => {
    const named = { ...one, block_id: one.block_id ?? newId() };
    if (named.type === 'actions') return { ...named, elements: named.elements.map(withId) };
    if (named.type === 'input') return { ...named, element: withId(named.element) };
    return named.type === 'section' && named.accessory ? { ...named, accessory: withId(named.accessory) } : named;
  });
}

function withId<T extends { action_id?: string | undefined }>(element: T): T {
  return { ...element, action_id: element.action_id ?? newId() };
}

function newId(): string {
  return randomBytes(3).toString('base64url');
}
