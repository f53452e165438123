/** The technician's own visits with the names that a page shows, newest first. */
import type { Status } from '../access/request.ts';
import type { ServiceState } from '../access/return-to-service.ts';
import { deviceName } from '../access/visit.ts';
import { type Moment, momentIn } from '../access/words.ts';
import { deviceRef, hospitalRef, modelRef } from '../keys.ts';
import type { Identity, Page, Ports } from '../ports.ts';
import { allowed, type Decision } from '../problems.ts';
import type { EpochSeconds, RequestId } from '../units.ts';
import { listOwnAccess, type RequestLine } from './read-access.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

export interface VisitLine {
  readonly id: RequestId;
  readonly reference: string;
  readonly status: Status;
  readonly device: string;
  readonly hospital: string;
  readonly workOrder: string;
  readonly submitted: Moment;
  readonly service?: ServiceState;
}

/** Names of one page; three rows a line at most, which one read takes in. */
const PER_PAGE = '25';

/** One page of the visits of `who`, and where the next begins. */
export async function listVisits(
  ports: Needs,
  who: Identity,
  query: { readonly after?: string | undefined },
  now: EpochSeconds,
): Promise<Decision<Page<VisitLine>>> {
  const listed = await listOwnAccess(ports, who, { ...query, limit: PER_PAGE }, now);
  if (!listed.ok) return listed;
  const items = await linesWithNames(ports, listed.value.items);
  return allowed({ ...listed.value, items });
}

async function linesWithNames(ports: Needs, lines: readonly RequestLine[]): Promise<readonly VisitLine[]> {
  if (lines.length === 0) return [];
  const facts = lines.map((line) => line.facts);
  const [hospitals, devices, models] = await Promise.all([
    ports.store.load(Object.fromEntries(facts.map(({ hospital }) => [hospital, hospitalRef(hospital)]))),
    ports.store.load(Object.fromEntries(facts.map(({ hospital, device }) => [device, deviceRef(hospital, device)]))),
    ports.store.load(Object.fromEntries(facts.map(({ model }) => [model, modelRef(model)]))),
  ]);
  return lines.map(({ id, reference, status, submittedAt, service, facts: about }) => {
    const [hospital, device, model] = [hospitals[about.hospital], devices[about.device], models[about.model]];
    return {
      id,
      reference,
      status,
      // A row that is gone leaves the id, which says the same to who looks at a label.
      device: device && model ? deviceName({ device, model }) : about.device,
      hospital: hospital?.name ?? about.hospital,
      workOrder: about.workOrder,
      submitted: momentIn(hospital?.zone ?? 'UTC', submittedAt),
      ...(service && { service }),
    };
  });
}
