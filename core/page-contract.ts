/** What pages are asked: queries and forms as they come from a browser and, after a sign-in, from an issuer. */
import * as z from 'zod/mini';

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
