/** A registry rule at work on rows in memory: what its engine would hand it, and what it answers. */

import type { Decision } from '../../../core/problems.ts';
import type { AnyChange, Found, Occasion, Plan } from '../../../core/registry/change.ts';
import type { Hospital } from '../../../core/registry.ts';
import { hospital, NOW } from '../rows.ts';

/** Bytes that count up: the first eight letters of the sticker alphabet. */
const counting = (length: number) => Uint8Array.from({ length }, (_, at) => at);

export function planOf(
  rule: AnyChange,
  body: object,
  rows: object,
  found: Found = {},
  at: Hospital = hospital,
): Decision<Plan> {
  const about: Occasion = {
    tenant: at.id,
    actor: 'p_admin',
    now: NOW,
    operator: undefined,
    hospital: at,
    organisation: undefined,
    random: counting,
    trust: { verify: () => ({ code: 'E_FORM' }) },
    newKeys: [],
    listed: [],
  };
  return rule.plan(body, rows, about, found);
}

/** The plan of a change that is possible. */
export function planned(decision: Decision<Plan>): Plan {
  if (!decision.ok) throw new Error(`refused: ${decision.code}`);
  return decision.value;
}
