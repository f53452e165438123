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
