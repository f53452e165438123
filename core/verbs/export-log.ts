/**
 * A tenant's log as it is stored, for whoever keeps a copy and trusts nobody: which chains there are, and each one's events
 * byte by byte. Whoever reads them hashes them again (core/ledger/verify.ts).
 */
import { tenantOf } from '../keys.ts';
import type { Identity, Page, Ports } from '../ports.ts';
import { type Decision, Problem } from '../problems.ts';
import type { ChainsQuery, EventsQuery } from '../registry/reading-contract.ts';
import { toBase64url } from '../token/base64url.ts';
import type { Base64url, Hex, OrganisationId } from '../units.ts';
import { asReader, limitOf } from './registry-reader.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'ledger'>;

/** The chains of the tenant's log. One that began this moment may be missing. */
export function listChains(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  { after }: ChainsQuery,
): Promise<Decision<Page<string>>> {
  return asReader(ports, who, tenant, () => ports.ledger.chains(tenant, after));
}

export interface EventBytes {
  readonly n: number;
  readonly hash: Hex;
  /** RFC 8785 bytes, exactly as they were hashed. */
  readonly bytes: Base64url;
}

/** A page of a chain's events, oldest first. @throws Problem not-found for a chain of another tenant */
export function readEvents(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  query: EventsQuery,
): Promise<Decision<Page<EventBytes>>> {
  return asReader(ports, who, tenant, async () => {
    if (tenantOf(query.chain) !== tenant) throw new Problem('not-found');
    const limit = limitOf(query);
    const stored = await ports.ledger.events(query.chain, Number(query.after ?? '0') + 1, limit + 1);
    const items = stored.slice(0, limit).map(({ n, hash, bytes }) => ({ n, hash, bytes: toBase64url(bytes) }));
    return stored.length > limit ? { items, next: String(items.at(-1)?.n) } : { items };
  });
}
