/**
 * Who reads a tenant's registry: its administrators and its auditors. For whoever has nothing to do with the tenant it is not
 * there (404); somebody of the tenant without such a role is refused by name.
 */
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision } from '../problems.ts';
import { type PowerRows, powerRows, type Reader, readerOf } from '../registry/powers.ts';
import type { OrganisationId } from '../units.ts';

/** What the reader's right hangs on, read for it and often shown as well. */
export interface Reading extends PowerRows {
  readonly reader: Reader;
}

/** What `read` finds, for whoever may read. @throws Problem not-found for a stranger */
export async function asReader<T>(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  tenant: OrganisationId,
  read: (reading: Reading) => Promise<T>,
): Promise<Decision<T>> {
  const rows = await ports.store.load(powerRows(who.person, who.organisation, tenant));
  const reader = readerOf(tenant, rows);
  return reader.ok ? allowed(await read({ ...rows, reader: reader.value })) : reader;
}

/** What is asked for, else 25; the schema bounds it. */
export function limitOf({ limit = '25' }: { readonly limit?: string | undefined }): number {
  return Number(limit);
}
