/**
 * The comparison of R3: whether manufacturers, independent servicers and the hospital's own technicians are answered alike, by
 * the share that is approved and by how long an answer takes.
 */
import type { ServicerType } from '../registry.ts';
import type { EpochSeconds, Seconds } from '../units.ts';
import { type AccessRequest, statusAt } from './request.ts';
import { timeToDecision } from './request-line.ts';

export interface ServicerFigures {
  readonly type: ServicerType;
  readonly asked: number;
  /** Ever approved, whatever came after. */
  readonly approved: number;
  readonly denied: number;
  /** Nobody decided in time. */
  readonly expired: number;
  readonly withdrawn: number;
  readonly waiting: number;
  /** Whole percent of those approved, denied and expired; absent where there is none. */
  readonly approvalRate?: number;
  /** Half of those decided waited no longer, and nine in ten; absent where none was decided. */
  readonly median?: Seconds;
  readonly ninetieth?: Seconds;
}

export const SERVICER_TYPES: readonly ServicerType[] = Object.freeze(['oem', 'iso', 'in_house']);

/** The figures of each type, also of one that asked nothing. */
export function compareServicers(requests: readonly AccessRequest[], now: EpochSeconds): readonly ServicerFigures[] {
  return SERVICER_TYPES.map((type) =>
    figuresOf(
      type,
      requests.filter(({ facts }) => facts.servicerType === type),
      now,
    ),
  );
}

function figuresOf(type: ServicerType, requests: readonly AccessRequest[], now: EpochSeconds): ServicerFigures {
  const count = (...statuses: readonly string[]) =>
    requests.filter((request) => statuses.includes(statusAt(request, now))).length;
  const approved = requests.filter((request) => 'grant' in request).length;
  const [denied, expired] = [count('denied'), count('expired')];
  const answered = approved + denied + expired;
  const times = requests.flatMap((request) => timeToDecision(request) ?? []).sort((one, two) => one - two);
  return {
    type,
    asked: requests.length,
    approved,
    denied,
    expired,
    withdrawn: count('withdrawn'),
    waiting: count('pending'),
    ...(answered > 0 && { approvalRate: Math.round((100 * approved) / answered) }),
    ...rankedTimes(times),
  };
}

function rankedTimes(sorted: readonly Seconds[]): Pick<ServicerFigures, 'median' | 'ninetieth'> {
  const [median, ninetieth] = [nearestRank(sorted, 50), nearestRank(sorted, 90)];
  return median === undefined || ninetieth === undefined ? {} : { median, ninetieth };
}

/** The smallest value that `percent` of all are no greater than: one that was measured, never one between two. */
function nearestRank(sorted: readonly Seconds[], percent: number): Seconds | undefined {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1];
}
