/** What a rule of the registry is told in its tests, as literals. */
import type { Occasion } from '../../../core/registry/change.ts';

/** 2026-11-27 12:00 UTC. */
export const NOW = 1_795_780_800;

let bytes = 0;

/** The operator is `st-marys`, by p_one and p_two; random bytes count. */
export function occasion(more: Partial<Occasion> = {}): Occasion {
  return {
    tenant: 'st-marys',
    actor: 'p_one',
    now: NOW,
    operator: { organisation: 'st-marys', admins: ['p_one', 'p_two'], invitedUntil: 0, version: 3 },
    hospital: undefined,
    organisation: undefined,
    random: (length) => {
      bytes += 1;
      return new Uint8Array(length).fill(bytes);
    },
    trust: { verify: () => ({ code: 'E_FORM' }) },
    newKeys: [],
    listed: [],
    ...more,
  };
}
