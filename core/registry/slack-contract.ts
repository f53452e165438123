/** What changes of an organisation's Slack workspace are sent as. */
import * as z from 'zod/mini';
import { type Sent, withCode } from './contract-parts.ts';

/** `T…`, as Slack shows it in the address of a workspace; in Enterprise Grid of the workspace too, never `E…`. */
const team = z
  .string()
  .check(z.regex(/^T[A-Z0-9]{2,20}$/, 'must be the id of a workspace: T and capital letters or digits'));
/** Public and private channels; conversations with one person begin otherwise. */
const channel = z
  .string()
  .check(z.regex(/^[CG][A-Z0-9]{2,20}$/, 'must be the id of a channel: C and capital letters or digits'));

export const ConnectSlackBody = withCode({ team, channel: z.optional(channel) });
export type ConnectSlack = Sent<typeof ConnectSlackBody>;
