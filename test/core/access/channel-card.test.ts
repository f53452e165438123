/** What a hospital's channel is told: the device and how it stands, and nothing that names a person or that a person wrote (R20). */
import { describe, expect, test } from '@jest/globals';
import type { NamedRows } from '../../../core/access/card.ts';
import { channelCardFor } from '../../../core/access/channel-card.ts';
import type { AccessRequest } from '../../../core/access/request.ts';
import { approvedOf, device, facts, hospital, model, NOW, pendingOf, personOf, servicer, technician } from '../rows.ts';

/** Stands wherever a person's name, or words that a person wrote, could come from. */
const SECRET = 'QZQ';
const named = (id: string) =>
  personOf(id, 'hdo-north', { printedName: `${SECRET} ${id}`, email: `${SECRET}@x.example` });
const written = { ...facts, reason: SECRET, workOrder: SECRET };
const ended = { by: 'p_htm', at: NOW - 5 };
const approvals = [{ person: 'p_htm', role: 'htm_approver', at: NOW - 30 }] as const;

const open = pendingOf({ facts: written, asked: ['p_htm', 'p_both', 'p_owner'] });
const approved = approvedOf({ facts: written, approvals });
const OF_EVERY_STATUS: Readonly<Record<string, AccessRequest>> = {
  pending: open,
  'pending, half approved': { ...open, approvals, demand: { ...open.demand, approvals: 2 } },
  'expired, not announced': { ...open, facts: { ...written, approveBy: NOW - 1 } },
  approved,
  'lapsed, not announced': { ...approved, grant: { approvedAt: NOW - 90, until: NOW - 1 } },
  denied: { ...open, status: 'denied', ended, reason: SECRET } as AccessRequest,
  expired: { ...open, status: 'expired', ended } as AccessRequest,
  withdrawn: { ...open, status: 'withdrawn', ended } as AccessRequest,
  revoked: { ...approved, status: 'revoked', ended, reason: SECRET, tokens: 1 } as AccessRequest,
  lapsed: { ...approved, status: 'lapsed', ended } as AccessRequest,
  closed: { ...approved, status: 'closed', ended, outcome: 'fixed', notes: SECRET } as unknown as AccessRequest,
};

const cardOf = (request: AccessRequest) => {
  const rows: NamedRows = {
    request,
    hospital,
    device: { ...device, tag: SECRET, cmms: SECRET },
    model,
    technician: { ...technician, printedName: SECRET },
    organisation: servicer,
    deciders: [named('p_htm'), named('p_both')],
  };
  return channelCardFor(rows, NOW);
};

describe('channelCardFor', () => {
  test.each(Object.keys(OF_EVERY_STATUS))('names nobody and repeats nobody: %s', (name) => {
    const request = OF_EVERY_STATUS[name];
    if (!request) throw new Error('no request');
    const said = JSON.stringify(cardOf(request));
    for (const hidden of [SECRET, 'p_htm', 'p_both', 'p_owner', 'p_technician', request.id]) {
      expect(said).not.toContain(hidden);
    }
  });

  test('says the device, what is asked of it, for whom it works and until when it can be decided', () => {
    expect(cardOf(open)).toEqual({
      reference: 'K7Q-29M',
      status: 'pending',
      device: 'Infusion pump LV-3 #LV3-0042, icu-2',
      scopes: 'run the self-test, read service logs',
      tier: 'T1',
      employer: 'MedServ',
      time: '60 min',
      decideBy: '02:30 CST',
      needsSignIn: false,
      approvalsGiven: 0,
      approvalsNeeded: 1,
      asked: 3,
    });
  });

  test('counts those who are asked and have not approved', () => {
    expect(cardOf(OF_EVERY_STATUS['pending, half approved'] ?? open)).toMatchObject({ asked: 2, approvalsGiven: 1 });
  });

  test.each([
    ['approved', 'Approved until 03:14 CST'],
    ['denied', 'Denied'],
    ['revoked', 'Revoked'],
    ['expired, not announced', 'Expired'],
  ])('says how it stands: %s', (name, outcome) => {
    expect(cardOf(OF_EVERY_STATUS[name] ?? open).outcome).toBe(outcome);
  });
});
