/**
 * Brings confirmed registry changes into force when their cool-down is over. Everything is evaluated again: both people
 * must still hold the power, and the change must still be possible. What cannot come into force fails for all to see.
 */
import { type RegistryEvent, SYSTEM } from '../access/events.ts';
import { personRef, proposalChain, proposalRef } from '../keys.ts';
import type { Occasion as Recorded } from '../ledger/chain.ts';
import { registryBreak } from '../ledger/replay-registry.ts';
import { walkChain } from '../ledger/verify.ts';
import type { Conflict, Ports } from '../ports.ts';
import { type Decision, Problem, type RefusalCode, type Refused, refused } from '../problems.ts';
import type { Found, Occasion, Plan } from '../registry/change.ts';
import { CHANGES } from '../registry/changes.ts';
import { areLinked, type PowerRows, powerMissing, powerRows } from '../registry/powers.ts';
import { digestOfProposed, isOpen, leadsAsProposed, type Proposal } from '../registry/proposal.ts';
import { CHANGE_VERBS } from '../registry/verbs.ts';
import type { TokenKey } from '../registry.ts';
import type { Base64url, EpochSeconds, PersonId } from '../units.ts';
import { foundBy, type ReadChange, readChange } from './change-registry.ts';
import { proposalStep } from './proposal-step.ts';
import { changeStep, stopsOf, unwritable } from './registry-step.ts';
import { settle } from './transition.ts';

/** What this verb needs from outside. */
export type ApplyNeeds = Pick<Ports, 'store' | 'ledger' | 'random' | 'trust' | 'tokenKeys'>;

/** A day is longer than anything of the account's is out of order. */
const TRIED_FOR = 86_400;

/** Moves one proposal as far as time allows: into force, to its failure, or to its death unconfirmed. */
export async function applyChange(ports: ApplyNeeds, due: Proposal, now: EpochSeconds): Promise<void> {
  const keys = new Map<string, TokenKey>();
  await settle<void>(async () => {
    const { proposal } = await ports.store.load({ proposal: proposalRef(due.tenant, due.id) });
    if (!proposal) return { done: undefined };
    const isDue = proposal.status === 'confirmed' && now >= (proposal.inForceAt ?? Number.POSITIVE_INFINITY);
    if (isDue) return enforceOrFail(ports, proposal, keys, now);
    if (proposal.status !== 'proposed' || isOpen(proposal, now)) return { done: undefined };
    return fail(ports, proposal, 'proposal_settled', now);
  });
}

type Outcome = { readonly done: undefined } | { readonly lost: Conflict };

/** What cannot be written for a day, whatever the reason, is given up: it would stand before what is possible. */
async function enforceOrFail(
  ports: ApplyNeeds,
  proposal: Proposal,
  keys: Map<string, TokenKey>,
  now: EpochSeconds,
): Promise<Outcome> {
  try {
    return await enforce(ports, proposal, keys, now);
  } catch (error) {
    if (now < (proposal.inForceAt ?? now) + TRIED_FOR) throw error;
    return fail(ports, proposal, 'proposal_impossible', now);
  }
}

async function enforce(
  ports: ApplyNeeds,
  proposal: Proposal,
  keys: Map<string, TokenKey>,
  now: EpochSeconds,
): Promise<Outcome> {
  const said = await saidOf(ports, proposal);
  if (!isVouchedFor(proposal, said)) {
    const digest = said?.confirmed.digest ?? proposal.digest;
    return fail(ports, { ...proposal, digest }, 'proposal_unvouched', now);
  }
  const found = await foundBy(ports, CHANGES[proposal.verb], proposal.body);
  const read = await readChange(ports, await accountOf(ports, proposal.proposedBy), proposal, found, proposal.id);
  const confirmer = await confirmersPower(ports, proposal);
  const missing = withoutPower(proposal, read.power) ?? withoutPower(proposal, confirmer);
  if (missing) return fail(ports, proposal, missing.code, now);
  if (isOneHuman(read.power, confirmer)) return fail(ports, proposal, 'confirmer_is_proposer', now);
  if (!leadsAsProposed(proposal, found)) return fail(ports, proposal, 'entity_unknown', now);
  const planned = await planWithKeys(ports, proposal, read, found, keys, now);
  const no = planned.ok ? overtaken(proposal, planned.value) : planned;
  if (no || !planned.ok) return fail(ports, proposal, (no ?? refused('proposal_overtaken')).code, now);
  return commit(ports, proposal, planned.value, read, now);
}

/** What the log says of a proposal that was confirmed. */
interface SaidOf {
  readonly proposedBy: PersonId;
  readonly confirmedBy: PersonId;
  readonly confirmed: { readonly digest: Base64url; readonly inForceAt: EpochSeconds };
}

/** Undefined where its first two events do not stand, or do not hold. */
async function saidOf({ ledger }: ApplyNeeds, { tenant, id }: Proposal): Promise<SaidOf | undefined> {
  const chain = proposalChain(tenant, id);
  const stored = await Promise.all([ledger.event(chain, 1), ledger.event(chain, 2)]);
  const walk = walkChain(
    chain,
    stored.filter((event) => event !== undefined),
  );
  if (!walk.ok || registryBreak(chain, walk.records) !== undefined) return undefined;
  const [first, second] = walk.records;
  if (!first || second?.type !== 'registry.confirmed') return undefined;
  const confirmed = second.data as SaidOf['confirmed'];
  return { proposedBy: first.actor.person, confirmedBy: second.actor.person, confirmed };
}

