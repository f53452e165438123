/** What a manufacturer's documents are sent as, and how he asks what to sign. */
import * as z from 'zod/mini';
import { model, type Sent, text, withCode } from './contract-parts.ts';

/** A document of 64 KiB in base64url, with sixteen signatures (token profile 3). */
const MAX_ENVELOPE = 91_000;
/** One line of JSON, with the newline that its file ends in or without; what stands has none. */
const envelope = z.string().check(
  z.minLength(2),
  z.maxLength(MAX_ENVELOPE),
  z.regex(/^\{[\x20-\x7e]*\}\n?$/),
  z.overwrite((text) => text.trimEnd()),
);
const hospital = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{1,31}$/));

/** What a person calls the model is in no signed document: a first profile may bring it, a later one may change it. */
const named = { name: z.optional(text(80)), kindName: z.optional(text(80)) };

export const PublishTrustBody = z.discriminatedUnion('kind', [
  withCode({ kind: z.literal('root'), envelope }),
  withCode({ kind: z.literal('profile'), envelope, ...named }),
  withCode({ kind: z.literal('bundle'), envelope, hospital }),
  withCode({ kind: z.literal('owner'), envelope, hospital }),
]);
export type PublishTrust = Sent<typeof PublishTrustBody>;

/** What a manufacturer is asked to sign for: a hospital's keys on one model. */
export const SigningRequestQuery = z.strictObject({ hospital, model });
export type SigningRequestQuery = z.infer<typeof SigningRequestQuery>;
