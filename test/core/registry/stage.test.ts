import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Device, stageAt } from '../../../core/registry.ts';
import { NOW } from '../rows.ts';

type Stage = Device['stage'];
type Row = readonly [name: string, recorded: Stage, endOfLife: number, endOfSupport: number, at: Stage];

describe('stageAt', () => {
  test.each<Row>([
    ['no date is known', 'support', 0, 0, 'support'],
    ['both dates are ahead', 'support', NOW + 1, NOW + 2, 'support'],
    ['sales end this second', 'support', NOW, NOW + 2, 'limited_support'],
    ['sales have ended in development', 'development', NOW - 1, 0, 'limited_support'],
    ['support ends this second', 'support', NOW - 1, NOW, 'end_of_support'],
    ['support has ended and nobody knows when sales did', 'support', 0, NOW - 1, 'end_of_support'],
    ['support ended before sales, by the dates', 'support', NOW + 9, NOW - 9, 'end_of_support'],
    ['limited support was recorded and sales have ended', 'limited_support', NOW - 1, 0, 'limited_support'],
    ['limited support was recorded and support has ended', 'limited_support', NOW - 2, NOW - 1, 'end_of_support'],
    ['its end was recorded before any date', 'end_of_support', NOW + 1, NOW + 2, 'end_of_support'],
    ['its end was recorded and only sales have ended', 'end_of_support', NOW - 1, NOW + 2, 'end_of_support'],
    ['nothing was recorded and both dates are ahead', 'unknown', NOW + 1, NOW + 2, 'unknown'],
    ['nothing was recorded and sales have ended', 'unknown', NOW - 1, NOW + 2, 'unknown'],
    ['nothing was recorded and support has ended', 'unknown', NOW - 2, NOW - 1, 'unknown'],
  ])('when %s', (_name, stage, endOfLife, endOfSupport, at) => {
    expect(stageAt({ stage, endOfLife, endOfSupport }, NOW)).toBe(at);
  });

  test('is never looser than what was recorded, and never loosens with time', () => {
    const rank: Readonly<Record<Stage, number>> = {
      development: 0,
      support: 1,
      limited_support: 2,
      end_of_support: 3,
      unknown: 3,
    };
    const time = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 }));
    const stages = fc.constantFrom<Stage[]>('development', 'support', 'limited_support', 'end_of_support', 'unknown');
    const device = fc.record({ stage: stages, endOfLife: time, endOfSupport: time });
    fc.assert(
      fc.property(device, fc.nat(120), fc.nat(120), (one, now, later) => {
        const [first, second] = [rank[stageAt(one, now)], rank[stageAt(one, now + later)]];
        expect(first).toBeGreaterThanOrEqual(rank[one.stage]);
        expect(second).toBeGreaterThanOrEqual(first);
      }),
    );
  });
});
