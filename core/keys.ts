/**
 * Where every row stands. The hospital's id is the first part of every key that holds hospital data; it is taken from
 * a request's id, a device's alias or a ticket that was looked up, never from a body.
 */
import type { AccessRequest } from './access/request.ts';
import { sha256Base64url, sha256Hex } from './hash.ts';
import type { Ref } from './ports.ts';
import type { DeviceImport } from './registry/import.ts';
import type { Proposal, RegistryHead } from './registry/proposal.ts';
import type {
  Device,
  DeviceAlias,
  Hospital,
  Invitation,
  Issuer,
  MakersModel,
  Member,
  Model,
  Operator,
  Organisation,
  Person,
  Vendor,
  Versioned,
} from './registry.ts';
import type {
  Code,
  Delivery,
  Enrolment,
  Extension,
  IdempotencyRow,
  ImportJob,
  ImportPart,
  InvitationTicket,
  KeyExpiry,
  Outbox,
  PersonHead,
  SentMessage,
  SessionEnd,
  SlackCard,
  SlackPairing,
  SlackSeen,
  Ticket,
} from './rows.ts';
import type { SlackLink, SlackTeamRow, SlackWorkspace } from './slack-rows.ts';
import type { Bundle, MakerRoot, OwnerDocument } from './trust-rows.ts';
import type {
  DeviceId,
  HospitalId,
  ModelId,
  OrganisationId,
  PersonId,
  RequestId,
  SlackTeam,
  SlackUser,
} from './units.ts';

const registry = <T>(pk: string, sk: string): Ref<T> => ({ table: 'registry', pk, sk });

/** An organisation's own row; a hospital has one beside {@link hospitalRef}. */
export const organisationRef = (id: OrganisationId): Ref<Organisation> => registry(`O#${id}`, 'O');
/** Whose people sign in at this URL. */
export const issuerRef = (issuer: string): Ref<Issuer> => registry(`I#${issuer}`, 'I');
/** What somebody may do in his own organisation; a hospital's roles stand in {@link hospitalRef}. */
export const personRef = (id: PersonId): Ref<Person> => registry(`P#${id}`, 'P');
/** Staff, policy and token keys in one row (docs/decisions/0002). */
export const hospitalRef = (id: HospitalId): Ref<Hospital> => registry(`T#${id}`, 'H');
/** The agreement of one servicer with one hospital. */
export const vendorRef = (hospital: HospitalId, servicer: OrganisationId): Ref<Vendor> =>
  registry(`T#${hospital}`, `V#${servicer}`);
/** Under the hospital that has it; {@link aliasRef} leads there. */
export const deviceRef = (hospital: HospitalId, device: DeviceId): Ref<Device> =>
  registry(`T#${hospital}`, `D#${device}`);
/** The maker's bundle for all devices of a model at one hospital. */
export const bundleRef = (hospital: HospitalId, model: ModelId): Ref<Bundle> => registry(`T#${hospital}`, `B#${model}`);
/** The maker's document that says whose one device is. */
export const ownerRef = (hospital: HospitalId, device: DeviceId): Ref<OwnerDocument> =>
  registry(`T#${hospital}`, `W#${device}`);
/** The maker's profile of a model. */
export const modelRef = (id: ModelId): Ref<Model> => registry(`M#${id}`, 'M');
/** That a model is a maker's: how its models are listed. */
export const makersModelRef = (oem: OrganisationId, model: ModelId): Ref<MakersModel> =>
  registry(`T#${oem}`, `M#${model}`);
/** One root for all models of a maker. */
export const rootRef = (oem: OrganisationId): Ref<MakerRoot> => registry(`O#${oem}`, 'R');
/** One a deployment. */
export const operatorRef: Ref<Operator> = Object.freeze(registry<Operator>('OPERATOR', 'O'));
/** Listed by the organisation; found by its link through {@link invitationTicketRef}. */
export const invitationRef = (organisation: OrganisationId, id: string): Ref<Invitation> =>
  registry(`T#${organisation}`, `N#${id}`);
/** That somebody belongs to an organisation; what he may do there stands in other rows. */
export const memberRef = (organisation: OrganisationId, person: PersonId): Ref<Member> =>
  registry(`T#${organisation}`, `P#${person}`);
/** Where an organisation's members are listed. */
export const memberList = (organisation: OrganisationId) => ({ pk: `T#${organisation}`, prefix: 'P#' });
/** Where a hospital's bundles are listed. */
export const bundleList = (hospital: HospitalId) => ({ pk: `T#${hospital}`, prefix: 'B#' });
/** A row as it stood at `version`: names and policies of then stay readable (R19). */
export const pastRef = <T extends Versioned>({ pk, sk }: Ref<T>, version: number): Ref<T> =>
  registry(`V#${pk}#${sk}`, String(version).padStart(6, '0'));
/** A sticker's code, an asset tag or a device id, as typed: leads to the hospital's device. */
export const aliasRef = (alias: string): Ref<DeviceAlias> => registry(`A#${alias}`, 'A');

/** The workspace of an organisation, or the one it had last. */
export const slackWorkspaceRef = (organisation: OrganisationId): Ref<SlackWorkspace> =>
  registry(`T#${organisation}`, 'SLACK');
