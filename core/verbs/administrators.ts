/** Who administers a tenant now: a hospital's staff says so, of a servicer or maker each of its people's own row does. */
import { hospitalRef, memberList, operatorRef, organisationRef, personRef } from '../keys.ts';
import type { Ports, Ref } from '../ports.ts';
import { adminsOf } from '../registry/powers.ts';
import type { Power } from '../registry/verbs.ts';
import type { Member, Person } from '../registry.ts';
import type { OrganisationId, PersonId } from '../units.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** People read at once: DynamoDB's hundred keys. */
const PAGE = 100;

/** Everybody who holds `power` at `tenant`, and so may confirm or withdraw what takes it. */
export async function administratorsFor(
  ports: Needs,
  power: Power,
  tenant: OrganisationId,
): Promise<readonly PersonId[]> {
  const { operator, hospital, organisation } = await ports.store.load({
    operator: operatorRef,
    hospital: hospitalRef(tenant),
    organisation: organisationRef(tenant),
  });
  if (power === 'operator') return operator?.organisation === tenant ? operator.admins : [];
  if (power === 'hospital' || (power === 'organisation' && organisation?.kind === 'hdo'))
    return hospital ? adminsOf(hospital) : [];
  const role = power === 'publisher' ? 'oem_publisher' : 'iso_admin';
  const { people } = await membersOf(ports, tenant, Number.POSITIVE_INFINITY);
  return people.filter(({ roles, status }) => status === 'active' && roles.includes(role)).map(({ id }) => id);
}

/** People of an organisation, as far as `pages` calls of a hundred go; `isWhole` says whether that was all. */
export async function membersOf(
  { store }: Needs,
  tenant: OrganisationId,
  pages: number,
): Promise<{ readonly people: readonly Person[]; readonly isWhole: boolean }> {
  const { pk, prefix } = memberList(tenant);
  const people: Person[] = [];
  let after: string | undefined;
  for (let page = 1; page <= pages; page += 1) {
    const { items, next } = await store.registryRows<Member>(pk, prefix, { limit: PAGE, after });
    people.push(
      ...(
        await peopleOf(
          { store },
          items.map(({ person }) => person),
        )
      ).values(),
    );
    if (next === undefined) return { people, isWhole: true };
    after = next;
  }
  return { people, isWhole: false };
}

/** The rows of at most a hundred people, by id; who is not registered is not among them. */
export async function peopleOf({ store }: Needs, ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>> {
  if (ids.length === 0) return new Map();
  const refs: Readonly<Record<string, Ref<Person>>> = Object.fromEntries(ids.map((id) => [id, personRef(id)]));
  const rows = Object.values(await store.load(refs)).filter((person) => person !== undefined);
  return new Map(rows.map((person) => [person.id, person]));
}
