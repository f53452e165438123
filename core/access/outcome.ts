/**
 * What became of a request, as words: who, when in the hospital's zone, why, and what a device without a network cannot
 * know yet. "Revoked" is said with its reach: a token that is at the device already stays good until its own end.
 */
import { DEFAULT_LIMITS } from '../../device/claims.ts';
import { SCOPES } from '../policy/tiers.ts';
import type { EpochSeconds, PersonId } from '../units.ts';
import type { NamedRows } from './card.ts';
import { type Grant, statusAt } from './request.ts';
import { serviceStateOf } from './return-to-service.ts';
import { clockTime, date, minutes, ROLE_WORDS } from './words.ts';

export interface CardOutcome {
  /** `Approved until 15:02 CST`; the first word is the state. */
  readonly title: string;
  /** When it came to this. */
  readonly at: EpochSeconds;
  /** The same moment in the hospital's zone. */
  readonly when: string;
  /** One sentence each, the most important first. */
  readonly lines: readonly string[];
  /** Of what is approved: how far a revocation would reach now. */
  readonly ifRevoked?: string;
}

/** The outcome at `now`, or undefined while the request waits for a decision. */
export function outcomeFor(rows: NamedRows, now: EpochSeconds): CardOutcome | undefined {
  const { zone } = rows.hospital;
  const words = wordsFor(rows, now);
  return words && { ...words, when: `${date(words.at, zone)}, ${clockTime(words.at, zone)}` };
}

function wordsFor(rows: NamedRows, now: EpochSeconds): Omit<CardOutcome, 'when'> | undefined {
  const { request, hospital } = rows;
  const status = statusAt(request, now);
  const at = 'ended' in request ? request.ended.at : endByTime(rows, now);
  const zone = hospital.zone;
  const by = 'ended' in request ? nameOf(rows, request.ended.by) : '';
  const when = `on ${date(at, zone)} at ${clockTime(at, zone)}`;
  switch (status) {
    case 'pending':
      return undefined;
    case 'approved':
      return {
        title: `Approved until ${clockTime(grantOf(rows).until, zone)}`,
        at: grantOf(rows).approvedAt,
        lines: [...approvalLines(rows), termsLine(rows)],
        ifRevoked: reachLine(rows, now),
      };
    case 'denied':
      return { title: 'Denied', at, lines: [`Denied by ${by} ${when}.`, ...reasonLine(rows), 'Nobody can start.'] };
    case 'expired':
      return {
        title: 'Expired',
        at,
        lines: [`Nobody decided before ${clockTime(at, zone)} on ${date(at, zone)}.`, 'Nobody can start. Ask again.'],
      };
    case 'withdrawn':
      return { title: 'Withdrawn', at, lines: [`Withdrawn by ${by} ${when}.`, 'There is nothing to decide any more.'] };
    case 'lapsed':
      return {
        title: 'Approved time is over',
        at,
        lines: [`It ended ${when}.`, ...serviceLine(rows, now), ...approvalLines(rows)],
      };
    case 'revoked':
      return {
        title: 'Revoked',
        at,
        lines: [`Revoked by ${by} ${when}.`, ...reasonLine(rows), ...serviceLine(rows, now), reachLine(rows, at)],
      };
    case 'closed':
      return {
        title: 'Closed',
        at,
        lines: [`Closed by ${by} ${when}: ${workOutcome(rows)}.`, ...serviceLine(rows, now), ...approvalLines(rows)],
      };
    default:
      return status satisfies never;
  }
}

/** Time ends a request without an event: at `approveBy` when nobody decided, at `until` when it was approved. */
function endByTime({ request }: NamedRows, now: EpochSeconds): EpochSeconds {
  if ('grant' in request) return request.grant.until;
  return statusAt(request, now) === 'expired' ? request.facts.approveBy : now;
}

function grantOf({ request }: NamedRows): Grant {
  if ('grant' in request) return request.grant;
  throw new Error('unreachable: only an approved request has this outcome');
}

/** Who approved, in which role and when: a sentence each. */
export function approvalLines(rows: NamedRows): readonly string[] {
  const { zone } = rows.hospital;
  return rows.request.approvals.map(
    ({ person, role, at }) =>
      `Approved by ${nameOf(rows, person)} (${ROLE_WORDS[role]}) on ${date(at, zone)} at ${clockTime(at, zone)}.`,
  );
}

function termsLine({ request: { facts } }: NamedRows): string {
  const length = minutes(facts.holdSeconds);
  return `To ${facts.scopes.map((name) => SCOPES[name].says).join(', ')}, for ${length} at a time. Until then the technician may activate at the device, with a code each time.`;
}

function reasonLine({ request }: NamedRows): readonly string[] {
  return 'reason' in request ? [`Reason: ${request.reason}`] : [];
}

function workOutcome({ request }: NamedRows): string {
  return request.status === 'closed' ? request.outcome.replaceAll('_', ' ') : '';
}

/** Whether the device is back in service, where that is a question (R13). */
function serviceLine({ request }: NamedRows, now: EpochSeconds): readonly string[] {
  const state = serviceStateOf(request, now);
  if (!state) return [];
  return [
    state === 'returned_to_service'
      ? 'The device is returned to service.'
      : 'The device is not returned to service (not_returned_to_service).',
  ];
}

/** How far a revocation reaches at once, and what an offline device goes by until then. */
function reachLine(rows: NamedRows, at: EpochSeconds): string {
  const { facts, tokens } = rows.request;
  if (tokens === 0) return 'No token was handed out, so no device opens on this approval.';
  const open = `A session that is open already runs to its own end, at most ${minutes(facts.sessionSeconds)}.`;
  return `No new token is handed out. A device without a network cannot know: a token that is already there can still open until ${lastStart(rows, at)}. ${open}`;
}

/** The last moment at which a token handed out before `at` can still open: by its `exp`, or by its challenge's age. */
function lastStart({ request, hospital, model }: NamedRows, at: EpochSeconds): string {
  const until = 'grant' in request ? request.grant.until : at;
  if (model.class !== 'C') {
    return `${clockTime(Math.min(at + request.facts.startWithin, until), hospital.zone)} by its own clock`;
  }
  const last = clockTime(at + DEFAULT_LIMITS.nonce_ttl, hospital.zone);
  return `${last} at the latest, as long as its challenge`;
}

function nameOf({ technician, deciders }: NamedRows, id: PersonId): string {
  return [technician, ...deciders].find((person) => person.id === id)?.printedName ?? 'a person no longer registered';
}