/**
 * Whether the log says what the row says: the proposal and its confirmation, by whom, of which digest, and that the body is
 * still the one of that digest. Whoever could write rows of state could otherwise write himself a confirmed proposal.
 */
function isVouchedFor(proposal: Proposal, said: SaidOf | undefined): boolean {
  return (
    said?.proposedBy === proposal.proposedBy &&
    said.confirmedBy === proposal.confirmedBy &&
    said.confirmed.digest === digestOfProposed(proposal) &&
    said.confirmed.inForceAt === proposal.inForceAt
  );
}

/** Two accounts may have been linked since one of them confirmed what the other proposed. */
function isOneHuman({ actor: one }: PowerRows, { actor: other }: PowerRows): boolean {
  return one !== undefined && other !== undefined && areLinked(one, other);
}

/** It may widen no more than was confirmed; and what undoes a stop undoes only the stop that was looked at. */
function overtaken(proposal: Proposal, plan: Plan): Refused | undefined {
  const { widens = [], gains = [] } = plan;
  const isWider =
    !widens.every((way) => proposal.widens.includes(way)) || !gains.every((one) => proposal.gains.includes(one));
  const isStoppedSince = CHANGES[proposal.verb].undoesStop && stopsOf(plan) !== proposal.stops;
  return isWider || isStoppedSince ? refused('proposal_overtaken') : unwritable(plan);
}

async function accountOf(ports: ApplyNeeds, id: PersonId) {
  const { person } = await ports.store.load({ person: personRef(id) });
  return { person: id, organisation: person?.organisation ?? '' };
}

async function confirmersPower(ports: ApplyNeeds, { tenant, confirmedBy = '' }: Proposal): Promise<PowerRows> {
  const { person, organisation } = await accountOf(ports, confirmedBy);
  return ports.store.load(powerRows(person, organisation, tenant));
}

/** Whoever has nothing to do with the tenant any more has no power there either. */
function withoutPower({ verb, tenant }: Proposal, rows: PowerRows): Refused | undefined {
  try {
    return powerMissing(CHANGE_VERBS[verb], tenant, rows);
  } catch (error) {
    if (error instanceof Problem) return refused('power_missing');
    throw error;
  }
}

/** Keys are made only for a plan that would stand with them, and once, however often the write is tried. */
async function planWithKeys(
  ports: ApplyNeeds,
  proposal: Proposal,
  read: ReadChange,
  found: Found,
  keys: Map<string, TokenKey>,
  now: EpochSeconds,
): Promise<Decision<Plan>> {
  const { tenant, body, proposedBy: actor } = proposal;
  const rule = CHANGES[proposal.verb];
  const { operator, hospital, organisation } = read.power;
  const { random, trust } = ports;
  const { listed } = read;
  const about = { tenant, actor, now, operator, hospital, organisation, random, trust, listed };
  const wanted = rule.keys(body, read.rows, about);
  const blank = wanted.map(({ kid }) => ({ kid, arn: '', pub: '' }));
  const trial = rule.plan(body, read.rows, { ...about, newKeys: blank } satisfies Occasion, found);
  if (!trial.ok || wanted.length === 0) return trial;
  for (const key of wanted) if (!keys.has(key.kid)) keys.set(key.kid, await ports.tokenKeys.create(key));
  const newKeys = wanted.map(({ kid }) => keys.get(kid) ?? { kid, arn: '', pub: '' });
  return rule.plan(body, read.rows, { ...about, newKeys }, found);
}

async function commit(
  ports: ApplyNeeds,
  proposal: Proposal,
  plan: Plan,
  read: ReadChange,
  now: EpochSeconds,
): Promise<Outcome> {
  const { tenant, verb, id, widens } = proposal;
  const change = changeStep(plan, { verb, tenant, widens, proposal: id }, read.heads, bySystem(now));
  const settled = settledStep(
    proposal,
    'in_force',
    { type: 'registry.in_force', data: { digest: proposal.digest } },
    now,
  );
  const lost = await ports.store.commit({
    events: [...change.events, ...settled.events],
    writes: [...change.writes, ...settled.writes],
  });
  return lost ? { lost } : { done: undefined };
}

async function fail(ports: ApplyNeeds, proposal: Proposal, code: RefusalCode, now: EpochSeconds): Promise<Outcome> {
  const event: RegistryEvent = { type: 'registry.failed', data: { digest: proposal.digest, code } };
  const lost = await ports.store.commit(settledStep({ ...proposal, failure: code }, 'failed', event, now));
  return lost ? { lost } : { done: undefined };
}

function settledStep(proposal: Proposal, status: Proposal['status'], event: RegistryEvent, now: EpochSeconds) {
  return proposalStep(proposal, { ...proposal, status }, event, bySystem(now)).transition;
}

/** The broker acts; the proposal's chain says for whom. */
export function bySystem(now: EpochSeconds): Recorded {
  return { at: now, actor: SYSTEM, evidence: {} };
}
