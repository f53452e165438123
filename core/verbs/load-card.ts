/** Reads everything a decision card shows, for mail and page alike. */
import type { CardRows } from '../access/card.ts';
import { SYSTEM } from '../access/events.ts';
import type { AccessRequest } from '../access/request.ts';
import { deviceRef, hospitalOf, hospitalRef, modelRef, organisationRef, personRef, requestRef } from '../keys.ts';
import type { Ports, Ref } from '../ports.ts';
import type { Person } from '../registry.ts';
import type { PersonId, RequestId } from '../units.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** The rows behind the card of `id`, or undefined where the request or a name of it is gone. */
export async function loadCardRows(ports: Needs, id: RequestId): Promise<CardRows | undefined> {
  const { request } = await ports.store.load({ request: requestRef(id) });
  return request && loadRowsOf(ports, request);
}

/** The rows behind the card of `request`, or undefined where a name of it is gone. */
export async function loadRowsOf(ports: Needs, request: AccessRequest): Promise<CardRows | undefined> {
  const { facts } = request;
  const named = ports.store.load({
    hospital: hospitalRef(hospitalOf(request.id)),
    device: deviceRef(facts.hospital, facts.device),
    model: modelRef(facts.model),
    technician: personRef(facts.technician),
    organisation: organisationRef(facts.employer),
  });
  const [{ hospital, device, model, technician, organisation }, deciders] = await Promise.all([
    named,
    decidersOf(ports, request),
  ]);
  if (!hospital || !device || !model || !technician || !organisation) return undefined;
  return { request, hospital, device, model, technician, organisation, deciders };
}

/** Those whose names an outcome says: at most the approvals that a tier demands, and who ended it. */
async function decidersOf(ports: Needs, request: AccessRequest): Promise<readonly Person[]> {
  const ended = 'ended' in request ? [request.ended.by] : [];
  const ids = new Set([...request.approvals.map((given) => given.person), ...ended]);
  const refs: Record<PersonId, Ref<Person>> = {};
  for (const id of ids) if (id !== SYSTEM.person && id !== request.facts.technician) refs[id] = personRef(id);
  if (Object.keys(refs).length === 0) return [];
  const rows = await ports.store.load(refs);
  return Object.values(rows).filter((person) => person !== undefined);
}
