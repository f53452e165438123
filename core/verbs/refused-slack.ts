/**
 * What accounts of Slack were refused stands on one chain a workspace, at its organisation: whoever it is, is no person of ours, and
 * whoever holds the workspace's secret makes up any number of accounts. So many a UTC day are events; later ones are only counted.
 */
import type { Actor, PersonEvent } from '../access/events.ts';
import { personHeadRef, slackChain } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { RefusalCode } from '../problems.ts';
import type { EpochSeconds, OrganisationId } from '../units.ts';
import type { SlackAct } from './identify-slack.ts';
import { personStep, refusalsToday } from './refused-request.ts';
import { settle } from './transition.ts';

const MAX_RECORDED = 200;

/** Records on the workspace's chain at `tenant` that `act` was refused. */
export async function recordSlackRefusal(
  ports: Pick<Ports, 'store'>,
  { team, user, act, request }: SlackAct,
  tenant: OrganisationId,
  code: RefusalCode,
  now: EpochSeconds,
): Promise<void> {
  const chain = slackChain(tenant, team);
  const actor: Actor = { person: `slack:${team}/${user}`, role: 'account', employer: tenant, auth: 'slack' };
  const event: PersonEvent = { type: 'slack.refused', data: { code, act, team, user, request } };
  await settle(async () => {
    const { head } = await ports.store.load({ head: personHeadRef(chain) });
    const today = refusalsToday(head, now);
    const events = today < MAX_RECORDED ? [event] : [];
    const lost = await ports.store.commit(personStep(chain, head, events, { at: now, actor, evidence: {} }, today + 1));
    return lost ? { lost } : { done: undefined };
  });
}
