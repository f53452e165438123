/**
 * Tells people: an outbox row becomes one delivery a recipient, a delivery becomes a mail. Each step is repeatable: the
 * outbox row goes in the transaction that puts the deliveries, a delivery is claimed under its version before the mail
 * is sent, and keeps trying until an id is stored or it has visibly failed. A mail may be sent twice; never not at all.
 */
import {
  DELIVERY_PREFIX,
  deliveryRef,
  messageRef,
  outboxPrefix,
  outboxRef,
  queueFor,
  registryHeadRef,
} from '../keys.ts';
import type { Mail, Ports, Write } from '../ports.ts';
import type { Delivery, Outbox, SentMessage } from '../rows.ts';
import type { EpochSeconds, Seconds } from '../units.ts';
import type { MailWriter, Notice, Recipient } from './notices.ts';
import { joiningNotice } from './notify-invitation.ts';
import { changeNotice } from './notify-proposal.ts';
import { requestNotice } from './notify-request.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'mailer' | 'random'>;

/** What a chain's news are about, by how the chain is called. */
const NOTICES: readonly (readonly [RegExp, Notice])[] = Object.freeze([
  [/^T#[^#]+#R#/, requestNotice],
  [/^T#[^#]+#G#proposal#/, changeNotice],
  [/^T#[^#]+#G#N#/, joiningNotice],
]);

/** @throws Error for a chain that tells nobody anything: its row stays and is seen to wait */
function noticeOf(chain: string): Notice {
  const [, notice] = NOTICES.find(([pattern]) => pattern.test(chain)) ?? [];
  if (!notice) throw new Error('nobody is told of such a chain');
  return notice;
}

/** After these waits a mail is tried again; then it has failed for all to see. */
const RETRY_AFTER: readonly Seconds[] = Object.freeze([60, 120, 300, 600]);
/** Reports about a mail come within hours, a complaint within days. */
const MESSAGE_KEPT: Seconds = 14 * 86_400;

/**
 * Fans out one outbox row into deliveries and sends them. Harmless when the row is done already. A mail says how things
 * stand, so a row that a later one of its chain has overtaken tells nobody: the later tells the same people the same.
 */
export async function notifyOutbox(ports: Needs, writer: MailWriter, outbox: Outbox, now: EpochSeconds): Promise<void> {
  const { chain, from } = outbox;
  const notice = noticeOf(chain);
  // First: what moves the chain after this shows as a row that waits.
  const { standing } = await ports.store.load({ standing: registryHeadRef(chain) });
  const [waiting, told] = await Promise.all([
    ports.store.children<Outbox>(chain, outboxPrefix('notify')),
    ports.store.children<Delivery>(chain, DELIVERY_PREFIX),
  ]);
  if (!standing || !waiting.some((row) => row.from === from)) return;
  const isOvertaken = waiting.some((row) => row.from > from) || told.some(({ n }) => n > from);
  const before = told.filter(({ n }) => n < from);
  const recipients = isOvertaken ? [] : await notice.recipients(ports, standing, before);
  const deliveries = recipients.map((recipient) => deliveryFor(outbox, recipient, now));
  const there = told.filter(({ n }) => n === from);
  if (!(await putDeliveries(ports, outbox, deliveries, there, now))) return;
  for (const delivery of deliveries) await sendDelivery(ports, writer, delivery, now);
}

/** Recipients of one transaction, below DynamoDB's hundred items. */
const FAN_OUT = 90;

/** Puts the deliveries, the last of them together with the end of the outbox row. @returns false if somebody else is at it */
async function putDeliveries(
  ports: Needs,
  outbox: Outbox,
  deliveries: readonly Delivery[],
  there: readonly Delivery[],
  now: EpochSeconds,
): Promise<boolean> {
  const missing = deliveries.filter(({ person }) => !there.some((one) => one.person === person));
  for (let from = 0; from === 0 || from < missing.length; from += FAN_OUT) {
    const writes = missing.slice(from, from + FAN_OUT).map((row): Write => {
      const queue = [queueFor('delivery', outbox.chain), now] as const;
      return { kind: 'insert', ref: deliveryRef(outbox.chain, outbox.from, row.person), row, indexes: { queue } };
    });
    const end: Write = { kind: 'remove', ref: outboxRef(outbox.chain, 'notify', outbox.from) };
    const isLast = from + FAN_OUT >= missing.length;
    const lost = await ports.store.commit({ events: [], writes: isLast ? [...writes, end] : writes });
    if (lost) return false;
  }
  return true;
}

function deliveryFor(outbox: Outbox, { person, message }: Recipient, at: EpochSeconds): Delivery {
  return {
    version: 1,
    chain: outbox.chain,
    person,
    n: outbox.from,
    message,
    state: 'queued',
    attempts: 0,
    note: '',
    at,
    since: outbox.at ?? at,
  };
}

/** Sends one delivery if it is still queued and nobody else has claimed it. */
export async function sendDelivery(
  ports: Needs,
  writer: MailWriter,
  delivery: Delivery,
  now: EpochSeconds,
): Promise<void> {
  const wait = RETRY_AFTER[delivery.attempts] ?? 0;
  const claimed: Delivery = { ...delivery, version: delivery.version + 1, attempts: delivery.attempts + 1, at: now };
  const letter = await noticeOf(delivery.chain).letter(ports, writer, delivery, now);
  const ticket: readonly Write[] = letter?.ticket ? [letter.ticket] : [];
  const lost = await ports.store.commit({ events: [], writes: [moved(delivery, claimed, now + wait), ...ticket] });
  if (lost) return;
  const result = letter ? await sent(ports, letter.mail) : ({ state: 'failed', note: 'recipient gone' } as const);
  if (result === 'again' && delivery.attempts < RETRY_AFTER.length) return;
  const outcome = result === 'again' ? ({ state: 'failed', note: 'gave up' } as const) : result;
  const done: Delivery = { ...claimed, version: claimed.version + 1, ...outcome };
  await ports.store.commit({ events: [], writes: [moved(claimed, done, undefined), ...lookupFor(done, now)] });
}

/** With `sent` stands how a later report finds this delivery (record-delivery.ts). */
function lookupFor({ state, note: id, chain, n, person }: Delivery, now: EpochSeconds): readonly Write[] {
  if (state !== 'sent') return [];
  const row: SentMessage = { version: 1, chain, n, person };
  return [{ kind: 'insert', ref: messageRef(id), row, expires: now + MESSAGE_KEPT }];
}

function moved(from: Delivery, to: Delivery, due: EpochSeconds | undefined): Write {
  const indexes = due === undefined ? {} : { queue: [queueFor('delivery', from.chain), due] as const };
  return {
    kind: 'replace',
    ref: deliveryRef(from.chain, from.n, from.person),
    row: to,
    version: from.version,
    indexes,
  };
}

async function sent(ports: Needs, mail: Mail): Promise<'again' | Pick<Delivery, 'state' | 'note'>> {
  try {
    const answer = await ports.mailer.send(mail);
    if ('accepted' in answer) return { state: 'sent', note: answer.accepted };
    return { state: 'failed', note: answer.rejected };
  } catch {
    // The delivery row stands with its next time; the sweeper comes back to it.
    return 'again';
  }
}
