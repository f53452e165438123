/** What no order of decisions by any people may ever lead to: four eyes (R4), N people and roles (R5), no more than asked (R6). */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Deciding, type DecisionInput, decideAccess } from '../../../core/access/decide.ts';
import { APPROVER_ROLES, type Demand } from '../../../core/access/demand.ts';
import { digestOf, type Facts } from '../../../core/access/facts.ts';
import { type AccessRequest, evolve, type PendingRequest } from '../../../core/access/request.ts';
import { SCOPES, type Scope } from '../../../core/policy/tiers.ts';
import type { ApproverRole, HospitalRole, Person } from '../../../core/registry.ts';
import { facts, hospital, NOW, pendingOf, personOf, staffOf, technician } from '../rows.ts';
import { deciding } from './decide-rows.ts';

const NAMES = ['p_one', 'p_two', 'p_three', 'p_four', 'p_technician', 'p_partner'] as const;
const name = fc.constantFrom(...NAMES);

interface Member {
  readonly person: Person;
  readonly roles: readonly HospitalRole[];
  readonly isActive: boolean;
}

const member = (id: string): fc.Arbitrary<Member> =>
  fc.record({
    person: fc
      .record({
        organisation: fc.constantFrom('hdo-north', 'hdo-north', 'iso-medserv'),
        linked: fc.oneof(
          { weight: 3, arbitrary: fc.constant<string[]>([]) },
          { weight: 1, arbitrary: fc.subarray([...NAMES]) },
        ),
      })
      .map((more) => personOf(id, more.organisation, { linked: more.linked.filter((other) => other !== id) })),
    roles: fc.subarray<HospitalRole>([...APPROVER_ROLES, 'hdo_admin', 'auditor'], { minLength: 1 }),
    isActive: fc.boolean().map((odd) => odd || id !== 'p_four'),
  });
const members = fc.tuple(...NAMES.map(member));

const demand: fc.Arbitrary<Demand> = fc.record({
  approvals: fc.integer({ min: 1, max: 3 }),
  differentRoles: fc.boolean(),
  mustInclude: fc.subarray<ApproverRole>(['security_approver', 'htm_approver'], { maxLength: 1 }),
  clinicalRelease: fc.boolean(),
  roles: fc.constant(APPROVER_ROLES),
});

interface Move {
  readonly who: (typeof NAMES)[number];
  readonly input: Omit<DecisionInput, 'digest'>;
}

const scopes = fc.subarray<string>(['selftest.run', 'log.read', 'os.shell', '*', '__proto__']);
const move: fc.Arbitrary<Move> = fc.record({
  who: name,
  input: fc.record({
    decision: fc.constant('approve' as const),
    role: fc.option(fc.constantFrom(...APPROVER_ROLES), { nil: undefined, freq: 2 }),
    holdSeconds: fc.option(fc.integer({ min: 60, max: 4_000 }), { nil: undefined, freq: 2 }),
    scopes: fc.option(scopes, { nil: undefined, freq: 2 }),
    clinicalRelease: fc.boolean().map((odd) => odd || undefined),
  }),
});

/** Two accounts that either names as his other one. */
function areLinked(one: Person, two: Person): boolean {
  return one.id === two.id || one.linked.includes(two.id) || two.linked.includes(one.id);
}

interface Played {
  readonly states: readonly AccessRequest[];
  readonly people: ReadonlyMap<string, Member>;
}

/** Plays `moves` as the verb does: decide, then fold what was decided; each sees the facts as they are. */
function play(start: PendingRequest, team: readonly Member[], moves: readonly Move[]): Played {
  const people = new Map(team.map((one) => [one.person.id, one]));
  const staff = team.map(({ person, roles, isActive }) =>
    staffOf(person.id, roles, { status: isActive ? 'active' : 'suspended' }),
  );
  const states: AccessRequest[] = [start];
  for (const { who, input } of moves) {
    const request = states.at(-1) ?? start;
    const approver = people.get(who)?.person;
    if (request.status !== 'pending' || !approver) break;
    const asker = { ...technician, linked: people.get('p_technician')?.person.linked ?? [] };
    const rows: Deciding = deciding(approver, { request, person: asker, hospital: { ...hospital, staff } });
    const decision = decideAccess(rows, { ...input, digest: digestOf(request.facts) }, NOW);
    if (!decision.ok) continue;
    let next: AccessRequest = request;
    for (const event of decision.value) {
      const actor = {
        person: approver.id,
        role: 'approver',
        employer: approver.organisation,
        auth: 'oidc+totp',
      } as const;
      next = evolve(next, { event, at: NOW, actor, n: next.version + 1, hash: 'h' });
    }
    states.push(next);
  }
  return { states, people };
}

const games = fc.record({ demand, members, moves: fc.array(move, { maxLength: 12 }), partner: fc.boolean() });

