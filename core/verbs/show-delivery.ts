/** Messages about a hospital's newest requests that did not come through, by who should have had them (R16). */

import type { Names } from '../access/names.ts';
import type { AccessRequest } from '../access/request.ts';
import { referenceOf, type Way } from '../access/view.ts';
import { type Moment, momentIn } from '../access/words.ts';
import type { DeliveryQuery } from '../console-contract.ts';
import { STATUSES } from '../contract.ts';
import { DELIVERY_PREFIX, requestChain } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import type { Decision } from '../problems.ts';
import { type Delivery, type Message, SLACK_CHANNEL } from '../rows.ts';
import type { EpochSeconds, HospitalId, RequestId, Seconds } from '../units.ts';
import { asStaff } from './hospital-reader.ts';
import { loadNames } from './load-names.ts';
import { newestRequests, takeOf } from './newest-requests.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** One message that is not through. */
export interface Stuck {
  /** Absent: the hospital's channel in Slack. */
  readonly recipient?: string;
  readonly request: { readonly id: RequestId; readonly reference: string };
  readonly message: Message;
  readonly by: Way;
  /** What Slack did not take went to the same person by mail. */
  readonly isMailedToo: boolean;
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
    const people = stuck.map(({ row }) => row.person).filter((person) => person !== SLACK_CHANNEL);
    const names = await loadNames(ports, hospital.id, { people, organisations: [], devices: [] });
    const [newest, oldest] = [items[0], items.at(-1)];
    return {
      hospital: { name: hospital.name, zone: hospital.zone },
      stuck: byRecipient(stuck.map((one) => stuckFor(one, names, hospital.zone))),
      requests: items.length,
      messages: sent.length,
      ...(newest && { newest: momentIn(hospital.zone, newest.submittedAt) }),
      ...(oldest && { oldest: momentIn(hospital.zone, oldest.submittedAt) }),
      ...(next !== undefined && { next }),
    };
  });
}

interface Told {
  readonly id: RequestId;
  readonly row: Delivery;
  readonly isMailedToo: boolean;
}

async function messagesOf({ store }: Needs, { id }: AccessRequest) {
  const rows = await store.children<Delivery>(requestChain(id), DELIVERY_PREFIX);
  return rows.map(
    (row): Told => ({ id, row, isMailedToo: row.via === 'slack' && rows.some((one) => isMailOf(row, one)) }),
  );
}

function isMailOf({ n, person }: Delivery, other: Delivery): boolean {
  return other.n === n && other.person === person && !other.via;
}

/** Came back, never went, or waits for longer than a few tries take. */
function isStuck({ state, since, at }: Delivery, now: EpochSeconds): boolean {
  return state === 'bounced' || state === 'failed' || (state === 'queued' && now - (since ?? at) > LATE);
}

function stuckFor({ id, row, isMailedToo }: Told, names: Names, zone: string): Stuck {
  const { person, message, via: by = 'mail', state, note, attempts, at } = row;
  return {
    ...(person !== SLACK_CHANNEL && { recipient: names.person(person) }),
    request: { id, reference: referenceOf(id) },
    message,
    by,
    isMailedToo,
    state,
    note,
    attempts,
    at: momentIn(zone, at),
  };
}

function byRecipient(stuck: readonly Stuck[]): readonly Stuck[] {
  const nameOf = ({ recipient = '' }: Stuck) => recipient;
  return [...stuck].sort((one, two) => nameOf(one).localeCompare(nameOf(two)) || two.at.at - one.at.at);
}
