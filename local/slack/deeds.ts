/** What people can do in the local Slack, as `POST /act` takes it. */
import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1), z.maxLength(100));
/** For attacks: something else than what Slack would send. `signature`, `timestamp` '' = no such header. */
const raw = z.optional(
  z.strictObject({
    timestamp: z.optional(z.string()),
    signature: z.optional(z.string()),
    /** Signs with it instead of the workspace's. */
    secret: z.optional(z.string()),
    body: z.optional(z.string()),
    /** So often at the same time. */
    repeat: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
    userTeam: z.optional(z.string()),
  }),
);
const values = z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])));
const who = { team: name, user: name, raw };
export const Act = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('press'),
    ...who,
    action: name,
    channel: z.optional(name),
    ts: z.optional(name),
    view: z.optional(name),
    values: z.optional(values),
  }),
  z.strictObject({ kind: z.literal('command'), ...who, text: z.string(), channel: z.optional(name) }),
  z.strictObject({ kind: z.literal('submit'), ...who, view: name, values }),
  z.strictObject({ kind: z.literal('close'), ...who, view: name }),
  z.strictObject({ kind: z.literal('verify'), team: name, raw }),
  z.strictObject({ kind: z.literal('event'), team: name, event: z.enum(['app_uninstalled', 'tokens_revoked']), raw }),
]);
export type Deed = z.infer<typeof Act>;
export type By<K extends Deed['kind']> = Extract<Deed, { kind: K }>;
export type Raw = NonNullable<Deed['raw']>;
