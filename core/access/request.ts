/**
 * An access request: its states, and how each event leads from one to the next. The stored row is the fold of the
 * chain's events, so an auditor rebuilds it from bytes alone. An illegal step is absent from the table.
 */
import type { ApproverRole } from '../registry.ts';
import type { EpochSeconds, Hex, PersonId, RequestId, Seconds } from '../units.ts';
import type { Demand } from './demand.ts';
import type { Actor, RequestEvent } from './events.ts';
import type { Facts } from './facts.ts';
import type { ClosingWords } from './return-to-service.ts';

export interface Approval {
  readonly person: PersonId;
  readonly role: ApproverRole;
  readonly at: EpochSeconds;
  /** His other accounts when he approved; absent where he had none. */
  readonly linked?: readonly PersonId[];
}

/** What every state has. `version` is the number of events on the chain, `head` the last one's hash. */
interface Base {
  readonly id: RequestId;
  readonly version: number;
  readonly head: Hex;
  /** Time of the last event. */
  readonly at: EpochSeconds;
  /** Facts with the terms as narrowed so far. */
  readonly facts: Facts;
  readonly demand: Demand;
  readonly submittedAt: EpochSeconds;
  readonly escalateAfter: Seconds;
  /** Working time of this request and all it extends (R6). */
  readonly totalHold: Seconds;
  readonly round: number;
  readonly asked: readonly PersonId[];
  readonly everybodyAsked: boolean;
  /** Everybody was asked, and then once more: no round follows. */
  readonly reminded?: true;
  readonly approvals: readonly Approval[];
  /** Refusals on this chain: the first 20 are events, later ones are only counted. */
  readonly refusals: number;
  readonly tokens: number;
}

export interface Grant {
  readonly approvedAt: EpochSeconds;
  readonly until: EpochSeconds;
}

interface Ended {
  readonly at: EpochSeconds;
  readonly by: PersonId;
}

export type PendingRequest = Base & { readonly status: 'pending' };
export type ApprovedRequest = Base & { readonly status: 'approved'; readonly grant: Grant };
type EndedRequest = Base &
  (
    | { readonly status: 'denied'; readonly ended: Ended; readonly reason: string }
    | { readonly status: 'expired' | 'withdrawn'; readonly ended: Ended }
    | { readonly status: 'lapsed'; readonly grant: Grant; readonly ended: Ended }
    | { readonly status: 'revoked'; readonly grant: Grant; readonly ended: Ended; readonly reason: string }
    | ({ readonly status: 'closed'; readonly grant: Grant; readonly ended: Ended } & ClosingWords)
  );
export type AccessRequest = PendingRequest | ApprovedRequest | EndedRequest;
export type Status = AccessRequest['status'];

/** After this many refusals a chain only counts them. */
export const MAX_RECORDED_REFUSALS = 20;

/** Which events may follow in which state; what is not here cannot happen. */
export const MAY_FOLLOW: Readonly<Record<Status, readonly RequestEvent['type'][]>> = Object.freeze({
  pending: [
    'request.routed',
    'approval.recorded',
    'request.approved',
    'request.denied',
    'request.expired',
    'request.withdrawn',
    'decision.refused',
    'token.refused',
  ],
  approved: ['token.issued', 'token.refused', 'grant.revoked', 'request.lapsed', 'request.closed', 'decision.refused'],
  denied: ['decision.refused', 'token.refused'],
  expired: ['decision.refused', 'token.refused'],
  withdrawn: ['decision.refused', 'token.refused'],
  lapsed: ['decision.refused', 'token.refused', 'request.closed'],
  revoked: ['decision.refused', 'token.refused'],
  closed: ['decision.refused', 'token.refused'],
});

/** An event that cannot stand where it stands. On a chain read back it means that the log was altered. */
export class IllegalEvent extends Error {
  constructor(status: string, type: string) {
    super(`${type} cannot follow ${status}`);
    this.name = 'IllegalEvent';
  }
}

/** Where the event stands on its chain and who did it. */
export interface Placed {
  readonly event: RequestEvent;
  readonly at: EpochSeconds;
  readonly actor: Actor;
  readonly n: number;
  readonly hash: Hex;
}

/** The state after one more event. @throws IllegalEvent */
export function evolve(request: AccessRequest | undefined, placed: Placed): AccessRequest {
  if (!request) return opened(placed);
  if (!MAY_FOLLOW[request.status].includes(placed.event.type)) {
    throw new IllegalEvent(request.status, placed.event.type);
  }
  return advance({ ...request, version: placed.n, head: placed.hash, at: placed.at }, placed);
}

function opened({ event, at, n, hash }: Placed): PendingRequest {
  if (event.type !== 'request.submitted') throw new IllegalEvent('nothing', event.type);
  const { facts, demand, totalHold, escalateAfter } = event.data;
  return {
    id: facts.request,
    status: 'pending',
    version: n,
    head: hash,
    at,
    facts,
    demand,
    totalHold,
    escalateAfter,
    submittedAt: at,
    round: 0,
    asked: [],
    everybodyAsked: false,
    approvals: [],
    refusals: 0,
    tokens: 0,
  };
}

function advance(request: AccessRequest, { event, at, actor }: Placed): AccessRequest {
  const ended = { at, by: actor.person };
  switch (event.type) {
    case 'request.submitted':
      throw new IllegalEvent(request.status, event.type);
    case 'request.routed': {
      const { round, asked, last } = event.data;
      const isReminder = last && request.everybodyAsked;
      return { ...request, round, asked, everybodyAsked: last, ...(isReminder && { reminded: true }) };
    }
    case 'approval.recorded': {
      const { role, linked, scopes, holdSeconds, sessionSeconds } = event.data;
      const facts = { ...request.facts, scopes, holdSeconds, sessionSeconds };
      return {
        ...request,
        facts,
        approvals: [...request.approvals, { person: actor.person, role, at, ...(linked && { linked }) }],
      };
    }
    case 'request.approved':
      return { ...request, status: 'approved', grant: { approvedAt: at, until: event.data.until } };
    case 'request.denied':
      return { ...request, status: 'denied', ended, reason: event.data.reason };
    case 'request.expired':
      return { ...request, status: 'expired', ended };
    case 'request.withdrawn':
      return { ...request, status: 'withdrawn', ended };
    case 'request.lapsed':
      return { ...request, status: 'lapsed', grant: grantOf(request), ended };
    case 'grant.revoked':
      return { ...request, status: 'revoked', grant: grantOf(request), ended, reason: event.data.reason };
    case 'request.closed': {
      const { outcome, softwareVersion, returnToService } = event.data;
      const found = { ...(softwareVersion && { softwareVersion }), ...(returnToService && { returnToService }) };
      return { ...request, status: 'closed', grant: grantOf(request), ended, outcome, ...found };
    }
    case 'token.issued':
      return { ...request, tokens: request.tokens + 1 };
    case 'token.refused':
    case 'decision.refused':
      return { ...request, refusals: request.refusals + 1 };
    default:
      return event satisfies never;
  }
}

function grantOf(request: AccessRequest): Grant {
  if ('grant' in request) return request.grant;
  throw new IllegalEvent(request.status, 'an end of a grant');
}

/**
 * The state as it is at `now`: time passes without an event, timers only announce it. A pending request is over at
 * `approveBy`, an approved one at `until`; both bounds are exclusive.
 */
export function statusAt(request: AccessRequest, now: EpochSeconds): Status {
  if (request.status === 'pending' && now >= request.facts.approveBy) return 'expired';
  if (request.status === 'approved' && now >= request.grant.until) return 'lapsed';
  return request.status;
}
