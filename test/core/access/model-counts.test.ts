import { describe, expect, test } from '@jest/globals';
import { countLines } from '../../../core/access/model-counts.ts';
import type { ModelLine } from '../../../core/access/model-line.ts';

const NOW = 1_800_000_000;
const LINE: ModelLine = {
  hospital: 'north',
  activity: 'calibration',
  tier: 'T1',
  stage: 'support',
  servicerType: 'iso',
  status: 'closed',
};
const at = (hospitals: readonly string[], more: Partial<ModelLine> = {}): readonly ModelLine[] =>
  hospitals.map((hospital) => ({ ...LINE, ...more, hospital }));
const THREE = ['north', 'south', 'east'];

describe('the figures of a model', () => {
  test.each([
    ['nobody', []],
    ['one hospital, however often it asked', at(Array.from({ length: 50 }, () => 'north'))],
    ['two hospitals', at(['north', 'south', 'north', 'south'])],
  ])('are none for %s', (_, lines) => {
    expect(countLines(lines, NOW)).toBeUndefined();
  });

  test('have every kind, and a zero for what nobody asked', () => {
    expect(countLines(at(THREE), NOW)).toEqual({
      requests: 3,
      byActivity: [
        { kinds: ['preventive_maintenance'], requests: 0 },
        { kinds: ['corrective_maintenance'], requests: 0 },
        { kinds: ['incoming_inspection'], requests: 0 },
        { kinds: ['calibration'], requests: 3 },
        { kinds: ['software_update'], requests: 0 },
        { kinds: ['log_pull'], requests: 0 },
        { kinds: ['decommission'], requests: 0 },
      ],
      byTier: [
        { kinds: ['T0'], requests: 0 },
        { kinds: ['T1'], requests: 3 },
        { kinds: ['T2'], requests: 0 },
        { kinds: ['T3'], requests: 0 },
        { kinds: ['T4'], requests: 0 },
      ],
      byStatus: [
        { kinds: ['pending'], requests: 0 },
        { kinds: ['approved'], requests: 0 },
        { kinds: ['denied'], requests: 0 },
        { kinds: ['expired'], requests: 0 },
        { kinds: ['withdrawn'], requests: 0 },
        { kinds: ['lapsed'], requests: 0 },
        { kinds: ['revoked'], requests: 0 },
        { kinds: ['closed'], requests: 3 },
      ],
      byServicer: [
        { kinds: ['oem'], requests: 0 },
        { kinds: ['iso'], requests: 3 },
        { kinds: ['in_house'], requests: 0 },
      ],
      byStage: [
        { kinds: ['development'], requests: 0 },
        { kinds: ['support'], requests: 3 },
        { kinds: ['limited_support'], requests: 0 },
        { kinds: ['end_of_support'], requests: 0 },
        { kinds: ['unknown'], requests: 0 },
      ],
      byService: [
        { kinds: ['returned_to_service'], requests: 0 },
        { kinds: ['not_returned_to_service'], requests: 0 },
        { kinds: ['open'], requests: 3 },
      ],
    });
  });

  test('count kinds of too few hospitals together, once that is of enough', () => {
    const lines = [
      ...at([...THREE, ...THREE], { tier: 'T1' }),
      ...at(['north', 'north'], { tier: 'T2' }),
      ...at(['south', 'east'], { tier: 'T3' }),
    ];
    expect(countLines(lines, NOW)?.byTier).toEqual([
      { kinds: ['T0'], requests: 0 },
      { kinds: ['T1'], requests: 6 },
      { kinds: ['T4'], requests: 0 },
      { kinds: ['T2', 'T3'], requests: 4 },
    ]);
  });

  test('take the smallest of the others in where the few together are still too few, so that no sum tells them apart', () => {
    const lines = [
      ...at([...THREE, ...THREE], { tier: 'T1' }),
      ...at(THREE, { tier: 'T2' }),
      ...at(['west'], { tier: 'T4' }),
    ];
    expect(countLines(lines, NOW)?.byTier).toEqual([
      { kinds: ['T0'], requests: 0 },
      { kinds: ['T1'], requests: 6 },
      { kinds: ['T3'], requests: 0 },
      { kinds: ['T2', 'T4'], requests: 4 },
    ]);
  });

  test('are one, where each kind is of a hospital of its own', () => {
    const lines = [...at(['north'], { tier: 'T1' }), ...at(['south'], { tier: 'T2' }), ...at(['east'], { tier: 'T3' })];
    expect(countLines(lines, NOW)?.byTier).toEqual([
      { kinds: ['T0'], requests: 0 },
      { kinds: ['T4'], requests: 0 },
      { kinds: ['T1', 'T2', 'T3'], requests: 3 },
    ]);
  });

  test('count what time ended before anybody said so, from that second on', () => {
    const waiting = at(THREE, { status: 'pending', until: NOW });
    const approved = at(THREE, { status: 'approved', until: NOW, service: 'not_returned_to_service' });
    const statuses = (now: number) =>
      countLines([...waiting, ...approved], now)?.byStatus.filter(({ requests }) => requests > 0);
    expect(statuses(NOW - 1)).toEqual([
      { kinds: ['pending'], requests: 3 },
      { kinds: ['approved'], requests: 3 },
    ]);
    expect(statuses(NOW)).toEqual([
      { kinds: ['expired'], requests: 3 },
      { kinds: ['lapsed'], requests: 3 },
    ]);
  });

  test('say of a device that it is not returned only once its visit is over', () => {
    const used = at(THREE, { status: 'approved', until: NOW, service: 'not_returned_to_service' });
    const closed = at(THREE, { service: 'returned_to_service' });
    const services = (now: number) => countLines([...used, ...closed], now)?.byService.map(({ requests }) => requests);
    expect(services(NOW - 1)).toEqual([3, 0, 3]);
    expect(services(NOW)).toEqual([3, 3, 0]);
  });
});
