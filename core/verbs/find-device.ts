/** Finds the device that a technician names by its sticker, tag or UDI, if he may see it (R1). */
import { aliasRef } from '../keys.ts';
import { askerChecks, sightOf } from '../policy/sight.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, firstRefusal, refused } from '../problems.ts';
import type { TypedDevice } from '../registry/typed-device.ts';
import type { Device, DeviceAlias } from '../registry.ts';
import type { EpochSeconds } from '../units.ts';
import { askerRefs, deviceRefs } from './asking-refs.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** @returns the code on its sticker; of several that the name could mean, the likeliest that he sees */
export async function findDevice(
  ports: Needs,
  who: Identity,
  { names }: TypedDevice,
  now: EpochSeconds,
): Promise<Decision<Device['code']>> {
  const aliases = Object.fromEntries(names.map((name, at) => [String(at), aliasRef(name)]));
  const [asker, found] = await Promise.all([ports.store.load(askerRefs(who)), ports.store.load(aliases)]);
  const nobody = firstRefusal(askerChecks(asker));
  if (nobody) return nobody;
  const at = (alias: DeviceAlias) => ports.store.load(deviceRefs(alias, who.organisation));
  const rows = await Promise.all(Object.values(found).flatMap((alias) => (alias ? [at(alias)] : [])));
  const sights = rows.map((row) => sightOf({ ...asker, ...row }, now));
  const seen = sights.find((one) => one.ok) ?? sights[0] ?? refused('device_unknown');
  return seen.ok ? allowed(seen.value.device.code) : seen;
}
