/**
 * The card for a hospital's channel, where anybody of its workspace reads (R20): the device, what is asked and how it
 * stands. It is made from the rows and holds nothing that could name a person or that a person wrote: no reason, no
 * work order, and the employer in the technician's place.
 */
import { SCOPES, type Tier } from '../policy/tiers.ts';
import type { EpochSeconds } from '../units.ts';
import type { NamedRows } from './card.ts';
import { outcomeFor } from './outcome.ts';
import { type Status, statusAt } from './request.ts';
import { referenceOf } from './view.ts';
import { clockTime, minutes, modelWords } from './words.ts';

export interface ChannelCard {
  readonly reference: string;
  readonly status: Status;
  /** `Ventilator VX-7 #001234, ICU 3`. */
  readonly device: string;
  /** `adjust the calibration, run the self-test`. */
  readonly scopes: string;
  readonly tier: Tier;
  readonly employer: string;
  /** `60 min`. */
  readonly time: string;
  readonly decideBy: string;
  readonly needsSignIn: boolean;
  readonly approvalsGiven: number;
  readonly approvalsNeeded: number;
  /** People who are asked and have not approved. */
  readonly asked: number;
  /** `Approved until 15:02 CST`; absent while it is open. */
  readonly outcome?: string;
}

/** The card as it is at `now`. */
export function channelCardFor(rows: NamedRows, now: EpochSeconds): ChannelCard {
  const { request, hospital, device, model, organisation } = rows;
  const { facts, demand, approvals } = request;
  const outcome = outcomeFor(rows, now)?.title;
  return {
    reference: referenceOf(request.id),
    status: statusAt(request, now),
    device: `${modelWords(model)} #${device.serial}, ${device.unit}`,
    scopes: facts.scopes.map((name) => SCOPES[name].says).join(', '),
    tier: facts.tier,
    employer: organisation.name,
    time: minutes(facts.holdSeconds),
    decideBy: clockTime(facts.approveBy, hospital.zone),
    needsSignIn: facts.tier === 'T3' || facts.tier === 'T4',
    approvalsGiven: approvals.length,
    approvalsNeeded: demand.approvals,
    asked: request.asked.filter((person) => !approvals.some((given) => given.person === person)).length,
    ...(outcome !== undefined && { outcome }),
  };
}
