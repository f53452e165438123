/**
 * What people do about themselves: say that another account is theirs too (R4), and leave. Both only take power away,
 * so neither waits for a second person; an account is linked only once both accounts say so.
 */
import type { Actor } from '../access/events.ts';
import { hospitalRef, operatorRef, personRef, registryChain, registryHeadRef, slackLinkRef } from '../keys.ts';
import type { Conflict, Identity, Ports } from '../ports.ts';
import { allowed, type Decision, firstRefusal, refused } from '../problems.ts';
import { changed, type Plan, type RowChange } from '../registry/change.ts';
import { isOneOfTwo } from '../registry/powers.ts';
import type { Hospital, Operator, Person } from '../registry.ts';
import type { SlackLink } from '../slack-rows.ts';
import type { EpochSeconds, PersonId } from '../units.ts';
import { checkCode, reserveCode, returnTry } from './check-code.ts';
import { unlinkWrites } from './link-slack.ts';
import { recordRefusedChange } from './refused-change.ts';
import { changeStep, type Heads, loadWithHeads } from './registry-step.ts';
import { settle } from './transition.ts';

/** So many accounts may be one human's; each is a row of one transaction. */
const MAX_ACCOUNTS = 8;

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
  return aboutSelf(ports, who, { verb: 'link-account', code, other }, now, ({ self, accounts }) => {
    const another = accounts.find((account) => account.id === other);
    if (!another || another.id === self.id) return refused('person_unknown');
    const isMutual = another.linking === self.id || self.linked.includes(other);
    if (isMutual && accounts.length > MAX_ACCOUNTS) return refused('accounts_full');
    const said = changed(personRef(self.id), self, { ...self, linking: other });
    return allowed({ plan: { changes: isMutual ? linkedAll(accounts) : [said] }, says: { linked: isMutual } });
  });
}

/** Whoever links two of his accounts links all that are linked to either: each row names every other one. */
function linkedAll(accounts: readonly Person[]): readonly RowChange[] {
  return accounts.flatMap((account): readonly RowChange[] => {
    const { linking, ...person } = account;
    const others = accounts.filter(({ id }) => id !== person.id);
    const linked = [...new Set([...person.linked, ...others.map(({ id }) => id)])];
    const alsoOf = [...new Set([...person.alsoOf, ...others.map(({ organisation }) => organisation)])];
    const isSame = linked.length === person.linked.length && alsoOf.length === person.alsoOf.length;
    if (isSame) return [];
    const open = linking === undefined || linked.includes(linking) ? {} : { linking };
    // Each row's history stands with its own employer, and says of the others no more than account and employer.
    const change = changed(personRef(person.id), account, { ...person, ...open, linked, alsoOf });
    return [{ ...change, tenant: person.organisation }];
  });
}

/** Leaves for good: no role and no account of Slack is left, open requests are stopped. Coming back takes a new invitation. */
export function leave(
  ports: Needs,
  who: Identity,
  code: string,
  now: EpochSeconds,
): Promise<Decision<{ readonly left: true }>> {
  return aboutSelf(ports, who, { verb: 'leave', code }, now, ({ self, hospital, operator, slack }) => {
    if (isOneOfTwo(self.id, hospital, operator)) return refused('last_admin');
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
      ...(slack && { extra: unlinkWrites(slack) }),
      stops: { reason: 'person_left', person: self.id },
    };
    return allowed({ plan, says: { left: true } as const });
  });
}

interface SelfRows {
  readonly self: Person;
  /** All accounts of the one who acts and of the account that he names. */
  readonly accounts: readonly Person[];
  readonly hospital: Hospital | undefined;
  readonly operator: Operator | undefined;
  readonly slack: SlackLink | undefined;
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
  return settle<Decision<T>>(async (): Promise<{ done: Decision<T> } | { lost: Conflict }> => {
    const { rows, heads } = await readSelf(ports, who, other);
    const refusal = { who, tenant: who.organisation, verb, role: 'self', isRegistered: rows.self !== undefined, now };
    if (!checked.ok) return recordRefusedChange<T>(ports, refusal, checked, undefined);
    const decided = standingOf(rows.self) ?? decide(rows as SelfRows);
    if (!decided.ok) return recordRefusedChange<T>(ports, refusal, decided, checked.value);
    if (decided.value.plan.changes.length === 0) {
      await ports.store.commit({ events: [], writes: [returnTry(checked.value)] });
      return { done: allowed(decided.value.says) };
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
    hospital: hospitalRef(who.organisation),
    operator: operatorRef,
    slack: slackLinkRef(who.person),
  };
  const { rows, heads } = await loadWithHeads(ports, refs, who.organisation);
  if (other === undefined) return { rows: { ...rows, accounts: [] }, heads };
  const all = await readAccounts(ports, [who.person, other]);
  const self = all.accounts.find(({ id }) => id === who.person);
  return { rows: { ...rows, self, accounts: all.accounts }, heads: new Map([...heads, ...all.heads]) };
}

/** `named` and every account that is linked to one of them, over however many steps, until they are too many. */
async function readAccounts({ store }: Needs, named: readonly PersonId[]) {
  const accounts: Person[] = [];
  const seen = new Set<PersonId>();
  for (let next = named; next.length > 0 && seen.size <= MAX_ACCOUNTS; ) {
    const rows = await store.load(Object.fromEntries(next.map((id) => [id, personRef(id)])));
    const found = Object.values(rows).filter((row) => row !== undefined);
    for (const id of next) seen.add(id);
    accounts.push(...found);
    next = [...new Set(found.flatMap(({ linked }) => linked))].filter((id) => !seen.has(id));
  }
  return { accounts, heads: await headsOf(store, accounts) };
}

/** Read after the rows: one that moved meanwhile is no longer the version that is written over. Each with its employer's log. */
async function headsOf(store: Needs['store'], accounts: readonly Person[]): Promise<Heads> {
  const chains = accounts.map(({ id, organisation }) => registryChain(personRef(id), organisation));
  const heads = await store.load(Object.fromEntries(chains.map((chain) => [chain, registryHeadRef(chain)])));
  return new Map(Object.entries(heads).flatMap(([chain, head]) => (head ? [[chain, head]] : [])));
}
