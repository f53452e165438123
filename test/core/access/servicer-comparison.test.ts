import { describe, expect, test } from '@jest/globals';
import type { AccessRequest } from '../../../core/access/request.ts';
import { compareServicers } from '../../../core/access/servicer-comparison.ts';
import type { ServicerType } from '../../../core/registry.ts';
import { approvedOf, facts, NOW, pendingOf } from '../rows.ts';

const of = (servicerType: ServicerType) => ({ facts: { ...facts, servicerType } });
const ended = { at: NOW, by: 'p_htm' };

/** Approved so many seconds after it was asked for. */
const approvedAfter = (seconds: number, type: ServicerType): AccessRequest =>
  approvedOf({ ...of(type), submittedAt: NOW - 9_000, grant: { approvedAt: NOW - 9_000 + seconds, until: NOW + 60 } });
const deniedAfter = (seconds: number, type: ServicerType): AccessRequest => ({
  ...pendingOf({ ...of(type), submittedAt: NOW - seconds }),
  status: 'denied',
  ended,
  reason: 'In use.',
});

describe('the comparison of servicers (R3)', () => {
  test('says nothing of time or share where nobody asked', () => {
    const none = { asked: 0, approved: 0, denied: 0, expired: 0, withdrawn: 0, waiting: 0 };
    expect(compareServicers([], NOW)).toEqual([
      { type: 'oem', ...none },
      { type: 'iso', ...none },
      { type: 'in_house', ...none },
    ]);
  });

  test('counts what was approved whatever came after, and what time ended before anybody said so', () => {
    const approved = approvedAfter(60, 'iso');
    const grant = { approvedAt: NOW - 60, until: NOW - 1 };
    const requests: AccessRequest[] = [
      approved,
      { ...approvedOf(of('iso')), status: 'revoked', ended, reason: 'Needed.' },
      { ...approvedOf(of('iso')), status: 'closed', ended, outcome: 'fixed' },
      approvedOf({ ...of('iso'), grant }),
      pendingOf(of('iso')),
      pendingOf({ facts: { ...facts, servicerType: 'iso', approveBy: NOW } }),
      { ...pendingOf(of('iso')), status: 'expired', ended },
      { ...pendingOf(of('iso')), status: 'withdrawn', ended },
      deniedAfter(30, 'iso'),
    ];
    const [, iso] = compareServicers(requests, NOW);
    expect(iso).toMatchObject({ asked: 9, approved: 4, denied: 1, expired: 2, withdrawn: 1, waiting: 1 });
    // 4 of 7 answered.
    expect(iso?.approvalRate).toBe(57);
  });

  test('waits are measured ones: the median and nine in ten of ten, denials among them', () => {
    const waits = [10, 20, 30, 40, 50, 60, 70, 80, 900];
    const requests = [...waits.map((seconds) => approvedAfter(seconds, 'oem')), deniedAfter(100, 'oem')];
    const [oem] = compareServicers(requests.reverse(), NOW);
    expect([oem?.median, oem?.ninetieth, oem?.approvalRate]).toEqual([50, 100, 90]);
  });

  test('one is its own median, and types do not mix', () => {
    const [oem, iso, own] = compareServicers([approvedAfter(7, 'in_house'), deniedAfter(9, 'iso')], NOW);
    expect(oem).not.toHaveProperty('median');
    expect([iso?.median, iso?.ninetieth, iso?.approvalRate]).toEqual([9, 9, 0]);
    expect([own?.median, own?.ninetieth, own?.approvalRate]).toEqual([7, 7, 100]);
  });
});
