/** Somebody's own row: his account, and the others that are his too. */
import { personRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import type { Person } from '../registry.ts';

export type OwnView = Pick<Person, 'id' | 'printedName' | 'linked' | 'linking'>;

/** Refused for whoever signed in and is not registered. */
export async function showSelf(
  { store }: Pick<Ports, 'store'>,
  who: Pick<Identity, 'person'>,
): Promise<Decision<OwnView>> {
  const { person } = await store.load({ person: personRef(who.person) });
  if (!person) return refused('person_unknown');
  const { id, printedName, linked, linking } = person;
  return allowed({ id, printedName, linked, ...(linking !== undefined && { linking }) });
}
