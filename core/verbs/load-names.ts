/** Reads the names for lists of requests and for their events: as many rows as are named, a hundred a call, side by side. */
import { type Names, namesIn } from '../access/names.ts';
import type { AccessRequest } from '../access/request.ts';
import { deviceRef, modelOf, modelRef, organisationRef, personRef } from '../keys.ts';
import type { Ports, Ref } from '../ports.ts';
import type { Device, Model, Organisation, Person } from '../registry.ts';
import type { DeviceId, HospitalId, OrganisationId, PersonId } from '../units.ts';

/** What is to be named. */
export interface Named {
  readonly people: readonly PersonId[];
  readonly organisations: readonly OrganisationId[];
  readonly devices: readonly DeviceId[];
}

/** DynamoDB's hundred keys. */
const A_CALL = 100;

/** The names of `named`, as the registry of `hospital` has them now. */
export async function loadNames(ports: Pick<Ports, 'store'>, hospital: HospitalId, named: Named): Promise<Names> {
  const refs: readonly (readonly [string, Ref<unknown>])[] = [
    ...named.people.map((id) => [`person ${id}`, personRef(id)] as const),
    ...named.organisations.map((id) => [`organisation ${id}`, organisationRef(id)] as const),
    ...named.devices.map((id) => [`device ${id}`, deviceRef(hospital, id)] as const),
    ...named.devices.map((id) => [`model ${modelOf(id)}`, modelRef(modelOf(id))] as const),
  ];
  const rows = await rowsOf(ports, new Map(refs));
  return namesIn({
    people: ofKind<Person>(rows, 'person'),
    organisations: ofKind<Organisation>(rows, 'organisation'),
    devices: ofKind<Device>(rows, 'device'),
    models: ofKind<Model>(rows, 'model'),
  });
}

type Found = readonly (readonly [name: string, row: unknown])[];

async function rowsOf({ store }: Pick<Ports, 'store'>, refs: ReadonlyMap<string, Ref<unknown>>): Promise<Found> {
  const all = [...refs];
  const chunks = Array.from({ length: Math.ceil(all.length / A_CALL) }, (_, at) =>
    all.slice(at * A_CALL).slice(0, A_CALL),
  );
  const found = await Promise.all(chunks.map((chunk) => store.load(Object.fromEntries(chunk))));
  return found.flatMap((rows) => Object.entries(rows)).filter(([, row]) => row !== undefined);
}

/** Names begin with their kind, so the rows of one kind are of one type. */
function ofKind<T>(rows: Found, kind: string): ReadonlyMap<string, T> {
  const own = rows.filter(([name]) => name.startsWith(`${kind} `));
  return new Map(own.map(([name, row]) => [name.slice(kind.length + 1), row as T]));
}

/** Whom and what the lines of `requests` name. */
export function namedBy(requests: readonly AccessRequest[]): Named {
  return {
    people: requests.flatMap((request) => [
      request.facts.technician,
      ...request.approvals.map(({ person }) => person),
      ...('ended' in request ? [request.ended.by] : []),
    ]),
    organisations: requests.map(({ facts }) => facts.employer),
    devices: requests.map(({ facts }) => facts.device),
  };
}
