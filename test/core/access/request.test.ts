import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RequestEvent } from '../../../core/access/events.ts';
import {
  type AccessRequest,
  evolve,
  IllegalEvent,
  type Placed,
  type Status,
  statusAt,
} from '../../../core/access/request.ts';
import { approvedOf, facts, NOW, ONE_HTM, pendingOf } from '../rows.ts';
import { DIGEST } from './decide-rows.ts';

type Type = RequestEvent['type'];

const { scopes, holdSeconds, sessionSeconds } = facts;
const UNTIL = NOW + 4_500;

/** One event of every type. */
const EVENTS: { readonly [T in Type]: Extract<RequestEvent, { readonly type: T }> } = {
  'request.submitted': {
    type: 'request.submitted',
    data: { facts, demand: ONE_HTM, totalHold: 3_600, escalateAfter: 600 },
  },
  'request.routed': { type: 'request.routed', data: { round: 2, asked: ['p_htm', 'p_both'], last: true } },
  'approval.recorded': {
    type: 'approval.recorded',
    data: { role: 'htm_approver', digest: DIGEST, scopes, holdSeconds, sessionSeconds },
  },
  'request.approved': { type: 'request.approved', data: { until: UNTIL, digest: DIGEST } },
  'request.denied': { type: 'request.denied', data: { role: 'htm_approver', digest: DIGEST, reason: 'In use' } },
  'request.expired': { type: 'request.expired', data: {} },
  'request.lapsed': { type: 'request.lapsed', data: {} },
  'request.withdrawn': { type: 'request.withdrawn', data: {} },
  'token.issued': {
    type: 'token.issued',
    data: { jti: 'AAECAwQFBgcICQoLDA0ODw', kid: 'h-north-1', exp: NOW + 900, dur: 3_600, signingInput: 'a.b' },
  },
  'token.refused': { type: 'token.refused', data: { code: 'device_mismatch' } },
  'grant.revoked': { type: 'grant.revoked', data: { reason: 'Patient attached' } },
  'request.closed': { type: 'request.closed', data: { outcome: 'fixed', note: 'Seal replaced' } },
  'decision.refused': { type: 'decision.refused', data: { code: 'code_rejected' } },
};
const TYPES = Object.keys(EVENTS) as Type[];

function placed(event: RequestEvent, n: number): Placed {
  const actor = {
    person: n % 2 === 0 ? 'p_htm' : 'p_owner',
    role: 'approver',
    employer: 'hdo-north',
    auth: 'oidc',
  } as const;
  return { event, at: NOW + n, actor, n, hash: n.toString(16).padStart(64, '0') };
}

/* The reference: where a request stands, told again without the code under test. */
interface Model {
  readonly state: Status;
  readonly events: number;
  readonly yes: number;
  readonly refusals: number;
  readonly tokens: number;
}

/** Event -> [where it may happen, where it leads]; no second entry: it stays. */
const STEPS: { readonly [T in Type]: readonly [readonly Status[], Status?] } = {
  'request.submitted': [[]],
  'request.routed': [['pending']],
  'approval.recorded': [['pending']],
  'request.approved': [['pending'], 'approved'],
  'request.denied': [['pending'], 'denied'],
  'request.expired': [['pending'], 'expired'],
  'request.withdrawn': [['pending'], 'withdrawn'],
  'token.issued': [['approved']],
  'grant.revoked': [['approved'], 'revoked'],
  'request.lapsed': [['approved'], 'lapsed'],
  'request.closed': [['approved', 'lapsed'], 'closed'],
  'token.refused': [['pending', 'approved', 'denied', 'expired', 'withdrawn', 'lapsed', 'revoked', 'closed']],
  'decision.refused': [['pending', 'approved', 'denied', 'expired', 'withdrawn', 'lapsed', 'revoked', 'closed']],
};

function modelAfter(model: Model, type: Type): Model | undefined {
  const [from, to = model.state] = STEPS[type];
  if (!from.includes(model.state)) return undefined;
  return {
    state: to,
    events: model.events + 1,
    yes: model.yes + (type === 'approval.recorded' ? 1 : 0),
    refusals: model.refusals + (type.endsWith('.refused') ? 1 : 0),
    tokens: model.tokens + (type === 'token.issued' ? 1 : 0),
  };
}

function modelOf(request: AccessRequest): Model {
  const { status, version, approvals, refusals, tokens } = request;
  return { state: status, events: version, yes: approvals.length, refusals, tokens };
}

