/** What the operator's administrators change of a deployment's organisations: per verb which fields its page has (R17, R18). */
import type { ChangeView, Subject } from '../../core/verbs/show-change.ts';
import type { RegistryField } from './registry-fields.ts';
import type { RegistryForm, RegistryForms } from './registry-forms.ts';

const TWO =
  'Another administrator of this deployment confirms it. It is in force after a cool-down, in which it can still be withdrawn.';
const SHORT_NAME = 'Small letters, digits and hyphens, for example new-servicer. It is never changed.';
const KINDS = [
  { value: 'iso', says: 'Servicer' },
  { value: 'oem', says: 'Manufacturer' },
];

const ISSUER: readonly RegistryField[] = [
  { name: 'issuer.issuer', label: 'Issuer', hint: 'Where its people sign in, https://…', kind: 'text' },
  { name: 'issuer.jwksUri', label: "Address of the issuer's keys", hint: 'https://…', kind: 'text' },
  { name: 'issuer.audience', label: 'Audience of its tokens', kind: 'text' },
  { name: 'issuer.clientId', label: 'Client of our pages', hint: 'Empty: as the audience.', kind: 'text' },
];
const ADMINS: readonly RegistryField[] = ['first', 'second'].flatMap((which, at): readonly RegistryField[] => [
  { name: `admins.${at}.printedName`, label: `Name of the ${which} administrator`, kind: 'text' },
  { name: `admins.${at}.email`, label: `Mail address of the ${which} administrator`, kind: 'email' },
]);

const aboutOrganisation = {
  about: 'organisation',
  nameOf: ({ another }: ChangeView) => another?.name,
  back: ({ organisation }: Subject) => `organisations?organisation=${organisation}`,
} as const satisfies Partial<RegistryForm>;

/** Nothing of it filled in: the operator's own organisation, whose administrators become the hospital's. */
function onboarding({ name, issuer, admins, ...given }: Readonly<Record<string, unknown>>) {
  const isOwn = name === undefined && issuer === undefined && admins === undefined;
  return { ...given, policy: 'proposed', ...(isOwn ? {} : { organisation: { name, issuer, admins } }) };
}

export const ORGANISATION_FORMS: RegistryForms = Object.freeze({
  'add-organisation': {
    title: 'Add an organisation',
    says: ['Its people sign in at an issuer of its own. Its first two administrators are invited by mail.', TWO],
    fields: [
      { name: 'organisation.id', label: 'Short name', hint: SHORT_NAME, kind: 'text' },
      { name: 'organisation.kind', label: 'Kind', kind: 'select', choices: () => KINDS },
      { name: 'organisation.name', label: 'Printed name', kind: 'text' },
      ...ISSUER,
      ...ADMINS,
    ],
    back: () => 'organisations',
  },
  'onboard-hospital': {
    title: 'Onboard a hospital',
    says: [
      'It begins with the proposed policy and keys of its own. Its first two administrators are invited by mail.',
      TWO,
    ],
    fields: [
      { name: 'hospital', label: 'Short name of the hospital', hint: SHORT_NAME, kind: 'text' },
      {
        name: 'name',
        label: 'Printed name',
        hint: 'Leave name, issuer and administrators empty for your own organisation: its administrators become the hospital’s.',
        kind: 'text',
      },
      ...ISSUER,
      ...ADMINS,
      { name: 'zone', label: 'Time zone', hint: 'Its IANA name, for example America/Chicago', kind: 'text' },
      { name: 'sites', label: 'Sites', hint: 'One a line.', kind: 'lines' },
      { name: 'contacts.security', label: 'Mail address for security', kind: 'email' },
      { name: 'contacts.clinicalEngineering', label: 'Mail address of clinical engineering', kind: 'email' },
    ],
    bodyOf: onboarding,
    back: () => 'organisations',
  },
  'suspend-organisation': {
    ...aboutOrganisation,
    title: 'Suspend the organisation',
    says: [
      'Everything of its people stops at once, and of a hospital all access to its devices.',
      'One person does this. To reinstate takes two.',
    ],
    isStop: true,
    isTyped: true,
    fields: [],
  },
  'reinstate-organisation': {
    ...aboutOrganisation,
    title: 'Reinstate the organisation',
    says: ['What a hospital stopped itself stays stopped.', TWO],
    fields: [],
  },
  'offboard-organisation': {
    ...aboutOrganisation,
    title: 'Offboard the organisation',
    says: ['It leaves for good: nothing brings it back. Its log stays.', TWO],
    isStop: true,
    isTyped: true,
    fields: [
      {
        name: 'keysUntil',
        label: 'Last day of its token keys',
        hint: 'Of a hospital only: at least thirty days from today.',
        kind: 'last-day',
      },
    ],
  },
} satisfies RegistryForms);
