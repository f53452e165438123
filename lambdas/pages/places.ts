/**
 * Where somebody can go, by what he is: the links of the start page and of every page's menu. A place that is not shown is not
 * closed by that: each page asks its verb who may see it.
 */
import { APPROVER_ROLES } from '../../core/access/demand.ts';
import type { Role } from '../../core/access/words.ts';
import { HOSPITAL_ROLES, LOG_READERS } from '../../core/registry/roles.ts';
import type { Place } from '../../web/layout.ts';

interface Row {
  /** `{tenant}` is his organisation. */
  readonly href: string;
  readonly says: string;
  /** What is done there, for the start page. */
  readonly about: string;
  /** Absent: for everybody. */
  readonly roles?: readonly Role[];
  /** Folded under this word: what is looked up now and then. */
  readonly under?: string;
  /** For everybody whom the registry knows. */
  readonly isForRegistered?: true;
}

/** Who reads a registry of any kind. */
const READERS: readonly Role[] = Object.freeze([
  'hdo_admin',
  'iso_admin',
  'oem_publisher',
  'operator_admin',
  'auditor',
]);

const REGISTRY = 'Registry';

const PLACES: readonly Row[] = Object.freeze([
  {
    href: '/d',
    says: 'Ask for access',
    about: 'Find a device, say what you need and why, send the request.',
    roles: ['technician'],
  },
  {
    href: '/visits',
    says: 'My visits',
    about: 'What you asked for, how far it is, and the token.',
    roles: ['technician'],
  },
  { href: '/decisions', says: 'Decisions', about: 'Requests that wait for your yes or no.', roles: APPROVER_ROLES },
  {
    href: '/console/{tenant}',
    says: 'Today',
    about: 'What waits, what is open now, what ended in the last 24 hours.',
    roles: HOSPITAL_ROLES,
  },
  {
    href: '/console/{tenant}/models',
    says: 'Models',
    about: 'Requests on your models in figures, without names.',
    roles: ['oem_publisher'],
  },
  {
    href: '/console/{tenant}/audit',
    says: 'Audit',
    about: 'Search requests, export what is found, verify and print.',
    roles: LOG_READERS,
  },
  {
    href: '/console/{tenant}/report',
    says: 'Report',
    about: 'A period in figures, and servicers compared.',
    roles: LOG_READERS,
  },
  {
    href: '/console/{tenant}/proposals',
    says: 'Proposals',
    about: 'Changes that wait for a second administrator.',
    roles: READERS,
  },
  {
    href: '/console/{tenant}/devices',
    says: 'Devices',
    about: 'The devices of the hospital, their states and stages.',
    roles: LOG_READERS,
    under: REGISTRY,
  },
  {
    href: '/console/{tenant}/stickers',
    says: 'Stickers',
    about: 'QR codes to print and put on devices.',
    roles: LOG_READERS,
    under: REGISTRY,
  },
  {
    href: '/console/{tenant}/people',
    says: 'People',
    about: 'Who is registered or invited, and what each may do.',
    roles: READERS,
    under: REGISTRY,
  },
  {
    href: '/console/{tenant}/vendors',
    says: 'Servicers',
    about: 'Agreements with servicers and makers.',
    roles: LOG_READERS,
    under: REGISTRY,
  },
  {
    href: '/console/{tenant}/roster',
    says: 'On call',
    about: 'Who is asked first when a request comes.',
    roles: LOG_READERS,
    under: REGISTRY,
  },
  {
    href: '/console/{tenant}/policy',
    says: 'Policy',
    about: 'Who has to say yes to what, and a test of it.',
    roles: LOG_READERS,
    under: REGISTRY,
  },
  {
    href: '/console/{tenant}/hospital',
    says: 'Hospital',
    about: 'Time zone, sites, contacts and token keys; stop all access.',
    roles: LOG_READERS,
    under: REGISTRY,
  },
  {
    href: '/console/{tenant}/slack',
    says: 'Slack',
    about: 'The workspace from which your people may act.',
    roles: READERS,
    under: REGISTRY,
  },
  {
    href: '/console/{tenant}/organisations',
    says: 'Organisations',
    about: 'Add an organisation to this deployment, or suspend one.',
    roles: ['operator_admin'],
    under: REGISTRY,
  },
  {
    href: '/console/{tenant}/history',
    says: 'Log of the registry',
    about: 'Every change of people, devices and rules.',
    roles: READERS,
    under: REGISTRY,
  },
  {
    href: '/code',
    says: 'My code',
    about: 'The one-time code with which you decide, activate and confirm.',
    isForRegistered: true,
  },
  { href: '/me', says: 'You', about: 'Your account here.', isForRegistered: true },
  {
    href: '/openapi.json',
    says: 'The interface for programs',
    about: 'Every call that a program can make, as OpenAPI.',
  },
] as const);

/** The places of somebody with `roles`, in the order of the menu; undefined for whom nobody has registered. */
export function placesFor(tenant: string, roles: readonly Role[] | undefined): readonly Place[] {
  const isFor = (place: Row) => place.roles === undefined || place.roles.some((role) => roles?.includes(role));
  return PLACES.filter((place) => isFor(place) && (!place.isForRegistered || roles !== undefined)).map(
    ({ href, says, about, under }) => ({ href: href.replace('{tenant}', tenant), says, about, under }),
  );
}
