/** What a hospital's administrators change of it and of its servicers: per verb which fields its page has (R17, R18). */
import { APPROVER_ROLES } from '../../core/access/demand.ts';
import { ROLE_WORDS } from '../../core/access/words.ts';
import { SCOPES } from '../../core/policy/tiers.ts';
import type { Staff } from '../../core/registry.ts';
import type { ChangeView, Subject } from '../../core/verbs/show-change.ts';
import { ONE, type RegistryForm, type RegistryForms, TWO } from './registry-forms.ts';

const ofHospital = {
  nameOf: ({ hospital }: ChangeView) => hospital?.name,
  back: () => 'hospital',
} as const satisfies Partial<RegistryForm>;

const ofVendor = {
  about: 'organisation',
  nameOf: ({ another }: ChangeView) => another?.name,
  back: (_subject: Subject) => 'vendors',
} as const satisfies Partial<RegistryForm>;

const scopes = () =>
  Object.entries(SCOPES).map(([value, { tier, says }]) => ({ value, says: `${says} (${value}, ${tier})` }));

/** Who could be asked, and who stands on the roster now: taking somebody off is a choice too. */
function approversOf({ hospital, staff }: ChangeView) {
  const listed = hospital?.roster.flat() ?? [];
  const mayBeAsked = ({ person, entitlements }: Staff) =>
    listed.includes(person) || entitlements.some(({ role }) => (APPROVER_ROLES as readonly string[]).includes(role));
  return (hospital?.staff ?? []).filter(mayBeAsked).map(({ person, entitlements }) => ({
    value: person,
    says: `${staff.get(person)?.printedName ?? person}: ${entitlements.map(({ role }) => ROLE_WORDS[role]).join(', ')}`,
  }));
}

export const HOSPITAL_FORMS: RegistryForms = Object.freeze({
  'describe-hospital': {
    ...ofHospital,
    title: 'Correct what is said of the hospital',
    says: [ONE],
    fields: [
      { name: 'name', label: 'Name', kind: 'text', now: ({ hospital }) => hospital?.name },
      {
        name: 'zone',
        label: 'Time zone',
        hint: 'Its IANA name, for example America/Chicago',
        kind: 'text',
        now: ({ hospital }) => hospital?.zone,
      },
      { name: 'sites', label: 'Sites', hint: 'One a line.', kind: 'lines', now: ({ hospital }) => hospital?.sites },
      {
        name: 'contacts.security',
        label: 'Mail address for security',
        kind: 'email',
        now: ({ hospital }) => hospital?.contacts.security,
      },
      {
        name: 'contacts.clinicalEngineering',
        label: 'Mail address of clinical engineering',
        kind: 'email',
        now: ({ hospital }) => hospital?.contacts.clinicalEngineering,
      },
    ],
  },
  'set-roster': {
    ...ofHospital,
    title: 'Set who is asked first',
    says: [
      'Who is asked first, second and so on when a request comes. Nobody chosen: all who may approve, at once.',
      ONE,
    ],
    fields: [
      {
        name: 'groups',
        label: 'On call',
        kind: 'order',
        choices: approversOf,
        now: ({ hospital }) => hospital?.roster,
      },
    ],
    back: () => 'roster',
  },
  'freeze-hospital': {
    ...ofHospital,
    title: 'Stop all service access',
    says: [
      'Nothing is approved or activated at the hospital any more, and what is open ends at once.',
      'One person does this. To open again takes two.',
    ],
    isStop: true,
    isTyped: true,
    fields: [],
  },
  'reopen-hospital': {
    ...ofHospital,
    title: 'Open for service access again',
    says: ['Requests are possible again. What was ended stays ended.', TWO],
    fields: [],
  },
  'rotate-token-key': {
    ...ofHospital,
    title: 'Rotate the token key',
    says: ['The next key signs from then on; bundles have to delegate it already.', TWO],
    fields: [
      {
        name: 'keysUntil',
        label: 'Last day of the old key',
        hint: 'At least thirty days from today.',
        kind: 'last-day',
      },
    ],
  },
  'set-vendor': {
    ...ofVendor,
    title: 'Set the agreement',
    says: ['Less takes one person, at once. More scopes or a longer term takes two.'],
    fields: [
      { name: 'from', label: 'First day', kind: 'day', now: ({ vendor }) => vendor?.from },
      { name: 'to', label: 'Last day', kind: 'last-day', now: ({ vendor }) => vendor?.to },
      {
        name: 'scopes',
        label: 'What may be done',
        kind: 'checkboxes',
        choices: scopes,
        now: ({ vendor }) => vendor?.scopes,
      },
      {
        name: 'insurance',
        label: 'Insurance',
        hint: "The hospital's own reference, at most 80 characters.",
        kind: 'text',
        now: ({ vendor }) => vendor?.insurance,
      },
      {
        name: 'contract',
        label: 'Contract',
        hint: "The hospital's own reference, at most 80 characters.",
        kind: 'text',
        now: ({ vendor }) => vendor?.contract,
      },
    ],
  },
  'suspend-vendor': {
    ...ofVendor,
    title: 'Suspend the servicer',
    says: [
      'All that is open of the servicer at this hospital ends at once: requests, approved access, activating.',
      'One person does this. To reinstate takes two.',
    ],
    isStop: true,
    isTyped: true,
    fields: [],
  },
  'reinstate-vendor': {
    ...ofVendor,
    title: 'Reinstate the servicer',
    says: ['What the agreement allows may be asked for again.', TWO],
    fields: [],
  },
} satisfies RegistryForms);
