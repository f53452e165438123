import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '../../../core/access/events.ts';
import type { AccessRequest } from '../../../core/access/request.ts';
import { chainEvents, EMPTY, timeAfter } from '../../../core/ledger/chain.ts';
import { type BreakCode, verifyRequest, walkChain } from '../../../core/ledger/verify.ts';
import type { StoredEvent } from '../../../core/ports.ts';
import { DIGEST, SOFTWARE_DIGEST, software } from '../access/decide-rows.ts';
import { facts, NOW, ONE_HTM, TWO_ROLES } from '../rows.ts';
import {
  bytesOf,
  CHAIN,
  chainOf,
  DRAFTS,
  type Draft,
  ISSUED,
  rowAfter,
  signingInput,
  storedAs,
} from './chain-maker.ts';

const whole = chainOf(DRAFTS);
const row: AccessRequest = rowAfter(whole);
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (event: StoredEvent | undefined) => new TextDecoder().decode(event?.bytes);

/** The chain with event `n` in another form, its neighbours untouched. */
function withEvent(n: number, event: StoredEvent): readonly StoredEvent[] {
  return whole.map((one) => (one.n === n ? event : one));
}

/** The chain as it would be had somebody written `draft` as event `n` and hashed everything after it again. */
function rewritten(n: number, draft: Partial<Draft>): readonly StoredEvent[] {
  return chainOf(DRAFTS.map((one, index) => (index === n - 1 ? { ...one, ...draft } : one)));
}

const altered = text(whole[2]).replace('"p_htm"', '"p_owner"');
const second = whole[1] ?? storedAs(2, bytes('{}'));

