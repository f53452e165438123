/**
 * What Slack sends, as its documentation shapes it (block_actions, view_submission, slash commands, url_verification, event
 * callbacks). Slack adds members as it likes: what is not named here is not looked at. What people typed is judged where it is
 * answered.
 */
import * as z from 'zod/mini';
import { bodyParts } from './contract.ts';

const text = (max: number) => z.string().check(z.maxLength(max));
const user = z.string().check(z.regex(/^[UW][A-Z0-9]{2,20}$/));
const requestId = z.string().check(z.regex(/^[a-z0-9-]{2,32}_[A-Z0-9]{12}$/));
const address = text(1000);
const trigger = text(255);

/** The field that an interaction comes in. */
export const InteractionForm = z.object({ payload: z.array(z.string()).check(z.length(1)) });
export type InteractionForm = z.infer<typeof InteractionForm>;

/** Who acted: `team_id` is his own workspace, which in a shared channel may be another than the app's. */
const actor = z.object({ id: user, team_id: z.optional(text(32)) });

const option = z.object({ value: text(150) });
/** What a person entered in one element: one of these, by the element's type. */
const entered = z.object({
  value: z.optional(z.nullable(text(3000))),
  selected_option: z.optional(z.nullable(option)),
  selected_options: z.optional(z.array(option)),
});

const view = z.object({
  id: z.string().check(z.regex(/^[A-Z0-9]{3,40}$/)),
  callback_id: text(255),
  private_metadata: text(3000),
  blocks: z.array(z.object({ type: text(40), block_id: z.optional(text(255)) })).check(z.maxLength(100)),
  state: z.object({ values: z.record(text(255), z.record(text(255), entered)) }),
});
export type SentView = z.infer<typeof view>;

/** A button under a message, or in a dialog. */
export const BlockActions = z.object({
  type: z.literal('block_actions'),
  user: actor,
  trigger_id: trigger,
  /** There under a message. */
  response_url: z.optional(address),
  actions: z.array(z.object({ action_id: text(255), value: z.optional(text(2000)) })).check(z.minLength(1)),
});
export type BlockActions = z.infer<typeof BlockActions>;

/** A dialog that was sent. */
export const ViewSubmission = z.object({ type: z.literal('view_submission'), user: actor, view });
export type ViewSubmission = z.infer<typeof ViewSubmission>;

/** Of whatever kind: nothing here asks for others, such as a dialog that was closed. */
export const Interaction = z.object({ type: text(40) });

const field = (max: number) => z.array(text(max)).check(z.length(1));
/** A slash command: form fields, each once. */
export const CommandForm = z.object({
  user_id: z.array(user).check(z.length(1)),
  text: z.optional(field(4000)),
  trigger_id: field(255),
});
export type CommandForm = z.infer<typeof CommandForm>;

/** Slack asks whether an address answers: exactly these three, and a word to say back. */
export const SlackGreeting = z.strictObject({
  type: z.literal('url_verification'),
  token: text(255),
  challenge: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,255}$/)),
});

const event = z.object({ type: z.literal('event_callback'), event: z.object({ type: text(80) }) });
export const SlackEvent = z.union([SlackGreeting, event]);
export type SlackEvent = z.infer<typeof SlackEvent>;

/** What a dialog of ours carries and gets back: which request, as which facts it was shown. */
export const ReviewNote = z.strictObject({
  request: requestId,
  digest: bodyParts.digest,
  /** The only one that was asked for: no choice. */
  scope: z.optional(z.string().check(z.regex(/^[a-z0-9.:-]{1,32}$/))),
  /** Whoever cannot approve may still say no. */
  only: z.optional(z.literal('deny')),
});
export type ReviewNote = z.infer<typeof ReviewNote>;

/** The device that is asked about, by its sticker's code. */
export const AskNote = z.strictObject({ device: z.string().check(z.regex(/^[A-Za-z0-9-]{1,32}$/)) });
export type AskNote = z.infer<typeof AskNote>;

/** The value of a button: a request's id. */
export const ReviewButton = requestId;
