/** What the bodies of registry changes are made of. Each carries the one-time code of who sends it (R10). */
import * as z from 'zod/mini';
import { bodyParts } from '../contract.ts';
import { LONGEST_PLACE } from '../registry.ts';
import { hasUnsafe, isNfc } from '../text.ts';

export const { code, digest, personId, text } = bodyParts;

export const model = z.string().check(z.regex(/^[a-z0-9]{2,8}:[A-Za-z0-9./_:%-]{3,96}$/));
export const email = z.string().check(
  z.maxLength(254),
  z.regex(/^[^\s@"<>(),:;\\[\]]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/),
  z.refine(isNfc, 'must be NFC text'),
  z.refine((value) => !hasUnsafe(value), 'must not hold control, bidirectional or invisible characters'),
);
export const at = z.int().check(z.gte(0), z.lte(4_102_444_800));
export const place = text(LONGEST_PLACE);
export const places = z.array(place).check(z.maxLength(32));

/** Part of every key and of request ids, so that it is never written otherwise. */
export const organisationId = z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])$/));

export const withCode = <T extends z.core.$ZodLooseShape>(fields: T) => z.strictObject({ ...fields, code });

/** What the verb's rule is handed: the body without the code. */
export type Sent<T extends z.core.$ZodType> = WithoutCode<z.infer<T>>;
type WithoutCode<T> = T extends unknown ? Omit<T, 'code'> : never;
