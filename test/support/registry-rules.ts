/** One rule of the registry asked by itself: its rows are given, nothing is read or written. */
import type { Decision } from '../../core/problems.ts';
import type { Occasion, Plan } from '../../core/registry/change.ts';
import { CHANGES } from '../../core/registry/changes.ts';
import type { ChangeVerb } from '../../core/registry/verbs.ts';
import { hospital, NOW, servicer } from '../core/rows.ts';

/** Zeros: what is made of them is known beforehand. */
const random = (length: number) => new Uint8Array(length);

/** What `verb` would do with `body`, on `rows`. */
export function planOf(verb: ChangeVerb, body: object, rows: object, more: Partial<Occasion> = {}): Decision<Plan> {
  const occasion: Occasion = {
    tenant: hospital.id,
    actor: 'p_admin',
    now: NOW,
    operator: undefined,
    hospital,
    organisation: { ...servicer, id: hospital.id, kind: 'hdo' },
    random,
    trust: { verify: () => ({ code: 'E_META' }) },
    newKeys: [],
    listed: [],
    ...more,
  };
  return CHANGES[verb].plan(body, rows, occasion, {});
}

/** What a plan comes to: refused by a code, unchanged, done by one person, or proposed with these words. */
export function outcomeOf(decision: Decision<Plan>): string {
  if (!decision.ok) return decision.code;
  const { changes, widens = [], stops } = decision.value;
  if (changes.length === 0) return 'unchanged';
  const ends = stops ? `, stops ${stops.reason}` : '';
  return widens.length > 0 ? `two people: ${widens.join('; ')}` : `one person${ends}`;
}
