/**
 * The second person of R18: confirms a proposed change with a code, after which it comes into force when the cool-down is
 * over; or withdraws it, which any administrator may at any time until then, without a code: stopping must be easy.
 */
import type { Actor, RegistryEvent } from '../access/events.ts';
import { personRef, proposalRef } from '../keys.ts';
import type { Occasion } from '../ledger/chain.ts';
import type { CodeUse, Conflict, Identity, Ports, Write } from '../ports.ts';
import {
  allowed,
  type Check,
  type Decision,
  firstRefusal,
  Problem,
  type RefusalCode,
  type Refused,
  refused,
} from '../problems.ts';
import { accountsOf, areLinked, type PowerRows, powerMissing, powerRows, powerStands } from '../registry/powers.ts';
import { isOpen, type Proposal } from '../registry/proposal.ts';
import { CHANGE_VERBS } from '../registry/verbs.ts';
import type { Person } from '../registry.ts';
import type { Base64url, EpochSeconds, OrganisationId, Seconds } from '../units.ts';
import { checkCode, reserveCode } from './check-code.ts';
import { proposalStep } from './proposal-step.ts';
import { recordRefusedChange } from './refused-change.ts';
import { settle } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'credentials' | 'sealer' | 'codes'>;

/** Which proposal, and the digest of it that was shown. */
export interface Shown {
  readonly tenant: OrganisationId;
  readonly id: string;
  readonly digest: Base64url;
}

/** @throws Problem not-found where there is no such proposal for this person; stale-view where another was shown */
export async function confirmChange(
  ports: Needs,
  who: Identity,
  shown: Shown,
  code: string,
  coolDown: Seconds,
  now: EpochSeconds,
): Promise<Decision<Proposal>> {
  let first: Awaited<ReturnType<typeof readProposal>> | undefined = await readProposal(ports, who, shown);
  const open = await reserveCode(ports, who.person, who.session, code, now);
  const checked = open.ok ? await checkCode(ports, open.value, code, now) : open;
  return settle<Decision<Proposal>>(async () => {
    const { proposal, power, proposer } = first ?? (await readProposal(ports, who, shown));
    first = undefined;
    if (proposal.digest !== shown.digest) throw new Problem('stale-view');
    const no = whyNotConfirm({ proposal, power, proposer }, shown.tenant, now) ?? (checked.ok ? undefined : checked);
    if (no) return refuse(ports, who, proposal, no, checked.ok ? checked.value : undefined, now);
    if (!checked.ok) throw new Error('unreachable: the code was checked');
    const inForceAt = now + coolDown;
    const after = { ...proposal, status: 'confirmed', confirmedBy: who.person, inForceAt } as const;
    const event = { type: 'registry.confirmed', data: { digest: proposal.digest, inForceAt } } as const;
    const use: Write = { kind: 'use-code', use: checked.value };
    return moved(ports, { who, proposal, power, after, event, auth: 'oidc+totp', extra: [use], now });
  });
}

/** Takes a proposal back before it is in force. */
export async function withdrawChange(
  ports: Pick<Needs, 'store'>,
  who: Identity,
  { tenant, id }: Omit<Shown, 'digest'>,
  now: EpochSeconds,
): Promise<Decision<Proposal>> {
  return settle<Decision<Proposal>>(async () => {
    const { proposal, power } = await readProposal(ports, who, { tenant, id });
    const missing = powerMissing(CHANGE_VERBS[proposal.verb], tenant, power);
    if (missing) return refuse(ports, who, proposal, missing, undefined, now);
    if (proposal.status === 'withdrawn') return { done: allowed(proposal) };
    if (!isOpen(proposal, now)) return { done: refused('proposal_settled') };
    const after = { ...proposal, status: 'withdrawn' } as const;
    const event = { type: 'registry.withdrawn', data: { digest: proposal.digest } } as const;
    return moved(ports, { who, proposal, power, after, event, auth: 'oidc', extra: [], now });
  });
}

