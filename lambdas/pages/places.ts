/**
 * Where somebody can go, by what he is: the links of the start page and of every page's menu. A place that is not shown is not
 * closed by that: each page asks its verb who may see it.
 */
import type { StartView } from '../../core/verbs/show-start.ts';
import type { Place } from '../../web/layout.ts';

type Role = NonNullable<StartView['person']>['roles'][number];

interface Row {
  /** `{tenant}` is his organisation. */
  readonly href: string;
  readonly says: string;
  /** Absent: for everybody. */
  readonly roles?: readonly Role[];
}

const READERS: readonly Role[] = Object.freeze([
  'hdo_admin',
  'iso_admin',
  'oem_publisher',
  'operator_admin',
  'auditor',
]);

/** Who reads a hospital's. */
const OF_HOSPITAL: readonly Role[] = Object.freeze(['hdo_admin', 'auditor']);

const DEVICE_PLACES: readonly Row[] = Object.freeze([
  { href: '/console/{tenant}/devices', says: 'Devices', roles: OF_HOSPITAL },
  { href: '/console/{tenant}/stickers', says: 'Stickers', roles: OF_HOSPITAL },
  { href: '/console/{tenant}/policy', says: 'Policy', roles: OF_HOSPITAL },
  { href: '/console/{tenant}/history', says: 'Log of the registry', roles: READERS },
]);

const PLACES: readonly Row[] = Object.freeze([
  { href: '/d', says: 'Ask for access', roles: ['technician'] },
  { href: '/visits', says: 'My visits', roles: ['technician'] },
  ...DEVICE_PLACES,
  { href: '/console/{tenant}/people', says: 'People', roles: READERS },
  { href: '/console/{tenant}/proposals', says: 'Proposals', roles: READERS },
  { href: '/console/{tenant}/vendors', says: 'Vendors', roles: OF_HOSPITAL },
  { href: '/console/{tenant}/roster', says: 'On call', roles: OF_HOSPITAL },
  { href: '/console/{tenant}/hospital', says: 'Hospital', roles: OF_HOSPITAL },
  { href: '/console/{tenant}/organisations', says: 'Organisations', roles: ['operator_admin'] },
  { href: '/me', says: 'You' },
  { href: '/openapi.json', says: 'The interface for programs' },
] as const);

/** The places of somebody with `roles`, in the order of the menu. */
export function placesFor(tenant: string, roles: readonly Role[]): readonly Place[] {
  return PLACES.filter((place) => place.roles === undefined || place.roles.some((role) => roles.includes(role))).map(
    ({ href, says }) => ({ href: href.replace('{tenant}', tenant), says }),
  );
}
