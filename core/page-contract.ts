/** What pages are asked: queries and forms as they come from a browser and, after a sign-in, from an issuer. */
import * as z from 'zod/mini';

const some = (max: number) => z.optional(z.string().check(z.maxLength(max)));

/** `to` is judged by lambdas/local-path.ts: a bad one is no error, it leads to the start. */
export const SignInQuery = z.strictObject({
  organisation: z.optional(z.string().check(z.regex(/^[a-z0-9-]{0,32}$/))),
  to: some(1024),
  /** To sign in anew, although the issuer still knows one: for what takes a sign-in of the last minutes. */
  again: z.optional(z.literal('1')),
});
export type SignInQuery = z.infer<typeof SignInQuery>;

/** Issuers add parameters of their own (session_state, error_uri): not ours to refuse, and never looked at. */
export const SignedInQuery = z.object({ code: some(1536), state: some(128), iss: some(256) });
export type SignedInQuery = z.infer<typeof SignedInQuery>;

/** Nothing but its button. */
export const EmptyForm = z.strictObject({});

/** Each field as the list of its values, as a form sends it; what it has to be is asked where it is shown again. */
const field = z.optional(z.array(z.string().check(z.maxLength(600))));

/** Signed in, and through a mail's link. */
export const RevokeForm = z.strictObject({ reason: field });
export type RevokeForm = z.infer<typeof RevokeForm>;
export const TicketRevokeForm = z.strictObject({ reason: field, code: field });
export type TicketRevokeForm = z.infer<typeof TicketRevokeForm>;

export const ConfirmCodeForm = z.strictObject({ code: field, oldCode: field });
export type ConfirmCodeForm = z.infer<typeof ConfirmCodeForm>;