/** Looks at the end of many games; says how many ended approved, so that a property is never about nothing. */
function inEveryGame(look: (end: AccessRequest, played: Played, wanted: Demand) => void): number {
  let approvals = 0;
  fc.assert(
    fc.property(games, ({ demand: wanted, members: team, moves, partner }) => {
      const asked: Facts = partner ? { ...facts, partner: 'p_partner' } : facts;
      const played = play(pendingOf({ facts: asked, demand: wanted }), team, moves);
      const end = played.states.at(-1) ?? pendingOf();
      if (end.status === 'approved') approvals += 1;
      look(end, played, wanted);
    }),
    { numRuns: 600 },
  );
  return approvals;
}

describe('decideAccess, whoever decides in whatever order', () => {
  test('approves only with as many different people, roles and named roles as were asked for (R5)', () => {
    const approvals = inEveryGame((end, _played, wanted) => {
      const roles = end.approvals.map((given) => given.role);
      expect(new Set(end.approvals.map((given) => given.person)).size).toBe(end.approvals.length);
      if (wanted.differentRoles) expect(new Set(roles).size).toBe(roles.length);
      if (end.status !== 'approved') return;
      expect(roles.length).toBeGreaterThanOrEqual(wanted.approvals);
      for (const role of wanted.mustInclude) expect(roles).toContain(role);
    });
    expect(approvals).toBeGreaterThan(10);
  });

  test('counts nobody who asked, is the partner, is linked to either, works for the servicer or is suspended (R4, R17)', () => {
    const approvals = inEveryGame((end, { people }) => {
      const asking = [end.facts.technician, ...(end.facts.partner ? [end.facts.partner] : [])];
      for (const { person } of end.approvals) {
        const own = people.get(person);
        expect(asking).not.toContain(person);
        expect(own?.isActive).toBe(true);
        expect(own?.person.organisation).toBe('hdo-north');
        expect(asking.filter((one) => own?.person.linked.includes(one))).toEqual([]);
        expect(people.get('p_technician')?.person.linked).not.toContain(person);
      }
    });
    expect(approvals).toBeGreaterThan(10);
  });

  test('counts no human twice, whatever accounts he linked (R5)', () => {
    inEveryGame((end, { people }) => {
      const humans = end.approvals.flatMap(({ person }) => people.get(person)?.person ?? []);
      const later = humans.filter((one, at) => humans.slice(0, at).some((before) => one.linked.includes(before.id)));
      expect(later).toEqual([]);
    });
  });

  test('counts each person only in a role that he holds (R5)', () => {
    inEveryGame((end, { people }) => {
      for (const { person, role } of end.approvals) expect(people.get(person)?.roles).toContain(role);
    });
  });

  test('never widens or lengthens, step by step (R6)', () => {
    inEveryGame((_end, { states }) => {
      for (const [at, { facts: after }] of states.slice(1).entries()) {
        const before = states[at]?.facts ?? after;
        expect(after.holdSeconds).toBeLessThanOrEqual(before.holdSeconds);
        expect(after.sessionSeconds).toBeLessThanOrEqual(Math.min(before.sessionSeconds, after.holdSeconds));
        expect(before.scopes.filter((scope) => after.scopes.includes(scope))).toEqual(after.scopes);
        expect(after.scopes.length).toBeGreaterThan(0);
        expect(after.scopes.every((scope) => Object.hasOwn(SCOPES, scope))).toBe(true);
      }
    });
  });

  test('changes nothing but scopes and times of the facts (R9)', () => {
    inEveryGame((end, { states }) => {
      const kept = (one: Facts) => ({ ...one, scopes: [] as Scope[], holdSeconds: 0, sessionSeconds: 0 });
      expect(kept(end.facts)).toEqual(kept(states[0]?.facts ?? end.facts));
    });
  });

  test('takes no decision on facts other than those shown (R9)', () => {
    const digest = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/);
    fc.assert(
      fc.property(digest, fc.constantFrom('approve' as const, 'deny' as const), (shown, decision) => {
        fc.pre(shown !== digestOf(facts));
        const answer = decideAccess(deciding('p_htm'), { decision, digest: shown, reason: 'no' }, NOW);
        expect(answer).toEqual({ ok: false, code: 'stale_view' });
      }),
    );
  });

  test('lets two accounts decide only if neither names the other', () => {
    fc.assert(
      fc.property(member('p_one'), member('p_technician'), (one, asker) => {
        const rows = deciding(one.person, {
          person: { ...technician, linked: asker.person.linked },
          hospital: { ...hospital, staff: [staffOf('p_one', ['htm_approver'])] },
        });
        const decision = decideAccess(rows, { decision: 'approve', digest: digestOf(facts) }, NOW);
        const isOther = !areLinked(one.person, { ...technician, linked: asker.person.linked });
        expect(decision.ok).toBe(isOther && one.person.organisation === 'hdo-north');
      }),
    );
  });
});
