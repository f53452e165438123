import { describe, expect, test } from '@jest/globals';
import { type CardRows, cardFor } from '../../../core/access/card.ts';
import { outcomeFor } from '../../../core/access/outcome.ts';
import type { AccessRequest } from '../../../core/access/request.ts';
import { PROPOSED_POLICY } from '../../../core/policy/policy.ts';
import type { Device, Person } from '../../../core/registry.ts';

/** 2026-11-23 14:00 in Chicago. */
const AT = 1_795_464_000;
const MODEL = 'gs1:01/09521000001022';
const DEVICE = `${MODEL}/21/001234`;

const person = (id: string, printedName: string): Person => ({
  id,
  printedName,
  organisation: 'medserv',
  email: `${id}@medserv.example`,
  status: 'active',
  roles: ['technician'],
  competences: [],
  linked: [],
  alsoOf: [],
  pseudonym: 't-x',
  version: 1,
});

const BASE = {
  id: 'st-marys_K7Q29MABCDEF',
  version: 2,
  head: '',
  at: AT,
  submittedAt: AT - 60,
  escalateAfter: 600,
  totalHold: 3600,
  round: 1,
  asked: ['p_dana'],
  everybodyAsked: true,
  refusals: 0,
  tokens: 0,
  demand: { approvals: 1, differentRoles: false, mustInclude: [], clinicalRelease: true, roles: ['htm_approver'] },
  facts: {
    request: 'st-marys_K7Q29MABCDEF',
    hospital: 'st-marys',
    device: DEVICE,
    model: MODEL,
    site: 'Main',
    unit: 'ICU 3',
    stage: 'support',
    scopes: ['calibration.adjust'],
    tier: 'T2',
    holdSeconds: 3600,
    sessionSeconds: 3600,
    startWithin: 900,
    approveBy: AT + 1200,
    technician: 'p_joe',
    employer: 'medserv',
    servicerType: 'iso',
    workOrder: 'WO-1',
    activity: 'calibration',
    reason: 'drift',
    declarations: { notInClinicalUse: true, compensatingControls: false },
  },
} as const;
const APPROVALS = [{ person: 'p_dana', role: 'htm_approver', at: AT }] as const;
const GRANT = { approvedAt: AT, until: AT + 4500 };
const ended = (by: string) => ({ at: AT + 600, by });

const rowsOf = (request: AccessRequest, more: Partial<CardRows> = {}): CardRows => ({
  request,
  hospital: {
    id: 'st-marys',
    name: 'St. Mary',
    zone: 'America/Chicago',
    sites: ['Main'],
    contacts: { security: 's@h.example', clinicalEngineering: 'b@h.example' },
    status: 'active',
    policy: PROPOSED_POLICY,
    staff: [],
    roster: [],
    keys: { active: { kid: 'a', arn: '', pub: '' }, next: { kid: 'b', arn: '', pub: '' } },
    version: 1,
  },
  device: {
    id: DEVICE,
    model: MODEL,
    hospital: 'st-marys',
    status: 'active',
    code: '7F3K-29QX',
    tag: 'SM-1',
    cmms: '',
    serial: '001234',
    site: 'Main',
    unit: 'ICU 3',
    stage: 'support',
    endOfLife: 0,
    endOfSupport: 0,
    endOfGuaranteedSupport: 0,
    agreementUntil: 0,
    riskAcceptedUntil: 0,
    version: 1,
  },
  model: {
    id: MODEL,
    name: 'VX-7',
    kind: 'ventilator',
    oem: 'oem-aurora',
    class: 'B',
    form: 'jws',
    scopes: [],
    maxLife: 14_400,
    maxDur: 7200,
    requireCnf: true,
    profile: '',
    version: 1,
  },
  technician: person('p_joe', 'Joseph Osei'),
  organisation: { id: 'medserv', kind: 'iso', name: 'MedServ', issuer: '', status: 'active', version: 1 },
  deciders: [person('p_dana', 'Dana Okafor')],
  earlier: { requests: [{ ...APPROVED, id: 'st-marys_EARLIER00000' }], isWhole: true },
  ...more,
});

