/**
 * What an account of Slack was refused stands on a chain of its own at the workspace's organisation: whoever it is, is no person
 * of ours. As with a person's refusals, twenty a day are events and later ones are only counted.
 */
import type { Actor, PersonEvent } from '../access/events.ts';
import { MAX_RECORDED_REFUSALS } from '../access/request.ts';
import { personHeadRef, slackChain } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { RefusalCode } from '../problems.ts';
import type { EpochSeconds, OrganisationId } from '../units.ts';
import type { SlackAct } from './identify-slack.ts';
import { personStep, refusalsToday } from './refused-request.ts';
import { settle } from './transition.ts';

/** Records on the account's chain at `tenant` that `act` was refused. */
export async function recordSlackRefusal(
  ports: Pick<Ports, 'store'>,
  { team, user, act, request }: SlackAct,
  tenant: OrganisationId,
  code: RefusalCode,
  now: EpochSeconds,
): Promise<void> {
  const chain = slackChain(tenant, team, user);
  const actor: Actor = { person: `slack:${team}/${user}`, role: 'account', employer: tenant, auth: 'slack' };
  const event: PersonEvent = { type: 'slack.refused', data: { code, act, team, user, request } };
  await settle(async () => {
    const { head } = await ports.store.load({ head: personHeadRef(chain) });
    const today = refusalsToday(head, now);
    const events = today < MAX_RECORDED_REFUSALS ? [event] : [];
    const lost = await ports.store.commit(personStep(chain, head, events, { at: now, actor, evidence: {} }, today + 1));
    return lost ? { lost } : { done: undefined };
  });
}
