/**
 * Fills an empty development store with the demo's organisations, people, devices and documents; rows that stand are
 * left as they are, so it may run at every start and after a crash in its middle. The registry's first rows are what an
 * onboarding would have written: they come without events.
 */
import {
  aliasRef,
  bundleRef,
  deviceRef,
  hospitalRef,
  issuerRef,
  makersModelRef,
  memberRef,
  modelRef,
  operatorRef,
  organisationRef,
  ownerRef,
  personRef,
  rootRef,
  slackLinkRef,
  slackTeamRef,
  slackUserRef,
  slackWorkspaceRef,
  vendorRef,
} from '../core/keys.ts';
import type { Ref, Sealer, Store, TokenKeys, Write } from '../core/ports.ts';
import { keyExpiryWrites } from '../core/registry/key-expiry.ts';
import type { Device, DeviceAlias, Hospital, Issuer, Person } from '../core/registry.ts';
import type { Bundle } from '../core/trust-rows.ts';
import type { EpochSeconds, OrganisationId } from '../core/units.ts';
import { sealContext } from '../core/verbs/check-code.ts';
import type { Oem } from './oem.ts';
import type { Cast } from './seed/cast.ts';
import { MODEL_NAMES, MODELS } from './seed/models.ts';
import { HOSPITALS, type HospitalName } from './seed/organisations.ts';
import {
  bundleRow,
  deviceRows,
  hospitalRow,
  modelRow,
  modelsAt,
  operatorRow,
  organisationRows,
  ownerRow,
  peopleRows,
  rootRows,
  vendorRows,
} from './seed/rows.ts';
import { type SlackRows, slackRows } from './seed/slack.ts';

export { type Cast, type CastMember, castOf, codeAt, keepSecret } from './seed/cast.ts';

export interface SeedOptions {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly tokenKeys: Pick<TokenKeys, 'create'>;
  /** One of each organisation. */
  readonly issuers: readonly Issuer[];
  /** A manufacturer by its organisation's id. */
  readonly oem: (maker: OrganisationId) => Oem;
  readonly cast: Cast;
  readonly now: EpochSeconds;
}

/** Writes that go together or not at all, made only if `ref` does not stand yet. */
interface Group {
  readonly ref: Ref<unknown>;
  readonly writes: () => Promise<readonly Write[]>;
}

/** DynamoDB takes this many items in a transaction, and keys in a read. */
const BATCH = 100;

/** Puts what is missing. Everybody gets an authenticator, whose secret is in `cast`. */
export async function seedBroker(options: SeedOptions): Promise<void> {
  const { store, issuers, oem, now } = options;
  await putMissing(store, [
    ...organisationRows(issuers).map((row) => one(organisationRef(row.id), row)),
    one(operatorRef, operatorRow()),
    ...issuers.map((row) => one(issuerRef(row.issuer), row)),
    ...rootRows(oem).map((row) => one(rootRef(row.oem), row)),
    ...MODEL_NAMES.map((name) => modelRow(name, oem(MODELS[name].maker))).flatMap((row) => [
      one(modelRef(row.id), row),
      one(makersModelRef(row.oem, row.id), { model: row.id }),
    ]),
    ...vendorRows(now).map((row) => one(vendorRef(row.hospital, row.organisation), row)),
    ...deviceRows(now).map((row) => deviceGroup(row, oem(makerOf(row)))),
    ...peopleRows(now).map((row) => personGroup(row, options)),
    ...slackRows(now).map(slackGroup),
  ]);
  for (const [id] of HOSPITALS) await seedHospital(options, id);
}

function one<T>(ref: Ref<T>, row: T): Group {
  return { ref, writes: async () => [inserted(ref, row)] };
}

function inserted<T>(ref: Ref<T>, row: T): Write {
  return { kind: 'insert', ref, row };
}

function makerOf(device: Device): OrganisationId {
  const model = MODEL_NAMES.map((name) => MODELS[name]).find(({ gtin }) => device.model.endsWith(gtin));
  if (!model) throw new Error(`${device.id} is of no model`);
  return model.maker;
}

