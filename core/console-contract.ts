/** What a hospital's console is asked, as it stands in the address. Empty fields of a form count as not sent. */
import * as z from 'zod/mini';
import { STATUSES } from './contract.ts';
import { typed } from './contract-parts.ts';
import { TIERS } from './policy/tiers.ts';

const some = (pattern: RegExp) => z.optional(z.string().check(z.regex(pattern)));
/** The last request looked at: the second in which it was submitted, and the random part of its id. */
const after = some(/^([0-9]{1,10}-[A-Z0-9]{12})?$/);

export const DeliveryQuery = z.strictObject({ after });
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;

/** The cursor of a list of the registry. */
export const ModelsQuery = z.strictObject({ after: some(/^[A-Za-z0-9_-]{0,200}$/) });
export type ModelsQuery = z.infer<typeof ModelsQuery>;

export const AuditQuery = z.strictObject({
  status: z.optional(z.enum(['', ...STATUSES])),
  tier: z.optional(z.enum(['', ...TIERS])),
  /** A servicer's id, or a type of servicer. */
  servicer: some(/^[a-z0-9_-]{0,32}$/),
  technician: some(/^(p_[a-z2-7]{20})?$/),
  device: typed(105),
  from: typed(10),
  to: typed(10),
  after,
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const ReportQuery = z.strictObject({ from: typed(10), to: typed(10) });
export type ReportQuery = z.infer<typeof ReportQuery>;
