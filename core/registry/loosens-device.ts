/**
 * In what a change of a device lets more be done to it (R18). Everything that rules go by is here; what is not, such as
 * site, unit or a name, moves a device and widens nothing.
 */
import { type Device, isLooser } from '../registry.ts';

type Facts = Pick<Device, 'status' | 'stage' | 'endOfLife' | 'endOfSupport' | 'agreementUntil' | 'riskAcceptedUntil'>;
type Way = readonly [says: string, loosens: (before: Facts, after: Facts) => boolean];

/** A date from which on less may be done: none is later than any. */
const isLater = (before: number, after: number) =>
  (after || Number.POSITIVE_INFINITY) > (before || Number.POSITIVE_INFINITY);

const WAYS: readonly Way[] = Object.freeze<Way[]>([
  ['it may be serviced again', (before, after) => before.status !== 'active' && after.status === 'active'],
  ['a looser stage', (before, after) => isLooser(after.stage, before.stage)],
  ['a later end of sales', (before, after) => isLater(before.endOfLife, after.endOfLife)],
  ['a later end of support', (before, after) => isLater(before.endOfSupport, after.endOfSupport)],
  ['a longer responsibility agreement', (before, after) => after.agreementUntil > before.agreementUntil],
  ['a longer risk acceptance', (before, after) => after.riskAcceptedUntil > before.riskAcceptedUntil],
]);

/** The ways, in words; empty = it tightens or leaves as it is whatever is asked of a technician. */
export function loosensDevice(before: Facts, after: Facts): readonly string[] {
  return WAYS.filter(([, loosens]) => loosens(before, after)).map(([says]) => says);
}
