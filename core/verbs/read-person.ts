/** One person of a tenant, as its administrators and auditors see him. */
import { personRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { type Decision, Problem } from '../problems.ts';
import type { OrganisationId, PersonId } from '../units.ts';
import { type PersonView, withStaff } from './list-registry.ts';
import { asReader } from './registry-reader.ts';

/** @throws Problem not-found for a stranger, and for somebody of another organisation */
export function readPerson(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  tenant: OrganisationId,
  id: PersonId,
): Promise<Decision<PersonView>> {
  return asReader(ports, who, tenant, async ({ hospital }) => {
    const { person } = await ports.store.load({ person: personRef(id) });
    if (person?.organisation !== tenant) throw new Problem('not-found');
    return withStaff(person, hospital);
  });
}