describe('verifyRequest', () => {
  test('finds nothing on a chain that leads to its row', () => {
    expect(verifyRequest(CHAIN, whole, row)).toBeUndefined();
  });

  test('finds nothing where events came after the row was read', () => {
    const [, , third] = whole;
    const before = {
      ...row,
      status: 'pending' as const,
      version: 3,
      head: third?.hash ?? '',
      at: NOW + 2,
      tokens: 0,
    };
    const { grant: _later, ...pending } = before as typeof before & { grant?: unknown };
    expect(verifyRequest(CHAIN, whole, pending)).toBeUndefined();
  });

  test.each(['oidc+totp', 'ticket+totp', 'slack+totp'] as const)('finds nothing where it was decided by %s', (auth) => {
    const actor: Actor = { person: 'p_htm', role: 'approver', employer: 'hdo-north', auth };
    const stored = chainOf(DRAFTS.map((one, index) => (index === 2 || index === 3 ? { ...one, actor } : one)));
    expect(verifyRequest(CHAIN, stored, rowAfter(stored))).toBeUndefined();
  });

  test('leaves refusals beyond the cap to the row, which alone counts them', () => {
    expect(verifyRequest(CHAIN, whole, { ...row, refusals: 7 })).toBeUndefined();
  });

  test.each<[string, BreakCode, number, readonly StoredEvent[]]>([
    [
      'an altered byte',
      'hash_differs',
      3,
      withEvent(3, { ...storedAs(3, bytes(altered)), hash: whole[2]?.hash ?? '' }),
    ],
    ['an altered event whose hash was made again', 'prev_differs', 4, withEvent(3, storedAs(3, bytes(altered)))],
    ['an altered hash', 'hash_differs', 2, withEvent(2, { ...second, hash: 'f'.repeat(64) })],
    ['a hash in capitals', 'hash_differs', 2, withEvent(2, { ...second, hash: second.hash.toUpperCase() })],
    ['a removed event', 'number_gap', 3, whole.filter((one) => one.n !== 3)],
    ['a removed first event', 'number_gap', 1, whole.slice(1)],
    ['a repeated event', 'number_gap', 3, [...whole.slice(0, 2), ...whole.slice(1)]],
    ['an event put in between', 'number_gap', 3, [...whole.slice(0, 2), storedAs(3, second.bytes), ...whole.slice(2)]],
    ['two events in each other’s place', 'number_gap', 2, [0, 2, 1, 3, 4].flatMap((at) => whole[at] ?? [])],
    ['an event stored under another number', 'number_gap', 2, withEvent(2, { ...second, n: 7 })],
    ['an event of another request', 'other_chain', 2, rewritten(2, { chain: 'T#hdo-north#R#AAAAAAAAAAAA' })],
    ['an event of another hospital', 'other_chain', 2, rewritten(2, { tenant: 'hdo-south' })],
    ['an event before the one before it', 'time_runs_back', 4, rewritten(4, { at: NOW + 1 })],
    ['a version nobody knows yet', 'unknown_version', 2, rewritten(2, { v: 2 })],
    ['no version', 'unknown_version', 2, withEvent(2, storedAs(2, bytesOf({ n: 2 })))],
    ['another previous hash', 'prev_differs', 2, rewritten(2, { prev: '0'.repeat(64) })],
    ['a first event that says it follows another', 'prev_differs', 1, rewritten(1, { prev: 'a'.repeat(64) })],
    [
      'a member twice',
      'not_canonical',
      2,
      withEvent(2, storedAs(2, bytes(text(second).replace('"n":2', '"n":2,"n":2')))),
    ],
    ['a space', 'not_canonical', 2, withEvent(2, storedAs(2, bytes(text(second).replace(':', ': '))))],
    ['members in another order', 'not_canonical', 2, withEvent(2, storedAs(2, bytes('{"v":1,"n":2}')))],
    ['a fraction', 'not_canonical', 2, withEvent(2, storedAs(2, bytes('{"n":2.5,"v":1}')))],
    ['a byte order mark', 'not_canonical', 2, withEvent(2, storedAs(2, bytes(`\ufeff${text(second)}`)))],
    ['bytes that are no UTF-8', 'not_canonical', 2, withEvent(2, storedAs(2, Uint8Array.of(0xff, 0x22)))],
    ['no bytes', 'not_canonical', 2, withEvent(2, storedAs(2, new Uint8Array()))],
    ['null', 'not_canonical', 2, withEvent(2, storedAs(2, bytes('null')))],
    ['a step that cannot follow', 'impossible_step', 5, rewritten(5, { type: 'request.withdrawn', data: {} })],
    ['a step nobody knows', 'impossible_step', 2, rewritten(2, { type: 'request.blessed', data: {} })],
    ['a step without what it says', 'impossible_step', 3, rewritten(3, { data: null })],
    ['a request that begins with an approval', 'impossible_step', 1, chainOf(DRAFTS.slice(3))],
    ['a request that begins twice', 'impossible_step', 2, chainOf([...DRAFTS.slice(0, 1), ...DRAFTS.slice(0, 3)])],
    ['a tail cut off', 'tail_missing', 5, whole.slice(0, 4)],
    ['all but the first event cut off', 'tail_missing', 2, whole.slice(0, 1)],
    ['a chain that is gone', 'chain_missing', 1, []],
  ])('names %s: %s', (_name, code, n, stored) => {
    expect(verifyRequest(CHAIN, stored, row)).toEqual({ chain: CHAIN, n, code });
  });

  test.each([
    ['oidc+totp', undefined],
    ['ticket+totp', { chain: CHAIN, n: 2, code: 'rule_broken' }],
    ['slack+totp', { chain: CHAIN, n: 2, code: 'rule_broken' }],
  ] as const)('a grave request is denied signed in only: by %s it is %o', (auth, broken) => {
    const stored = chainOf([
      {
        type: 'request.submitted',
        data: { facts: software.facts, demand: TWO_ROLES, totalHold: 3_600, escalateAfter: 600 },
      },
      {
        type: 'request.denied',
        actor: { person: 'p_htm', role: 'approver', employer: 'hdo-north', auth },
        data: { role: 'htm_approver', digest: SOFTWARE_DIGEST, reason: 'No' },
      },
    ]);
    expect(verifyRequest(CHAIN, stored)).toEqual(broken);
  });

  const issued = (changed: object, claims: object = {}, header: object = {}) =>
    rewritten(5, { data: { ...ISSUED, ...changed, signingInput: signingInput(claims, header) } });
  const by = (person: string, auth: string) => ({
    actor: { person, role: 'any', employer: 'hdo-north', auth } as Actor,
  });
  const submitted = (changed: object, demand: object = {}) =>
    rewritten(1, {
      data: { ...(DRAFTS[0]?.data as object), facts: { ...facts, ...changed }, demand: { ...ONE_HTM, ...demand } },
    });
  const then = (n: number, draft: Draft) => chainOf([...DRAFTS.slice(0, n - 1), draft]);
  const approvalBy = (person: string) =>
    rewritten(3, { actor: { person, role: 'approver', employer: 'hdo-north', auth: 'ticket+totp' } });
  const approvalOf = (changed: object) => rewritten(3, { data: { ...(DRAFTS[2]?.data as object), ...changed } });
  const grantOf = (changed: object) => rewritten(4, { data: { ...(DRAFTS[3]?.data as object), ...changed } });

  /** Chains whose every hash is right: written by somebody who may write, not by the rules. */
  test.each<[string, number, readonly StoredEvent[]]>([
    ['a request of another chain', 1, submitted({ request: 'hdo-north_AAAAAAAAAAAA' })],
    ['a request at another hospital', 1, submitted({ hospital: 'hdo-south' })],
    ['a request by somebody else', 1, rewritten(1, by('p_htm', 'oidc'))],
    ['a request of a lower tier than its scopes', 1, submitted({ scopes: ['os.shell'] })],
    ['a request that nobody has to approve (R5)', 1, submitted({}, { approvals: 0 })],
    [
      'a grave request that one may approve (R5)',
      1,
      submitted({ tier: 'T3' }, { clinicalRelease: true, differentRoles: true }),
    ],
    [
      'a grave request that one role may approve (R5)',
      1,
      submitted({ tier: 'T3' }, { clinicalRelease: true, approvals: 2 }),
    ],
    ['a calibration without a clinical release (R12)', 1, submitted({ tier: 'T2' })],
    ['a demand for a role that does not count', 1, submitted({}, { mustInclude: ['security_approver'] })],
    ['an approval without a code (R10)', 3, rewritten(3, by('p_htm', 'ticket'))],
    ['an approval in Slack without a code (R10)', 3, rewritten(3, by('p_htm', 'slack'))],
    ['an approval in a role that does not count (R5)', 3, approvalOf({ role: 'domain_safety' })],
    ['a grant without a code (R10)', 4, rewritten(4, by('p_htm', 'oidc'))],
    ['a grant after nobody had decided in time (R7)', 4, grantOf({ until: facts.approveBy + 900 + 3_600 })],
    [
      'a denial by the requester (R4)',
      3,
      then(3, {
        type: 'request.denied',
        data: { role: 'htm_approver', digest: DIGEST, reason: 'No' },
        ...by('p_technician', 'oidc+totp'),
      }),
    ],
    [
      'a denial without a code (R10)',
      3,
      then(3, {
        type: 'request.denied',
        data: { role: 'htm_approver', digest: DIGEST, reason: 'No' },
        ...by('p_htm', 'ticket'),
      }),
    ],
    ['a withdrawal by somebody else', 3, then(3, { type: 'request.withdrawn', data: {}, ...by('p_htm', 'oidc') })],
    [
      'an expiry by a person',
      3,
      then(3, { type: 'request.expired', data: {}, at: facts.approveBy, ...by('p_htm', 'system') }),
    ],
    ['an expiry before its time', 3, then(3, { type: 'request.expired', data: {}, ...by('wardkey', 'system') })],
    ['a lapse before its time', 5, then(5, { type: 'request.lapsed', data: {}, ...by('wardkey', 'system') })],
    [
      'a revocation by the technician',
      5,
      then(5, { type: 'grant.revoked', data: { reason: 'x' }, ...by('p_technician', 'oidc') }),
    ],
    [
      'a close by somebody else',
      5,
      then(5, { type: 'request.closed', data: { outcome: 'fixed', note: 'x' }, ...by('p_htm', 'oidc') }),
    ],
    ['a route by an approver', 2, rewritten(2, by('p_htm', 'oidc'))],
    ['a token to somebody else', 5, rewritten(5, by('p_htm', 'oidc+totp'))],
    ['a token without a code (R10)', 5, rewritten(5, by('p_technician', 'oidc'))],
    ['a token without a signature', 5, issued({}, {}, { alg: 'none' })],
    ['a token of another key than its event', 5, issued({}, {}, { kid: 'h-north-2' })],
    ['a token with a header more', 5, issued({}, {}, { jwk: {} })],
    ['a token with a claim more', 5, issued({}, { admin: 1 })],
    ['a token that starts before it was issued', 5, issued({}, { iat: 0 })],
    ['a token that may be started for longer', 5, issued({}, { nbf: NOW + 59, iat: NOW + 59 })],
    ['a token for 99 starts', 5, issued({}, { lim: { dur: 3_600, use: 99 } })],
    ['an approval by the requester (R4)', 3, approvalBy('p_technician')],
    ['an approval of other facts (R9)', 3, approvalOf({ digest: 'A'.repeat(43) })],
    ['an approval for longer (R6)', 3, approvalOf({ holdSeconds: 3_601 })],
    ['an approval of more (R6)', 3, approvalOf({ scopes: ['os.shell'] })],
    ['an approval of nothing (R6)', 3, approvalOf({ scopes: [] })],
    ['a grant without an approval (R5)', 3, chainOf(DRAFTS.filter((_, index) => index !== 2))],
    ['a grant of other facts (R9)', 4, grantOf({ digest: 'A'.repeat(43) })],
    ['a grant for longer than was approved', 4, grantOf({ until: NOW + 4_503 })],
    ['a token for another device (R2)', 5, issued({}, { aud: 'gs1:01/09521000001022/21/other' })],
    ['a token of another hospital', 5, issued({}, { iss: 'hdo-south' })],
    ['a token for more scopes', 5, issued({}, { scope: 'os.shell' })],
    ['a token of other facts', 5, issued({}, { req: 'A'.repeat(43) })],
    ['a token with another id than its event', 5, issued({}, { jti: 'B'.repeat(22) })],
    ['a token that lasts longer than its event says', 5, issued({}, { exp: NOW + 961 })],
    ['a token with a longer session than its event says', 5, issued({}, { lim: { dur: 3_601, use: 1 } })],
    ['a token with a longer session than was shown', 5, issued({ dur: 3_601 }, { lim: { dur: 3_601, use: 1 } })],
    ['a token past the window', 5, issued({ exp: NOW + 4_503 }, { exp: NOW + 4_503 })],
  ])('names %s: rule_broken', (_name, n, stored) => {
    expect(verifyRequest(CHAIN, stored)).toEqual({ chain: CHAIN, n, code: 'rule_broken' });
  });

  test('names a row that was put back to before the last event', () => {
    const before = { ...row, version: 4 } as AccessRequest;
    expect(verifyRequest(CHAIN, whole, undefined, before)).toEqual({ chain: CHAIN, n: 5, code: 'state_behind' });
  });

  const { grant: _grant, ...withoutGrant } = row as typeof row & { grant: unknown };
  test.each<[string, unknown]>([
    ['a longer grant', { ...row, grant: { approvedAt: NOW + 2, until: NOW + 9_999 } }],
    ['another state', { ...row, status: 'pending' }],
    ['no grant', withoutGrant],
    ['one more scope', { ...row, facts: { ...row.facts, scopes: [...row.facts.scopes, 'os.shell'] } }],
    ['another approver', { ...row, approvals: [{ person: 'p_owner', role: 'htm_approver', at: NOW + 2 }] }],
    ['another head', { ...row, head: '0'.repeat(64) }],
    ['a member more', { ...row, note: 'x' }],
    ['a number that no event can hold', { ...row, totalHold: 3_600.5 }],
  ])('names a row with %s: state_differs', (_name, changed) => {
    expect(verifyRequest(CHAIN, whole, changed as AccessRequest)).toEqual({
      chain: CHAIN,
      n: 5,
      code: 'state_differs',
    });
  });

  test('finds a tail cut off only with the row', () => {
    expect(verifyRequest(CHAIN, whole.slice(0, 4))).toBeUndefined();
  });

  test('finds any byte that was changed', () => {
    const spot = fc.nat(4).chain((at) => fc.tuple(fc.constant(at), fc.nat((whole[at]?.bytes.length ?? 1) - 1)));
    fc.assert(
      fc.property(spot, fc.integer({ min: 1, max: 255 }), ([at, offset], flip) => {
        const stored = whole.map((one, index) => {
          if (index !== at) return one;
          const copy = Uint8Array.from(one.bytes);
          copy[offset] = (copy[offset] ?? 0) ^ flip;
          return { ...one, bytes: copy };
        });
        expect(verifyRequest(CHAIN, stored)).toMatchObject({ n: at + 1 });
      }),
      { numRuns: 500 },
    );
  });

  test('finds any event removed, repeated or moved', () => {
    const indexes = fc.array(fc.nat(4), { maxLength: 7 });
    fc.assert(
      fc.property(indexes, (order) => {
        fc.pre(order.join() !== '0,1,2,3,4');
        const stored = order.flatMap((at) => whole[at] ?? []);
        expect(verifyRequest(CHAIN, stored, row)).toBeDefined();
      }),
    );
  });
});

