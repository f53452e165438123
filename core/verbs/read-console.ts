/** The head of every page of a tenant's console: which tenant, in which zone, and what this reader may change there. */
import { organisationRef } from '../keys.ts';
import type { Identity, Ports, Ref } from '../ports.ts';
import { type Decision, Problem } from '../problems.ts';
import { powersHeld, type Reader } from '../registry/powers.ts';
import type { Power } from '../registry/verbs.ts';
import type { Hospital, Organisation } from '../registry.ts';
import type { OrganisationId } from '../units.ts';
import { asReader } from './registry-reader.ts';

export interface ConsoleView {
  readonly organisation: Organisation;
  readonly hospital: Hospital | undefined;
  /** IANA zone of the hospital; UTC for whoever has none. */
  readonly zone: string;
  readonly reader: Reader;
  readonly powers: readonly Power[];
}

/** Refused for whoever neither administers nor audits it. @throws Problem not-found for strangers */
export function readConsole(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  tenant: OrganisationId,
): Promise<Decision<ConsoleView>> {
  return asReader(ports, who, tenant, async ({ reader, organisation, hospital, ...rows }) => {
    if (!organisation) throw new Problem('not-found');
    const held = powersHeld(tenant, { ...rows, organisation, hospital });
    return { organisation, hospital, zone: hospital?.zone ?? 'UTC', reader, powers: held.ok ? held.value : [] };
  });
}

/** Printed names of at most a hundred organisations, by id. */
export async function organisationNames(
  { store }: Pick<Ports, 'store'>,
  ids: readonly OrganisationId[],
): Promise<ReadonlyMap<OrganisationId, string>> {
  if (ids.length === 0) return new Map();
  const refs: Readonly<Record<string, Ref<Organisation>>> = Object.fromEntries(
    ids.map((id) => [id, organisationRef(id)]),
  );
  const rows = Object.values(await store.load(refs)).filter((row) => row !== undefined);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
