/**
 * A hospital's devices as its administrators and auditors look for them: one that goes by exactly the name that was typed, else
 * those that fit, page by page. A list is one query on the hospital's key; what is left out of it is left out afterwards, so that a
 * page holds no more than so many rows' worth and says where to go on.
 */
import { aliasRef, deviceList, deviceRef, importJobRef, importRef, modelRef } from '../keys.ts';
import type { Identity, Page, Ports, Ref } from '../ports.ts';
import { type Decision, Problem } from '../problems.ts';
import type { DeviceImport } from '../registry/import.ts';
import type { DevicesQuery, StickersQuery } from '../registry/search-contract.ts';
import { type Sticker, stickerSheet } from '../registry/sticker-code.ts';
import { deviceIdFor, parseUdi } from '../registry/udi.ts';
import { type Device, type DeviceAlias, type Hospital, isImporting, type Model, stageAt } from '../registry.ts';
import type { ImportJob } from '../rows.ts';
import type { EpochSeconds, HospitalId, ModelId } from '../units.ts';
import { asReader } from './registry-reader.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** Of the hospital, what a page about its devices says. */
export type AtHospital = Pick<Hospital, 'id' | 'name' | 'zone' | 'sites'>;

/** A device with the words for its model, and the stage that rules go by. */
export interface SeenDevice extends Device {
  readonly modelName: string;
  readonly stageNow: Device['stage'];
}

/** A file that is in force and not through: what it brings is not in the lists yet. */
export interface FileAtWork {
  readonly lines: number;
  readonly done: number;
}

export interface DevicesSeen extends Page<SeenDevice> {
  readonly hospital: AtHospital;
  readonly files: readonly FileAtWork[];
}

/** Rows of one query; where a search leaves most of them out, the next are looked at too, up to {@link QUERIES}. */
const ROWS = 100;
const QUERIES = 10;
/** Enough to look through at once. */
const SHOWN = 25;

/** @throws Problem not-found where the tenant is no hospital, or not the reader's */
export async function searchDevices(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  query: DevicesQuery,
  now: EpochSeconds,
): Promise<Decision<DevicesSeen | { readonly exact: Device['code'] }>> {
  return asReader(ports, who, tenant, async ({ hospital }) => {
    if (!hospital) throw new Problem('not-found');
    const exact = await deviceNamed(ports, hospital, query.name ?? '');
    if (exact) return { exact: exact.code };
    const [page, files] = await Promise.all([fitting(ports, hospital, query, now), filesAtWork(ports, hospital)]);
    return { ...page, hospital: atHospital(hospital), files };
  });
}

/** The stickers of the devices that still stand at a place, in the order of a walk within a page. */
export async function stickersAt(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  query: StickersQuery,
  baseUrl: string,
  now: EpochSeconds,
): Promise<Decision<Page<Sticker & { readonly modelName: string }> & { readonly hospital: AtHospital }>> {
  return asReader(ports, who, tenant, async ({ hospital }) => {
    if (!hospital) throw new Problem('not-found');
    const { items, ...page } = await fitting(ports, hospital, query, now);
    const names = new Map(items.map(({ model, modelName }) => [model, modelName]));
    const walked = stickerSheet(
      items.filter(({ status }) => status !== 'retired' && status !== 'transferred'),
      baseUrl,
    );
    const named = walked.map((sticker) => ({ ...sticker, modelName: names.get(sticker.model) ?? sticker.model }));
    return { ...page, items: named, hospital: atHospital(hospital) };
  });
}

/** What a page of devices says of their hospital. */
export function atHospital({ id, name, zone, sites }: Hospital): AtHospital {
  return { id, name, zone, sites };
}

