/**
 * Announces what time has done: undecided requests expire, silent on-call groups are reminded and the next is asked (R7),
 * windows lapse; and picks up outbox rows and deliveries that were left lying. Nothing waits for it: every decision
 * computes expiry itself, so a late, doubled or missing sweep changes no answer.
 */
import { candidatesFor, routeFor } from '../access/demand.ts';
import { type RequestEvent, SYSTEM } from '../access/events.ts';
import { type AccessRequest, statusAt } from '../access/request.ts';
import { hospitalRef, personRef, type Queue, SHARDS } from '../keys.ts';
import { excludedFromApproval } from '../policy/evaluate.ts';
import type { Delivery, Outbox } from '../rows.ts';
import type { EpochSeconds, Seconds } from '../units.ts';
import type { Writers } from './notices.ts';
import { notifyOutbox } from './notify.ts';
import { type SendNeeds, sendDelivery } from './send-delivery.ts';
import { stepFor } from './transition.ts';

/** Work of one run and shard; the rest waits for the next. */
const BATCH = 50;

/** How many of each were worked on. */
export interface Swept {
  readonly timers: number;
  readonly outbox: number;
  readonly deliveries: number;
  /** Age of the oldest outbox row or delivery that stands in its queue after this run; 0 when none does. */
  readonly oldest: Seconds;
  /** Errors of items that failed; they stand in their queue and hold up nobody else's. */
  readonly failed: readonly unknown[];
}

/** @param outboxAge only outbox rows at least this old are taken: younger ones belong to the stream's consumer */
export async function sweep(ports: SendNeeds, writers: Writers, now: EpochSeconds, outboxAge: Seconds): Promise<Swept> {
  const failed: unknown[] = [];
  const workOff = async <T>(queue: Queue, until: EpochSeconds, work: (item: T) => Promise<void>): Promise<number> => {
    const items = await dueIn<T>(ports, queue, until);
    for (const item of items) await work(item).catch((error: unknown) => failed.push(error));
    return items.length;
  };
  const old = now - outboxAge;
  const timers = await workOff<AccessRequest>('timer', now, (request) => announce(ports, request, now));
  const outbox = await workOff<Outbox>('notify', old, (row) => notifyOutbox(ports, writers, row, now));
  const deliveries = await workOff<Delivery>('delivery', old, (one) => sendDelivery(ports, writers, one, now));
  return { timers, outbox, deliveries, oldest: await oldestIn(ports, now), failed };
}

/** The next rows of a queue; without `until` also those whose time has not come. */
async function dueIn<T>(ports: SendNeeds, queue: Queue, until?: EpochSeconds): Promise<readonly T[]> {
  const shards = Array.from({ length: SHARDS }, (_, shard) => `${queue}#${shard}`);
  const options = { limit: BATCH, ...(until !== undefined && { until }) };
  const pages = await Promise.all(shards.map((shard) => ports.store.list<T>('queue', shard, options)));
  return pages.flatMap((page) => page.items);
}

/**
 * A mail that was not taken stands in its queue for a later try and is not due meanwhile: it counts all the same, since
 * what it tells happened. A row that this run got done may still show in the index; the next run shows it no more.
 */
async function oldestIn(ports: SendNeeds, now: EpochSeconds): Promise<Seconds> {
  const [outbox, deliveries] = await Promise.all([dueIn<Outbox>(ports, 'notify'), dueIn<Delivery>(ports, 'delivery')]);
  const times = [...outbox.map((row) => row?.at), ...deliveries.map((row) => row?.since ?? row?.at)];
  return Math.max(0, ...times.map((at) => now - (at ?? now)));
}

/** One step of one request, if its time has come. Whoever moves it first wins; the next sweep sees the rest. */
async function announce(ports: SendNeeds, request: AccessRequest, now: EpochSeconds): Promise<void> {
  const event = await eventDue(ports, request, now);
  if (!event) return;
  const { transition } = stepFor(request.id, request, [event], { at: now, actor: SYSTEM, evidence: {} });
  await ports.store.commit(transition);
}

async function eventDue(
  ports: SendNeeds,
  request: AccessRequest,
  now: EpochSeconds,
): Promise<RequestEvent | undefined> {
  const status = statusAt(request, now);
  if (request.status === 'approved' && status === 'lapsed') return { type: 'request.lapsed', data: {} };
  if (request.status !== 'pending') return undefined;
  if (status === 'expired') return { type: 'request.expired', data: {} };
  return request.reminded ? undefined : nextRound(ports, request, now);
}

/** The next on-call group beside those who were silent; after the last of them everybody is reminded, once. */
async function nextRound(
  ports: SendNeeds,
  request: AccessRequest,
  now: EpochSeconds,
): Promise<RequestEvent | undefined> {
  if (now < request.submittedAt + request.round * request.escalateAfter) return undefined;
  const { facts, demand } = request;
  const { hospital, technician, partner } = await ports.store.load({
    hospital: hospitalRef(facts.hospital),
    technician: personRef(facts.technician),
    partner: personRef(facts.partner ?? facts.technician),
  });
  if (!hospital || !technician) return undefined;
  const round = request.round + 1;
  const pool = candidatesFor(hospital, facts, demand, excludedFromApproval(technician, partner));
  return { type: 'request.routed', data: { round, ...routeFor(hospital, demand, pool, round) } };
}
