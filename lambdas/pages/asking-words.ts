/** A device, and what rules say of it, in a technician's words. Texts are fixed; names come from the registry. */
import { ACTIVITIES } from '../../core/access/facts.ts';
import { modelWords } from '../../core/access/words.ts';
import type { Tier } from '../../core/policy/tiers.ts';
import { REFUSALS, type RefusalCode } from '../../core/problems.ts';
import { UDI_FAULTS } from '../../core/registry/gs1.ts';
import type { TypedDevice } from '../../core/registry/typed-device.ts';
import type { ShownDevice } from '../../core/verbs/show-device.ts';
import type { DeviceView } from '../../web/asking/device-page.ts';
import type { FindView } from '../../web/asking/find-page.ts';
import type { DeviceWords } from '../../web/asking/parts.ts';

export const TIER_WORDS: Readonly<Record<Tier, string>> = Object.freeze({
  T0: 'look, and change nothing',
  T1: 'test and diagnose',
  T2: 'adjust, calibrate and configure as the manufacturer specifies',
  T3: 'software, alarms, output, network and patient data',
  T4: 'operating system, keys and factory state',
});

export function deviceWords({ device, model, hospital }: ShownDevice): DeviceWords {
  const { code, serial, tag, unit, site } = device;
  const name = model ? modelWords(model) : device.model;
  return { code, serial, tag, unit, site, name, hospital: hospital.name };
}

export function activityWords(activity: string): string {
  return activity.replaceAll('_', ' ');
}

/** What kinds of work there are, to choose from. */
export const ACTIVITY_CHOICES: readonly { readonly name: string; readonly says: string }[] = Object.freeze(
  ACTIVITIES.map((name) => ({ name, says: activityWords(name) })),
);

export const STAGE_WORDS: Readonly<Record<ShownDevice['stage'], string>> = Object.freeze({
  development: 'In development',
  support: 'Supported by the manufacturer',
  limited_support: 'Limited support: no longer sold; some work takes more here',
  end_of_support: 'Past the manufacturer’s support: most work takes more here',
  unknown: 'Not known, which counts as past the manufacturer’s support',
});

/** Of a single scope; the other refusals are about whatever is asked. */
const WHY_NOT: Readonly<Partial<Record<RefusalCode, string>>> = Object.freeze({
  scope_not_in_profile: 'The manufacturer did not design this into the model.',
  trust_missing:
    'The manufacturer has not delegated this to the hospital. Clinical engineering can ask for a new trust bundle.',
  vendor_scope: 'Your organisation’s agreement with this hospital does not cover this.',
  tier_closed: 'The hospital allows nobody to do this on this device. Clinical engineering can say more.',
  policy_unsatisfiable: 'The hospital does not have enough people who may approve this.',
  agreement_missing: 'The device is past its support, and no responsibility agreement is in force for it.',
  risk_not_accepted: 'The device is past its support, and nobody at the hospital has accepted the risk of this.',
});

export function whyNot(code: RefusalCode): string {
  return WHY_NOT[code] ?? REFUSALS[code][1];
}

const EMPLOYER = 'Your organisation’s administrator can put it right. Then ask again.';

/** What to do next, where nothing at all can be asked for; `{contact}` is the hospital's clinical engineering. */
const NEXT: Readonly<Partial<Record<RefusalCode, string>>> = Object.freeze({
  competence_missing: `A record for this model has to be registered for you. ${EMPLOYER}`,
  competence_expired: `The record has to be renewed. ${EMPLOYER}`,
  organisation_suspended: EMPLOYER,
  device_lost: 'If it stands before you, tell clinical engineering: {contact}. They can report it as found.',
  device_retired: 'Nobody services it any more. If that is wrong, tell clinical engineering: {contact}.',
  profile_unknown: 'Clinical engineering can ask the manufacturer for it: {contact}.',
  form_not_issued: 'Clinical engineering can say how this device is serviced until then: {contact}.',
});

export function stopWords(code: RefusalCode, { hospital }: ShownDevice): NonNullable<DeviceView['stop']> {
  const next = NEXT[code] ?? 'Clinical engineering can say when it is serviced again: {contact}.';
  return {
    says: `You cannot ask for access here. ${REFUSALS[code][1]}`,
    next: next.replace('{contact}', hospital.contacts.clinicalEngineering),
  };
}

/** What was looked for, and what to try. */
export function notFoundWords(named: TypedDevice): NonNullable<FindView['error']> {
  const where = 'What is found are devices of hospitals that your organisation has an agreement in force with.';
  switch (named.as) {
    case 'udi': {
      const says = `No device with GTIN ${named.udi.gtin} and serial number ${named.udi.serial} was found.`;
      return { says, next: `Compare both with the label, or try the sticker’s code. ${where}` };
    }
    case 'faulty':
      return {
        says: `It looks like a UDI, and is none. ${UDI_FAULTS[named.fault]}`,
        next: 'Compare it with the label, or try the sticker’s code.',
      };
    case 'name':
      return {
        says: 'No device with this sticker code, asset tag or CMMS id was found.',
        next: `Check the spelling, or try the UDI of the label. A sticker’s code has no 0, O, 1, I or L. ${where}`,
      };
    default:
      return named satisfies never;
  }
}
