/**
 * A visit as its technician sees it: one model for every state of the request, with the hospital's names, and times in the
 * hospital's zone. Who was asked is said by role: names of those who may decide are not the servicer's to know before one has.
 */
import { SCOPES } from '../policy/tiers.ts';
import type { Delivery } from '../rows.ts';
import type { DeviceId, EpochSeconds, PersonId, RequestId } from '../units.ts';
import { type CardHead, cardHeadFor, type NamedRows } from './card.ts';
import { needsRecord, type ServiceState } from './return-to-service.ts';
import { type RequestView, viewOf, type Way } from './view.ts';
import { clockTime, type Moment, minutes, modelWords, momentIn, ROLE_WORDS } from './words.ts';

export interface Visit {
  readonly id: RequestId;
  readonly now: EpochSeconds;
  /** The reader is the technician whose visit it is: he alone acts here. */
  readonly isOwn: boolean;
  /** The same reference, digest and outcome as the approver is shown. */
  readonly card: CardHead;
  readonly device: { readonly id: DeviceId; readonly name: string; readonly place: string; readonly code: string };
  /** What was asked, as approvals have narrowed it by now. */
  readonly facts: readonly { readonly label: string; readonly words: string }[];
  /** Whom a technician calls at the hospital. */
  readonly contact: string;
  readonly submitted: Moment;
  /** When the request dies undecided, or the approved time ends; absent when neither can come any more. */
  readonly until?: Moment;
  readonly reach?: NonNullable<RequestView['reach']>;
  readonly asked: readonly {
    readonly role: string;
    readonly delivery: Delivery['state'];
    readonly by: readonly Way[];
    /** When it came that far. */
    readonly since?: Moment;
  }[];
  /** Whether the device gives a challenge that a token has to carry; others may give one. */
  readonly challenge: 'needed' | 'possible';
  /** Longest time from activation to the start, and longest session. */
  readonly startWithin: string;
  readonly session: string;
  readonly tokens: number;
  /** Working time of this and all that it extends, and the most there is for one work order (R6). */
  readonly total: { readonly used: string; readonly cap: string };
  /** It closes only with a return-to-service record, or as not returned (R13). */
  readonly needsRecord: boolean;
  readonly service?: ServiceState;
}

/** The visit as `reader` sees it at `now`. */
export function visitFor(rows: NamedRows, deliveries: readonly Delivery[], reader: PersonId, now: EpochSeconds): Visit {
  const { request, hospital, device, model } = rows;
  const { facts } = request;
  const card = cardHeadFor(rows, now);
  const { reach, grant, service } = viewOf(request, deliveries, now);
  const end = card.status === 'pending' ? facts.approveBy : card.status === 'approved' && grant?.until;
  return {
    id: request.id,
    now,
    isOwn: facts.technician === reader,
    card,
    device: { id: device.id, name: deviceName(rows), place: `${device.unit}, ${device.site}`, code: device.code },
    facts: factsOf(rows),
    contact: hospital.contacts.clinicalEngineering,
    submitted: momentIn(hospital.zone, request.submittedAt),
    ...(end && { until: { at: end, words: clockTime(end, hospital.zone) } }),
    ...(reach && { reach }),
    asked: askedOf(rows, deliveries, now),
    challenge: model.class === 'C' ? 'needed' : 'possible',
    startWithin: minutes(facts.startWithin),
    session: minutes(facts.sessionSeconds),
    tokens: request.tokens,
    total: { used: minutes(request.totalHold), cap: minutes(hospital.policy.totalHoldCap) },
    needsRecord: needsRecord(facts.tier),
    ...(service && { service }),
  };
}

/** `Ventilator VX-7 #001234`. */
export function deviceName({ device, model }: Pick<NamedRows, 'device' | 'model'>): string {
  return `${modelWords(model)} #${device.serial}`;
}

function factsOf(rows: NamedRows): Visit['facts'] {
  const { request, hospital, device, technician, organisation } = rows;
  const { facts } = request;
  const says = facts.scopes.map((name) => SCOPES[name].says).join(', ');
  return [
    { label: 'Device', words: `${deviceName(rows)}, tag ${device.tag}` },
    { label: 'Where', words: `${device.unit}, ${device.site}, ${hospital.name}` },
    { label: 'What', words: `${says} (${facts.scopes.join(', ')}), tier ${facts.tier}` },
    { label: 'Time', words: minutes(facts.holdSeconds) },
    { label: 'Work order', words: `${facts.workOrder}, ${facts.activity.replaceAll('_', ' ')}` },
    { label: 'Reason', words: facts.reason },
    { label: 'Technician', words: `${technician.printedName}, ${organisation.name}` },
  ];
}

function askedOf({ request, hospital }: NamedRows, deliveries: readonly Delivery[], now: EpochSeconds): Visit['asked'] {
  return viewOf(request, deliveries, now).asked.map(({ person, delivery, by }) => {
    const held = hospital.staff.find((one) => one.person === person)?.entitlements ?? [];
    const roles = request.demand.roles.filter((role) => held.some((one) => one.role === role));
    const last = deliveries.findLast((one) => one.person === person && one.state === delivery);
    return {
      role: roles.map((role) => ROLE_WORDS[role]).join(', ') || 'approver',
      delivery,
      by,
      ...(last && { since: momentIn(hospital.zone, last.at) }),
    };
  });
}
