import { describe, expect, test } from '@jest/globals';
import { modelLineOf } from '../../../core/access/model-line.ts';
import type { AccessRequest } from '../../../core/access/request.ts';
import { approvedOf, facts, NOW, pendingOf } from '../rows.ts';

const OF_T2 = {
  facts: {
    ...facts,
    hospital: 'hdo-north',
    activity: 'calibration',
    tier: 'T2',
    stage: 'limited_support',
    servicerType: 'iso',
    approveBy: NOW + 1800,
  },
} as const;
const LINE = {
  hospital: 'hdo-north',
  activity: 'calibration',
  tier: 'T2',
  stage: 'limited_support',
  servicerType: 'iso',
};
const grant = { approvedAt: NOW, until: NOW + 900 };
const ended = { at: NOW, by: 'p_htm' };
const record = {
  outcome: 'fixed',
  softwareVersion: '4.2',
  returnToService: {
    selfTest: 'passed',
    testEquipment: 'Analyser 7',
    performance: 'as_specified',
    cybersecurity: 'as_specified',
  },
} as const;

const ROWS: readonly (readonly [string, AccessRequest, object])[] = [
  ['waits until nobody may decide any more', pendingOf(OF_T2), { status: 'pending', until: NOW + 1800 }],
  ['is approved until its window is over', approvedOf({ ...OF_T2, grant }), { status: 'approved', until: NOW + 900 }],
  [
    'will not be returned once its window is over, as a token was handed out',
    approvedOf({ ...OF_T2, grant, tokens: 2 }),
    { status: 'approved', until: NOW + 900, service: 'not_returned_to_service' },
  ],
  ['was denied', { ...pendingOf(OF_T2), status: 'denied', ended, reason: 'In use.' }, { status: 'denied' }],
  [
    'was closed with its record',
    { ...approvedOf({ ...OF_T2, grant }), status: 'closed', ended, ...record },
    { status: 'closed', service: 'returned_to_service' },
  ],
  [
    'was closed without one',
    {
      ...approvedOf({ ...OF_T2, grant }),
      status: 'closed',
      ended,
      outcome: 'not_fixed',
      returnToService: 'not_returned',
    },
    { status: 'closed', service: 'not_returned_to_service' },
  ],
];

describe('what a maker counts of a request', () => {
  test.each(ROWS)('that %s, is this and nothing else', (_name, request, more) => {
    expect(modelLineOf(request)).toEqual({ ...LINE, ...more });
  });
});
