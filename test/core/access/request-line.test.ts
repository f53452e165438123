import { describe, expect, test } from '@jest/globals';
import { namesIn } from '../../../core/access/names.ts';
import type { AccessRequest } from '../../../core/access/request.ts';
import { lineFor } from '../../../core/access/request-line.ts';
import { approvedOf, facts, NOW, pendingOf } from '../rows.ts';

const names = namesIn({
  people: new Map([['p_htm', { printedName: 'Dana Okafor' }]]),
  organisations: new Map(),
  devices: new Map(),
  models: new Map(),
});
const lineOf = (request: AccessRequest) => lineFor(request, names, 'America/Chicago', NOW);
const ended = { at: NOW - 10, by: 'p_htm' };

describe("a request's line", () => {
  test('says of an open one when it ends by itself', () => {
    const { until, ended: over } = lineOf(pendingOf());
    expect([until, over]).toEqual([{ at: NOW + 1_800, words: '2027-01-15, 02:30 CST' }, undefined]);
    expect(lineOf(approvedOf()).until).toEqual({ at: NOW + 4_470, words: '2027-01-15, 03:14 CST' });
  });

  test('says of one that time has ended when that was, and nobody who did it', () => {
    const line = lineOf(pendingOf({ facts: { ...facts, approveBy: NOW - 60 } }));
    expect(line).toMatchObject({ status: 'expired', ended: { at: NOW - 60, words: '2027-01-15, 01:59 CST', how: '' } });
    expect(line.ended).not.toHaveProperty('by');
  });

  test('says who ended it and what came of it', () => {
    const line = lineOf({ ...approvedOf(), status: 'closed', ended, outcome: 'not_fixed' });
    expect(line.ended).toEqual({ at: NOW - 10, words: '2027-01-15, 01:59 CST', how: 'not fixed', by: 'Dana Okafor' });
    expect(line).not.toHaveProperty('service');
  });

  test('says that a device is not back in service where nobody said that it is (R13)', () => {
    const grave = approvedOf({ facts: { ...facts, tier: 'T2' } });
    expect(lineOf({ ...grave, status: 'closed', ended, outcome: 'fixed' }).service).toBe('not_returned_to_service');
  });

  test('shows an id that the registry does not know as it is', () => {
    const { technician, servicer, device } = lineOf(pendingOf());
    expect([technician.name, servicer.name, device.name]).toEqual(['p_technician', 'iso-medserv', facts.device]);
  });
});
