/**
 * What became of a mail after the provider took it: an approver whose mail came back was not reached, and the request
 * says so (R16). Reports come late, twice, in any order, and about mails that are not ours. A delivery keeps the
 * strongest of them, so the same reports end in the same state whatever their order.
 */
import { deliveryRef, messageRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import { Problem } from '../problems.ts';
import type { Delivery, SentMessage } from '../rows.ts';
import type { EpochSeconds, Seconds } from '../units.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/**
 * Weakest first. `not_taken`: the recipient's server would not take it for hours; also what an automatic "I am away"
 * looks like, which is why `arrived` outweighs it. `came_back`: refused for good, or taken and sent back later.
 */
const FATES = Object.freeze(['not_taken', 'arrived', 'came_back'] as const);
export type Fate = (typeof FATES)[number];

const STATE_OF: Readonly<Record<Fate, Delivery['state']>> = Object.freeze({
  not_taken: 'bounced',
  arrived: 'delivered',
  came_back: 'bounced',
});

export interface DeliveryReport {
  /** As the provider named it when it took the mail. */
  readonly messageId: string;
  readonly fate: Fate;
  readonly sentAt: EpochSeconds;
}

/** Within this time of sending, an id that is not known may be one that notify is still writing down. */
const MAY_BE_EARLY: Seconds = 300;
const ATTEMPTS = 3;

/**
 * @returns `early` when the mail may be ours and not yet written down: report again; `unknown` when it is not ours
 * @throws Problem in-progress when others kept moving the delivery
 */
export async function recordDelivery(
  ports: Needs,
  report: DeliveryReport,
  now: EpochSeconds,
): Promise<'recorded' | 'unchanged' | 'unknown' | 'early'> {
  const { message } = await ports.store.load({ message: messageRef(report.messageId) });
  if (!message) return now < report.sentAt + MAY_BE_EARLY ? 'early' : 'unknown';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const moved = await moveOn(ports, message, report.fate);
    if (moved) return moved;
  }
  throw new Problem('in-progress');
}

/** One try; undefined when somebody else moved the delivery meanwhile. */
async function moveOn(
  ports: Needs,
  { chain, n, person }: SentMessage,
  fate: Fate,
): Promise<'recorded' | 'unchanged' | undefined> {
  const ref = deliveryRef(chain, n, person);
  const { delivery } = await ports.store.load({ delivery: ref });
  if (!delivery || !outweighs(fate, delivery)) return 'unchanged';
  const row: Delivery = { ...delivery, version: delivery.version + 1, state: STATE_OF[fate], note: fate };
  const lost = await ports.store.commit({
    events: [],
    writes: [{ kind: 'replace', ref, row, version: delivery.version }],
  });
  return lost ? undefined : 'recorded';
}

/** Only what was taken has a fate; the note of a delivery that has one names it. */
function outweighs(fate: Fate, { state, note }: Delivery): boolean {
  if (state === 'queued' || state === 'failed') return false;
  const known = (FATES as readonly string[]).indexOf(note);
  return state === 'sent' || FATES.indexOf(fate) > known;
}
