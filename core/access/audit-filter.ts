/** Which of a hospital's requests an audit asks for: judged as people type it, then held against one request after another. */
import type { AuditQuery } from '../console-contract.ts';
import type { Tier } from '../policy/tiers.ts';
import type { DeviceId, EpochSeconds, PersonId } from '../units.ts';
import { endIn, startIn } from '../zone-days.ts';
import { type AccessRequest, type Status, statusAt } from './request.ts';

/** Days as seconds, in the hospital's zone. */
export interface Period {
  readonly from: EpochSeconds;
  /** The last second of it. */
  readonly until?: EpochSeconds;
}

export interface AuditFilter extends Period {
  readonly status?: Status;
  readonly tier?: Tier;
  /** Of an employer, or a type of servicer. */
  readonly servicer?: string;
  readonly technician?: PersonId;
  readonly device?: DeviceId;
}

/** What is wrong with what was typed, by its field. */
export interface FieldFault {
  readonly field: 'from' | 'to' | 'device';
  readonly says: string;
}

/** @returns the period from the first second of `from` to the last of `to`; days that are none are faults */
export function periodOf(
  { from = '', to = '' }: Pick<AuditQuery, 'from' | 'to'>,
  zone: string,
): { readonly period: Period; readonly faults: readonly FieldFault[] } {
  const [start, end] = [startIn(from, zone), endIn(to, zone)];
  const checks: readonly (readonly [boolean, FieldFault])[] = [
    [from !== '' && start === undefined, { field: 'from', says: 'Enter the first day as 2026-11-27.' }],
    [to !== '' && end === undefined, { field: 'to', says: 'Enter the last day as 2026-11-27.' }],
    [
      start !== undefined && end !== undefined && end <= start,
      { field: 'to', says: 'The last day is before the first.' },
    ],
  ];
  const period = { from: start ?? 0, ...(end !== undefined && { until: end - 1 }) };
  return { period, faults: checks.filter(([is]) => is).map(([, fault]) => fault) };
}

/** Stored statuses in which requests of `status` can stand: time moves them on before a timer says so. */
export function storedAs(status: Status): readonly Status[] {
  if (status === 'expired') return ['expired', 'pending'];
  return status === 'lapsed' ? ['lapsed', 'approved'] : [status];
}

/** Whether `request` is asked for, by what it is at `now`. The period is the list's own bound. */
export function fits(request: AccessRequest, filter: AuditFilter, now: EpochSeconds): boolean {
  const { facts } = request;
  const { status, tier, servicer, technician, device } = filter;
  return (
    (status === undefined || statusAt(request, now) === status) &&
    (tier === undefined || facts.tier === tier) &&
    (servicer === undefined || facts.servicerType === servicer || facts.employer === servicer) &&
    (technician === undefined || facts.technician === technician || facts.partner === technician) &&
    (device === undefined || facts.device === device)
  );
}
