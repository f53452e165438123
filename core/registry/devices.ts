/**
 * A hospital's devices one by one: gained, moved, stopped, let work again, released to another hospital (R17, R18). A device
 * gained, loosened or released takes two people; what stops or moves one, an administrator does at once.
 */
import { isHeldFor } from '../access/demand.ts';
import { aliasRef, deviceRef, modelOf } from '../keys.ts';
import { allowed, type Decision, firstRefusal, refused } from '../problems.ts';
import {
  type Device,
  type DeviceAlias,
  type Entitlement,
  type Hospital,
  isImporting,
  type Staff,
  stopped,
} from '../registry.ts';
import type { HospitalId, PersonId } from '../units.ts';
import { changed, changeRule, type Found, type Occasion, type Plan } from './change.ts';
import type { ChangeDevice, OneDevice, RegisterDevice, ReportDevice, TransferDevice } from './device-contract.ts';
import { aliasMoves, namesGained } from './device-names.ts';
import { loosensDevice, loosensPlace } from './loosens-device.ts';
import { inTheWay, placeDevice, registeredAs, type StatedDevice } from './stated-device.ts';
import { deviceIdFor, parseUdi } from './udi.ts';

/** Where no name was given there is none to read; no alias is empty. */
const nameRef = (name: string | undefined) => aliasRef(name || '-');

/** A device that no hospital has; it is found by its UDI, tag and CMMS id from then on. */
export const registerDevice = changeRule({
  rows: (body: RegisterDevice, tenant) => {
    const { id, tag, cmms } = statedBy(body);
    return { device: deviceRef(tenant, id), id: aliasRef(id), tag: aliasRef(tag), cmms: nameRef(cmms) };
  },
  plan: (body: RegisterDevice, standing, { hospital, random }): Decision<Plan> => {
    if (!hospital) return refused('entity_unknown');
    const stated = statedBy(body);
    const [no] = inTheWay(stated, standing, hospital);
    if (no) return refused(no[1]);
    if (registeredAs(standing)) return refused('alias_taken');
    if (isDisordered(stated)) return refused('dates_disordered');
    const { change, names } = placeDevice(stated, standing, hospital, random);
    return allowed({ changes: [change], extra: names, widens: [`a device is gained: ${stated.id}`] });
  },
});

const NO_DATES = Object.freeze({
  endOfLife: 0,
  endOfSupport: 0,
  endOfGuaranteedSupport: 0,
  agreementUntil: 0,
  riskAcceptedUntil: 0,
});

function statedBy({ udi, cmms = '', stage = 'unknown', ...body }: RegisterDevice): StatedDevice {
  const read = parseUdi(udi.trim());
  if ('fault' in read) throw new Error(`unreachable: the schema refuses ${read.fault}`);
  const id = deviceIdFor(read.gtin, read.serial);
  return Object.assign({ ...NO_DATES, id, model: modelOf(id), serial: read.serial, cmms, stage }, body);
}

function isDisordered({ endOfLife, endOfSupport }: Pick<Device, 'endOfLife' | 'endOfSupport'>): boolean {
  return endOfLife > 0 && endOfSupport > 0 && endOfSupport < endOfLife;
}

const namedDevice = ({ device }: OneDevice) => [device];
const deviceRows = ({ device }: OneDevice, tenant: HospitalId, found: Found) => ({
  device: deviceRef(tenant, found[device]?.device ?? ''),
});

/** Only a hospital's own devices are its to administer, and only those that are there. */
function ownDevice(
  { device: name }: OneDevice,
  { device }: { readonly device: Device | undefined },
  { tenant, hospital }: Occasion,
  found: Found,
): Decision<Device> {
  const isOwn = found[name]?.hospital === tenant && hospital !== undefined;
  if (!isOwn || !device || device.status === 'transferred') return refused('entity_unknown');
  return isImporting(device, hospital) ? refused('entity_unknown') : allowed(device);
}

