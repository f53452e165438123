/** What the pages of asking for access are asked, and the forms that they hold: as text, so that what is wrong can be shown again. */
import * as z from 'zod/mini';
import { SubmitBody } from './contract.ts';
import { typed } from './contract-parts.ts';

/** What was typed, pasted or scanned; core/registry/typed-device.ts reads it. */
export const FindDeviceQuery = z.strictObject({ device: typed(512) });
export type FindDeviceQuery = z.infer<typeof FindDeviceQuery>;

const scopeName = z.string().check(z.regex(/^[a-z0-9.:-]{1,32}$/));

/** What has been chosen so far: nothing that a person wrote, as addresses are kept by browsers and logs (R20). */
export const ChoiceQuery = z.strictObject({
  scopes: z.optional(z.union([scopeName, z.array(scopeName).check(z.maxLength(32))])),
  minutes: z.optional(z.string().check(z.regex(/^[0-9]{0,4}$/))),
  extends: SubmitBody.shape.extends,
});
export type ChoiceQuery = z.infer<typeof ChoiceQuery>;

/** Every field as the list of its values; a body has 32 KiB. */
const field = z.optional(z.array(z.string()));
const ANSWERS = {
  scopes: field,
  minutes: field,
  extends: field,
  workOrder: field,
  activity: field,
  reason: field,
  notInClinicalUse: field,
  compensatingControls: field,
};

/** `change`: which answers are to be shown again, `what` or `why`. */
export const CheckForm = z.strictObject({ ...ANSWERS, change: field });
export type CheckForm = z.infer<typeof CheckForm>;

/** `key`: the Idempotency-Key that the page with the button made, so that a button pressed twice asks once. */
export const SendForm = z.strictObject({
  ...ANSWERS,
  key: z.tuple([z.string().check(z.regex(/^[A-Za-z0-9_-]{32}$/))]),
});
export type SendForm = z.infer<typeof SendForm>;
