/**
 * Changes the registry (R17, R18). What only narrows somebody's power, or nobody's, one person with the power does alone
 * and at once. What widens it becomes a proposal. Either way it takes a code, and stands in the log.
 */
import type { Actor } from '../access/events.ts';
import { sha256Hex } from '../hash.ts';
import { aliasRef, proposalRef } from '../keys.ts';
import type { Occasion as Recorded } from '../ledger/chain.ts';
import { LONGEST } from '../policy/policy.ts';
import type { CodeUse, Conflict, Identity, Ports, Ref, Write } from '../ports.ts';
import { allowed, type Decision, Problem, type Refused, refused } from '../problems.ts';
import type { AnyChange, Found, Occasion, Plan, RowList } from '../registry/change.ts';
import { CHANGES } from '../registry/changes.ts';
import { accountsOf, type PowerRows, powerMissing, powerRows, powerStands } from '../registry/powers.ts';
import { digestOfProposed, type Proposal, type Proposed } from '../registry/proposal.ts';
import { CHANGE_VERBS } from '../registry/verbs.ts';
import type { Hospital, Person, Versioned } from '../registry.ts';
import type { StopOrder } from '../rows.ts';
import type { EpochSeconds, Seconds } from '../units.ts';
import { checkCode, reserveCode, returnTry } from './check-code.ts';
import { proposalStep } from './proposal-step.ts';
import { recordRefusedChange } from './refused-change.ts';
import { changeStep, entityOf, type Heads, loadWithHeads, stopsOf, unwritable } from './registry-step.ts';
import { settle } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'credentials' | 'sealer' | 'codes' | 'random' | 'trust'>;

/** What became of it: `unchanged` where it was so already. */
export type Changed =
  | {
      readonly status: 'in_force';
      readonly entity: string;
      readonly version: number;
      /** Of a stop: when the last token that is already at a device without a network opens nothing any more (R17). */
      readonly mayOpenUntil?: EpochSeconds;
    }
  | { readonly status: 'unchanged' }
  | { readonly status: 'proposed'; readonly proposal: Proposal };

/**
 * @param key Idempotency-Key: the same key of the same person proposes once
 * @param beside what is too large for the proposal's own row, written with it
 */
export async function changeRegistry(
  ports: Needs,
  who: Identity,
  wish: Proposed,
  code: string,
  key: string,
  now: EpochSeconds,
  beside: readonly Write[] = [],
): Promise<Decision<Changed>> {
  const id = proposalIdFor(who, key);
  // Looked at before a try is reserved: whoever has no business here cannot use up anybody's tries, not even his own.
  let first: ReadOnce | undefined = await readAll(ports, who, wish, id);
  const open = await reserveCode(ports, who.person, who.session, code, now);
  const checked = open.ok ? await checkCode(ports, open.value, code, now) : open;
  return settle<Decision<Changed>>(async () => {
    const { found, read, missing } = first ?? (await readAll(ports, who, wish, id));
    first = undefined;
    const attempt = { ports, who, wish, id, read, found, beside, now, use: checked.ok ? checked.value : undefined };
    if (missing) return refuse(attempt, missing);
    if (read.proposal) return { done: await remembered(attempt, read.proposal) };
    if (!checked.ok) return refuse(attempt, checked);
    const plan = CHANGES[wish.verb].plan(wish.body, read.rows, occasionOf(ports, who, wish, read, now), found);
    return plan.ok ? carryOut(attempt, plan.value, checked.value) : refuse(attempt, plan);
  });
}

interface ReadOnce {
  readonly found: Found;
  readonly read: ReadChange;
  readonly missing: Refused | undefined;
}

async function readAll(ports: Needs, who: Identity, wish: Proposed, id: string): Promise<ReadOnce> {
  const found = await foundBy(ports, CHANGES[wish.verb], wish.body);
  const read = await readChange(ports, who, wish, found, id);
  return { found, read, missing: powerMissing(CHANGE_VERBS[wish.verb], wish.tenant, read.power) };
}

/** Derived, so that a repeated call finds what the first one made. */
export function proposalIdFor(who: Identity, key: string): string {
  return sha256Hex(`wardkey-proposal-v1\0${who.person}\0${key}`).slice(0, 20);
}