/** The hospital's device that `text` is a name of: as typed, in capitals, as a UDI, a sticker code without its dash. */
export async function deviceNamed({ store }: Needs, hospital: Hospital, text: string): Promise<Device | undefined> {
  const names = namesIn(text.trim());
  if (names.length === 0) return undefined;
  const refs = Object.fromEntries(names.map((name) => [name, aliasRef(name)]));
  const aliases: readonly (DeviceAlias | undefined)[] = Object.values(await store.load(refs));
  const own = aliases.find((alias) => alias?.hospital === hospital.id);
  if (!own) return undefined;
  const { device } = await store.load({ device: deviceRef(hospital.id, own.device) });
  return device && !isImporting(device, hospital) ? device : undefined;
}

function namesIn(text: string): readonly string[] {
  if (text === '') return [];
  const udi = parseUdi(text);
  const capitals = text.toUpperCase();
  const [, first, last] = /^([2-9A-Z]{4})-?([2-9A-Z]{4})$/.exec(capitals) ?? [];
  const more = 'fault' in udi ? [] : [deviceIdFor(udi.gtin, udi.serial)];
  return [...new Set([text, capitals, ...(first ? [`${first}-${last}`] : []), ...more])];
}

/** All that fit among the rows of as many queries as give a page, and where the next page begins. */
async function fitting(
  { store }: Needs,
  hospital: Hospital,
  query: DevicesQuery,
  now: EpochSeconds,
): Promise<Page<SeenDevice>> {
  const { pk, prefix } = deviceList(hospital.id);
  const isNarrowed = Object.entries(query).some(([name, value]) => name !== 'after' && value !== '');
  const found: SeenDevice[] = [];
  let after = query.after;
  for (let at = 0; at < QUERIES && found.length < SHOWN; at += 1) {
    const page = await store.registryRows<Device>(pk, prefix, { limit: isNarrowed ? ROWS : SHOWN, after });
    const seen = await seenAs({ store }, page.items, now);
    found.push(...seen.filter((device) => !isImporting(device, hospital) && fits(device, query)));
    after = page.next;
    if (after === undefined) return { items: found };
  }
  return after === undefined ? { items: found } : { items: found, next: after };
}

/** The devices with the names of their models, at most a hundred of them. */
export async function seenAs(
  { store }: Needs,
  devices: readonly Device[],
  now: EpochSeconds,
): Promise<readonly SeenDevice[]> {
  if (devices.length === 0) return [];
  const refs: Readonly<Record<ModelId, Ref<Model>>> = Object.fromEntries(
    devices.map(({ model }) => [model, modelRef(model)]),
  );
  const models = await store.load(refs);
  return devices.map((device) => ({
    ...device,
    modelName: models[device.model]?.name ?? device.model,
    stageNow: stageAt(device, now),
  }));
}

/** Whether each field that says something is met; typed text anywhere in the name, whatever its case. */
function fits(device: SeenDevice, query: DevicesQuery): boolean {
  const { code, tag, cmms, serial, id, model, modelName } = device;
  const rows: readonly (readonly [string | undefined, readonly string[]])[] = [
    [query.name, [code, tag, cmms, serial, id]],
    [query.unit, [device.unit]],
    [query.model, [model, modelName]],
  ];
  const holds = (text: string, part: string) => text.toLowerCase().includes(part.trim().toLowerCase());
  return (
    (!query.state || device.status === query.state) &&
    (!query.stage || device.stageNow === query.stage) &&
    (!query.site || device.site === query.site) &&
    rows.every(([part = '', texts]) => texts.some((text) => holds(text, part)))
  );
}

/** How far the hospital's files are, so that nobody wonders where his devices are. */
export async function filesAtWork({ store }: Needs, { id, importing = [] }: Hospital): Promise<readonly FileAtWork[]> {
  if (importing.length === 0) return [];
  const orders: Readonly<Record<string, Ref<DeviceImport>>> = Object.fromEntries(
    importing.map((file) => [file, importRef(id, file)]),
  );
  const jobs: Readonly<Record<string, Ref<ImportJob>>> = Object.fromEntries(
    importing.map((file) => [file, importJobRef(id, file)]),
  );
  const [files, at] = await Promise.all([store.load(orders), store.load(jobs)]);
  return importing.map((file) => ({ lines: files[file]?.lines ?? 0, done: at[file]?.next ?? 0 }));
}
