/** Where a tightening bears, and how two such places lie to each other. A list that is absent or empty is all of them. */
import type { Device, Stage } from '../registry.ts';
import type { ModelId } from '../units.ts';

/** What of a device a policy can tell apart. */
export type Place = Pick<Device, 'site' | 'unit' | 'model' | 'stage'>;

/** The places that a tightening is for: a device must lie in all four. */
export interface Where {
  readonly sites?: readonly string[] | undefined;
  readonly units?: readonly string[] | undefined;
  readonly models?: readonly ModelId[] | undefined;
  readonly stages?: readonly Stage[] | undefined;
}

export const EVERYWHERE: Where = Object.freeze({});

const AXES = ['sites', 'units', 'models', 'stages'] as const;

/** Whether `where` holds `place`; an unknown stage counts as end_of_support (R1). */
export function bears(where: Where, { site, unit, model, stage }: Place): boolean {
  const known = stage === 'unknown' ? 'end_of_support' : stage;
  return contains(where, { sites: [site], units: [unit], models: [model], stages: [known] });
}

/** Whether every place of `inner` is one of `outer`. */
export function contains(outer: Where, inner: Where): boolean {
  return AXES.every((axis) => {
    const [all, some] = [listOf(outer, axis), listOf(inner, axis)];
    return all.length === 0 || (some.length > 0 && some.every((name) => all.includes(name)));
  });
}

/** Whether some place could be one of both. */
export function meets(a: Where, b: Where): boolean {
  return AXES.every((axis) => {
    const [one, other] = [listOf(a, axis), listOf(b, axis)];
    return one.length === 0 || other.length === 0 || one.some((name) => other.includes(name));
  });
}

function listOf(where: Where, axis: (typeof AXES)[number]): readonly string[] {
  return where[axis] ?? [];
}