/** Everything that a change is decided on, read at once. */
export interface ReadChange {
  readonly power: PowerRows;
  readonly rows: Readonly<Record<string, unknown>>;
  readonly heads: Heads;
  readonly proposal: Proposal | undefined;
  /** Rows that the rule lists. */
  readonly listed: readonly unknown[];
}

/** What devices are called in the body leads to their rows, so it is looked up first. */
export async function foundBy(ports: Pick<Ports, 'store'>, rule: AnyChange, body: unknown): Promise<Found> {
  const names = rule.aliases(body);
  if (names.length === 0) return {};
  return ports.store.load(Object.fromEntries(names.map((name) => [name, aliasRef(name)])));
}

/** Everything that the rule, the power and the proposal `id` are judged by, with the heads of the chains it may write to. */
export async function readChange(
  ports: Pick<Ports, 'store'>,
  { person, organisation }: Pick<Identity, 'person' | 'organisation'>,
  { tenant, verb, body }: Proposed,
  found: Found,
  id: string,
): Promise<ReadChange> {
  const refs = {
    ...named('power', powerRows(person, organisation, tenant)),
    ...named('row', CHANGES[verb].rows(body, tenant, found)),
    'proposal.of': proposalRef(tenant, id),
  };
  const [{ rows, heads }, listed] = await Promise.all([
    loadWithHeads(ports, refs, tenant),
    listedFor(ports, CHANGES[verb].lists?.(tenant)),
  ]);
  return {
    listed,
    power: unnamed('power', rows) as unknown as PowerRows,
    rows: unnamed('row', rows),
    heads,
    proposal: rows['proposal.of'] as Proposal | undefined,
  };
}

