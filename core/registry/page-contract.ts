/** What pages of a tenant's console are asked, and what their forms send: as lists of values, judged by each verb's own schema. */
import * as z from 'zod/mini';
import { PAGED } from '../contract.ts';
import { typed } from '../contract-parts.ts';

/** A page of a list. */
export const PageQuery = z.strictObject({ after: PAGED.after });
export type PageQuery = z.infer<typeof PageQuery>;

/** Which change, by what it is about; which of them a change takes stands in its form. */
export const ChangeQuery = z.strictObject({
  person: typed(64),
  organisation: typed(32),
  invitation: typed(32),
  device: typed(105),
});
export type ChangeQuery = z.infer<typeof ChangeQuery>;

/** Each field as the list of its values; which fields there are, the form of the verb says, and its schema what they may hold. */
export const ChangeForm = z.record(
  z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9.]{0,47}$/)),
  z.array(z.string().check(z.maxLength(8192))).check(z.maxLength(200)),
);
export type ChangeForm = z.infer<typeof ChangeForm>;

/** What was done, with a proof that these are our own words. */
export const DoneQuery = z.strictObject({
  verb: z.string().check(z.regex(/^[a-z-]{1,32}$/)),
  entity: z.string().check(z.maxLength(128)),
  at: z.string().check(z.regex(/^[0-9]{1,10}$/)),
  until: z.optional(z.string().check(z.regex(/^[0-9]{1,10}$/))),
  proof: z.string().check(z.maxLength(64)),
});
export type DoneQuery = z.infer<typeof DoneQuery>;

export const ProposalsPageQuery = z.strictObject({ settled: z.optional(z.enum(['true'])), after: PAGED.after });
export type ProposalsPageQuery = z.infer<typeof ProposalsPageQuery>;

const field = z.array(z.string().check(z.maxLength(128))).check(z.maxLength(2));

/** The digest that was shown, and a code. */
export const ConfirmForm = z.strictObject({ digest: field, code: field });
export type ConfirmForm = z.infer<typeof ConfirmForm>;

export const LinkForm = z.strictObject({ other: field, code: field });
export type LinkForm = z.infer<typeof LinkForm>;

export const SlackLinkForm = z.strictObject({ code: field });
export type SlackLinkForm = z.infer<typeof SlackLinkForm>;

/** His own name, typed, and a code. */
export const LeaveForm = z.strictObject({ typed: field, code: field });
export type LeaveForm = z.infer<typeof LeaveForm>;

/** An organisation by its short name; whatever else was typed is none. */
export const OrganisationsQuery = z.strictObject({ organisation: typed(64) });
export type OrganisationsQuery = z.infer<typeof OrganisationsQuery>;
