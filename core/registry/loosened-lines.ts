/**
 * Whether a line of a file lets more be done to a device that is registered (R18), in whatever way of loosens-device.ts: told
 * apart from a mere change, because the second person does not look at thousands of lines one by one.
 */
import type { Policy } from '../policy/policy.ts';
import type { Device } from '../registry.ts';
import { loosensDevice, loosensPlace } from './loosens-device.ts';
import type { StatedDevice } from './stated-device.ts';

/** @returns whether `stated` loosens `device`; a device that is not registered is gained, which is another matter */
export function loosening(policy: Policy): (stated: StatedDevice, device: Device | undefined) => boolean {
  const moves = new Map<string, boolean>();
  // A file moves many devices between few places, and a policy takes its time.
  const isLooserPlace = (before: StatedDevice, after: StatedDevice): boolean => {
    const move = JSON.stringify([before, after].map(({ site, unit, model }) => [site, unit, model]));
    const known = moves.get(move) ?? loosensPlace(policy, before, after).length > 0;
    moves.set(move, known);
    return known;
  };
  return (stated, device) => {
    if (!device) return false;
    return loosensDevice(device, { ...device, ...stated }).length > 0 || isLooserPlace(device, stated);
  };
}
