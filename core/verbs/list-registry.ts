/** Lists of a tenant's registry: people, devices, agreements, invitations, stickers. One query each, paged by its rows. */
import {
  deliveryRef,
  deviceList,
  invitationList,
  invitationRef,
  memberList,
  registryChain,
  vendorList,
} from '../keys.ts';
import type { Identity, Page, Ports, Ref } from '../ports.ts';
import type { Decision } from '../problems.ts';
import type { RegistryListQuery } from '../registry/reading-contract.ts';
import { type Sticker, stickerSheet } from '../registry/sticker-code.ts';
import {
  type Device,
  type Hospital,
  type Invitation,
  isImporting,
  type Member,
  type Person,
  type Staff,
  type Vendor,
} from '../registry.ts';
import { type Delivery, INVITED } from '../rows.ts';
import type { OrganisationId } from '../units.ts';
import { peopleOf } from './administrators.ts';
import { asReader, limitOf } from './registry-reader.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** A person with what he may do at the hospital. */
export interface PersonView extends Person {
  readonly staff?: Pick<Staff, 'status' | 'entitlements'>;
}

export function listPeople(ports: Needs, who: Identity, tenant: OrganisationId, query: RegistryListQuery) {
  return asReader(ports, who, tenant, async ({ hospital }): Promise<Page<PersonView>> => {
    const page = await rowsOf<Member>(ports, memberList(tenant), query);
    const people = await peopleOf(
      ports,
      page.items.map(({ person }) => person),
    );
    const items = page.items.flatMap(({ person }) => people.get(person) ?? []);
    return { ...page, items: items.map((person) => withStaff(person, hospital)) };
  });
}

/** A person with what he may do at the hospital, if anything. */
export function withStaff(person: Person, hospital: Hospital | undefined): PersonView {
  const staff = hospital?.staff.find((one) => one.person === person.id);
  return staff ? { ...person, staff: { status: staff.status, entitlements: staff.entitlements } } : person;
}

export function listDevices(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  query: RegistryListQuery,
): Promise<Decision<Page<Device>>> {
  return asReader(ports, who, tenant, ({ hospital }) => devicesOf(ports, tenant, query, hospital));
}

/** Without those of a file that is not through: a page may hold fewer than was asked for, and more come after it. */
async function devicesOf(ports: Needs, tenant: OrganisationId, query: RegistryListQuery, hospital?: Hospital) {
  const page = await rowsOf<Device>(ports, deviceList(tenant), query);
  const items = page.items.filter((device) => hospital === undefined || !isImporting(device, hospital));
  return { ...page, items };
}

export function listVendors(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  query: RegistryListQuery,
): Promise<Decision<Page<Vendor>>> {
  return asReader(ports, who, tenant, () => rowsOf<Vendor>(ports, vendorList(tenant), query));
}

/** `mail` says how far the link came; absent in the moments before it is queued. */
export interface InvitationView extends Invitation {
  readonly mail?: Delivery['state'];
}

export function listInvitations(ports: Needs, who: Identity, tenant: OrganisationId, query: RegistryListQuery) {
  return asReader(ports, who, tenant, async (): Promise<Page<InvitationView>> => {
    const page = await rowsOf<Invitation>(ports, invitationList(tenant), query);
    const mails = await mailsOf(ports, tenant, page.items);
    return { ...page, items: page.items.map((row) => ({ ...row, ...mails[row.id] })) };
  });
}

/** An invitation is told by the first event of its chain. */
async function mailsOf({ store }: Needs, tenant: OrganisationId, invitations: readonly Invitation[]) {
  if (invitations.length === 0) return {};
  const refs: Readonly<Record<string, Ref<Delivery>>> = Object.fromEntries(
    invitations.map(({ id }) => [id, deliveryRef(registryChain(invitationRef(tenant, id), tenant), 1, INVITED)]),
  );
  const rows = Object.entries(await store.load(refs));
  return Object.fromEntries(rows.map(([id, row]) => [id, row ? { mail: row.state } : {}]));
}

/** Statuses that are for good: nobody walks to such a device any more, and the names of a transferred one are free. */
const GONE: readonly Device['status'][] = Object.freeze(['retired', 'transferred']);

/** Stickers of a page of devices, in the order of a walk within it. */
export function listStickers(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  query: RegistryListQuery,
  baseUrl: string,
): Promise<Decision<Page<Sticker>>> {
  return asReader(ports, who, tenant, async ({ hospital }) => {
    const page = await devicesOf(ports, tenant, query, hospital);
    const inService = page.items.filter(({ status }) => !GONE.includes(status));
    return { ...page, items: stickerSheet(inService, baseUrl.replace(/\/+$/, '')) };
  });
}

function rowsOf<T>(
  { store }: Needs,
  { pk, prefix }: { readonly pk: string; readonly prefix: string },
  query: RegistryListQuery,
): Promise<Page<T>> {
  return store.registryRows<T>(pk, prefix, { limit: limitOf(query), after: query.after });
}
