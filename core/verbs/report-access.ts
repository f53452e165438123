/** A hospital's report of a period: how many asked, what became of it, and the comparison of servicers (R3). */
import { type FieldFault, type Period, periodOf } from '../access/audit-filter.ts';
import { type AccessRequest, type Status, statusAt } from '../access/request.ts';
import { SERVICER_WORDS } from '../access/request-line.ts';
import { compareServicers, type ServicerFigures } from '../access/servicer-comparison.ts';
import { date, type Moment, minutes, momentIn } from '../access/words.ts';
import type { ReportQuery } from '../console-contract.ts';
import { STATUSES } from '../contract.ts';
import { TIERS, type Tier } from '../policy/tiers.ts';
import type { Identity, Ports } from '../ports.ts';
import type { Decision } from '../problems.ts';
import type { EpochSeconds, HospitalId } from '../units.ts';
import { asLogReader } from './hospital-reader.ts';
import { newestRequests, takeOf } from './newest-requests.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** Figures with their words. */
export interface ServicerRow extends ServicerFigures {
  readonly name: string;
  readonly waited?: { readonly median: string; readonly ninetieth: string };
}

export interface AccessReport {
  readonly hospital: { readonly name: string; readonly zone: string };
  /** Days, the last one included. */
  readonly days: { readonly from: string; readonly to: string };
  readonly made: Moment;
  /** What was typed is no period; then nothing was counted. */
  readonly faults: readonly FieldFault[];
  /** Requests that were looked at, of all places; those that the reader may see are counted. */
  readonly lookedAt: number;
  readonly counted: number;
  /** Nothing older than this was looked at, though there is more in the period. */
  readonly stoppedAt?: Moment;
  readonly servicers: readonly ServicerRow[];
  readonly byStatus: readonly (readonly [Status, number])[];
  readonly byTier: readonly (readonly [Tier, number])[];
}

const BOUNDS = Object.freeze({ items: 1_000, looks: 1_000 });
/** Without a first day: about a quarter. */
const QUARTER = 90 * 86_400;

/** For auditors and administrators of `tenant`. @throws Problem not-found for whoever is not of its staff */
export async function reportAccess(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  query: ReportQuery,
  now: EpochSeconds,
): Promise<Decision<AccessReport>> {
  return asLogReader(ports, who, tenant, async ({ hospital, sees }) => {
    const { zone, name } = hospital;
    const days = { from: query.from || date(now - QUARTER, zone), to: query.to || date(now, zone) };
    const { period, faults } = periodOf(days, zone);
    const taken = faults.length > 0 ? NOTHING : await takenOf(ports, tenant, period, ({ facts }) => sees(facts));
    return {
      hospital: { name, zone },
      days,
      made: momentIn(zone, now),
      faults,
      lookedAt: taken.lookedAt,
      counted: taken.items.length,
      ...(taken.next !== undefined && taken.backTo !== undefined && { stoppedAt: momentIn(zone, taken.backTo) }),
      servicers: compareServicers(taken.items, now).map(rowFor),
      byStatus: STATUSES.map(
        (status) => [status, countOf(taken.items, (one) => statusAt(one, now) === status)] as const,
      ),
      byTier: TIERS.map((tier) => [tier, countOf(taken.items, ({ facts }) => facts.tier === tier)] as const),
    };
  });
}

function rowFor(figures: ServicerFigures): ServicerRow {
  const { type, median, ninetieth } = figures;
  const waited = median !== undefined &&
    ninetieth !== undefined && { waited: { median: minutes(median), ninetieth: minutes(ninetieth) } };
  return { ...figures, name: SERVICER_WORDS[type], ...waited };
}

const NOTHING = Object.freeze({ items: [], lookedAt: 0, next: undefined, backTo: undefined });

function takenOf(ports: Needs, tenant: HospitalId, period: Period, sees: (request: AccessRequest) => boolean) {
  return takeOf(newestRequests(ports, tenant, STATUSES, period), sees, BOUNDS);
}

function countOf(requests: readonly AccessRequest[], is: (request: AccessRequest) => boolean): number {
  return requests.filter(is).length;
}