/** A device with what leads to it: its id, the code on its sticker, its asset tag, its CMMS id. */
function deviceGroup(row: Device, oem: Oem): Group {
  const alias: DeviceAlias = { hospital: row.hospital, device: row.id };
  const ref = deviceRef(row.hospital, row.id);
  const writes = async () => [
    inserted(ref, row),
    inserted(ownerRef(row.hospital, row.id), ownerRow(row, oem)),
    ...[row.id, row.code, row.tag, row.cmms].filter(Boolean).map((name) => inserted(aliasRef(name), alias)),
  ];
  return { ref, writes };
}

/** A person and the sealed authenticator, in one transaction: neither stands without the other. */
function personGroup(row: Person, { sealer, cast, now }: SeedOptions): Group {
  const { id: person, organisation } = row;
  const secret = cast.find((member) => member.person === person)?.totpSecret;
  if (secret === undefined) throw new Error(`${row.email} is not in the cast`);
  const writes = async (): Promise<readonly Write[]> => {
    const sealed = await sealer.seal(Buffer.from(secret, 'hex'), sealContext(organisation, person));
    return [
      inserted(personRef(person), row),
      inserted(memberRef(organisation, person), { person }),
      { kind: 'enrol', person, organisation, sealed, lastStep: 0, at: now },
    ];
  };
  return { ref: personRef(person), writes };
}

/** A workspace with all its links: what was disconnected or unlinked since is not connected again by the next start. */
function slackGroup({ workspace, team, links }: SlackRows): Group {
  const ref = slackWorkspaceRef(workspace.organisation);
  const writes = async () => [
    inserted(ref, workspace),
    inserted(slackTeamRef(workspace.team), team),
    ...links.flatMap((link) => [
      inserted(slackUserRef(link.team, link.user), link),
      inserted(slackLinkRef(link.person), link),
    ]),
  ];
  return { ref, writes };
}

/** Keys are made only for a hospital that is not there yet; its bundles follow the keys that stand in its row. */
async function seedHospital(options: SeedOptions, id: HospitalName): Promise<void> {
  const { store, oem, now } = options;
  const { standing } = await store.load({ standing: hospitalRef(id) });
  const hospital = standing ?? hospitalRow(id, await newKeys(options, id));
  const bundles = modelsAt(id).map((name) => bundleRow(hospital, name, oem(MODELS[name].maker), now));
  await putMissing(store, [one(hospitalRef(id), hospital), ...bundles.map((row) => bundleGroup(row, hospital))]);
}

/** A bundle with the timer of its keys' end. */
function bundleGroup(row: Bundle, { keys }: Hospital): Group {
  const ref = bundleRef(row.hospital, row.model);
  return { ref, writes: async () => [inserted(ref, row), ...keyExpiryWrites(undefined, row, keys)] };
}

async function newKeys({ tokenKeys }: SeedOptions, hospital: HospitalName): Promise<Hospital['keys']> {
  const newKey = (kid: string) => tokenKeys.create({ hospital, kid });
  return { active: await newKey(`${hospital}-2026a`), next: await newKey(`${hospital}-2026b`) };
}

async function putMissing(store: Store, groups: readonly Group[]): Promise<void> {
  const missing = await missingOf(store, groups);
  for (const writes of batched(await Promise.all(missing.map((group) => group.writes())))) {
    const lost = await store.commit({ events: [], writes });
    if (lost) throw new Error('another seed ran at the same time; start again');
  }
}

async function missingOf(store: Store, groups: readonly Group[]): Promise<readonly Group[]> {
  const missing: Group[] = [];
  for (let from = 0; from < groups.length; from += BATCH) {
    const part = groups.slice(from, from + BATCH);
    const rows = await store.load(Object.fromEntries(part.map(({ ref }, index) => [String(index), ref])));
    missing.push(...part.filter((_, index) => rows[String(index)] === undefined));
  }
  return missing;
}

/** As many whole groups in a transaction as fit. */
function batched(groups: readonly (readonly Write[])[]): readonly (readonly Write[])[] {
  const batches: Write[][] = [];
  for (const group of groups) {
    const last = batches.at(-1);
    if (last && last.length + group.length <= BATCH) last.push(...group);
    else batches.push([...group]);
  }
  return batches;
}
