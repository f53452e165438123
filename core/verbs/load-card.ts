/** Reads everything a decision card shows, for mail and page alike. */
import type { CardRows, NamedRows } from '../access/card.ts';
import { SYSTEM } from '../access/events.ts';
import type { Earlier } from '../access/flags.ts';
import type { AccessRequest } from '../access/request.ts';
import { deviceRef, hospitalOf, hospitalRef, modelRef, organisationRef, personRef, requestRef } from '../keys.ts';
import type { Ports, Ref, Rows } from '../ports.ts';
import type { Person } from '../registry.ts';
import type { PersonId, RequestId } from '../units.ts';
import type { readerRows } from './read-access.ts';

/** As many earlier requests of the technician as one read is to cost. */
const EARLIER = 25;

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** The rows behind the card of `id`, or undefined where the request or a name of it is gone. */
export async function loadCardRows(ports: Needs, id: RequestId): Promise<CardRows | undefined> {
  const { request } = await ports.store.load({ request: requestRef(id) });
  if (!request) return undefined;
  const [rows, earlier] = await Promise.all([loadRowsOf(ports, request), earlierOf(ports, request)]);
  return rows && { ...rows, earlier };
}

/** The rows that name what is in `request`, or undefined where one of them is gone. */
export async function loadRowsOf(ports: Needs, request: AccessRequest): Promise<NamedRows | undefined> {
  const [named, deciders] = await Promise.all([ports.store.load(namedRefs(request)), decidersOf(ports, request)]);
  return namedRows(request, named, deciders);
}

/** The card for somebody who has three seconds: two calls side by side, with the reader's own rows among them. */
export async function loadCardFor(
  ports: Needs,
  request: AccessRequest,
  reader: ReturnType<typeof readerRows>,
): Promise<{ readonly card: CardRows | undefined; readonly reader: Rows<ReturnType<typeof readerRows>> }> {
  const deciders = deciderRefs(request);
  const [rows, earlier] = await Promise.all([
    ports.store.load({ ...deciders, ...namedRefs(request), ...reader }),
    earlierOf(ports, request),
  ]);
  const byId: Readonly<Record<string, unknown>> = rows;
  const people = Object.keys(deciders).flatMap((id) => (byId[id] as Person | undefined) ?? []);
  const named = namedRows(request, rows, people);
  return { card: named && { ...named, earlier }, reader: rows };
}

const namedRefs = ({ id, facts }: AccessRequest) => ({
  hospital: hospitalRef(hospitalOf(id)),
  device: deviceRef(facts.hospital, facts.device),
  model: modelRef(facts.model),
  technician: personRef(facts.technician),
  organisation: organisationRef(facts.employer),
});

function namedRows(
  request: AccessRequest,
  { hospital, device, model, technician, organisation }: Rows<ReturnType<typeof namedRefs>>,
  deciders: readonly Person[],
): NamedRows | undefined {
  if (!hospital || !device || !model || !technician || !organisation) return undefined;
  return { request, hospital, device, model, technician, organisation, deciders };
}

async function earlierOf(ports: Needs, { facts, submittedAt }: AccessRequest): Promise<Earlier> {
  const options = { limit: EARLIER, newestFirst: true, until: submittedAt };
  const { items, next } = await ports.store.list<AccessRequest>('technician', facts.technician, options);
  return { requests: items, isWhole: next === undefined };
}

/** Those whose names an outcome says: at most the approvals that a tier demands, and who ended it. */
function deciderRefs(request: AccessRequest): Readonly<Record<PersonId, Ref<Person>>> {
  const ended = 'ended' in request ? [request.ended.by] : [];
  const ids = new Set([...request.approvals.map((given) => given.person), ...ended]);
  const refs: Record<PersonId, Ref<Person>> = {};
  for (const id of ids) if (id !== SYSTEM.person && id !== request.facts.technician) refs[id] = personRef(id);
  return refs;
}

async function decidersOf(ports: Needs, request: AccessRequest): Promise<readonly Person[]> {
  const refs = deciderRefs(request);
  if (Object.keys(refs).length === 0) return [];
  const rows = await ports.store.load(refs);
  return Object.values(rows).filter((person) => person !== undefined);
}
