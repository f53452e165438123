/**
 * A refused registry change has a place too: the person's own chain in the tenant's log, as a refused request has. Somebody
 * whom nobody registered leaves no trace in a stranger's log.
 */
import type { Actor, PersonEvent } from '../access/events.ts';
import { MAX_RECORDED_REFUSALS } from '../access/request.ts';
import { personChain, personHeadRef } from '../keys.ts';
import type { CodeUse, Conflict, Identity, Ports } from '../ports.ts';
import { type Decision, type Refused, refused } from '../problems.ts';
import type { EpochSeconds, OrganisationId } from '../units.ts';
import { returnTry } from './check-code.ts';
import { personStep, refusalsToday } from './refused-request.ts';

export interface RefusedChange {
  readonly who: Identity;
  readonly tenant: OrganisationId;
  readonly verb: string;
  /** The power that it would have taken. */
  readonly role: string;
  readonly isRegistered: boolean;
  readonly now: EpochSeconds;
}

/** Records the refusal; a right code that was not used counts as no try. */
export async function recordRefusedChange<T>(
  ports: Pick<Ports, 'store'>,
  change: RefusedChange,
  no: Refused,
  unused: CodeUse | undefined,
): Promise<{ readonly done: Decision<T> } | { readonly lost: Conflict }> {
  const { who, tenant, verb, role, isRegistered, now } = change;
  const chain = personChain(isRegistered ? tenant : who.organisation, who.person);
  const { head } = await ports.store.load({ head: personHeadRef(chain) });
  const today = refusalsToday(head, now);
  const event: PersonEvent = { type: 'registry.refused', data: { verb, code: no.code, facts: no.facts } };
  const events = today < MAX_RECORDED_REFUSALS ? [event] : [];
  const actor: Actor = { person: who.person, role, employer: who.organisation, auth: 'oidc' };
  const extra = unused ? [returnTry(unused)] : [];
  const occasion = { at: now, actor, evidence: {} };
  const lost = await ports.store.commit(personStep(chain, head, events, occasion, today + 1, extra));
  // The try was given back by a right code meanwhile.
  if (lost?.lost === 'code') return recordRefusedChange(ports, change, no, undefined);
  return lost ? { lost } : { done: refused(no.code, no.facts) };
}