/** Tag, place, stage and dates. It widens where more may be done to the device, or by people who could not decide before. */
export const changeDevice = changeRule({
  aliases: namedDevice,
  rows: (body: ChangeDevice, tenant, found) => ({
    ...deviceRows(body, tenant, found),
    tag: nameRef(body.tag),
    cmms: nameRef(body.cmms),
  }),
  plan: (body: ChangeDevice, rows, about, found): Decision<Plan> => {
    const own = ownDevice(body, rows, about, found);
    if (!own.ok) return own;
    const { device: _name, ...facts } = body;
    const before = own.value;
    const after: Device = Object.assign({ ...before }, facts);
    const no = whyNot(before, after, rows, about.hospital);
    if (no) return no;
    if (Object.keys(facts).every((fact) => after[fact as keyof Device] === before[fact as keyof Device])) {
      return allowed({ changes: [] });
    }
    const { policy } = about.hospital ?? {};
    const ways = [...loosensDevice(before, after), ...(policy ? loosensPlace(policy, before, after) : [])];
    const widens = ways.map((way) => `${way}: ${before.id}`);
    const gains = decidersGained(about.hospital?.staff ?? [], before, after);
    return allowed({ changes: [changeOf(before, after)], widens, gains, extra: aliasMoves(before, after) });
  },
});

/** Who could decide about the device where it goes, but not where it stood: nobody moves one to himself. */
function decidersGained(staff: readonly Staff[], before: Device, after: Device): readonly PersonId[] {
  return staff.filter(({ entitlements }) => entitlements.some(isGained)).map(({ person }) => person);
  function isGained(held: Entitlement, _at: number, all: readonly Entitlement[]): boolean {
    return isHeldFor(held, after) && !all.some((one) => one.role === held.role && isHeldFor(one, before));
  }
}

interface Claimed {
  readonly tag: DeviceAlias | undefined;
  readonly cmms: DeviceAlias | undefined;
}

function whyNot(before: Device, after: Device, claimed: Claimed, hospital: Hospital | undefined) {
  const gained = namesGained(before, after);
  return firstRefusal([
    ['device_retired', before.status === 'retired'],
    ['site_unknown', after.site !== before.site && !hospital?.sites.includes(after.site)],
    ['dates_disordered', isDisordered(after)],
    [
      'alias_taken',
      (['tag', 'cmms'] as const).some((name) => gained.includes(after[name]) && claimed[name] !== undefined),
    ],
  ]);
}

function changeOf(before: Device, after: Device) {
  return changed(deviceRef(before.hospital, before.id), before, after);
}

/** Why pending and approved access ends with what was reported. */
const STOPS = Object.freeze({
  lost: 'device_lost',
  suspended: 'device_suspended',
  retired: 'device_retired',
} as const);

/** Lost, suspended or retired: open access to it ends. Retired is for good. */
export const reportDevice = changeRule({
  aliases: namedDevice,
  rows: deviceRows,
  plan: (body: ReportDevice, rows, about, found): Decision<Plan> => {
    const own = ownDevice(body, rows, about, found);
    if (!own.ok) return own;
    const device = own.value;
    if (device.status === 'retired') {
      return body.status === 'retired' ? allowed({ changes: [] }) : refused('device_retired');
    }
    const after = stopped(device, { status: body.status, statusReason: body.reason });
    const stops = { reason: STOPS[body.status], hospital: about.tenant, device: device.id };
    return allowed({ changes: [changeOf(device, after)], stops });
  },
});

/** Back in service after a loss or a suspension. */
export const reinstateDevice = changeRule({
  undoesStop: true,
  aliases: namedDevice,
  rows: deviceRows,
  plan: (body: OneDevice, rows, about, found): Decision<Plan> => {
    const own = ownDevice(body, rows, about, found);
    if (!own.ok) return own;
    const device = own.value;
    if (device.status === 'active') return allowed({ changes: [] });
    if (device.status === 'retired') return refused('device_retired');
    const after: Device = { ...device, status: 'active', statusReason: '' };
    const widens = loosensDevice(device, after).map((way) => `${way}: ${device.id}`);
    return allowed({ changes: [changeOf(device, after)], widens });
  },
});

/** Whether retired or lost: what is sold or found elsewhere is another hospital's to register. */
export const transferDevice = changeRule({
  aliases: namedDevice,
  rows: deviceRows,
  plan: (body: TransferDevice, rows, about, found): Decision<Plan> => {
    const own = ownDevice(body, rows, about, found);
    if (!own.ok) return own;
    const device = own.value;
    const after: Device = { ...device, status: 'transferred', statusReason: body.reason };
    return allowed({
      changes: [changeOf(device, after)],
      widens: [`the device is released, for another hospital to register: ${device.id}`],
      extra: aliasMoves(device, after),
      stops: { reason: 'device_transferred', hospital: about.tenant, device: device.id },
    });
  },
});