/** All pages: a page holds a megabyte, and a hospital has a bundle for each of its models. */
async function listedFor({ store }: Pick<Ports, 'store'>, list: RowList | undefined): Promise<readonly unknown[]> {
  if (!list) return [];
  const rows: unknown[] = [];
  let after: string | undefined;
  do {
    const page = await store.registryRows(list.pk, list.prefix, { limit: 100, after });
    rows.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return rows;
}

function named(part: string, refs: Readonly<Record<string, Ref<unknown>>>): Record<string, Ref<unknown>> {
  return Object.fromEntries(Object.entries(refs).map(([name, ref]) => [`${part}.${name}`, ref]));
}

function unnamed(part: string, rows: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const own = Object.entries(rows).filter(([name]) => name.startsWith(`${part}.`));
  return Object.fromEntries(own.map(([name, row]) => [name.slice(part.length + 1), row]));
}

function occasionOf(ports: Needs, who: Identity, wish: Proposed, read: ReadChange, now: EpochSeconds): Occasion {
  const { operator, hospital, organisation } = read.power;
  const { random, trust } = ports;
  const { listed } = read;
  const acting = { tenant: wish.tenant, actor: who.person, now };
  const about = { ...acting, operator, hospital, organisation, random, trust, listed };
  const wanted = CHANGES[wish.verb].keys(wish.body, read.rows, about);
  return { ...about, newKeys: wanted.map(({ kid }) => ({ kid, arn: '', pub: '' })) };
}

interface Attempt {
  readonly ports: Needs;
  readonly who: Identity;
  readonly wish: Proposed;
  readonly id: string;
  readonly read: ReadChange;
  readonly found: Found;
  readonly beside: readonly Write[];
  readonly now: EpochSeconds;
  /** A right code that is not used yet. */
  readonly use: CodeUse | undefined;
}

type Outcome = { readonly done: Decision<Changed> } | { readonly lost: Conflict };

async function remembered({ ports, wish, use }: Attempt, proposal: Proposal): Promise<Decision<Changed>> {
  if (use) await ports.store.commit({ events: [], writes: [returnTry(use)] });
  if (proposal.digest !== digestOfProposed(wish)) throw new Problem('idempotency-mismatch');
  return allowed({ status: 'proposed', proposal });
}

async function carryOut(attempt: Attempt, plan: Plan, use: CodeUse): Promise<Outcome> {
  const { ports, read } = attempt;
  const { actor } = read.power;
  if (!actor) throw new Error('unreachable: the power was checked');
  if (plan.changes.length === 0) {
    await ports.store.commit({ events: [], writes: [returnTry(use)] });
    return { done: allowed({ status: 'unchanged' }) };
  }
  const full = unwritable(plan);
  if (full) return refuse(attempt, full);
  if ((plan.widens ?? []).length > 0) return propose(attempt, plan, actor, use);
  const isOwn = accountsOf(actor).some((account) => plan.gains?.includes(account));
  return isOwn ? refuse(attempt, refused('own_power')) : change(attempt, plan, use);
}

async function change(attempt: Attempt, plan: Plan, use: CodeUse): Promise<Outcome> {
  const { ports, wish, read } = attempt;
  const said = { verb: wish.verb, tenant: wish.tenant, widens: [] };
  const { events, writes } = changeStep(plan, said, read.heads, recordedBy(attempt));
  const lost = await ports.store.commit({ events, writes: [...writes, ...standing(attempt, plan, use)] });
  if (lost) return lost.lost === 'code' ? refuse({ ...attempt, use: undefined }, refused('code_rejected')) : { lost };
  const [first] = plan.changes;
  if (!first) throw new Error('unreachable: there are changes');
  const version = ((first.before as Versioned | undefined)?.version ?? 0) + 1;
  const reach = plan.stops && { mayOpenUntil: attempt.now + longestStart(plan.stops, read.power.hospital) };
  return { done: allowed({ status: 'in_force', entity: entityOf(first.ref), version, ...reach }) };
}

/** The longest that a token opens after it was handed out: by this hospital's policy if nothing is stopped elsewhere, or by any. */
function longestStart({ hospital: stopped }: StopOrder, hospital: Hospital | undefined): Seconds {
  if (!hospital || stopped !== hospital.id) return LONGEST.time;
  return Math.max(...Object.values(hospital.policy.tiers).map(({ startWithin }) => startWithin));
}

async function propose(attempt: Attempt, plan: Plan, actor: Person, use: CodeUse): Promise<Outcome> {
  const { ports, wish, id, found, now } = attempt;
  const { widens = [], gains = [] } = plan;
  const digest = digestOfProposed(wish);
  const begun = {
    ...wish,
    id,
    digest,
    widens,
    gains,
    found,
    stops: stopsOf(plan),
    proposedBy: actor.id,
    proposedAt: now,
    status: 'proposed',
  } as const;
  const event = { type: 'registry.proposed', data: { verb: wish.verb, digest, widens, gains } } as const;
  const { next, transition } = proposalStep(undefined, begun, event, recordedBy(attempt));
  const { events, writes } = transition;
  const all = [...writes, ...attempt.beside, ...standing(attempt, plan, use)];
  const lost = await ports.store.commit({ events, writes: all });
  if (!lost) return { done: allowed({ status: 'proposed', proposal: next }) };
  return lost.lost === 'code' ? refuse({ ...attempt, use: undefined }, refused('code_rejected')) : { lost };
}

/** The code is used up, and the power that was read still stands when the change is written. */
function standing({ wish, read }: Attempt, { changes }: Plan, use: CodeUse): readonly Write[] {
  return [{ kind: 'use-code', use }, ...powerStands(CHANGE_VERBS[wish.verb], read.power, changes)];
}

function recordedBy({ who, wish, read, now }: Attempt): Recorded {
  const { actor, hospital, organisation } = read.power;
  const evidence = {
    ...(actor && { actor: actor.version }),
    ...(hospital && { hospital: hospital.version }),
    ...(organisation && { organisation: organisation.version }),
  };
  const role = CHANGE_VERBS[wish.verb];
  const by: Actor = { person: who.person, role, employer: who.organisation, auth: 'oidc+totp' };
  return { at: now, actor: by, evidence };
}

function refuse({ ports, who, wish, read, now, use }: Attempt, no: Refused): Promise<Outcome> {
  const { tenant, verb } = wish;
  const isRegistered = read.power.actor !== undefined;
  return recordRefusedChange(ports, { who, tenant, verb, role: CHANGE_VERBS[verb], isRegistered, now }, no, use);
}
