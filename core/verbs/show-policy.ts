/**
 * What a page about a hospital's policy says beside the tester's answer (preview-policy.ts): who is called what, of whom one may
 * ask, and what another policy would change. Nothing is written.
 */
import { seesPlace } from '../access/demand.ts';
import type { AccessRequest, Status } from '../access/request.ts';
import type { Policy } from '../policy/policy.ts';
import { type PreviewRow, previewPolicy } from '../policy/preview.ts';
import { placesOf } from '../policy/satisfiable.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, Problem } from '../problems.ts';
import type { Hospital, Staff } from '../registry.ts';
import type { EpochSeconds, HospitalId, PersonId } from '../units.ts';
import { membersOf, peopleOf } from './administrators.ts';
import type { AccessQuestion } from './preview-access.ts';
import { type PolicyPreview, previewPolicyAt } from './preview-policy.ts';
import { organisationNames } from './read-console.ts';
import { asReader } from './registry-reader.ts';
import { hospitalList } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

export interface KnownTechnician {
  readonly person: PersonId;
  readonly printedName: string;
  /** Printed name of his organisation. */
  readonly employer: string;
}

export interface PolicySeen {
  readonly hospital: Pick<Hospital, 'id' | 'name'>;
  readonly policy: Policy;
  readonly preview: PolicyPreview;
  /** The hospital's own, and those who asked here of late. */
  readonly technicians: readonly KnownTechnician[];
  /** Printed names of whom the answer names. */
  readonly names: ReadonlyMap<PersonId, string>;
}

/** @throws Problem not-found where the tenant is no hospital, or not the reader's */
export async function showPolicy(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  question: AccessQuestion | undefined,
  now: EpochSeconds,
): Promise<Decision<PolicySeen>> {
  const read = await asReader(ports, who, tenant, async ({ hospital }) => {
    if (!hospital) throw new Problem('not-found');
    return { hospital, technicians: await techniciansAt(ports, hospital, who.person) };
  });
  if (!read.ok) return read;
  const preview = await previewPolicyAt(ports, who, tenant, { question }, now);
  if (!preview.ok) return preview;
  const { hospital, technicians } = read.value;
  const { policy, id, name } = hospital;
  const names = await namesIn(ports, preview.value);
  return allowed({ hospital: { id, name }, policy, preview: preview.value, technicians, names });
}

const LATELY: readonly Status[] = Object.freeze(['pending', 'approved', 'closed', 'denied']);
const LOOKED_AT = 25;

/** A reader sees those of requests at the places that he sees (R1). */
async function techniciansAt(ports: Needs, hospital: Hospital, reader: PersonId): Promise<readonly KnownTechnician[]> {
  const self = hospital.staff.find(({ person }) => person === reader);
  const [own, ...lists] = await Promise.all([
    membersOf(ports, hospital.id, 1),
    ...LATELY.map((status) => requestsOf(ports, hospital, status)),
  ]);
  const asked = lists.flat().filter(({ facts }) => self && seesPlace(self, facts));
  const people = await peopleOf(ports, [...new Set(asked.map(({ facts }) => facts.technician))]);
  const all = new Map([...own.people, ...people.values()].map((person) => [person.id, person]));
  const technicians = [...all.values()].filter(({ roles }) => roles.includes('technician'));
  const employers = await organisationNames(ports, [...new Set(technicians.map(({ organisation }) => organisation))]);
  return technicians
    .map(({ id, printedName, organisation: of }) => ({ person: id, printedName, employer: employers.get(of) ?? of }))
    .sort((one, two) => one.printedName.localeCompare(two.printedName, 'en'));
}

async function requestsOf({ store }: Needs, { id }: Hospital, status: Status): Promise<readonly AccessRequest[]> {
  const options = { limit: LOOKED_AT, newestFirst: true };
  return (await store.list<AccessRequest>('hospital', hospitalList(id, status), options)).items;
}

async function namesIn(ports: Needs, { access }: PolicyPreview): Promise<ReadonlyMap<PersonId, string>> {
  if (!access || 'reason' in access) return new Map();
  const ids = new Set([...access.candidates.map(({ person }) => person), ...access.asked]);
  const people = await peopleOf(ports, [...ids].slice(0, 100));
  return new Map([...people].map(([id, { printedName }]) => [id, printedName]));
}

/** One tier at one stage and place, under the policy in force and under the other. */
export interface CellChange {
  readonly before: PreviewRow;
  readonly after: PreviewRow;
}

export interface PolicyCompared {
  readonly hospital: Pick<Hospital, 'id' | 'name'>;
  readonly preview: PolicyPreview;
  readonly changes: readonly CellChange[];
}

/** What would become of the hospital under `policy`. @throws Problem not-found as above */
export async function comparePolicy(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  policy: Policy,
  now: EpochSeconds,
): Promise<Decision<PolicyCompared>> {
  const preview = await previewPolicyAt(ports, who, tenant, { policy }, now);
  if (!preview.ok) return preview;
  return asReader(ports, who, tenant, async ({ hospital }) => {
    if (!hospital) throw new Problem('not-found');
    const isUsable = preview.value.faults.length === 0;
    const changes = isUsable ? changesBetween(hospital.policy, policy, hospital.staff) : [];
    return { hospital: { id: hospital.id, name: hospital.name }, preview: preview.value, changes };
  });
}

/** Every tier, stage and place that either policy tells apart and for which they say something else. */
export function changesBetween(before: Policy, after: Policy, staff: readonly Staff[]): readonly CellChange[] {
  const places = [...placesOf(before), ...placesOf(after)];
  const was = previewPolicy(before, staff, places);
  const is = previewPolicy(after, staff, places);
  return was
    .map((row, at) => ({ before: row, after: is[at] ?? row }))
    .filter((one) => one.before.says !== one.after.says || one.before.reach?.lack !== one.after.reach?.lack);
}
