import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bears, contains, meets, type Place, type Where } from '../../../core/policy/place.ts';
import type { Stage } from '../../../core/registry.ts';

const ICU: Place = { site: 'main', unit: 'ICU 3', model: 'gs1:01/09521000001015', stage: 'support' };

describe('bears', () => {
  test.each<[string, Where, boolean]>([
    ['everywhere', {}, true],
    ['lists without a name, which are all of them', { sites: [], units: [], models: [], stages: [] }, true],
    ['the site', { sites: ['annex', 'main'] }, true],
    ['another site', { sites: ['annex'] }, false],
    ['the site in another case', { sites: ['Main'] }, false],
    ['the unit of another site', { sites: ['annex'], units: ['ICU 3'] }, false],
    ['the unit at any site', { units: ['ICU 3'] }, true],
    ['another model', { models: ['gs1:01/09521000001022'] }, false],
    ['another stage', { stages: ['end_of_support'] }, false],
    ['all four', { sites: ['main'], units: ['ICU 3'], models: [ICU.model], stages: ['support'] }, true],
  ])('%s: %j', (_name, where, answer) => {
    expect(bears(where, ICU)).toBe(answer);
  });

  test('on an unknown stage as on the end of support (R1)', () => {
    expect(bears({ stages: ['end_of_support'] }, { ...ICU, stage: 'unknown' })).toBe(true);
    expect(bears({ stages: ['support'] }, { ...ICU, stage: 'unknown' })).toBe(false);
  });
});

describe('contains', () => {
  test.each<[string, Where, Where, boolean]>([
    ['everywhere, a unit', {}, { units: ['ICU 3'] }, true],
    ['a unit, everywhere', { units: ['ICU 3'] }, {}, false],
    ['a unit, an empty list of units', { units: ['ICU 3'] }, { units: [] }, false],
    ['two units, one of them', { units: ['ICU 3', 'OR 4'] }, { units: ['OR 4'] }, true],
    ['a unit, the unit at one site', { units: ['ICU 3'] }, { units: ['ICU 3'], sites: ['main'] }, true],
    ['a unit at one site, the unit', { units: ['ICU 3'], sites: ['main'] }, { units: ['ICU 3'] }, false],
  ])('%s', (_name, outer, inner, answer) => {
    expect(contains(outer, inner)).toBe(answer);
  });
});

const some = (...names: string[]) => fc.subarray(names);
const stages: readonly Stage[] = ['support', 'end_of_support'];
const wheres: fc.Arbitrary<Where> = fc.record(
  { sites: some('a', 'b'), units: some('c', 'd'), models: some('e', 'f'), stages: fc.subarray([...stages]) },
  { requiredKeys: [] },
);
/** Every place of those names and of others. */
const places: readonly Place[] = ['a', 'b', 'x'].flatMap((site) =>
  ['c', 'd', 'x'].flatMap((unit) =>
    ['e', 'f', 'x'].flatMap((model) =>
      [...stages, 'development' as const].map((stage) => ({ site, unit, model, stage })),
    ),
  ),
);

describe('of any two', () => {
  test('contains and meets say what trying every place says', () => {
    fc.assert(
      fc.property(wheres, wheres, (a, b) => {
        const [inA, inB] = [a, b].map((where) => places.filter((place) => bears(where, place)));
        expect(contains(a, b)).toBe(inB?.every((place) => inA?.includes(place)));
        expect(meets(a, b)).toBe(inB?.some((place) => inA?.includes(place)));
      }),
      { numRuns: 500 },
    );
  });
});
