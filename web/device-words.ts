/** A device in words, the same on every page: what it is, where it stands, and what is the matter with it. */
import type { Device } from '../core/registry.ts';
import { type Mark, markTag } from './components/state-tag.ts';
import type { Html } from './html.ts';

const STATES: Readonly<Record<Device['status'], Mark>> = Object.freeze({
  active: ['✓', 'In service', 'green'],
  suspended: ['⊘', 'Suspended', 'yellow'],
  lost: ['✕', 'Lost', 'red'],
  retired: ['■', 'Retired', 'grey'],
  transferred: ['→', 'Released to another hospital', 'grey'],
});

export function deviceTag(status: Device['status']): Html {
  return markTag(STATES[status]);
}

const STAGES: Readonly<Record<Device['stage'], string>> = Object.freeze({
  development: 'in development',
  support: 'supported',
  limited_support: 'limited support',
  end_of_support: 'end of support',
  unknown: 'not known, counts as end of support',
});

export function stageWords(stage: Device['stage']): string {
  return STAGES[stage];
}

interface Option {
  readonly value: string;
  readonly says: string;
}

export const STATE_OPTIONS: readonly Option[] = Object.freeze(
  Object.entries(STATES).map(([value, [, says]]) => ({ value, says })),
);
export const STAGE_OPTIONS: readonly Option[] = Object.freeze(
  Object.entries(STAGES).map(([value, says]) => ({ value, says })),
);

/** `VX-7 #001234`. */
export function deviceName({ modelName, serial }: { readonly modelName: string; readonly serial: string }): string {
  return `${modelName} #${serial}`;
}

/** `Main, ICU 3`. */
export function placeWords({ site, unit }: Pick<Device, 'site' | 'unit'>): string {
  return `${site}, ${unit}`;
}
