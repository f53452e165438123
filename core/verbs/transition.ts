/**
 * The one way in which a request changes: events on its chain, the row they fold to, and the outbox, as one atomic
 * write under the version that was read. A write that lost is decided again from the new state, a bounded number of times.
 */
import type { AnyEvent, RequestEvent } from '../access/events.ts';
import { modelLineOf } from '../access/model-line.ts';
import { type AccessRequest, evolve, MAX_RECORDED_REFUSALS, type Status } from '../access/request.ts';
import { outboxRef, queueFor, requestChain, requestRef } from '../keys.ts';
import { chainEvents, EMPTY, type Occasion, timeAfter } from '../ledger/chain.ts';
import type { Conflict, Indexes, StoredEvent, Transition, Write } from '../ports.ts';
import { Problem, type RefusalCode } from '../problems.ts';
import type { Outbox } from '../rows.ts';
import type { EpochSeconds, RequestId } from '../units.ts';

/** Events that somebody is told about. */
const TOLD: readonly AnyEvent['type'][] = Object.freeze([
  'request.routed',
  'request.approved',
  'request.denied',
  'request.expired',
  'request.withdrawn',
  'grant.revoked',
]);

/** An approval that is not the last tells nobody anew, but may have narrowed what the next one is asked. */
const QUIET: AnyEvent['type'] = 'approval.recorded';

/** The next row and the write that leads to it. */
export interface Step {
  readonly next: AccessRequest;
  readonly transition: Transition;
}

/** `events` on the chain of request `id`, after `before` (absent: the request begins), with `extra` writes. */
export function stepFor(
  id: RequestId,
  before: AccessRequest | undefined,
  events: readonly RequestEvent[],
  occasion: Occasion,
  extra: readonly Write[] = [],
): Step {
  const chain = requestChain(id);
  const stored = chainEvents(chain, before ?? EMPTY, events, occasion);
  const next = fold(before, events, stored, occasion);
  const writes = [rowWrite(before, next), ...outboxFor(chain, events, stored, occasion.at), ...extra];
  return { next, transition: { events: stored, writes } };
}

/** A refusal on the chain: an event up to {@link MAX_RECORDED_REFUSALS}, after that only a count. */
export function refusalStep(
  before: AccessRequest,
  type: 'decision.refused' | 'token.refused',
  code: RefusalCode,
  occasion: Occasion,
  extra: readonly Write[] = [],
): Step {
  if (before.refusals < recordedFor(before, occasion)) {
    return stepFor(before.id, before, [{ type, data: { code } }], occasion, extra);
  }
  const next = { ...before, refusals: before.refusals + 1 };
  return { next, transition: { events: [], writes: [rowWrite(before, next), ...extra] } };
}

/** The requester's own refusals fill only half, so that he cannot use up the place of what others try on his request. */
function recordedFor({ facts }: AccessRequest, { actor }: Occasion): number {
  return actor.person === facts.technician ? MAX_RECORDED_REFUSALS / 2 : MAX_RECORDED_REFUSALS;
}

function fold(
  before: AccessRequest | undefined,
  events: readonly RequestEvent[],
  stored: readonly StoredEvent[],
  occasion: Occasion,
): AccessRequest {
  const at = timeAfter(before ?? EMPTY, occasion.at);
  let request = before;
  for (const [index, { n, hash }] of stored.entries()) {
    const event = events[index];
    if (event) request = evolve(request, { event, at, actor: occasion.actor, n, hash });
  }
  if (!request) throw new Error('a step needs an event');
  return request;
}

function rowWrite(before: AccessRequest | undefined, next: AccessRequest): Write {
  const row = { ref: requestRef(next.id), row: next, indexes: indexesFor(next) };
  return before ? { kind: 'replace', ...row, version: before.version } : { kind: 'insert', ...row };
}

/** Lists by technician, by hospital and status, and by model for its maker; the timer queue while time alone may change something. */
function indexesFor(request: AccessRequest): Indexes {
  const due = dueAt(request);
  return {
    technician: [request.facts.technician, request.submittedAt],
    hospital: [hospitalList(request.facts.hospital, request.status), request.submittedAt],
    model: [request.facts.model, request.submittedAt, modelLineOf(request)],
    ...(due === undefined ? {} : { queue: [queueFor('timer', requestChain(request.id)), due] }),
  };
}

/** The partition of a hospital's requests in one stored status. */
export function hospitalList(hospital: string, status: Status): string {
  return `${hospital}#${status}`;
}

/** When the sweeper must look at the request next. */
function dueAt(request: AccessRequest): EpochSeconds | undefined {
  if (request.status === 'approved') return request.grant.until;
  if (request.status !== 'pending') return undefined;
  const { approveBy } = request.facts;
  if (request.reminded) return approveBy;
  return Math.min(approveBy, request.submittedAt + request.round * request.escalateAfter);
}

function outboxFor(
  chain: string,
  events: readonly AnyEvent[],
  stored: readonly StoredEvent[],
  at: EpochSeconds,
): readonly Write[] {
  const [first, last] = [stored.at(0), stored.at(-1)];
  if (!first || !last) return [];
  const insert = (kind: Outbox['kind'], more: Pick<Outbox, 'isQuiet'> = {}): Write => ({
    kind: 'insert',
    ref: outboxRef(chain, kind, first.n),
    row: { kind, chain, from: first.n, to: last.n, at, ...more } satisfies Outbox,
    indexes: { queue: [queueFor(kind, chain), at] },
  });
  if (events.some((event) => TOLD.includes(event.type))) return [insert('notify'), insert('seal')];
  const isQuiet = events.some((event) => event.type === QUIET);
  return isQuiet ? [insert('notify', { isQuiet }), insert('seal')] : [insert('seal')];
}

/** Enough for every honest writer of one request to lose to all others once: refusals are capped, approvers few. */
const MAX_ATTEMPTS = 64;

/**
 * Runs `attempt` until it settles. It returns the result, or the conflict that its write lost to, and is then run
 * again on freshly read rows.
 *
 * @throws Problem in-progress when others kept winning
 */
export async function settle<T>(
  attempt: () => Promise<{ readonly done: T } | { readonly lost: Conflict }>,
): Promise<T> {
  for (let count = 0; count < MAX_ATTEMPTS; count += 1) {
    const result = await attempt();
    if ('done' in result) return result.done;
  }
  throw new Problem('in-progress');
}
