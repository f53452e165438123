/**
 * A request as an auditor takes it away: ids, times in UTC, the digest of its facts and the hash at the end of its chain, with
 * which the log can be held against it later. Names stay in the registry.
 */
import type { EpochSeconds } from '../units.ts';
import { clockParts } from '../zone-days.ts';
import { digestOf } from './facts.ts';
import { type AccessRequest, statusAt } from './request.ts';
import { endOf, timeToDecision } from './request-line.ts';
import { serviceStateOf } from './return-to-service.ts';
import { referenceOf } from './view.ts';

/** One column of the table, one member of the record. */
const COLUMNS = Object.freeze([
  ['reference', ({ id }) => referenceOf(id)],
  ['request', ({ id }) => id],
  ['status', (request, now) => statusAt(request, now)],
  ['submitted', ({ submittedAt }) => utc(submittedAt)],
  ['decided', (request) => utc(decidedAt(request))],
  ['over', (request, now) => utc(endOf(request, now))],
  ['ended_by', (request) => ('ended' in request ? request.ended.by : '')],
  ['outcome', (request) => (request.status === 'closed' ? request.outcome : '')],
  ['service', (request, now) => serviceStateOf(request, now) ?? ''],
  ['tier', ({ facts }) => facts.tier],
  ['scopes', ({ facts }) => facts.scopes.join(' ')],
  ['working_seconds', ({ facts }) => facts.holdSeconds],
  ['device', ({ facts }) => facts.device],
  ['model', ({ facts }) => facts.model],
  ['site', ({ facts }) => facts.site],
  ['unit', ({ facts }) => facts.unit],
  ['stage', ({ facts }) => facts.stage],
  ['technician', ({ facts }) => facts.technician],
  ['partner', ({ facts }) => facts.partner ?? ''],
  ['servicer', ({ facts }) => facts.employer],
  ['servicer_type', ({ facts }) => facts.servicerType],
  ['work_order', ({ facts }) => facts.workOrder],
  ['activity', ({ facts }) => facts.activity],
  ['reason', ({ facts }) => facts.reason],
  ['end_reason', (request) => ('reason' in request ? request.reason : '')],
  ['extends', ({ facts }) => facts.extends ?? ''],
  ['approvals', ({ approvals }) => approvals.map(({ person, role }) => `${person} as ${role}`).join('; ')],
  ['approvals_needed', ({ demand }) => demand.approvals],
  ['tokens', ({ tokens }) => tokens],
  ['refusals', ({ refusals }) => refusals],
  ['events', ({ version }) => version],
  ['head', ({ head }) => head],
  ['digest', ({ facts }) => digestOf(facts)],
] as const satisfies readonly (readonly [string, (request: AccessRequest, now: EpochSeconds) => string | number])[]);

export type AuditRecord = Readonly<Record<(typeof COLUMNS)[number][0], string | number>>;

/** The names of the columns, in their order. */
export const AUDIT_COLUMNS: readonly (keyof AuditRecord)[] = Object.freeze(COLUMNS.map(([name]) => name));

/** The record of `request` as it is at `now`: also where no timer has said yet that it is over. */
export function auditRecordOf(request: AccessRequest, now: EpochSeconds): AuditRecord {
  return Object.fromEntries(COLUMNS.map(([name, of]) => [name, of(request, now)])) as unknown as AuditRecord;
}

function decidedAt(request: AccessRequest): EpochSeconds | undefined {
  const waited = timeToDecision(request);
  return waited === undefined ? undefined : request.submittedAt + waited;
}

/** `2026-11-27T20:20:00Z`; '' for what has not happened. */
function utc(at: EpochSeconds | undefined): string {
  if (at === undefined) return '';
  const part = clockParts(at, 'UTC');
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`;
}
