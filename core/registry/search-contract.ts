/** What the console's pages of devices are asked: a form sends every field, so an empty one is none. */
import * as z from 'zod/mini';
import { PAGED } from '../contract.ts';
import { pageKey, typed, value } from '../contract-parts.ts';
import { DEVICE_STATES, LONGEST_PLACE, RECORDED_STAGES } from '../registry.ts';

const oneOf = <T extends string>(names: readonly T[]) => z.optional(z.enum(['', ...names] as const));

/** Where devices stand; each narrows. */
const PLACE = { site: typed(LONGEST_PLACE), unit: typed(LONGEST_PLACE), model: typed(100) };

export const DevicesQuery = z.strictObject({
  /** A sticker code, tag, CMMS id, serial number or UDI, or a part of one. */
  name: typed(256),
  state: oneOf(DEVICE_STATES),
  stage: oneOf(RECORDED_STAGES),
  ...PLACE,
  after: PAGED.after,
});
export type DevicesQuery = z.infer<typeof DevicesQuery>;

export const StickersQuery = z.strictObject({ ...PLACE, after: PAGED.after });
export type StickersQuery = z.infer<typeof StickersQuery>;

/** `entity` as somebody typed it: what it can be, the page says itself. */
export const HistoryPageQuery = z.strictObject({
  entity: typed(160),
  upTo: z.optional(z.string().check(z.regex(/^[1-9][0-9]{0,5}$/))),
});
export type HistoryPageQuery = z.infer<typeof HistoryPageQuery>;

/** A file of devices, chosen or pasted; `key` is the form's own. */
export const ImportForm = z.strictObject({
  file: z.optional(value(2_097_152)),
  csv: value(2_097_152),
  code: value(64),
  key: pageKey,
});
export type ImportForm = z.infer<typeof ImportForm>;
