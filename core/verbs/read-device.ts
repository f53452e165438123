/** One device of a hospital, for its administrators and auditors: what is registered of it, and what its maker lets be done. */
import { modelRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { type Decision, Problem } from '../problems.ts';
import type { Reader } from '../registry/powers.ts';
import type { Model } from '../registry.ts';
import type { EpochSeconds, HospitalId } from '../units.ts';
import { asReader } from './registry-reader.ts';
import { type AtHospital, atHospital, deviceNamed, type SeenDevice, seenAs } from './search-devices.ts';

export interface DeviceView {
  readonly device: SeenDevice;
  readonly hospital: AtHospital;
  /** Only an administrator changes it. */
  readonly reader: Reader;
  /** Absent: the maker has published no profile, so that nobody may do anything to it (R1). */
  readonly profile?: Pick<Model, 'kind' | 'scopes'>;
}

/** @param name its sticker code, or any other of its names. @throws Problem not-found for what is not this hospital's */
export async function readDevice(
  ports: Pick<Ports, 'store'>,
  who: Identity,
  tenant: HospitalId,
  name: string,
  now: EpochSeconds,
): Promise<Decision<DeviceView>> {
  return asReader(ports, who, tenant, async ({ hospital, reader }) => {
    const row = hospital && (await deviceNamed(ports, hospital, name));
    if (!hospital || !row) throw new Problem('not-found');
    const [[device], { model }] = await Promise.all([
      seenAs(ports, [row], now),
      ports.store.load({ model: modelRef(row.model) }),
    ]);
    if (!device) throw new Error('unreachable: a row is seen');
    const view = { device, hospital: atHospital(hospital), reader };
    return model ? { ...view, profile: { kind: model.kind, scopes: model.scopes } } : view;
  });
}
