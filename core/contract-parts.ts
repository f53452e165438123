/** What the queries and forms of pages are made of. */
import * as z from 'zod/mini';

/** Of a query: judged with words where it is shown again, so that here only its length counts. */
export const typed = (max: number) => z.optional(z.string().check(z.maxLength(max)));

/** Of a form: a field as the list of its values, which holds exactly one. */
export const value = (max: number) => z.array(z.string().check(z.maxLength(max))).check(z.length(1));

/** An idempotency key that was made with the page: the form sent twice is one act. */
export const pageKey = z.array(z.string().check(z.regex(/^[0-9a-f]{32}$/))).check(z.length(1));