/** Leads from a team to the organisation that connected it. */
export const slackTeamRef = (team: SlackTeam): Ref<SlackTeamRow> => registry(`S#${team}`, 'S');
/** Leads from an account of Slack to the person. */
export const slackUserRef = (team: SlackTeam, user: SlackUser): Ref<SlackLink> => registry(`U#${team}#${user}`, 'U');
/** Leads from a person to his account of Slack. */
export const slackLinkRef = (person: PersonId): Ref<SlackLink> => registry(`U#${person}`, 'U');

/** The hospital that a request's id names; the id is `<hospital>_<reference>`, references hold no `_`. */
export function hospitalOf(request: RequestId): HospitalId {
  return request.slice(0, request.lastIndexOf('_'));
}

/** The model of a device id: what stands before the serial (token profile 1, 3 E_META_MODEL). */
export function modelOf(device: DeviceId): ModelId {
  const serial = device.lastIndexOf('/21/');
  return device.slice(0, serial === -1 ? device.lastIndexOf('/') : serial);
}

/** The chain, and the partition of state, of a request. */
export const requestChain = (id: RequestId): string => `T#${hospitalOf(id)}#R#${id.slice(id.lastIndexOf('_') + 1)}`;
/** `T#<hospital>#R#<reference>` back to the request's id. */
export function requestOf(chain: string): RequestId {
  const [, hospital = '', , reference = ''] = chain.split('#');
  return `${hospital}_${reference}`;
}
/** The chain of what happens to a person at a tenant: refused submits at a hospital, enrolments at the employer. */
export const personChain = (tenant: OrganisationId, person: PersonId): string => `T#${tenant}#P#${person}`;
/**
 * The chain of one registry row. A row under a tenant, and an organisation's own, belong to that tenant's log; a person's or
 * a model's to the log of `tenant`, his employer or its maker.
 */
export function registryChain({ pk, sk }: Ref<unknown>, tenant: OrganisationId): string {
  const [kind = '', owner = ''] = pk.split('#');
  if (kind === 'T') return `T#${owner}#G#${sk}`;
  return kind === 'O' ? `T#${owner}#G#${sk}` : `T#${tenant}#G#${pk}`;
}
/** The registry row that a registry chain tells of: {@link registryChain} read backwards. */
export function registryRefOf(chain: string): Ref<Versioned> {
  const [, tenant = '', , ...name] = chain.split('#');
  const [kind = ''] = name;
  if (kind === 'O' || kind === 'R') return registry(`O#${tenant}`, kind);
  if (kind === 'OPERATOR') return operatorRef;
  const isOwn = kind === 'P' || kind === 'M';
  return isOwn ? registry(name.join('#'), kind) : registry(`T#${tenant}`, name.join('#'));
}
/** The chain of a proposed change (R18). */
export const proposalChain = (tenant: OrganisationId, id: string): string => `T#${tenant}#G#proposal#${id}`;
export const isRegistryChain = (chain: string): boolean => chain.split('#')[2] === 'G';
export const isProposalChain = (chain: string): boolean => chain.split('#').slice(2, 4).join('#') === 'G#proposal';
export const proposalRef = (tenant: OrganisationId, id: string): Ref<Proposal> => ({
  table: 'state',
  pk: proposalChain(tenant, id),
  sk: 'S',
});
/** When the first key that a hospital was delegated for a model ends: one row, moved by each bundle. */
export const keyExpiryRef = (hospital: HospitalId, model: ModelId): Ref<KeyExpiry> => ({
  table: 'state',
  pk: registryChain(bundleRef(hospital, model), hospital),
  sk: 'E',
});
/** A file of devices that two people let in; its id is the proposal's. */
export const importRef = (tenant: OrganisationId, id: string): Ref<DeviceImport> => registry(`T#${tenant}`, `I#${id}`);
/** The file itself, in parts, beside the proposal that brings it. */
export const importPartRef = (tenant: OrganisationId, id: string, part: number): Ref<ImportPart> => ({
  table: 'state',
  pk: proposalChain(tenant, id),
  sk: `F#${String(part).padStart(4, '0')}`,
});
/** How far the file is worked off. */
export const importJobRef = (tenant: OrganisationId, id: string): Ref<ImportJob> => ({
  table: 'state',
  pk: registryChain(importRef(tenant, id), tenant),
  sk: 'J',
});
/** How far a registry chain has come; of a request or a proposal the row there is itself. */
export const registryHeadRef = (chain: string): Ref<RegistryHead> => ({ table: 'state', pk: chain, sk: 'S' });
/** The partition of a tenant's proposals that are not settled, and of those that are. */
export const proposalList = (tenant: OrganisationId, isOpen: boolean): string =>
  `${tenant}#${isOpen ? 'proposed' : 'settled'}`;
/** The tenant whose log a chain belongs to. */
export const tenantOf = (chain: string): OrganisationId => chain.split('#')[1] ?? '';

