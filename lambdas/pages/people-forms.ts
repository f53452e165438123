/** What an organisation's administrators change of its people: per verb which fields its page has (R17, R18). */
import { ROLE_WORDS, type Role } from '../../core/access/words.ts';
import { HOSPITAL_ROLES, ORGANISATION_ROLES } from '../../core/registry/roles.ts';
import type { ChangeView, Subject } from '../../core/verbs/show-change.ts';
import type { RegistryField } from './registry-fields.ts';
import { ONE, type RegistryForm, type RegistryForms } from './registry-forms.ts';

const choicesOf = (roles: readonly Role[]) => roles.map((value) => ({ value, says: sentenceCase(ROLE_WORDS[value]) }));

const sentenceCase = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

const rolesAt = ({ hospital }: ChangeView) =>
  choicesOf([...ORGANISATION_ROLES, ...(hospital ? HOSPITAL_ROLES : []), 'operator_admin']);

const PLACES: readonly RegistryField[] = [
  {
    name: 'sites',
    label: 'Sites',
    hint: 'None chosen: all sites. Only for roles at the hospital.',
    kind: 'checkboxes',
    choices: ({ hospital }) => (hospital?.sites ?? []).map((site) => ({ value: site, says: site })),
  },
  {
    name: 'units',
    label: 'Units',
    hint: 'One a line, spelled as the devices are placed. Empty: all units. Only for roles at the hospital.',
    kind: 'lines',
  },
];

const NAME: RegistryField = {
  name: 'printedName',
  label: 'Printed name',
  hint: 'As others will see it, at most 80 characters.',
  kind: 'text',
};
const EMAIL: RegistryField = {
  name: 'email',
  label: 'Mail address',
  hint: 'For example a.lee@st-marys.example',
  kind: 'email',
};

/** A role is sent with its places only where there are some: a technician has none. */
function withPlaces({ sites = [], units = [], ...given }: Readonly<Record<string, unknown>>) {
  const some = (list: unknown) => Array.isArray(list) && list.length > 0;
  return { ...given, ...(some(sites) ? { sites } : {}), ...(some(units) ? { units } : {}) };
}

const TWO = 'It gives power, so another administrator confirms it; then it waits for the cool-down.';

const aboutPerson = {
  about: 'person',
  nameOf: ({ person }: ChangeView) => person?.printedName,
  back: ({ person }: Subject) => `people/${person}`,
} as const satisfies Partial<RegistryForm>;

export const PEOPLE_FORMS: RegistryForms = Object.freeze({
  'invite-person': {
    title: 'Invite a person',
    says: [
      'A mail goes to the address, with a link that is good once and for seven days.',
      'A technician takes one person. Every other role takes two: another administrator confirms it.',
    ],
    fields: [
      NAME,
      EMAIL,
      {
        name: 'roles',
        label: 'Roles in the organisation',
        kind: 'checkboxes',
        choices: () => choicesOf(ORGANISATION_ROLES),
      },
      {
        name: 'hospitalRoles',
        label: 'Roles at the hospital',
        hint: 'Each for the places below.',
        kind: 'checkboxes',
        choices: ({ hospital }) => choicesOf(hospital ? HOSPITAL_ROLES : []),
      },
      ...PLACES,
    ],
    bodyOf: ({ hospitalRoles = [], sites = [], units = [], ...given }) => ({
      ...given,
      entitlements: (hospitalRoles as readonly string[]).map((role) => ({ role, sites, units })),
    }),
    back: () => 'people',
  },
  'withdraw-invitation': {
    title: 'Withdraw an invitation',
    says: ['The link opens nothing any more.', ONE],
    about: 'invitation',
    nameOf: ({ invitation }) => invitation?.printedName,
    fields: [],
    back: () => 'invitations',
  },
  'grant-role': {
    ...aboutPerson,
    title: 'Grant a role',
    says: ['A technician takes one person. Every other role takes two: another administrator confirms it.'],
    fields: [{ name: 'role', label: 'Role', kind: 'select', choices: rolesAt }, ...PLACES],
    bodyOf: withPlaces,
  },
  'remove-role': {
    ...aboutPerson,
    title: 'Remove a role',
    says: [
      'It ends at once. Of a technician pending requests and approved access end; of an approver his approvals count no longer.',
      ONE,
    ],
    isStop: true,
    fields: [{ name: 'role', label: 'Role', kind: 'select', choices: rolesAt }],
  },
  'describe-person': {
    ...aboutPerson,
    title: 'Correct name or address',
    says: ['Another address of an administrator or approver takes two people: his mails go there.'],
    fields: [
      { ...NAME, now: ({ person }) => person?.printedName },
      { ...EMAIL, now: ({ person }) => person?.email },
    ],
  },
  'set-competence': {
    ...aboutPerson,
    title: 'Set a competence',
    says: ['Without a record that holds today a technician activates nothing on the model.', ONE],
    fields: [
      {
        name: 'model',
        label: 'Model',
        hint: 'Its identifier, for example gs1:01/09521000001022',
        kind: 'text',
      },
      { name: 'validTo', label: 'Last day', hint: 'Empty takes the record away.', kind: 'last-day' },
    ],
    bodyOf: (given) => ({ validTo: 0, ...given }),
  },
  'suspend-person': {
    ...aboutPerson,
    title: 'Suspend',
    says: [
      'Everything of this person stops at once: requests, approved access, activating, deciding.',
      'One person does this. To reinstate takes two.',
    ],
    isStop: true,
    isTyped: true,
    fields: [],
  },
  'reinstate-person': {
    ...aboutPerson,
    title: 'Reinstate',
    says: ['The person may again do what his roles say.', TWO],
    fields: [],
  },
  'reset-code': {
    ...aboutPerson,
    title: 'Reset the one-time code',
    says: [
      'The code is taken away, so that a new one can be enrolled. Until then nothing is decided or activated.',
      TWO,
    ],
    fields: [],
  },
} satisfies RegistryForms);
