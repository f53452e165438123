/** What pages are asked: queries and forms as they come from a browser and, after a sign-in, from an issuer. */
import * as z from 'zod/mini';
import { PAGED } from './contract.ts';
import { typed, value } from './contract-parts.ts';

/** `to` is judged by lambdas/local-path.ts: a bad one is no error, it leads to the start. */
export const SignInQuery = z.strictObject({
  organisation: z.optional(z.string().check(z.regex(/^[a-z0-9-]{0,32}$/))),
  to: typed(1024),
  /** To sign in anew, although the issuer still knows one: for what takes a sign-in of the last minutes. */
  again: z.optional(z.literal('1')),
});
export type SignInQuery = z.infer<typeof SignInQuery>;

/** Issuers add parameters of their own (session_state, error_uri): not ours to refuse, and never looked at. */
export const SignedInQuery = z.object({ code: typed(1536), state: typed(128), iss: typed(256) });
export type SignedInQuery = z.infer<typeof SignedInQuery>;

/** Nothing but its button. */
export const EmptyForm = z.strictObject({});

/** A choice that nobody made is not sent. */
const perhaps = (max: number) => z.optional(value(max));

/** The next page of one's own visits. */
export const VisitsQuery = z.strictObject({ after: PAGED.after });
export type VisitsQuery = z.infer<typeof VisitsQuery>;

/** `key` is made with the page: the form sent twice is one activation (architecture 1, 5). */
export const ActivateForm = z.strictObject({
  key: z.array(z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/))).check(z.length(1)),
  code: value(64),
  cnonce: perhaps(64),
});
export type ActivateForm = z.infer<typeof ActivateForm>;

/** Wider than what is taken: what is too long is told at its field. */
export const CloseForm = z.strictObject({
  outcome: perhaps(16),
  softwareVersion: value(600),
  note: value(2000),
  suspicion: value(2000),
  /** `record`: the four fields below are the record; `not_returned`: there is none. Asked from T2 on (R13). */
  returned: perhaps(16),
  selfTest: perhaps(16),
  testEquipment: perhaps(600),
  performance: perhaps(20),
  cybersecurity: perhaps(20),
});
export type CloseForm = z.infer<typeof CloseForm>;

/** Each field as the list of its values, as a form sends it; what it has to be is asked where it is shown again. */
const sent = z.optional(z.array(z.string().check(z.maxLength(600))));

/** Signed in, and through a mail's link. */
export const RevokeForm = z.strictObject({ reason: sent });
export type RevokeForm = z.infer<typeof RevokeForm>;
export const TicketRevokeForm = z.strictObject({ reason: sent, code: sent });
export type TicketRevokeForm = z.infer<typeof TicketRevokeForm>;

export const ConfirmCodeForm = z.strictObject({ code: sent, oldCode: sent });
export type ConfirmCodeForm = z.infer<typeof ConfirmCodeForm>;
