/**
 * Tells people: an outbox row becomes one delivery a recipient and way, a delivery becomes a mail or a card in Slack. Each
 * step is repeatable: the outbox row goes in the transaction that puts the deliveries, and each of them is sent by itself
 * (send-delivery.ts). It may come twice; never not at all.
 */
import { DELIVERY_PREFIX, deliveryRef, outboxPrefix, outboxRef, queueFor, registryHeadRef } from '../keys.ts';
import type { Write } from '../ports.ts';
import type { Delivery, Outbox } from '../rows.ts';
import type { EpochSeconds } from '../units.ts';
import type { Recipient, Writers } from './notices.ts';
import { noticeOf, type SendNeeds, sendDelivery } from './send-delivery.ts';

/**
 * Fans out one outbox row into deliveries and sends them. Harmless when the row is done already. A mail says how things
 * stand, so a row that a later one of its chain has overtaken tells nobody: the later tells the same people the same. A
 * quiet one overtakes only quiet ones.
 */
export async function notifyOutbox(
  ports: SendNeeds,
  writers: Writers,
  outbox: Outbox,
  now: EpochSeconds,
): Promise<void> {
  const { chain, from } = outbox;
  const notice = noticeOf(chain);
  // First: what moves the chain after this shows as a row that waits.
  const { standing } = await ports.store.load({ standing: registryHeadRef(chain) });
  const [waiting, told] = await Promise.all([
    ports.store.children<Outbox>(chain, outboxPrefix('notify')),
    ports.store.children<Delivery>(chain, DELIVERY_PREFIX),
  ]);
  if (!standing || !waiting.some((row) => row.from === from)) return;
  const overtakes = ({ isQuiet }: Pick<Outbox, 'isQuiet'>) => outbox.isQuiet || !isQuiet;
  const isOvertaken =
    waiting.some((row) => row.from > from && overtakes(row)) ||
    told.some(({ n, message }) => n > from && (outbox.isQuiet || message !== 'progress'));
  const before = told.filter(({ n }) => n < from);
  const recipients = isOvertaken ? [] : await notice.recipients(ports, standing, before, outbox.isQuiet);
  const deliveries = recipients.map((recipient) => deliveryFor(outbox, recipient, now));
  const there = told.filter(({ n }) => n === from);
  if (!(await putDeliveries(ports, outbox, deliveries, there, now))) return;
  for (const delivery of deliveries) await sendDelivery(ports, writers, delivery, now);
}

/** Recipients of one transaction, below DynamoDB's hundred items. */
const FAN_OUT = 90;

/** Puts the deliveries, the last of them together with the end of the outbox row. @returns false if somebody else is at it */
async function putDeliveries(
  ports: SendNeeds,
  outbox: Outbox,
  deliveries: readonly Delivery[],
  there: readonly Delivery[],
  now: EpochSeconds,
): Promise<boolean> {
  const missing = deliveries.filter((row) => !there.some((one) => one.person === row.person && one.via === row.via));
  for (let from = 0; from === 0 || from < missing.length; from += FAN_OUT) {
    const writes = missing.slice(from, from + FAN_OUT).map((row): Write => {
      const queue = [queueFor('delivery', outbox.chain), now] as const;
      const ref = deliveryRef(outbox.chain, outbox.from, row.person, row.via);
      return { kind: 'insert', ref, row, indexes: { queue } };
    });
    const end: Write = { kind: 'remove', ref: outboxRef(outbox.chain, 'notify', outbox.from) };
    const isLast = from + FAN_OUT >= missing.length;
    const lost = await ports.store.commit({ events: [], writes: isLast ? [...writes, end] : writes });
    if (lost) return false;
  }
  return true;
}

function deliveryFor(outbox: Outbox, { person, message, via }: Recipient, at: EpochSeconds): Delivery {
  return {
    version: 1,
    chain: outbox.chain,
    person,
    n: outbox.from,
    message,
    ...(via && { via }),
    state: 'queued',
    attempts: 0,
    note: '',
    at,
    since: outbox.at ?? at,
  };
}
