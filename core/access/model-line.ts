/**
 * A request as its device's maker counts it: kinds and times, and no person, device, place or word that somebody wrote. It is
 * stored beside the request (index `model`), so that the maker's page reads nothing else.
 */
import type { EpochSeconds, HospitalId } from '../units.ts';
import type { Facts } from './facts.ts';
import type { AccessRequest, Status } from './request.ts';
import { type ServiceState, serviceStateOf } from './return-to-service.ts';

export interface ModelLine extends Pick<Facts, 'activity' | 'tier' | 'stage' | 'servicerType'> {
  /** Never shown: figures are kept back until enough hospitals stand behind them. */
  readonly hospital: HospitalId;
  readonly status: Status;
  /** When it ends by itself; absent once it is over. */
  readonly until?: EpochSeconds;
  /** How the device stands once the request is over (R13); absent where no return is owed. */
  readonly service?: ServiceState;
}

export function modelLineOf(request: AccessRequest): ModelLine {
  const { hospital, activity, tier, stage, servicerType } = request.facts;
  const until = untilOf(request);
  const service = serviceStateOf(request, until ?? request.at);
  return {
    hospital,
    activity,
    tier,
    stage,
    servicerType,
    status: request.status,
    ...(until !== undefined && { until }),
    ...(service && { service }),
  };
}

function untilOf(request: AccessRequest): EpochSeconds | undefined {
  if (request.status === 'pending') return request.facts.approveBy;
  return request.status === 'approved' ? request.grant.until : undefined;
}
