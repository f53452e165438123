/** What a technician sees of a visit: the same reference as the approver, times in the hospital's zone, and no approver's name. */
import { describe, expect, test } from '@jest/globals';
import type { NamedRows } from '../../../core/access/card.ts';
import type { AccessRequest } from '../../../core/access/request.ts';
import { visitFor } from '../../../core/access/visit.ts';
import { requestChain } from '../../../core/keys.ts';
import type { Delivery } from '../../../core/rows.ts';
import { approvedOf, device, hospital, model, NOW, pendingOf, servicer, technician } from '../rows.ts';

const rowsOf = (request: AccessRequest): NamedRows => ({
  request,
  hospital,
  device,
  model,
  technician,
  organisation: servicer,
  deciders: [],
});
const delivery = (state: Delivery['state'], at: number): Delivery => ({
  version: 1,
  chain: requestChain(pendingOf().id),
  person: 'p_htm',
  n: 2,
  message: 'ask',
  state,
  attempts: 1,
  note: '',
  at,
});

describe('visitFor', () => {
  test('counts to the end of the question while it waits, and says by role who was asked', () => {
    const visit = visitFor(rowsOf(pendingOf()), [delivery('delivered', NOW - 10)], 'p_technician', NOW);
    expect(visit.until?.at).toBe(NOW + 1_800);
    expect(visit.reach).toBe('asked');
    expect(visit.asked).toEqual([
      { role: 'HTM approver', delivery: 'delivered', by: ['mail'], since: expect.objectContaining({ at: NOW - 10 }) },
    ]);
    expect(visit.card.reference).toBe('K7Q-29M');
  });

  test.each([
    ['bounced', 'nobody_reachable'],
    ['queued', 'sending'],
  ] as const)('of a question that is %s says %s', (state, reach) => {
    expect(visitFor(rowsOf(pendingOf()), [delivery(state, NOW)], 'p_technician', NOW).reach).toBe(reach);
  });

  test('counts to the end of the window once it is approved, and to nothing after it', () => {
    expect(visitFor(rowsOf(approvedOf()), [], 'p_technician', NOW).until?.at).toBe(NOW + 4_470);
    const after = visitFor(rowsOf(approvedOf()), [], 'p_technician', NOW + 4_470);
    expect([after.until, after.card.status]).toEqual([undefined, 'lapsed']);
  });

  test.each([
    ['p_technician', true],
    ['p_htm', false],
  ])('is the own visit of %s: %s', (reader, isOwn) => {
    expect(visitFor(rowsOf(pendingOf()), [], reader, NOW).isOwn).toBe(isOwn);
  });

  test.each([
    ['A', 'possible'],
    ['B', 'possible'],
    ['C', 'needed'],
  ] as const)('of a device of class %s a challenge is %s', (kind, challenge) => {
    const rows = { ...rowsOf(approvedOf()), model: { ...model, class: kind } };
    expect(visitFor(rows, [], 'p_technician', NOW).challenge).toBe(challenge);
  });
});