const PENDING: AccessRequest = { ...BASE, status: 'pending', approvals: [] };
const APPROVED: AccessRequest = { ...BASE, status: 'approved', approvals: APPROVALS, grant: GRANT };
const REVOKED: Extract<AccessRequest, { status: 'revoked' }> = {
  ...BASE,
  status: 'revoked',
  approvals: APPROVALS,
  grant: GRANT,
  ended: ended('p_dana'),
  reason: 'wrong pump',
};
const APPROVAL_LINE = 'Approved by Dana Okafor (HTM approver) on 2026-11-23 at 14:00 CST.';

describe('outcomeFor', () => {
  test('is nothing while the request waits', () => {
    expect(outcomeFor(rowsOf(PENDING), AT + 1199)).toBeUndefined();
  });

  test.each<[string, AccessRequest, number, string, string, readonly string[]]>([
    [
      'approved',
      APPROVED,
      AT + 60,
      'Approved until 15:15 CST',
      '2026-11-23, 14:00 CST',
      [
        APPROVAL_LINE,
        'To adjust the calibration, for 60 min at a time. Until then the technician may activate at the device, with a code each time.',
      ],
    ],
    [
      'lapsed without an event',
      APPROVED,
      AT + 4500,
      'Approved time is over',
      '2026-11-23, 15:15 CST',
      ['It ended on 2026-11-23 at 15:15 CST.', APPROVAL_LINE],
    ],
    [
      'expired without an event',
      PENDING,
      AT + 1200,
      'Expired',
      '2026-11-23, 14:20 CST',
      ['Nobody decided before 14:20 CST on 2026-11-23.', 'Nobody can start. Ask again.'],
    ],
    [
      'denied',
      { ...BASE, status: 'denied', approvals: [], ended: ended('p_dana'), reason: 'in use' },
      AT + 700,
      'Denied',
      '2026-11-23, 14:10 CST',
      ['Denied by Dana Okafor on 2026-11-23 at 14:10 CST.', 'Reason: in use', 'Nobody can start.'],
    ],
    [
      'withdrawn',
      { ...BASE, status: 'withdrawn', approvals: [], ended: ended('p_joe') },
      AT + 700,
      'Withdrawn',
      '2026-11-23, 14:10 CST',
      ['Withdrawn by Joseph Osei on 2026-11-23 at 14:10 CST.', 'There is nothing to decide any more.'],
    ],
    [
      'closed',
      { ...BASE, status: 'closed', approvals: APPROVALS, grant: GRANT, ended: ended('p_joe'), outcome: 'not_fixed' },
      AT + 700,
      'Closed',
      '2026-11-23, 14:10 CST',
      [
        'Closed by Joseph Osei on 2026-11-23 at 14:10 CST: not fixed.',
        'The device is not returned to service (not_returned_to_service).',
        APPROVAL_LINE,
      ],
    ],
  ])('says who and when in the zone of the hospital: %s', (_name, request, now, title, when, lines) => {
    expect(outcomeFor(rowsOf(request), now)).toMatchObject({ title, when, lines });
  });

  test('names nobody whom the registry no longer knows', () => {
    const outcome = outcomeFor(rowsOf(APPROVED, { deciders: [] }), AT);
    expect(outcome?.lines[0]).toContain('by a person no longer registered (HTM approver)');
  });

  describe('revoked', () => {
    const reachOf = (request: AccessRequest, more: Partial<CardRows> = {}) =>
      outcomeFor(rowsOf(request, more), AT + 700)?.lines.at(-1);

    test('says that no device opens where no token was handed out', () => {
      expect(reachOf(REVOKED)).toBe('No token was handed out, so no device opens on this approval.');
    });

    test('says until when a token at an offline device can still open', () => {
      expect(reachOf({ ...REVOKED, tokens: 1 })).toBe(
        'No new token is handed out. A device without a network cannot know: a token that is already there can still open until 14:25 CST by its own clock. A session that is open already runs to its own end, at most 60 min.',
      );
    });

    test('never later than the approved window', () => {
      expect(reachOf({ ...REVOKED, tokens: 1, grant: { approvedAt: AT, until: AT + 900 } })).toContain(
        'until 14:15 CST',
      );
    });

    test('as long as its challenge on a device without a clock, whatever the window', () => {
      const { model } = rowsOf(REVOKED);
      const more = { model: { ...model, class: 'C' as const } };
      const request = { ...REVOKED, tokens: 1, grant: { approvedAt: AT, until: AT + 900 } };
      expect(reachOf(request, more)).toContain('until 14:40 CST at the latest, as long as its challenge.');
    });
  });
});

