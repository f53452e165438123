/**
 * A device as a technician sees it while he asks for access to it: what it is and where it stands, what he could ask for, and
 * what is said to the choice he has made so far. Nothing is written: what is only looked at is refused without an event.
 */
import type { AccessRequest } from '../access/request.ts';
import { referenceOf } from '../access/view.ts';
import type { Situation } from '../policy/evaluate.ts';
import { evaluateAlone, optionsFor, type ScopeOption, stopOf } from '../policy/options.ts';
import type { Requirement } from '../policy/requirement.ts';
import { type Sight, sightOf } from '../policy/sight.ts';
import type { Tier } from '../policy/tiers.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, type RefusalCode, refused } from '../problems.ts';
import { type Device, type Hospital, stageAt } from '../registry.ts';
import type { EpochSeconds, RequestId, Seconds } from '../units.ts';
import { deviceRefs, namingRefs } from './asking-refs.ts';
import { loadExtending, openToMore } from './load-extending.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** What he has chosen so far. */
export interface SoFar {
  /** The visit that he asks more for. */
  readonly extends?: RequestId | undefined;
  readonly wish?: { readonly scopes: readonly string[]; readonly holdSeconds: Seconds } | undefined;
}

/** An earlier visit, as far as more of it can be asked for. */
export interface MoreTime extends Pick<AccessRequest['facts'], 'workOrder' | 'activity' | 'scopes'> {
  readonly id: RequestId;
  readonly reference: string;
  /** What the cap over all its parts leaves. */
  readonly left: Seconds;
}

export interface ShownDevice extends Sight {
  readonly stage: Device['stage'];
  readonly options: readonly ScopeOption[];
  /** The rule that says no to whatever he asks for here. */
  readonly stop?: RefusalCode | undefined;
  readonly more?: Decision<MoreTime> | undefined;
  readonly choice?: Decision<{ readonly tier: Tier; readonly requirement: Requirement }> | undefined;
}

/** @param code the sticker's code, a tag or a device id */
export async function showDevice(
  ports: Needs,
  who: Identity,
  code: string,
  soFar: SoFar,
  now: EpochSeconds,
): Promise<Decision<ShownDevice>> {
  const { alias, ...asker } = await ports.store.load(namingRefs(who, code));
  const rows = alias ? await ports.store.load(deviceRefs(alias, who.organisation)) : NOTHING;
  const situation = { ...asker, ...rows };
  const sight = sightOf(situation, now);
  if (!sight.ok) return sight;
  const options = optionsFor(situation, now);
  const more = await moreTime(ports, who, sight.value, soFar.extends, now);
  const stage = stageAt(sight.value.device, now);
  return allowed({
    ...sight.value,
    stage,
    options,
    stop: stopOf(options),
    more,
    choice: choose(situation, soFar, more, now),
  });
}

const NOTHING = Object.freeze({
  hospital: undefined,
  device: undefined,
  vendor: undefined,
  model: undefined,
  bundle: undefined,
} satisfies Omit<Situation, 'person' | 'organisation'>);

/** One answer for a visit that is over, another's, or not there. */
async function moreTime(
  ports: Needs,
  who: Identity,
  { device, hospital }: { readonly device: Device; readonly hospital: Hospital },
  id: RequestId | undefined,
  now: EpochSeconds,
): Promise<Decision<MoreTime> | undefined> {
  if (id === undefined) return undefined;
  const parent = openToMore(await loadExtending(ports, id), { device: device.id, technician: who.person }, now);
  if (!parent) return refused('extension_mismatch');
  const { workOrder, activity, scopes } = parent.facts;
  const left = Math.max(0, hospital.policy.totalHoldCap - parent.totalHold);
  return allowed({ id, reference: referenceOf(id), workOrder, activity, scopes, left });
}

function choose(
  situation: Situation,
  { wish }: SoFar,
  more: Decision<MoreTime> | undefined,
  now: EpochSeconds,
): ShownDevice['choice'] {
  if (!wish) return undefined;
  const terms = evaluateAlone(situation, wish, now);
  if (!terms.ok) return terms;
  if (more?.ok && wish.holdSeconds > more.value.left) return refused('extension_over_cap');
  const { tier, requirement } = terms.value;
  return allowed({ tier, requirement });
}
