/**
 * A request as an approver opens and decides it in Slack: only in the workspace of the request's own hospital, and with the same
 * rules as on the page. Looking takes at most three calls, as Slack waits three seconds.
 */

import type { AccessRequest } from '../access/request.ts';
import { type Sight, sightOf } from '../access/sight.ts';
import type { DecisionBody } from '../contract.ts';
import { hospitalOf, requestRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import { allowed, type Decision, Problem, refused } from '../problems.ts';
import type { SlackPeople } from '../slack-ports.ts';
import type { EpochSeconds, RequestId } from '../units.ts';
import { type Decider, decideById } from './decide-access.ts';
import {
  accountRefs,
  identifySlack,
  linkedIn,
  personOf,
  refuseSlack,
  type SlackAct,
  type SlackPerson,
  tenantOf,
  whoOf,
} from './identify-slack.ts';
import { loadCardFor } from './load-card.ts';
import { readerRows } from './read-access.ts';

/** What is opened, and by whom. */
export interface SlackReviewing extends SlackAct {
  readonly request: RequestId;
}

/** What the dialog shows. A refusal is recorded. @throws Problem not-found, also where it is not the viewer's to see (R1) */
export async function reviewInSlack(
  ports: Pick<Ports, 'store'>,
  act: SlackReviewing,
  now: EpochSeconds,
): Promise<Decision<Sight>> {
  const { request, ...rows } = await ports.store.load({ ...accountRefs(act), request: requestRef(act.request) });
  const tenant = tenantOf(rows, act);
  const link = ofOwnHospital(act, linkedIn(rows, act));
  if (!link.ok) return refuseSlack(ports, act, tenant, link.code, now);
  if (!request) throw new Problem('not-found');
  const { card, reader } = await loadCardFor(ports, request, readerRows(whoOf(link.value)));
  const person = personOf(link.value, reader, rows.team);
  if (!person.ok) return refuseSlack(ports, act, tenant, person.code, now);
  const sight = card && reader.person && sightOf(card, reader.person, now);
  if (!sight) throw new Problem('not-found');
  return allowed(sight);
}

/** What of another hospital's request is there is told nobody: not even that it is one. */
function ofOwnHospital<T extends { readonly organisation: string }>(
  { request }: SlackReviewing,
  found: Decision<T>,
): Decision<T> {
  return found.ok && found.value.organisation !== hospitalOf(request) ? refused('slack_only_asks') : found;
}

/** Who decides, asked of Slack as well; a refusal is recorded. */
export async function deciderInSlack(
  ports: Pick<Ports, 'store'> & { readonly people: SlackPeople },
  act: SlackReviewing,
  now: EpochSeconds,
): Promise<Decision<SlackPerson>> {
  const found = await identifySlack(ports, act, true, now);
  if (!found.ok || found.value.who.organisation === hospitalOf(act.request)) return found;
  return refuseSlack(ports, act, found.value.who.organisation, 'slack_only_asks', now);
}

/** The decision of a person by his account. His tries count under the account, whatever dialog they come from. */
export function decideInSlack(
  ports: Parameters<typeof decideById>[0],
  { team, user, request }: SlackReviewing,
  { who, relies }: SlackPerson,
  body: DecisionBody,
  now: EpochSeconds,
): Promise<Decision<AccessRequest>> {
  const decider: Decider = { person: who.person, context: `slack:${team}:${user}`, by: 'slack', relies };
  return decideById(ports, decider, request, body, now);
}
