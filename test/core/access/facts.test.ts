import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACTIVITIES, digestOf, type Facts } from '../../../core/access/facts.ts';
import { SCOPES, type Scope, TIERS } from '../../../core/policy/tiers.ts';
import { facts } from '../rows.ts';

describe('digestOf', () => {
  // python: base64url(sha256(json.dumps(facts, sort_keys=True, separators=(',', ':'), ensure_ascii=False)))
  test.each<[string, Partial<Facts>, string]>([
    ['the facts of a self-test', {}, '36A1-3V4TYNN6vX-w7oVgU76wVLMmNIKue1QuKbSQsM'],
    ['a reason beyond ASCII', { reason: 'Größe prüfen 😀' }, 'lP_gmU8eZ1RnB7QnpDhS5D8w7zylMWPEkJ-oO4_4WaI'],
    [
      'narrowed terms',
      { scopes: ['selftest.run'], holdSeconds: 1_800, sessionSeconds: 1_800 },
      'QrZBiMB3EDbL7fm6QoWaKk8jj_hfWvqvSzTdUqynfK0',
    ],
  ])('of %s is what another program computes', (_name, changed, digest) => {
    expect(digestOf({ ...facts, ...changed })).toBe(digest);
  });

  test('does not depend on the order of members, nor on absent ones', () => {
    const turned = Object.fromEntries(Object.entries(facts).reverse()) as unknown as Facts;
    expect(digestOf(turned)).toBe('36A1-3V4TYNN6vX-w7oVgU76wVLMmNIKue1QuKbSQsM');
    expect(digestOf({ ...facts, partner: undefined, extends: undefined })).toBe(digestOf(facts));
  });

  test('depends on the order of scopes: it is the order shown', () => {
    expect(digestOf({ ...facts, scopes: ['log.read', 'selftest.run'] })).not.toBe(digestOf(facts));
  });

  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((value) => value.normalize('NFC'));
  const seconds = fc.integer({ min: 0, max: 2_000_000_000 });
  /** Another value for every field; a field that Facts gains later fails to compile here. */
  const other: { readonly [K in keyof Required<Facts>]: fc.Arbitrary<Facts[K]> } = {
    request: text,
    hospital: text,
    device: text,
    model: text,
    site: text,
    unit: text,
    stage: fc.constantFrom('development', 'support', 'limited_support', 'end_of_support', 'unknown'),
    scopes: fc.subarray(Object.keys(SCOPES) as Scope[]),
    tier: fc.constantFrom(...TIERS),
    holdSeconds: seconds,
    sessionSeconds: seconds,
    startWithin: seconds,
    approveBy: seconds,
    technician: text,
    employer: text,
    servicerType: fc.constantFrom('oem', 'iso', 'in_house'),
    partner: fc.option(text, { nil: undefined }),
    workOrder: text,
    activity: fc.constantFrom(...ACTIVITIES),
    reason: text,
    declarations: fc.record({ notInClinicalUse: fc.boolean(), compensatingControls: fc.boolean() }),
    extends: fc.option(text, { nil: undefined }),
  };

  test.each(Object.keys(other) as (keyof Facts)[])('is another one when %s changes, and only then (R9)', (field) => {
    fc.assert(
      fc.property(other[field] as fc.Arbitrary<unknown>, other[field] as fc.Arbitrary<unknown>, (one, two) => {
        const [a, b] = [digestOf({ ...facts, [field]: one }), digestOf({ ...facts, [field]: two })];
        expect(a === b).toBe(JSON.stringify(one) === JSON.stringify(two));
      }),
    );
  });

  test('holds every fact there is', () => {
    const full: Facts = { ...facts, partner: 'p_partner', extends: 'hdo-north_AAAAAAAAAAAA' };
    expect(Object.keys(other).sort()).toEqual(Object.keys(full).sort());
  });
});
