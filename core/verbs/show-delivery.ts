/** Messages about a hospital's newest requests that did not come through, by who should have had them (R16). */

import type { AccessRequest } from '../access/request.ts';
import { referenceOf } from '../access/view.ts';
import { type Moment, momentIn } from '../access/words.ts';
import type { DeliveryQuery } from '../console-contract.ts';
import { STATUSES } from '../contract.ts';
import { DELIVERY_PREFIX, requestChain } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import type { Decision } from '../problems.ts';
import type { Delivery, Message } from '../rows.ts';
import type { EpochSeconds, HospitalId, RequestId, Seconds } from '../units.ts';
import { asStaff } from './hospital-reader.ts';
import { loadNames } from './load-names.ts';
import { newestRequests, takeOf } from './newest-requests.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** One message that is not through. */
export interface Stuck {
  readonly recipient: string;
  readonly request: { readonly id: RequestId; readonly reference: string };
  readonly message: Message;
  readonly state: Delivery['state'];
  /** What the provider or the recipient's server said, in the words of the row. */
  readonly note: string;
  readonly attempts: number;
  readonly at: Moment;
}

export interface DeliveryView {
  readonly hospital: { readonly name: string; readonly zone: string };
  /** By recipient, the newest first. */
  readonly stuck: readonly Stuck[];
  /** Requests whose messages were looked at, and those messages. */
  readonly requests: number;
  readonly messages: number;
  readonly newest?: Moment;
  readonly oldest?: Moment;
  readonly next?: string;
}

/** Each request's messages are one call. */
const BOUNDS = Object.freeze({ items: 25, looks: 200 });
/** A mail that waits longer than this is late: it is tried again every minute or so. */
const LATE: Seconds = 300;

/** For staff of `tenant`, of the places that they may see. @throws Problem not-found for everybody else */
export async function showDelivery(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  { after }: DeliveryQuery,
  now: EpochSeconds,
): Promise<Decision<DeliveryView>> {
  return asStaff(ports, who, tenant, async ({ hospital, sees }) => {
    const requests = newestRequests(ports, hospital.id, STATUSES, { from: 0, after: after || undefined });
    const { items, next } = await takeOf(requests, ({ facts }) => sees(facts), BOUNDS);
    const sent = (await Promise.all(items.map((request) => messagesOf(ports, request)))).flat();
    const stuck = sent.filter(({ row }) => isStuck(row, now));
    const people = stuck.map(({ row }) => row.person);
    const names = await loadNames(ports, hospital.id, { people, organisations: [], devices: [] });
    const [newest, oldest] = [items[0], items.at(-1)];
    return {
      hospital: { name: hospital.name, zone: hospital.zone },
      stuck: byRecipient(stuck.map(({ id, row }) => stuckFor(id, row, names.person(row.person), hospital.zone))),
      requests: items.length,
      messages: sent.length,
      ...(newest && { newest: momentIn(hospital.zone, newest.submittedAt) }),
      ...(oldest && { oldest: momentIn(hospital.zone, oldest.submittedAt) }),
      ...(next !== undefined && { next }),
    };
  });
}

async function messagesOf({ store }: Needs, { id }: AccessRequest) {
  const rows = await store.children<Delivery>(requestChain(id), DELIVERY_PREFIX);
  return rows.map((row) => ({ id, row }));
}

/** Came back, never went, or waits for longer than a few tries take. */
function isStuck({ state, since, at }: Delivery, now: EpochSeconds): boolean {
  return state === 'bounced' || state === 'failed' || (state === 'queued' && now - (since ?? at) > LATE);
}

function stuckFor(id: RequestId, row: Delivery, recipient: string, zone: string): Stuck {
  const { message, state, note, attempts, at } = row;
  const request = { id, reference: referenceOf(id) };
  return { recipient, request, message, state, note, attempts, at: momentIn(zone, at) };
}

function byRecipient(stuck: readonly Stuck[]): readonly Stuck[] {
  return [...stuck].sort((one, two) => one.recipient.localeCompare(two.recipient) || two.at.at - one.at.at);
}
