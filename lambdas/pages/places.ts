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
  { href: '/d', says: 'Ask for access', roles: ['technician'] },
  { href: '/visits', says: 'My visits', roles: ['technician'] },
  { href: '/decisions', says: 'Decisions', roles: APPROVER_ROLES },
  { href: '/console/{tenant}', says: 'Today', roles: HOSPITAL_ROLES },
  { href: '/console/{tenant}/audit', says: 'Audit', roles: LOG_READERS },
  { href: '/console/{tenant}/report', says: 'Report', roles: LOG_READERS },
  { href: '/console/{tenant}/proposals', says: 'Proposals', roles: READERS },
  { href: '/console/{tenant}/devices', says: 'Devices', roles: LOG_READERS, under: REGISTRY },
  { href: '/console/{tenant}/stickers', says: 'Stickers', roles: LOG_READERS, under: REGISTRY },
  { href: '/console/{tenant}/people', says: 'People', roles: READERS, under: REGISTRY },
  { href: '/console/{tenant}/vendors', says: 'Servicers', roles: LOG_READERS, under: REGISTRY },
  { href: '/console/{tenant}/roster', says: 'On call', roles: LOG_READERS, under: REGISTRY },
  { href: '/console/{tenant}/policy', says: 'Policy', roles: LOG_READERS, under: REGISTRY },
  { href: '/console/{tenant}/hospital', says: 'Hospital', roles: LOG_READERS, under: REGISTRY },
  { href: '/console/{tenant}/organisations', says: 'Organisations', roles: ['operator_admin'], under: REGISTRY },
  { href: '/console/{tenant}/history', says: 'Log of the registry', roles: READERS, under: REGISTRY },
  { href: '/code', says: 'My code', isForRegistered: true },
  { href: '/me', says: 'You', isForRegistered: true },
  { href: '/openapi.json', says: 'The interface for programs' },
] as const);

/** The places of somebody with `roles`, in the order of the menu; undefined for whom nobody has registered. */
export function placesFor(tenant: string, roles: readonly Role[] | undefined): readonly Place[] {
  const isFor = (place: Row) => place.roles === undefined || place.roles.some((role) => roles?.includes(role));
  return PLACES.filter((place) => isFor(place) && (!place.isForRegistered || roles !== undefined)).map(
    ({ href, says, under }) => ({ href: href.replace('{tenant}', tenant), says, under }),
  );
}
