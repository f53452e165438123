/**
 * What a maker is told of the requests for one of its models (docs/decisions/0009). A maker knows which hospitals have its
 * devices, so a figure behind which one or two hospitals stand says what those did. None is given: a model with too few
 * hospitals has no figures, and kinds with too few are one figure together, so that no sum gives them away either.
 */
import { STATUSES } from '../contract.ts';
import { TIERS, type Tier } from '../policy/tiers.ts';
import { RECORDED_STAGES, type ServicerType, type Stage } from '../registry.ts';
import type { EpochSeconds } from '../units.ts';
import { ACTIVITIES, type Facts } from './facts.ts';
import type { ModelLine } from './model-line.ts';
import type { Status } from './request.ts';
import type { ServiceState } from './return-to-service.ts';
import { SERVICER_TYPES } from './servicer-comparison.ts';

/** So many hospitals stand behind every figure but zero. */
export const FEWEST_HOSPITALS = 3;

/** How many requests were of one kind, or of several together. */
export interface Count<K extends string> {
  readonly kinds: readonly K[];
  readonly requests: number;
}

/** `open`: no return to service is owed, or not yet. */
type Service = ServiceState | 'open';

export interface ModelCounts {
  readonly requests: number;
  readonly byActivity: readonly Count<Facts['activity']>[];
  readonly byTier: readonly Count<Tier>[];
  readonly byStatus: readonly Count<Status>[];
  readonly byServicer: readonly Count<ServicerType>[];
  /** Of the device at the moment of its request: a device is counted as often as somebody asked for it. */
  readonly byStage: readonly Count<Stage | 'unknown'>[];
  readonly byService: readonly Count<Service>[];
}

const SERVICES: readonly Service[] = Object.freeze(['returned_to_service', 'not_returned_to_service', 'open']);

/** The figures of one model at `now`; undefined with fewer than {@link FEWEST_HOSPITALS} hospitals, none among them. */
export function countLines(lines: readonly ModelLine[], now: EpochSeconds): ModelCounts | undefined {
  if (!isEnough(lines)) return undefined;
  return {
    requests: lines.length,
    byActivity: countsBy(lines, ACTIVITIES, ({ activity }) => activity),
    byTier: countsBy(lines, TIERS, ({ tier }) => tier),
    byStatus: countsBy(lines, STATUSES, (line) => statusOf(line, now)),
    byServicer: countsBy(lines, SERVICER_TYPES, ({ servicerType }) => servicerType),
    byStage: countsBy(lines, RECORDED_STAGES, ({ stage }) => stage),
    byService: countsBy(lines, SERVICES, (line) => serviceOf(line, now)),
  };
}

/** Time passes without a write: what is over by now counts as over. */
function statusOf({ status, until }: ModelLine, now: EpochSeconds): Status {
  if (until === undefined || now < until) return status;
  return status === 'pending' ? 'expired' : 'lapsed';
}

function serviceOf({ service, until }: ModelLine, now: EpochSeconds): Service {
  const isOver = until === undefined || now >= until;
  return (isOver && service) || 'open';
}

function isEnough(lines: readonly ModelLine[]): boolean {
  return new Set(lines.map(({ hospital }) => hospital)).size >= FEWEST_HOSPITALS;
}

interface Group<K> {
  readonly kinds: readonly K[];
  readonly lines: readonly ModelLine[];
}

/** One count a kind, zeros too; those with too few hospitals together, with the smallest of the others where that is still too few. */
function countsBy<K extends string>(
  lines: readonly ModelLine[],
  kinds: readonly K[],
  kindOf: (line: ModelLine) => K,
): readonly Count<K>[] {
  const groups = kinds.map((kind) => ({ kinds: [kind], lines: lines.filter((line) => kindOf(line) === kind) }));
  const hidden = groups.filter((group) => group.lines.length > 0 && !isEnough(group.lines));
  const others = groups.filter((group) => group.lines.length > 0 && !hidden.includes(group));
  const bySize = others.sort((one, two) => one.lines.length - two.lines.length);
  while (hidden.length > 0 && !isEnough(hidden.flatMap((group) => group.lines))) {
    const smallest = bySize.shift();
    if (!smallest) break;
    hidden.push(smallest);
  }
  const isHidden = (group: Group<K>) => hidden.some((one) => one.kinds[0] === group.kinds[0]);
  const apart = groups.filter((group) => !isHidden(group));
  const together = groups.filter(isHidden);
  return [...apart, ...(together.length > 0 ? [merged(together)] : [])].map((group) => ({
    kinds: group.kinds,
    requests: group.lines.length,
  }));
}

function merged<K>(groups: readonly Group<K>[]): Group<K> {
  return { kinds: groups.flatMap(({ kinds }) => kinds), lines: groups.flatMap(({ lines }) => lines) };
}
