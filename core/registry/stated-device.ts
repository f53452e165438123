/**
 * A device as somebody states it whole, by a form or a line of a file, held against what is registered: gained, changed or
 * as it is already; or what stands in the way of it (R1: sites and names are not guessed).
 */
import { deviceRef } from '../keys.ts';
import { newLetterCode } from '../letter-code.ts';
import type { RandomBytes, Write } from '../ports.ts';
import type { Device, DeviceAlias, Hospital } from '../registry.ts';
import { changed, type RowChange } from './change.ts';
import { aliasMoves } from './device-names.ts';

/** What a hospital says of a device, typed in or in a file. */
export type StatedDevice = Pick<
  Device,
  | 'id'
  | 'model'
  | 'serial'
  | 'tag'
  | 'cmms'
  | 'site'
  | 'unit'
  | 'stage'
  | 'endOfLife'
  | 'endOfSupport'
  | 'endOfGuaranteedSupport'
  | 'agreementUntil'
  | 'riskAcceptedUntil'
>;

/** What is registered where a stated device would stand. */
export interface Standing {
  readonly device: Device | undefined;
  /** Where the names that it claims lead now. */
  readonly id: DeviceAlias | undefined;
  readonly tag: DeviceAlias | undefined;
  readonly cmms: DeviceAlias | undefined;
}

/** What is in the way, and in which part of what was stated; '' = the device itself. */
export type InTheWay = readonly [
  part: 'site' | 'tag' | 'cmms' | '',
  code: 'site_unknown' | 'alias_taken' | 'device_retired',
];

/** Everything that is in the way of `stated` at `hospital`. */
export function inTheWay(stated: StatedDevice, standing: Standing, hospital: Hospital): readonly InTheWay[] {
  const leadsElsewhere = (alias: DeviceAlias | undefined) =>
    alias !== undefined && (alias.hospital !== hospital.id || alias.device !== stated.id);
  const rows: readonly (readonly [...InTheWay, boolean])[] = [
    ['', 'device_retired', standing.device?.status === 'retired'],
    ['', 'alias_taken', leadsElsewhere(standing.id)],
    ['site', 'site_unknown', !hospital.sites.includes(stated.site)],
    ['tag', 'alias_taken', leadsElsewhere(standing.tag)],
    ['cmms', 'alias_taken', stated.cmms !== '' && leadsElsewhere(standing.cmms)],
  ];
  return rows.filter(([, , isThere]) => isThere).map(([part, code]) => [part, code]);
}

/** A registered device of this hospital that `stated` is about; one that it gave away is gained anew. */
export function registeredAs({ device }: Standing): Device | undefined {
  return device?.status === 'transferred' ? undefined : device;
}

/** How many facts differ does not matter: any does. */
export function isAsStated(stated: StatedDevice, device: Device): boolean {
  return (Object.keys(factsOf(stated)) as (keyof StatedDevice)[]).every((fact) => device[fact] === stated[fact]);
}

/** Exactly the facts, whatever else `stated` carries. */
function factsOf(stated: StatedDevice): StatedDevice {
  const { id, model, serial, tag, cmms, site, unit, stage } = stated;
  const { endOfLife, endOfSupport, endOfGuaranteedSupport, agreementUntil, riskAcceptedUntil } = stated;
  const dates = { endOfLife, endOfSupport, endOfGuaranteedSupport, agreementUntil, riskAcceptedUntil };
  return { id, model, serial, tag, cmms, site, unit, stage, ...dates };
}

/** The row that changes and its names with it; a device that is gained gets a sticker code, and `file` if one brought it. */
export function placeDevice(
  stated: StatedDevice,
  standing: Standing,
  hospital: Hospital,
  random: RandomBytes,
  file?: string,
): { readonly change: RowChange; readonly names: readonly Write[] } {
  const registered = registeredAs(standing);
  const facts = factsOf(stated);
  const after: Device = registered
    ? { ...registered, ...facts }
    : {
        ...facts,
        hospital: hospital.id,
        status: 'active',
        code: newLetterCode(random),
        version: 0,
        ...(file !== undefined && { import: file }),
      };
  return {
    change: changed(deviceRef(hospital.id, stated.id), standing.device, after),
    names: aliasMoves(registered, after),
  };
}
