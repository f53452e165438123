/**
 * A request as people and programs read it: state at this moment, facts with their digest, who was asked and how far
 * each message came. `nobody_reachable` is a state to be seen, not a silent wait (R16).
 */
import type { Delivery } from '../rows.ts';
import type { Base64url, EpochSeconds, PersonId, RequestId } from '../units.ts';
import { questionsIn } from './call.ts';
import type { Demand } from './demand.ts';
import { digestOf, type Facts } from './facts.ts';
import { type AccessRequest, type Approval, type Grant, type Status, statusAt } from './request.ts';
import { type Outcome, type ServiceState, serviceStateOf } from './return-to-service.ts';

/** By what people are told. */
export type Way = 'mail' | 'slack';

/** Where an open request stands with the people who were asked. */
type Reach = 'sending' | 'asked' | 'nobody_reachable';

export interface RequestView {
  readonly id: RequestId;
  /** What people read to each other: `K7Q-29M`. */
  readonly reference: string;
  readonly status: Status;
  readonly version: number;
  readonly facts: Facts;
  readonly digest: Base64url;
  readonly demand: Demand;
  readonly submittedAt: EpochSeconds;
  readonly approvals: readonly Approval[];
  readonly grant?: Grant;
  readonly reason?: string;
  /** What a closed one was closed with. */
  readonly outcome?: Outcome;
  /** How the device stands after it (R13); absent where no return is owed yet, or at all. */
  readonly service?: ServiceState;
  readonly reach?: Reach;
  readonly asked: readonly {
    readonly person: PersonId;
    /** The best that became of the questions to him. */
    readonly delivery: Delivery['state'];
    /** By what they came that far, or may have reached him; empty before there are any. */
    readonly by: readonly Way[];
  }[];
  readonly tokens: number;
}

/** The first six characters of the random part. */
export function referenceOf(id: RequestId): string {
  const random = id.slice(id.lastIndexOf('_') + 1);
  return `${random.slice(0, 3)}-${random.slice(3, 6)}`;
}

/** What both sides are shown of a request at `now`; once its time is over it shows so, whatever is stored. */
export function viewOf(request: AccessRequest, deliveries: readonly Delivery[], now: EpochSeconds): RequestView {
  const status = statusAt(request, now);
  const service = serviceStateOf(request, now);
  const asked = request.asked.map((person) => ({ person, ...reachedBy(questionsTo(person, deliveries)) }));
  return {
    id: request.id,
    reference: referenceOf(request.id),
    status,
    version: request.version,
    facts: request.facts,
    digest: digestOf(request.facts),
    demand: request.demand,
    submittedAt: request.submittedAt,
    approvals: request.approvals,
    asked,
    tokens: request.tokens,
    ...('grant' in request ? { grant: request.grant } : {}),
    ...('reason' in request ? { reason: request.reason } : {}),
    ...('outcome' in request ? { outcome: request.outcome } : {}),
    ...(service ? { service } : {}),
    ...(status === 'pending' ? { reach: reachOf(asked) } : {}),
  };
}

const BEST_FIRST: readonly Delivery['state'][] = Object.freeze(['delivered', 'sent', 'queued', 'bounced', 'failed']);
/** A question that the provider took may arrive; one that came back, or was never taken, reached nobody. */
const MAY_BE_READ: readonly Delivery['state'][] = Object.freeze(['delivered', 'sent']);

function questionsTo(person: PersonId, deliveries: readonly Delivery[]): readonly Delivery[] {
  return questionsIn(deliveries).filter((one) => one.person === person);
}

/** The best that became of the questions to one person, whichever way they went. */
function reachedBy(questions: readonly Delivery[]): Pick<RequestView['asked'][number], 'delivery' | 'by'> {
  const delivery = BEST_FIRST.find((state) => questions.some((one) => one.state === state)) ?? 'queued';
  const asGood = MAY_BE_READ.includes(delivery) ? MAY_BE_READ : [delivery];
  const best = questions.filter(({ state }) => asGood.includes(state));
  return { delivery, by: [...new Set(best.map(({ via }) => via ?? 'mail'))].sort() };
}

function reachOf(asked: RequestView['asked']): Reach {
  if (asked.some((one) => MAY_BE_READ.includes(one.delivery))) return 'asked';
  return asked.some((one) => one.delivery === 'queued') ? 'sending' : 'nobody_reachable';
}
