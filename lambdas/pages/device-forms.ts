/** What a hospital's administrators change of its devices: per verb which fields its page has (R17, R18). */
import { RECORDED_STAGES } from '../../core/registry.ts';
import type { ChangeView, Subject } from '../../core/verbs/show-change.ts';
import type { RegistryField } from './registry-fields.ts';
import { ONE, type RegistryForm, type RegistryForms, TWO } from './registry-forms.ts';

/** Of what is stopped or given away the tag has to be typed: it is on the device, so that nobody stops its neighbour. */
const ofDevice = {
  about: 'device',
  nameOf: ({ device }: ChangeView) => device?.tag,
  back: ({ device = '' }: Subject) => `devices/${device}`,
} as const satisfies Partial<RegistryForm>;

const sites = ({ hospital }: ChangeView) => (hospital?.sites ?? []).map((site) => ({ value: site, says: site }));
const stages = () => RECORDED_STAGES.map((stage) => ({ value: stage, says: stage.replaceAll('_', ' ') }));

const PLACE: readonly RegistryField[] = [
  { name: 'site', label: 'Site', kind: 'select', choices: sites, now: ({ device }) => device?.site },
  { name: 'unit', label: 'Unit', kind: 'text', now: ({ device }) => device?.unit },
];

const FACTS: readonly RegistryField[] = [
  {
    name: 'stage',
    label: 'Life-cycle stage',
    hint: 'The manufacturer’s dates tighten it by themselves. Unknown counts as end of support.',
    kind: 'select',
    choices: stages,
    now: ({ device }) => device?.stage,
  },
  { name: 'endOfLife', label: 'No longer sold from', kind: 'day', now: ({ device }) => device?.endOfLife },
  { name: 'endOfSupport', label: 'No longer supported from', kind: 'day', now: ({ device }) => device?.endOfSupport },
  {
    name: 'endOfGuaranteedSupport',
    label: 'Support no longer guaranteed from',
    kind: 'day',
    now: ({ device }) => device?.endOfGuaranteedSupport,
  },
  {
    name: 'agreementUntil',
    label: 'Last day of the responsibility agreement',
    kind: 'last-day',
    now: ({ device }) => device?.agreementUntil,
  },
  {
    name: 'riskAcceptedUntil',
    label: 'Last day of the risk acceptance',
    kind: 'last-day',
    now: ({ device }) => device?.riskAcceptedUntil,
  },
];

const ALIAS_HINT = '3 to 40 of A-Z a-z 0-9 . _ / - that nothing else has.';

/** Everything that stands on the form is sent: what was emptied is taken away. */
function asItStands(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const none = {
    cmms: '',
    endOfLife: 0,
    endOfSupport: 0,
    endOfGuaranteedSupport: 0,
    agreementUntil: 0,
    riskAcceptedUntil: 0,
  };
  return { ...none, ...given };
}

const REASON: RegistryField = Object.freeze({ name: 'reason', label: 'Why?', kind: 'text' });

export const DEVICE_FORMS: RegistryForms = Object.freeze({
  'register-device': {
    title: 'Register a device',
    says: ['The broker makes its sticker code. Many at once: import a file.', TWO],
    back: () => 'devices',
    fields: [
      {
        name: 'udi',
        label: 'UDI',
        hint: 'As it stands on the label, (01)… (21)…, as a scanner reads it, or as a link.',
        kind: 'text',
      },
      { name: 'tag', label: 'Asset tag', hint: ALIAS_HINT, kind: 'text' },
      { name: 'cmms', label: 'CMMS id, if it has one', hint: ALIAS_HINT, kind: 'text' },
      ...PLACE,
      ...FACTS,
    ],
  },
  'change-device': {
    ...ofDevice,
    title: 'Change what is said of the device',
    says: ['One person does this at once; where more may be done to the device afterwards, it takes two.'],
    bodyOf: asItStands,
    fields: [
      { name: 'tag', label: 'Asset tag', hint: ALIAS_HINT, kind: 'text', now: ({ device }) => device?.tag },
      {
        name: 'cmms',
        label: 'CMMS id',
        hint: 'Empty takes it away.',
        kind: 'text',
        now: ({ device }) => device?.cmms || undefined,
      },
      ...PLACE,
      ...FACTS,
    ],
  },
  'report-device': {
    ...ofDevice,
    title: 'Stop service of the device',
    says: [
      'All that is open for the device ends at once: requests, approved access, activating. Retired is for good.',
      ONE,
      'Lost and suspended devices come back by two people.',
    ],
    isStop: true,
    isTyped: true,
    fields: [
      {
        name: 'status',
        label: 'What is the matter?',
        kind: 'select',
        choices: () => [
          { value: 'lost', says: 'Lost or stolen' },
          { value: 'suspended', says: 'Suspended: not to be serviced for now' },
          { value: 'retired', says: 'Retired, for good' },
        ],
      },
      REASON,
    ],
  },
  'reinstate-device': {
    ...ofDevice,
    title: 'Bring the device back into service',
    says: ['Requests are possible again. What was ended stays ended.', TWO],
    fields: [],
  },
  'transfer-device': {
    ...ofDevice,
    title: 'Release the device to another hospital',
    says: [
      'All that is open for the device here ends when it is in force, and its names are free for another hospital to register.',
      TWO,
    ],
    isStop: true,
    isTyped: true,
    fields: [REASON],
  },
} satisfies RegistryForms);
