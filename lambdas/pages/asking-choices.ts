/** The choices of whoever asks for access, on pages and in Slack. */
import { minutes as minuteWords } from '../../core/access/words.ts';
import { TIERS } from '../../core/policy/tiers.ts';
import type { ShownDevice } from '../../core/verbs/show-device.ts';
import type { WhatView } from '../../web/asking/what-page.ts';
import { USUAL_MINUTES } from '../../web/decision-words.ts';
import { TIER_WORDS, whyNot } from './asking-words.ts';

/** What can be asked for at a device, tier by tier, and what cannot, and why. */
export function choicesAt({ options, more }: ShownDevice): Pick<WhatView, 'groups' | 'closed' | 'lengths'> {
  const open = options.filter((one) => one.isPossible);
  const left = more?.ok ? more.value.left : Number.POSITIVE_INFINITY;
  const longest = Math.floor(Math.min(left, Math.max(0, ...open.map(({ holdCap }) => holdCap))) / 60);
  const lengths = [...new Set([...USUAL_MINUTES.filter((length) => length < longest), longest])].filter(
    (one) => one > 0,
  );
  const closed = options.flatMap((one) => (one.isPossible ? [] : [{ ...one, name: one.scope, why: whyNot(one.no) }]));
  return {
    groups: TIERS.map((tier) => ({ tier, scopes: open.filter((one) => one.tier === tier) }))
      .filter(({ scopes }) => scopes.length > 0)
      .map(({ tier, scopes }) => ({
        tier,
        says: TIER_WORDS[tier],
        demands: scopes[0]?.demands ?? '',
        scopes: scopes.map(({ scope, says }) => ({ name: scope, says })),
      })),
    closed: [...new Set(closed.map(({ why }) => why))].map((why) => ({
      why,
      scopes: closed.filter((one) => one.why === why),
    })),
    lengths: lengths.map((length) => ({ minutes: length, says: minuteWords(length * 60) })),
  };
}
