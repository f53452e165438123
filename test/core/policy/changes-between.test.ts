/** What another policy would change: the tiers, stages and places for which it says something else. */
import { describe, expect, test } from '@jest/globals';
import type { Policy } from '../../../core/policy/policy.ts';
import { changesBetween } from '../../../core/verbs/show-policy.ts';
import { changesIn, placesIn } from '../../../lambdas/pages/policy-words.ts';
import { hospital } from '../rows.ts';

const { policy, staff } = hospital;
const shorter: Policy = { ...policy, tiers: { ...policy.tiers, T1: { ...policy.tiers.T1, holdCap: 1800 } } };
const stricterInWard: Policy = { ...policy, tightenings: [{ units: ['Ward'], tiers: { T0: { approvals: 2 } } }] };

describe('changesBetween', () => {
  test('the same policy changes nothing', () => {
    expect(changesBetween(policy, policy, staff)).toEqual([]);
  });

  test('a shorter time is a change of its tier at every stage, everywhere', () => {
    const changes = changesBetween(policy, shorter, staff);
    expect(changes.map(({ after: { tier, stage, place } }) => [tier, stage, place])).toEqual([
      ['T1', 'development', {}],
      ['T1', 'support', {}],
      ['T1', 'limited_support', {}],
      ['T1', 'end_of_support', {}],
    ]);
  });

  test.each([
    ['only the new one', policy, stricterInWard],
    ['only the old one', stricterInWard, policy],
  ])('a place that %s tells apart is compared under both', (_name, before, after) => {
    const changes = changesBetween(before, after, staff);
    expect(new Set(changes.map((one) => JSON.stringify([one.after.tier, one.after.place])))).toEqual(
      new Set(['["T0",{"unit":"Ward"}]']),
    );
  });

  test('a policy that the staff could not fill any more says why', () => {
    const [change] = changesBetween(policy, shorter, []);
    expect(change?.before.reach?.lack).toBe('It needs 1 people, and 0 could approve.');
  });
});

describe('in words', () => {
  test('stages that change alike stand in one line', () => {
    expect(changesIn(changesBetween(policy, shorter, staff)).map(({ where }) => where)).toEqual([
      'T1, development, support, limited support, end of support: Everywhere',
    ]);
  });

  test('rules that are the same at every stage stand in one line, each place by itself', () => {
    const rows = changesBetween(policy, shorter, staff).map(({ after }) => after);
    const [row] = rows;
    expect(placesIn([...rows, ...(row ? [{ ...row, place: { site: 'Main', unit: 'ICU 3' } }] : [])])).toMatchObject([
      { place: 'Everywhere', rules: [{ tier: 'T1', stages: 'every stage' }] },
      { place: 'Main, ICU 3', rules: [{ tier: 'T1', stages: 'every stage' }] },
    ]);
  });
});
