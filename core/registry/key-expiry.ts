/** When delegated token keys end, so that somebody is told in time: one timer a model at a hospital, moved by each bundle. */
import { keyExpiryRef, queueFor } from '../keys.ts';
import type { Indexes, Write } from '../ports.ts';
import type { Hospital } from '../registry.ts';
import type { KeyExpiry } from '../rows.ts';
import type { Bundle } from '../trust-rows.ts';

/** A manufacturer's signing ceremony, his publishing and a visit to every device have to fit in here. */
const WARN_BEFORE = 60 * 86_400;

/** The write that makes the timer follow `bundle`; none where nothing ends and nothing stood. */
export function keyExpiryWrites(
  standing: KeyExpiry | undefined,
  { hospital, model, keys }: Pick<Bundle, 'hospital' | 'model' | 'keys'>,
  own: Hospital['keys'],
): readonly Write[] {
  const used = keys.filter(({ kid }) => kid === own.active.kid || kid === own.next.kid);
  const naf = used.length > 0 ? Math.min(...used.map((key) => key.naf)) : 0;
  if (!standing && naf === 0) return [];
  const ref = keyExpiryRef(hospital, model);
  const version = standing?.version ?? 0;
  const row: KeyExpiry = { version: version + 1, hospital, model, naf };
  const put = { ref, row, indexes: indexesFor(row, ref.pk) };
  return [standing ? { kind: 'replace', version, ...put } : { kind: 'insert', ...put }];
}

/** A row without keys waits for nothing. */
function indexesFor({ naf }: KeyExpiry, chain: string): Indexes {
  return naf === 0 ? {} : { queue: [queueFor('expiry', chain), Math.max(0, naf - WARN_BEFORE)] };
}
