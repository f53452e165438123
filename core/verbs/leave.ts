/**
 * What people do about themselves: say that another account is theirs too (R4), and leave. Both only take power away,
 * so neither waits for a second person; an account is linked only once both accounts say so.
 */
import type { Actor } from '../access/events.ts';
import { hospitalRef, operatorRef, personRef } from '../keys.ts';
import type { Conflict, Identity, Ports } from '../ports.ts';
import { allowed, type Decision, firstRefusal, refused } from '../problems.ts';
import { changed, type Plan } from '../registry/change.ts';
import { accountsOf, adminsOf } from '../registry/powers.ts';
import type { Hospital, Operator, Person } from '../registry.ts';
import type { EpochSeconds, PersonId } from '../units.ts';
import { checkCode, reserveCode, returnTry } from './check-code.ts';
import { changeStep, loadWithHeads } from './registry-step.ts';
import { settle } from './transition.ts';

/** What these verbs need from outside. */
type Needs = Pick<Ports, 'store' | 'credentials' | 'sealer' | 'codes'>;

/** Says that `other` is an account of the same human. */
export function linkAccount(
  ports: Needs,
  who: Identity,
  other: PersonId,
  code: string,
  now: EpochSeconds,
): Promise<Decision<{ readonly linked: boolean }>> {
  return aboutSelf(ports, who, { verb: 'link-account', code, other }, now, ({ self, another }) => {
    if (!another || another.id === self.id) return refused('person_unknown');
    if (self.linked.includes(other)) return allowed({ plan: { changes: [] }, says: { linked: true } });
    const isMutual = another.linking === self.id;
    const changes = isMutual
      ? [linkedTo(self, another), linkedTo(another, self)]
      : [changed(personRef(self.id), self, { ...self, linking: other })];
    return allowed({ plan: { changes }, says: { linked: isMutual } });
  });
}

function linkedTo({ linking: _done, ...person }: Person, other: Person) {
  const linked = [...new Set([...person.linked, ...accountsOf(other)])].filter((id) => id !== person.id);
  const alsoOf = [...new Set([...person.alsoOf, other.organisation, ...other.alsoOf])];
  // Each row's history stands with its own employer, and says of the other no more than its account and employer.
  const change = changed(personRef(person.id), { ...person }, { ...person, linked, alsoOf });
  return { ...change, tenant: person.organisation };
}

/** Leaves for good: no role is left, open requests are stopped. Coming back takes a new invitation. */
export function leave(
  ports: Needs,
  who: Identity,
  code: string,
  now: EpochSeconds,
): Promise<Decision<{ readonly left: true }>> {
  return aboutSelf(ports, who, { verb: 'leave', code }, now, ({ self, hospital, operator }) => {
    const no = firstRefusal([
      ['last_admin', hospital !== undefined && isOneOfTwo(adminsOf(hospital), self.id)],
      ['last_admin', operator !== undefined && isOneOfTwo(operator.admins, self.id)],
    ]);
    if (no) return no;
    const gone: Omit<Person, 'version'> = { ...self, status: 'suspended', roles: [], competences: [], left: now };
    const staff = hospital?.staff.filter((one) => one.person !== self.id) ?? [];
    const admins = operator?.admins.filter((one) => one !== self.id) ?? [];
    const plan: Plan = {
      changes: [
        changed(personRef(self.id), self, gone),
        ...(hospital && staff.length < hospital.staff.length
          ? [changed(hospitalRef(hospital.id), hospital, { ...hospital, staff })]
          : []),
        ...(operator && admins.length < operator.admins.length
          ? [changed(operatorRef, operator, { ...operator, admins })]
          : []),
      ],
      stops: { reason: 'person_left', person: self.id },
    };
    return allowed({ plan, says: { left: true } as const });
  });
}

/** Two have to stay, or nothing could be confirmed any more. */
function isOneOfTwo(admins: readonly PersonId[], person: PersonId): boolean {
  return admins.includes(person) && admins.length <= 2;
}

interface SelfRows {
  readonly self: Person;
  readonly another: Person | undefined;
  readonly hospital: Hospital | undefined;
  readonly operator: Operator | undefined;
}

interface Act {
  readonly verb: 'link-account' | 'leave';
  readonly code: string;
  readonly other?: PersonId;
}

/** A change that the person makes of his own row, with a code. */
async function aboutSelf<T>(
  ports: Needs,
  who: Identity,
  { verb, code, other }: Act,
  now: EpochSeconds,
  decide: (rows: SelfRows) => Decision<{ readonly plan: Plan; readonly says: T }>,
): Promise<Decision<T>> {
  const open = await reserveCode(ports, who.person, who.session, code, now);
  const checked = open.ok ? await checkCode(ports, open.value, code, now) : open;
  if (!checked.ok) return checked;
  const unused = () => ports.store.commit({ events: [], writes: [returnTry(checked.value)] });
  return settle<Decision<T>>(async (): Promise<{ done: Decision<T> } | { lost: Conflict }> => {
    const { rows, heads } = await readSelf(ports, who, other);
    const decided = standingOf(rows.self) ?? decide(rows as SelfRows);
    if (!decided.ok || decided.value.plan.changes.length === 0) {
      await unused();
      return { done: decided.ok ? allowed(decided.value.says) : decided };
    }
    const actor: Actor = { person: who.person, role: 'self', employer: who.organisation, auth: 'oidc+totp' };
    const said = { verb, tenant: who.organisation, widens: [] };
    const { events, writes } = changeStep(decided.value.plan, said, heads, { at: now, actor, evidence: {} });
    const lost = await ports.store.commit({ events, writes: [...writes, { kind: 'use-code', use: checked.value }] });
    if (!lost) return { done: allowed(decided.value.says) };
    return lost.lost === 'code' ? { done: refused('code_rejected') } : { lost };
  });
}

function standingOf(self: Person | undefined) {
  return firstRefusal([
    ['person_unknown', self === undefined],
    ['person_suspended', self !== undefined && self.status !== 'active'],
  ]);
}

async function readSelf(ports: Needs, who: Identity, other: PersonId | undefined) {
  const refs = {
    self: personRef(who.person),
    another: personRef(other ?? who.person),
    hospital: hospitalRef(who.organisation),
    operator: operatorRef,
  };
  const read = await loadWithHeads(ports, refs, who.organisation);
  const { another } = read.rows;
  if (!another || another.organisation === who.organisation) return read;
  const elsewhere = await loadWithHeads(ports, { another: refs.another }, another.organisation);
  const rows = { ...read.rows, ...elsewhere.rows };
  return { rows, heads: new Map([...read.heads, ...elsewhere.heads]) };
}
