/**
 * Which devices a technician sees before he asks for anything: those of his own hospital, and of hospitals that his employer has
 * an agreement in force with. What is not there and what is another's get one answer, as with a request (R1).
 */
import { allowed, type Check, type Decision, firstRefusal } from '../problems.ts';
import { type Device, type Hospital, isImporting, type Model } from '../registry.ts';
import type { EpochSeconds } from '../units.ts';
import { type Situation, vendorChecks } from './evaluate.ts';

export interface Sight {
  readonly device: Device;
  readonly hospital: Hospital;
  /** Absent: its profile is not loaded. */
  readonly model: Model | undefined;
}

/** Whether somebody sees any device before asking. */
export function askerChecks({ person, organisation }: Pick<Situation, 'person' | 'organisation'>): readonly Check[] {
  return [
    ['person_unknown', !person],
    ['organisation_unknown', !organisation],
    ['person_suspended', person?.status === 'suspended'],
    ['organisation_suspended', organisation?.status !== 'active' || person?.organisation !== organisation.id],
    ['not_a_technician', !person?.roles.includes('technician')],
  ];
}

/** The device of `situation`, if he sees it at `now`. Of an agreement that is not in force he is told, as a request would. */
export function sightOf(situation: Situation, now: EpochSeconds): Decision<Sight> {
  const { organisation, vendor, hospital, device, model } = situation;
  const nobody = firstRefusal(askerChecks(situation));
  if (nobody) return nobody;
  const isThere = device && hospital && hospital.status !== 'offboarded' && !isImporting(device, hospital);
  const missing = firstRefusal([['device_unknown', !isThere]]);
  if (missing) return missing;
  if (!organisation || !device || !hospital) throw new Error('unreachable: rows were checked');
  return firstRefusal(vendorChecks(organisation, hospital, vendor, now)) ?? allowed({ device, hospital, model });
}
