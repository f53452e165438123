/** A request as one line of a hospital's console: names instead of ids, times in the hospital's zone. */
import { SCOPES } from '../policy/tiers.ts';
import type { ServicerType } from '../registry.ts';
import type { DeviceId, EpochSeconds, OrganisationId, PersonId, RequestId, Seconds } from '../units.ts';
import type { Facts } from './facts.ts';
import type { Names } from './names.ts';
import { type AccessRequest, type Status, statusAt } from './request.ts';
import { type ServiceState, serviceStateOf } from './return-to-service.ts';
import { referenceOf } from './view.ts';
import { type Moment, minutes, momentIn } from './words.ts';

export interface RequestLine {
  readonly id: RequestId;
  readonly reference: string;
  readonly status: Status;
  readonly device: { readonly id: DeviceId; readonly name: string };
  /** `Main, ICU 3`. */
  readonly place: string;
  readonly technician: { readonly id: PersonId; readonly name: string };
  readonly servicer: { readonly id: OrganisationId; readonly name: string; readonly type: string };
  readonly tier: Facts['tier'];
  readonly scopes: string;
  readonly time: string;
  readonly workOrder: string;
  readonly submitted: Moment;
  readonly approvals: { readonly given: number; readonly needed: number; readonly by: readonly string[] };
  /** When it ends by itself: undecided, or approved. Absent once it is over. */
  readonly until?: Moment;
  /** When it was over, how in a word or two, and by whom where somebody ended it. */
  readonly ended?: Moment & { readonly how: string; readonly by?: string };
  /** How the device stands after it (R13); absent where no return is owed yet, or at all. */
  readonly service?: ServiceState;
}

/** Servicers take one path (R3); the type is a word in lists and reports, short enough for a column on a phone. */
export const SERVICER_WORDS: Readonly<Record<ServicerType, string>> = Object.freeze({
  oem: 'OEM',
  iso: 'ISO',
  in_house: 'In-house',
});

/** When `request` was over at `now`, also where no timer has said so yet; undefined while it is open. */
export function endOf(request: AccessRequest, now: EpochSeconds): EpochSeconds | undefined {
  if ('ended' in request) return request.ended.at;
  const until = untilOf(request);
  return now >= until ? until : undefined;
}

/** When it ends by itself. */
function untilOf(request: AccessRequest): EpochSeconds {
  return 'grant' in request ? request.grant.until : request.facts.approveBy;
}

/** The line of `request` at `now`. */
export function lineFor(request: AccessRequest, names: Names, zone: string, now: EpochSeconds): RequestLine {
  const { facts, approvals, demand } = request;
  const over = endOf(request, now);
  const service = serviceStateOf(request, now);
  return {
    id: request.id,
    reference: referenceOf(request.id),
    status: statusAt(request, now),
    device: { id: facts.device, name: names.device(facts.device) },
    place: `${facts.site}, ${facts.unit}`,
    technician: { id: facts.technician, name: names.person(facts.technician) },
    servicer: {
      id: facts.employer,
      name: names.organisation(facts.employer),
      type: SERVICER_WORDS[facts.servicerType],
    },
    tier: facts.tier,
    scopes: facts.scopes.map((name) => SCOPES[name].says).join(', '),
    time: minutes(facts.holdSeconds),
    workOrder: facts.workOrder,
    submitted: momentIn(zone, request.submittedAt),
    approvals: {
      given: approvals.length,
      needed: demand.approvals,
      by: approvals.map(({ person }) => names.person(person)),
    },
    ...(service && { service }),
    ...(over === undefined
      ? { until: momentIn(zone, untilOf(request)) }
      : { ended: { ...momentIn(zone, over), ...endWords(request, names) } }),
  };
}

function endWords(request: AccessRequest, names: Names): { readonly how: string; readonly by?: string } {
  const by = 'ended' in request && { by: names.person(request.ended.by) };
  const how = request.status === 'closed' ? request.outcome.replaceAll('_', ' ') : '';
  return { how, ...by };
}

/** How long `request` waited for its decision: the last approval, or the denial. Undefined where nobody decided. */
export function timeToDecision(request: AccessRequest): Seconds | undefined {
  if ('grant' in request) return request.grant.approvedAt - request.submittedAt;
  return request.status === 'denied' ? request.ended.at - request.submittedAt : undefined;
}