describe('evolve and a small reference', () => {
  test('agree on every order of events: the state, the counts, and what cannot happen', () => {
    const ends = new Set<Status>();
    // Most events would end a request at once, so those that do not are drawn more often.
    const lively = TYPES.filter((type) => STEPS[type][1] === undefined || type === 'request.approved');
    const types = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...lively) },
      { weight: 1, arbitrary: fc.constantFrom(...TYPES) },
    );
    fc.assert(
      fc.property(fc.array(types, { maxLength: 40 }), (order) => {
        const happened = [placed(EVENTS['request.submitted'], 1)];
        let request = evolve(undefined, placed(EVENTS['request.submitted'], 1));
        let model: Model = { state: 'pending', events: 1, yes: 0, refusals: 0, tokens: 0 };
        for (const type of order) {
          const next = modelAfter(model, type);
          const event = placed(EVENTS[type], request.version + 1);
          if (!next) {
            const before = request;
            expect(() => evolve(before, event)).toThrow(IllegalEvent);
            continue;
          }
          request = evolve(request, event);
          model = next;
          happened.push(event);
          expect(modelOf(request)).toEqual(model);
          expect(request.head).toBe(event.hash);
          expect(request.at).toBe(event.at);
        }
        expect(request.version).toBe(happened.length);
        const readBack = JSON.parse(JSON.stringify(happened)) as readonly Placed[];
        expect(readBack.reduce<AccessRequest | undefined>(evolve, undefined)).toEqual(request);
        ends.add(request.status);
      }),
      { numRuns: 500 },
    );
    expect([...ends].sort()).toEqual([
      'approved',
      'closed',
      'denied',
      'expired',
      'lapsed',
      'pending',
      'revoked',
      'withdrawn',
    ]);
  });

  test('agree that nothing but a submission begins a request', () => {
    for (const type of TYPES.filter((one) => one !== 'request.submitted')) {
      expect(() => evolve(undefined, placed(EVENTS[type], 1))).toThrow(IllegalEvent);
    }
  });

  test('never change the state that was there before', () => {
    const before = pendingOf();
    const copy = JSON.stringify(before);
    evolve(before, placed(EVENTS['approval.recorded'], 3));
    evolve(before, placed(EVENTS['request.denied'], 3));
    expect(JSON.stringify(before)).toBe(copy);
  });
});

describe('evolve', () => {
  const approved = approvedOf();
  const by = { at: NOW + 3, by: 'p_owner' };

  test.each<[Type, AccessRequest, object]>([
    ['request.routed', pendingOf(), { round: 2, asked: ['p_htm', 'p_both'], everybodyAsked: true }],
    ['approval.recorded', pendingOf(), { approvals: [{ person: 'p_owner', role: 'htm_approver', at: NOW + 3 }] }],
    ['request.approved', pendingOf(), { status: 'approved', grant: { approvedAt: NOW + 3, until: UNTIL } }],
    ['request.denied', pendingOf(), { status: 'denied', ended: by, reason: 'In use' }],
    ['request.expired', pendingOf(), { status: 'expired', ended: by }],
    ['request.withdrawn', pendingOf(), { status: 'withdrawn', ended: by }],
    ['grant.revoked', approved, { status: 'revoked', ended: by, grant: approved.grant, reason: 'Patient attached' }],
    ['request.lapsed', approved, { status: 'lapsed', ended: by, grant: approved.grant }],
    ['request.closed', approved, { status: 'closed', ended: by, grant: approved.grant, outcome: 'fixed' }],
    ['token.issued', approved, { status: 'approved', tokens: 1 }],
    ['token.refused', approved, { status: 'approved', refusals: 1 }],
  ])('after %s says so', (type, before, after) => {
    expect(evolve(before, placed(EVENTS[type], 3))).toMatchObject({ ...after, version: 3 });
  });

  test('after a round that asks everybody once more has reminded them, and not before (R7, R16)', () => {
    const routed = (before: AccessRequest, last: boolean) =>
      evolve(before, placed({ type: 'request.routed', data: { round: 2, asked: ['p_htm'], last } }, 3)).reminded;
    const [some, all] = [pendingOf({ everybodyAsked: false }), pendingOf()];
    expect([routed(some, false), routed(some, true), routed(all, false), routed(all, true)]).toEqual([
      undefined,
      undefined,
      undefined,
      true,
    ]);
  });

  test('takes over the terms as an approval narrowed them, and leaves the other facts alone (R6)', () => {
    const narrowed = {
      type: 'approval.recorded',
      data: { role: 'htm_approver', digest: DIGEST, scopes: ['log.read'], holdSeconds: 60, sessionSeconds: 60 },
    } as const;
    expect(evolve(pendingOf(), placed(narrowed, 3)).facts).toEqual({
      ...facts,
      scopes: ['log.read'],
      holdSeconds: 60,
      sessionSeconds: 60,
    });
  });
});

describe('statusAt', () => {
  const ended = evolve(approvedOf(), placed(EVENTS['grant.revoked'], 4));

  test.each<[string, AccessRequest, number, Status]>([
    ['a pending request in its last second', pendingOf(), NOW + 1_799, 'pending'],
    ['a pending request when its time is over (R7)', pendingOf(), NOW + 1_800, 'expired'],
    ['a pending request before it was asked, by a clock that is behind', pendingOf(), 0, 'pending'],
    ['an approved request in its last second', approvedOf(), NOW + 4_469, 'approved'],
    ['an approved request when its window is over', approvedOf(), NOW + 4_470, 'lapsed'],
    ['an approved request after the time to decide', approvedOf(), NOW + 1_800, 'approved'],
    ['a revoked request for ever after', ended, NOW + 9_999_999, 'revoked'],
  ])('of %s', (_name, request, at, status) => {
    expect(statusAt(request, at)).toBe(status);
  });
});