function refuse(
  ports: Pick<Needs, 'store'>,
  who: Identity,
  { tenant, verb }: Proposal,
  no: Refused,
  unused: CodeUse | undefined,
  now: EpochSeconds,
) {
  const change = { who, tenant, verb, role: CHANGE_VERBS[verb], isRegistered: true, now };
  return recordRefusedChange<Proposal>(ports, change, no, unused);
}

interface Move {
  readonly who: Identity;
  readonly proposal: Proposal;
  readonly power: PowerRows;
  readonly after: Proposal;
  readonly event: RegistryEvent;
  readonly auth: Actor['auth'];
  readonly extra: readonly Write[];
  readonly now: EpochSeconds;
}

async function moved(
  ports: Pick<Needs, 'store'>,
  { who, proposal, power, after, event, auth, extra, now }: Move,
): Promise<{ readonly done: Decision<Proposal> } | { readonly lost: Conflict }> {
  const role = CHANGE_VERBS[proposal.verb];
  const actor: Actor = { person: who.person, role, employer: who.organisation, auth };
  const occasion: Occasion = { at: now, actor, evidence: { actor: power.actor?.version ?? 0 } };
  const { next, transition } = proposalStep(proposal, after, event, occasion);
  const writes = [...transition.writes, ...extra, ...powerStands(role, power, [])];
  const lost = await ports.store.commit({ events: transition.events, writes });
  if (!lost) return { done: allowed(next) };
  return lost.lost === 'code' ? { done: refused('code_rejected') } : { lost };
}

async function readProposal(
  ports: Pick<Needs, 'store'>,
  who: Identity,
  { tenant, id }: Omit<Shown, 'digest'>,
): Promise<Read> {
  const { proposal, ...power } = await ports.store.load({
    ...powerRows(who.person, who.organisation, tenant),
    proposal: proposalRef(tenant, id),
  });
  const isStaff = power.hospital?.staff.some((one) => one.person === who.person);
  if (!proposal || !(power.actor?.organisation === tenant || isStaff)) throw new Problem('not-found');
  const { proposer } = await ports.store.load({ proposer: personRef(proposal.proposedBy) });
  return { proposal, power, proposer };
}

interface Read {
  readonly proposal: Proposal;
  readonly power: PowerRows;
  readonly proposer: Person | undefined;
}

/** R18: the second is another human, holds the same power, and gains nothing by it, himself or with his employer. */
export function whyNotConfirm(
  { proposal, power, proposer }: Read,
  tenant: OrganisationId,
  now: EpochSeconds,
): Refused | undefined {
  const missing = powerMissing(CHANGE_VERBS[proposal.verb], tenant, power);
  if (missing || !power.actor) return missing ?? refused('person_unknown');
  return firstRefusal(checksOf(proposal, power.actor, proposer, now));
}

function checksOf(
  proposal: Proposal,
  confirmer: Person,
  proposer: Person | undefined,
  now: EpochSeconds,
): readonly Check[] {
  const accounts = accountsOf(confirmer);
  const isProposer = accounts.includes(proposal.proposedBy) || (proposer && areLinked(confirmer, proposer));
  const rows: readonly (readonly [RefusalCode, boolean])[] = [
    ['proposal_settled', proposal.status !== 'proposed' || !isOpen(proposal, now)],
    ['confirmer_is_proposer', isProposer === true],
    ['confirmer_gains', accounts.some((account) => proposal.gains.includes(account))],
    ['confirmer_of_servicer', isOfAnother(confirmer, proposal)],
  ];
  return rows;
}

/** What the change lets another organisation do is not for its own members to confirm (R4's reason). */
function isOfAnother({ organisation, alsoOf }: Person, { tenant, body }: Proposal): boolean {
  const gaining = body['organisation'];
  return typeof gaining === 'string' && gaining !== tenant && [organisation, ...alsoOf].includes(gaining);
}