describe('walkChain', () => {
  test('hands out the records and where the chain has come', () => {
    expect(walkChain(CHAIN, whole)).toMatchObject({
      ok: true,
      head: { version: 5, head: whole[4]?.hash },
      records: [{ n: 1, type: 'request.submitted' }, { n: 2 }, { n: 3 }, { n: 4 }, { n: 5, type: 'token.issued' }],
    });
    expect(walkChain(CHAIN, [])).toEqual({ ok: true, records: [], head: { version: 0, head: '0'.repeat(64), at: 0 } });
  });
});

describe('chainEvents', () => {
  const actor = { person: 'p_technician', role: 'technician', employer: 'iso-medserv', auth: 'oidc' } as const;
  const occasion = { at: NOW, actor, evidence: { device: 5 } };

  test('writes the bytes that another program writes', () => {
    const events = [
      { type: 'grant.revoked', data: { reason: 'Patient attached' } },
      { type: 'token.refused', data: { code: 'revoked' } },
    ] as const;
    expect(chainEvents(CHAIN, EMPTY, events, occasion)).toEqual(
      chainOf([events[0], events[1]].map((event) => ({ ...event, at: NOW }))),
    );
  });

  test('leaves out what an event does not say', () => {
    const [stored] = chainEvents(
      CHAIN,
      EMPTY,
      [
        {
          type: 'approval.recorded',
          data: {
            role: 'htm_approver',
            digest: 'd',
            scopes: ['log.read'],
            holdSeconds: 60,
            sessionSeconds: 60,
            release: undefined,
          },
        },
      ],
      occasion,
    );
    expect(text(stored)).toContain(
      '"data":{"digest":"d","holdSeconds":60,"role":"htm_approver","scopes":["log.read"],"sessionSeconds":60}',
    );
  });

  test('goes on where the chain has come, at its time when the clock is behind', () => {
    const head = { version: 4, head: 'a'.repeat(64), at: NOW + 30 };
    const [stored] = chainEvents(CHAIN, head, [{ type: 'request.withdrawn', data: {} }], occasion);
    expect(stored?.n).toBe(5);
    expect(text(stored)).toContain(`"at":${NOW + 30},`);
    expect(text(stored)).toContain(`"prev":"${'a'.repeat(64)}"`);
    expect(timeAfter(head, NOW + 31)).toBe(NOW + 31);
  });

  test('refuses to write what could not be read back alike', () => {
    const half = [{ type: 'grant.revoked', data: { reason: '\ud83d' } }] as const;
    expect(() => chainEvents(CHAIN, EMPTY, half, occasion)).toThrow('canonical JSON: lone surrogate');
  });
});
