/** R13: what closes a visit that may have changed a device, and how the device stands after it. */
import { describe, expect, test } from '@jest/globals';
import type { AccessRequest } from '../../../core/access/request.ts';
import {
  type ClosingWords,
  closingRefusal,
  type ReturnToService,
  serviceStateOf,
} from '../../../core/access/return-to-service.ts';
import { viewOf } from '../../../core/access/view.ts';
import { breaksRule } from '../../../core/ledger/replay.ts';
import type { Tier } from '../../../core/policy/tiers.ts';
import { facts, NOW } from '../rows.ts';

const PASSED: Exclude<ReturnToService, string> = {
  selfTest: 'passed',
  testEquipment: 'Flow analyser FA-2',
  performance: 'as_specified',
  cybersecurity: 'as_specified',
};
const FIXED: ClosingWords = { outcome: 'fixed', softwareVersion: '4.2.1', returnToService: PASSED };
const record = (more: Partial<typeof PASSED>): ClosingWords => ({ ...FIXED, returnToService: { ...PASSED, ...more } });

describe('closing', () => {
  test.each<[string, Tier, ClosingWords, string | undefined]>([
    ['of T1 takes no record', 'T1', { outcome: 'fixed' }, undefined],
    ['of T2 with a record that passes', 'T2', FIXED, undefined],
    ['of T2 without a record', 'T2', { outcome: 'fixed' }, 'return_to_service_missing'],
    ['of T2 as not fixed without a word', 'T2', { outcome: 'not_fixed' }, 'return_to_service_missing'],
    ['of T4 as not needed without a word', 'T4', { outcome: 'not_needed' }, 'return_to_service_missing'],
    [
      'of T2 without the version read back',
      'T2',
      { outcome: 'not_fixed', returnToService: PASSED },
      'return_to_service_missing',
    ],
    ['as not returned and not fixed', 'T3', { outcome: 'not_fixed', returnToService: 'not_returned' }, undefined],
    ['as not returned and not needed', 'T2', { outcome: 'not_needed', returnToService: 'not_returned' }, undefined],
    [
      'as not returned and fixed',
      'T2',
      { outcome: 'fixed', softwareVersion: '4', returnToService: 'not_returned' },
      'return_to_service_missing',
    ],
    ['as fixed with a failed self-test', 'T2', record({ selfTest: 'failed' }), 'return_to_service_failed'],
    ['as fixed out of specification', 'T2', record({ performance: 'not_as_specified' }), 'return_to_service_failed'],
    ['as fixed with security unchecked', 'T2', record({ cybersecurity: 'not_checked' }), 'return_to_service_failed'],
    ['of a device without a self-test', 'T2', record({ selfTest: 'not_offered' }), undefined],
    ['as not fixed with what failed', 'T2', { ...record({ selfTest: 'failed' }), outcome: 'not_fixed' }, undefined],
  ])('%s', (_name, tier, words, code) => {
    expect(closingRefusal(tier, words)?.code).toBe(code);
  });
});

const BASE = {
  id: 'hdo-north_ABCDEFGHJKMN',
  version: 4,
  head: '',
  at: NOW,
  submittedAt: NOW,
  escalateAfter: 600,
  totalHold: 3600,
  round: 1,
  asked: [],
  everybodyAsked: true,
  approvals: [],
  refusals: 0,
  demand: { approvals: 1, differentRoles: false, mustInclude: [], clinicalRelease: true, roles: ['htm_approver'] },
  grant: { approvedAt: NOW, until: NOW + 100 },
  ended: { at: NOW, by: 'p_technician' },
} as const;
type Ended = { readonly status: AccessRequest['status']; readonly tokens: number; readonly tier?: Tier };
const request = ({ tier = 'T2', ...more }: Ended & Partial<ClosingWords>) =>
  ({ ...BASE, facts: { ...facts, tier }, ...more }) as unknown as AccessRequest;

describe('after the visit the device', () => {
  test.each<[string, AccessRequest, number, string | undefined]>([
    [
      'is returned by a record that passes',
      request({ status: 'closed', tokens: 1, ...FIXED }),
      NOW,
      'returned_to_service',
    ],
    [
      'is not by words of before R13',
      request({ status: 'closed', tokens: 1, outcome: 'fixed' }),
      NOW,
      'not_returned_to_service',
    ],
    [
      'is not by a record of what failed',
      request({ status: 'closed', tokens: 1, ...record({ performance: 'not_checked' }), outcome: 'not_fixed' }),
      NOW,
      'not_returned_to_service',
    ],
    ['is no question while the work goes on', request({ status: 'approved', tokens: 1 }), NOW + 99, undefined],
    ['is not once time is over', request({ status: 'approved', tokens: 1 }), NOW + 100, 'not_returned_to_service'],
    ['is not after a revocation', request({ status: 'revoked', tokens: 1 }), NOW, 'not_returned_to_service'],
    ['was never touched without a token', request({ status: 'revoked', tokens: 0 }), NOW, undefined],
    ['is no question below T2', request({ status: 'closed', tokens: 1, tier: 'T1', outcome: 'fixed' }), NOW, undefined],
  ])('%s', (_name, row, now, state) => {
    expect(serviceStateOf(row, now)).toBe(state);
    expect(viewOf(row, [], now).service).toBe(state);
  });
});

describe('a log that is read back', () => {
  const closing = (tier: Tier, words: ClosingWords) =>
    breaksRule('T#hdo-north#R#ABCDEFGHJKMN', request({ status: 'approved', tokens: 1, tier }), {
      event: { type: 'request.closed', data: { ...words, note: 'x' } },
      at: NOW,
      actor: { person: facts.technician, role: 'technician', employer: facts.employer, auth: 'oidc' },
      n: 5,
      hash: '',
    });

  test.each<[string, Tier, ClosingWords, boolean]>([
    ['with a record that passes', 'T2', FIXED, false],
    ['of before R13', 'T2', { outcome: 'fixed' }, false],
    ['as not returned', 'T2', { outcome: 'not_fixed', returnToService: 'not_returned' }, false],
    ['as fixed and not returned', 'T2', { outcome: 'fixed', returnToService: 'not_returned' }, true],
    ['as fixed with a failed self-test', 'T2', record({ selfTest: 'failed' }), true],
    ['of T1 with any words', 'T1', record({ selfTest: 'failed' }), false],
  ])('a close %s', (_name, tier, words, isBroken) => expect(closing(tier, words)).toBe(isBroken));
});
