/** What pages are asked: queries and forms as they come from a browser and, after a sign-in, from an issuer. */
import * as z from 'zod/mini';
import { PAGED } from './contract.ts';

const some = (max: number) => z.optional(z.string().check(z.maxLength(max)));

/** `to` is judged by lambdas/local-path.ts: a bad one is no error, it leads to the start. */
export const SignInQuery = z.strictObject({
  organisation: z.optional(z.string().check(z.regex(/^[a-z0-9-]{0,32}$/))),
  to: some(1024),
});
export type SignInQuery = z.infer<typeof SignInQuery>;

/** Issuers add parameters of their own (session_state, error_uri): not ours to refuse, and never looked at. */
export const SignedInQuery = z.object({ code: some(1536), state: some(128), iss: some(256) });
export type SignedInQuery = z.infer<typeof SignedInQuery>;

/** Nothing but its button. */
export const EmptyForm = z.strictObject({});

/** A page of a list. */
export const PageQuery = z.strictObject({ after: PAGED.after });
export type PageQuery = z.infer<typeof PageQuery>;

/** Which change, by what it is about; which of them a change takes stands in its form. */
export const ChangeQuery = z.strictObject({
  person: some(64),
  organisation: some(32),
  invitation: some(32),
  device: some(105),
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

const few = z.array(z.string().check(z.maxLength(128))).check(z.maxLength(2));

/** The digest that was shown, and a code. */
export const ConfirmForm = z.strictObject({ digest: few, code: few });
export type ConfirmForm = z.infer<typeof ConfirmForm>;

export const LinkForm = z.strictObject({ other: few, code: few });
export type LinkForm = z.infer<typeof LinkForm>;

/** His own name, typed, and a code. */
export const LeaveForm = z.strictObject({ typed: few, code: few });
export type LeaveForm = z.infer<typeof LeaveForm>;

/** An organisation by its short name; whatever else was typed is none. */
export const OrganisationsQuery = z.strictObject({ organisation: some(64) });
export type OrganisationsQuery = z.infer<typeof OrganisationsQuery>;

/** A field of a form as it comes: once, or not at all where it is a choice that nobody made. */
const field = (max: number) => z.array(z.string().check(z.maxLength(max))).check(z.minLength(1), z.maxLength(1));
const perhaps = (max: number) => z.optional(field(max));

/** The next page of one's own visits. */
export const VisitsQuery = z.strictObject({ after: PAGED.after });
export type VisitsQuery = z.infer<typeof VisitsQuery>;

/** `key` is made with the page: the form sent twice is one activation (architecture 1, 5). */
export const ActivateForm = z.strictObject({
  key: z.array(z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/))).check(z.minLength(1), z.maxLength(1)),
  code: field(64),
  cnonce: perhaps(64),
});
export type ActivateForm = z.infer<typeof ActivateForm>;

/** Wider than what is taken: what is too long is told at its field. */
export const CloseForm = z.strictObject({
  outcome: perhaps(16),
  softwareVersion: field(600),
  note: field(2000),
  suspicion: field(2000),
  /** `record`: the four fields below are the record; `not_returned`: there is none. Asked from T2 on (R13). */
  returned: perhaps(16),
  selfTest: perhaps(16),
  testEquipment: perhaps(600),
  performance: perhaps(20),
  cybersecurity: perhaps(20),
});
export type CloseForm = z.infer<typeof CloseForm>;
