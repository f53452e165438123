/**
 * A refused request has a place too: the technician's chain at the tenant. So that nobody fills a log by asking, the
 * first twenty refusals of a day are events and later ones are only counted.
 */
import type { Actor, PersonEvent } from '../access/events.ts';
import { MAX_RECORDED_REFUSALS } from '../access/request.ts';
import { outboxRef, personChain, personHeadRef, queueFor } from '../keys.ts';
import { chainEvents, EMPTY, type Occasion, timeAfter } from '../ledger/chain.ts';
import type { Identity, Ports, StoredEvent, Transition, Write } from '../ports.ts';
import type { RefusalCode } from '../problems.ts';
import type { Outbox, PersonHead } from '../rows.ts';
import type { EpochSeconds, OrganisationId } from '../units.ts';
import { settle } from './transition.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** What was refused: why, in whose log, and which device was named. */
export interface RefusedRequest {
  readonly code: RefusalCode;
  readonly tenant: OrganisationId;
  readonly device: string;
}

const DAY = 86_400;

/** Records the refusal on the chain of `who` at the tenant. */
export async function recordRefusedRequest(
  ports: Needs,
  who: Identity,
  refusal: RefusedRequest,
  now: EpochSeconds,
): Promise<void> {
  const { code, tenant, device } = refusal;
  const chain = personChain(tenant, who.person);
  const actor: Actor = { person: who.person, role: 'technician', employer: who.organisation, auth: who.by ?? 'oidc' };
  await settle(async () => {
    const { head } = await ports.store.load({ head: personHeadRef(chain) });
    const event: PersonEvent = { type: 'request.refused', data: { code, device } };
    const today = refusalsToday(head, now);
    const events = today < MAX_RECORDED_REFUSALS ? [event] : [];
    const transition = personStep(chain, head, events, { at: now, actor, evidence: {} }, today + 1);
    const lost = await ports.store.commit(transition);
    return lost ? { lost } : { done: undefined };
  });
}

/** Refusals that `head` counts for the UTC day of `now`. */
export function refusalsToday(head: PersonHead | undefined, now: EpochSeconds): number {
  return head?.day === Math.floor(now / DAY) ? head.refusals : 0;
}

/** `events` on a person's chain, with the head row they lead to. */
export function personStep(
  chain: string,
  head: PersonHead | undefined,
  events: readonly PersonEvent[],
  occasion: Occasion,
  refusals: number,
  extra: readonly Write[] = [],
): Transition {
  const stored = chainEvents(chain, head ?? EMPTY, events, occasion);
  const last = stored.at(-1);
  const row: PersonHead = {
    version: last?.n ?? head?.version ?? 0,
    head: last?.hash ?? head?.head ?? EMPTY.head,
    at: timeAfter(head ?? EMPTY, occasion.at),
    day: Math.floor(occasion.at / DAY),
    refusals,
  };
  const ref = personHeadRef(chain);
  const move: Write = head ? { kind: 'replace', ref, row, version: head.version } : { kind: 'insert', ref, row };
  return { events: stored, writes: [move, ...sealFor(chain, stored, occasion.at), ...extra] };
}

function sealFor(chain: string, stored: readonly StoredEvent[], at: EpochSeconds): readonly Write[] {
  const [first, last] = [stored.at(0), stored.at(-1)];
  if (!first || !last) return [];
  const row: Outbox = { kind: 'seal', chain, from: first.n, to: last.n, at };
  return [
    { kind: 'insert', ref: outboxRef(chain, 'seal', first.n), row, indexes: { queue: [queueFor('seal', chain), at] } },
  ];
}
