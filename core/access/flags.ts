/**
 * What an approver is to stop at (fact 7). A flag is said only where it is known; what stands at other hospitals is not this
 * one's to know, so that of the technician's earlier requests only those at the same hospital count.
 */
import { type Device, type Hospital, stageAt } from '../registry.ts';
import type { EpochSeconds, Seconds } from '../units.ts';
import type { AccessRequest } from './request.ts';
import { clockTime } from './words.ts';

/** The technician's newest requests up to this one. */
export interface Earlier {
  readonly requests: readonly AccessRequest[];
  /** There are none before them. */
  readonly isWhole: boolean;
}

interface Flagged {
  readonly request: AccessRequest;
  readonly hospital: Hospital;
  readonly device: Device;
  readonly earlier: Earlier;
}

/** A denial is worth a word for as long as somebody may try again elsewhere in the house. */
const DENIAL_COUNTS: Seconds = 86_400;

/** Each in a few words, in the order of the design. */
export function flagsOf(rows: Flagged, now: EpochSeconds): readonly string[] {
  const { facts } = rows.request;
  const stage = stageAt(rows.device, now);
  const denied = denialBefore(rows);
  const flags: readonly (readonly [boolean, string])[] = [
    [isOutsideHours(now, rows.hospital.zone), 'outside working hours'],
    [denied !== undefined, `after a denial at ${clockTime(denied ?? 0, rows.hospital.zone)}`],
    [facts.extends !== undefined, 'extension of an earlier approval'],
    [stage === 'limited_support', 'limited support by the manufacturer'],
    [stage === 'end_of_support' || stage === 'unknown', 'past the manufacturer’s support'],
    [facts.declarations.compensatingControls, 'compensating controls attested by the technician'],
  ];
  return [...firstVisit(rows), ...flags.filter(([is]) => is).map(([, words]) => words)];
}

function isOutsideHours(now: EpochSeconds, zone: string): boolean {
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(now * 1000),
  );
  return hour < 7 || hour >= 19;
}

function earlierHere({ request, earlier }: Flagged): readonly AccessRequest[] {
  return earlier.requests.filter(({ id, facts }) => id !== request.id && facts.hospital === request.facts.hospital);
}

function denialBefore(rows: Flagged): EpochSeconds | undefined {
  const since = rows.request.submittedAt - DENIAL_COUNTS;
  const denials = earlierHere(rows).flatMap((one) => (one.status === 'denied' ? [one.ended.at] : []));
  return denials.find((at) => at >= since);
}

/** A visit is what was approved; of a longer past than was read nothing is said to be the first. */
function firstVisit(rows: Flagged): readonly string[] {
  const visits = earlierHere(rows).filter((one) => 'grant' in one);
  const first = rows.earlier.isWhole ? 'first time' : 'not lately';
  if (visits.length === 0) return [`${first} at this hospital`];
  const isKnown = visits.some(({ facts }) => facts.device === rows.request.facts.device);
  return isKnown ? [] : [`${first} on this device`];
}