/** The row of a request's state; its partition also holds the request's outbox and deliveries. */
export const requestRef = (id: RequestId): Ref<AccessRequest> => ({ table: 'state', pk: requestChain(id), sk: 'S' });
/** How far a person's chain at a tenant has come. */
export const personHeadRef = (chain: string): Ref<PersonHead> => ({ table: 'state', pk: chain, sk: 'S' });
export const outboxRef = (chain: string, kind: Outbox['kind'] | 'stop' | 'retire', n: number): Ref<Outbox> => ({
  table: 'state',
  pk: chain,
  sk: `O#${kind}#${String(n).padStart(6, '0')}`,
});
/** What of `kind` is left to do on a chain. */
export const outboxPrefix = (kind: Outbox['kind']): string => `O#${kind}#`;
/** Deliveries of a request, one a message and recipient. */
export const DELIVERY_PREFIX = 'N#';
export const deliveryRef = (chain: string, n: number, person: PersonId, via?: Delivery['via']): Ref<Delivery> => ({
  table: 'state',
  pk: chain,
  sk: `${DELIVERY_PREFIX}${String(n).padStart(6, '0')}#${person}${via ? `#${via}` : ''}`,
});
/** Leads from the mail provider's message id to the delivery; holds no hospital data but where that stands. */
export const messageRef = (id: string): Ref<SentMessage> => ({ table: 'state', pk: `X#${id}`, sk: 'X' });
/** The card of one recipient that stands in Slack. */
export const slackCardRef = (chain: string, person: PersonId): Ref<SlackCard> => ({
  table: 'state',
  pk: chain,
  sk: `M#${person}`,
});
/** A pairing code, found by its hash; the code itself is nowhere but on the page that showed it. */
export const slackPairingRef = (code: string): Ref<SlackPairing> => ({
  table: 'state',
  pk: `Y#${sha256Base64url(`wardkey-slack-pairing-v1\0${code}`)}`,
  sk: 'Y',
});
/** A payload of Slack, by its signature. */
export const slackSeenRef = (signature: string): Ref<SlackSeen> => ({
  table: 'state',
  pk: `Y#${sha256Base64url(`wardkey-slack-seen-v1\0${signature}`)}`,
  sk: 'R',
});
/** The chain of what accounts of a tenant's workspace, which are no persons of ours, were refused. */
export const slackChain = (tenant: OrganisationId, team: SlackTeam): string => `T#${tenant}#P#slack:${team}`;
/** Beside a request that more time was asked for. */
export const extensionRef = (parent: RequestId): Ref<Extension> => ({
  table: 'state',
  pk: requestChain(parent),
  sk: 'X',
});
/** What an Idempotency-Key of a person was used for. */
export const idempotencyRef = (person: PersonId, key: string): Ref<IdempotencyRow> => ({
  table: 'state',
  pk: `I#${person}#${key}`,
  sk: 'I',
});
/** That a session was ended before its time. */
export const sessionEndRef = (session: string): Ref<SessionEnd> => ({ table: 'state', pk: `Z#${session}`, sk: 'Z' });
/** A decision ticket, found by its hash; the ticket itself is nowhere but in the mail. */
export const ticketRef = (ticket: string): Ref<Ticket> => ({
  table: 'credentials',
  pk: `K#${sha256Base64url(ticket)}`,
  sk: 'K',
});
/** The link of an invitation, found by its hash; the link itself is nowhere but in the mail. */
export const invitationTicketRef = (ticket: string): Ref<InvitationTicket> => ({
  table: 'credentials',
  pk: `K#${sha256Base64url(ticket)}`,
  sk: 'N',
});
/** A person's authenticator; its secret and tries stand beside what is read here. */
export const codeRef = (person: PersonId): Ref<Code> => ({ table: 'credentials', pk: `C#${person}`, sk: 'TOTP' });
/** A secret that a person is enrolling and has not confirmed yet. */
export const enrolmentRef = (person: PersonId): Ref<Enrolment> => ({
  table: 'credentials',
  pk: `C#${person}`,
  sk: 'NEW',
});

/** Work queues are spread so that no partition is hot; a chain always falls into the same shard. */
export const SHARDS = 4;
/**
 * What waits: outbox rows by kind, mails to send, requests that time may move, registry changes that come into force,
 * access that a suspension stops, files of devices, delegated keys that end, token keys whose time is over.
 */
export type Queue = 'notify' | 'seal' | 'stop' | 'delivery' | 'timer' | 'change' | 'import' | 'expiry' | 'retire';

/** The partition of the queue index in which `chain` stands. */
export function queueFor(queue: Queue, chain: string): string {
  return `${queue}#${Number.parseInt(sha256Hex(chain).slice(0, 4), 16) % SHARDS}`;
}

/** What a tenant's registry holds of a kind, as `registryRows` lists it. */
export const deviceList = (hospital: HospitalId) => ({ pk: `T#${hospital}`, prefix: 'D#' });
export const vendorList = (hospital: HospitalId) => ({ pk: `T#${hospital}`, prefix: 'V#' });
export const makersModelList = (oem: OrganisationId) => ({ pk: `T#${oem}`, prefix: 'M#' });
export const invitationList = (organisation: OrganisationId) => ({ pk: `T#${organisation}`, prefix: 'N#' });
