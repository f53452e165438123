/** What a person is shown first: who he is here, and as what (R1). */
import type { Role } from '../access/words.ts';
import { hospitalRef, operatorRef, organisationRef, personRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';

export interface StartView {
  readonly organisation: string;
  /** Absent: he signed in, and nobody invited him yet. */
  readonly person?: {
    readonly printedName: string;
    readonly roles: readonly Role[];
  };
}

/** Of the person only what stands in the registry now: a suspended member of staff holds no role. */
export async function showStart({ store }: Pick<Ports, 'store'>, who: Identity): Promise<StartView> {
  const { person, organisation, hospital, operator } = await store.load({
    person: personRef(who.person),
    organisation: organisationRef(who.organisation),
    hospital: hospitalRef(who.organisation),
    operator: operatorRef,
  });
  const name = organisation?.name ?? who.organisation;
  if (!person) return { organisation: name };
  const held = hospital?.staff.find((one) => one.person === who.person && one.status === 'active')?.entitlements ?? [];
  const isOperator = operator?.organisation === who.organisation && operator.admins.includes(who.person);
  const own = isOperator ? (['operator_admin'] as const) : [];
  const roles = [...new Set([...person.roles, ...held.map(({ role }) => role), ...own])];
  return { organisation: name, person: { printedName: person.printedName, roles } };
}
