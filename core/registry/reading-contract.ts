/** What may be asked of the registry and its log. */
import * as z from 'zod/mini';
import { bodyParts, PAGED, PolicyBody, SubmitBody } from '../contract.ts';

/** What is read of the registry: people, devices, agreements, invitations, stickers. */
export const RegistryListQuery = z.strictObject(PAGED);
export type RegistryListQuery = z.infer<typeof RegistryListQuery>;

export const ProposalsQuery = z.strictObject({ settled: z.optional(z.enum(['true', 'false'])), ...PAGED });
export type ProposalsQuery = z.infer<typeof ProposalsQuery>;

/** Pages of a chain go on after an event's number; fifty rows as they stood fit an answer. */
const afterEvent = z.optional(z.string().check(z.regex(/^[1-9][0-9]{0,5}$/)));
const upToFifty = z.optional(z.string().check(z.regex(/^([1-9]|[1-4][0-9]|50)$/)));

/** As events call the row, or a device by its sticker, tag or CMMS id. */
const entity = z
  .string()
  .check(
    z.regex(
      /^(hospital|organisation|operator|root|slack|(device|import|person|vendor|invitation|bundle|owner|model):[A-Za-z0-9./_:%-]{1,105})$/,
    ),
  );
export const HistoryQuery = z.strictObject({ entity, after: afterEvent, limit: upToFifty });
export type HistoryQuery = z.infer<typeof HistoryQuery>;

export const ChainsQuery = z.strictObject({ after: PAGED.after });
export type ChainsQuery = z.infer<typeof ChainsQuery>;

const chain = z.string().check(z.regex(/^T#[a-z0-9-]{2,32}#[A-Za-z0-9./_:%#-]{1,200}$/));
export const EventsQuery = z.strictObject({ chain, after: afterEvent, limit: upToFifty });
export type EventsQuery = z.infer<typeof EventsQuery>;

const { device, scopes, holdSeconds, declarations } = SubmitBody.shape;
const asked = { device, scopes, holdSeconds, declarations };

/** The policy in force, or the one that is sent; and, if asked, one request under it. */
export const PreviewPolicyBody = z.strictObject({
  policy: z.optional(PolicyBody),
  question: z.optional(z.strictObject({ technician: bodyParts.personId, ...asked })),
});
export type PreviewPolicyBody = z.infer<typeof PreviewPolicyBody>;