describe('cardFor', () => {
  test('has the question in its subject while open, then the outcome', () => {
    expect(cardFor(rowsOf(PENDING), AT).subject).toBe(
      'Approve? K7Q-29M · Ventilator VX-7 #001234, ICU 3 · 60 min · decide by 14:20 CST',
    );
    expect(cardFor(rowsOf(APPROVED), AT).subject).toBe(
      'Approved until 15:15 CST · K7Q-29M · Ventilator VX-7 #001234, ICU 3',
    );
  });

  test.each<[string, Partial<Device>, string]>([
    ['in support', { endOfLife: AT + 1, endOfSupport: AT + 2 }, 'none'],
    ['no longer sold', { endOfLife: AT, endOfSupport: AT + 2 }, 'limited support by the manufacturer'],
    ['no longer supported', { endOfSupport: AT }, 'past the manufacturer’s support'],
    ['in a stage nobody stated', { stage: 'unknown' }, 'past the manufacturer’s support'],
  ])('flags a device %s', (_name, changed, flags) => {
    const rows = rowsOf(PENDING);
    const card = cardFor({ ...rows, device: { ...rows.device, ...changed } }, AT);
    expect(card.facts.find(({ label }) => label === 'Flags')?.words).toBe(flags);
  });

  test.each<[string, AccessRequest, string]>([
    [
      'that waits by a yes of this moment, and when it dies',
      PENDING,
      'If approved at 14:00 CST, until 15:15 CST (75 min): a start within 15 min of each activation, sessions of at most 60 min; one started last may outlast the window by 15 min. Undecided, the request dies at 14:20 CST.',
    ],
    [
      'that is approved by the clock',
      APPROVED,
      'From 14:00 CST until 15:15 CST: a start within 15 min of each activation, sessions of at most 60 min; one started last may outlast the window by 15 min.',
    ],
  ])('says the window of a request %s', (_name, request, words) => {
    expect(cardFor(rowsOf(request), AT).facts.find(({ label }) => label === 'Window')?.words).toBe(words);
  });

  test('says of every tier what a yes does not give', () => {
    const { facts } = cardFor(rowsOf(PENDING), AT);
    expect(facts.find(({ label }) => label === 'Scope')?.words).toBe(
      'adjust the calibration (calibration.adjust), tier T2. No software, alarm defaults, network or patient data, and no other device.',
    );
  });

  test('names who approved so far', () => {
    const card = cardFor(rowsOf({ ...PENDING, approvals: APPROVALS }), AT);
    expect(card.approvedBy).toEqual([expect.stringMatching(/^Approved by Dana Okafor \(HTM approver\) on /)]);
  });

  test('shows eight facts in their order', () => {
    expect(cardFor(rowsOf(PENDING), AT).facts.map(({ label }) => label)).toEqual([
      'Request',
      'Clinical state',
      'Scope',
      'Window',
      'Technician',
      'Reason',
      'Flags',
      'What your answer does',
    ]);
  });
});
