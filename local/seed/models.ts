/** The demo's device models, as a table: what each manufacturer designed in. GTINs are GS1's examples with check digits. */
import { SCOPES, type Scope, type Tier } from '../../core/policy/tiers.ts';
import type { ModelDesign } from '../oem.ts';
import type { MakerName } from './organisations.ts';

const COMMON: readonly Scope[] = Object.freeze([
  ...(['log.read', 'config.read', 'diag.run', 'selftest.run', 'service-mode.enter'] as const),
  ...(['calibration.verify', 'calibration.adjust', 'component.pair', 'config.write.operational'] as const),
  ...(['software.update.install', 'software.restore'] as const),
]);
const NETWORKED: readonly Scope[] = Object.freeze([
  ...(['security.scan.run', 'config.write.network', 'config.write.security'] as const),
  ...(['account.local.manage', 'data.sanitize'] as const),
]);

interface ModelRow {
  readonly kind: string;
  readonly gtin: string;
  readonly maker: MakerName;
  readonly class: 'A' | 'B' | 'C';
  /** Longest single session, seconds. */
  readonly maxDur: number;
  readonly scopes: readonly Scope[];
  /** A profile may only raise a tier. */
  readonly raised?: Readonly<Partial<Record<Scope, Tier>>>;
  readonly requireCnf?: true;
}

export const MODELS = Object.freeze({
  'LV-3': {
    kind: 'infusion pump',
    gtin: '09521000001015',
    maker: 'oem-aurora',
    // No clock: a token is bound to the challenge on its display.
    class: 'C',
    maxDur: 7200,
    scopes: [...COMMON, 'alarm.defaults.write', 'trust.update'],
  },
  'VX-7': {
    kind: 'ventilator',
    gtin: '09521000001022',
    maker: 'oem-aurora',
    class: 'B',
    maxDur: 7200,
    scopes: [...COMMON, 'clock.set', 'alarm.defaults.write', 'trust.update', 'factory.reset'],
    // Life support: a token alone opens nothing, a release code is typed too.
    requireCnf: true,
  },
  'PM-12': {
    kind: 'patient monitor',
    gtin: '09521000001039',
    maker: 'oem-aurora',
    class: 'A',
    maxDur: 7200,
    scopes: [...COMMON, ...NETWORKED, 'alarm.defaults.write', 'data.phi.export', 'trust.update'],
  },
  'M1.5': {
    kind: 'MRI',
    gtin: '09521000001046',
    maker: 'oem-halden',
    class: 'A',
    maxDur: 14_400,
    scopes: [...COMMON, ...NETWORKED, 'data.phi.export', 'os.shell', 'trust.update'],
  },
  'C-64': {
    kind: 'CT',
    gtin: '09521000001053',
    maker: 'oem-halden',
    class: 'A',
    maxDur: 18_000,
    scopes: [...COMMON, ...NETWORKED, 'data.phi.export', 'os.shell', 'trust.update'],
    // Dose output.
    raised: { 'calibration.adjust': 'T3', 'config.write.operational': 'T3' },
  },
  'U-9': {
    kind: 'ultrasound',
    gtin: '09521000001060',
    maker: 'oem-halden',
    class: 'B',
    maxDur: 7200,
    scopes: [...COMMON, 'clock.set', 'data.sanitize', 'trust.update'],
  },
  'A-5': {
    kind: 'anaesthesia machine',
    gtin: '09521000001077',
    maker: 'oem-aurora',
    class: 'B',
    maxDur: 7200,
    scopes: [...COMMON, 'clock.set', 'alarm.defaults.write', 'trust.update', 'factory.reset'],
    // Gas output.
    raised: { 'config.write.operational': 'T3' },
  },
  'H-200': {
    kind: 'analyser',
    gtin: '09521000001084',
    maker: 'oem-larkspur',
    class: 'A',
    maxDur: 10_800,
    scopes: [...COMMON, ...NETWORKED, 'data.phi.export', 'debug.port', 'trust.update'],
    // Its logs name patients.
    raised: { 'log.read': 'T3' },
  },
} as const satisfies Record<string, ModelRow>);

export type ModelName = keyof typeof MODELS;
export const MODEL_NAMES = Object.freeze(Object.keys(MODELS) as ModelName[]);

const MAX_LIFE = 14_400;

/** The model's id: a GS1 Digital Link's path without the serial. */
export function modelIdOf(name: ModelName): string {
  return `gs1:01/${MODELS[name].gtin}`;
}

/** The design that the manufacturer signs as a profile. */
export function designOf(name: ModelName): ModelDesign & { readonly scopes: readonly { name: Scope; tier: Tier }[] } {
  const row: ModelRow = MODELS[name];
  return {
    model: modelIdOf(name),
    class: row.class,
    scopes: row.scopes.map((scope) => ({ name: scope, tier: row.raised?.[scope] ?? SCOPES[scope].tier })),
    max_life: MAX_LIFE,
    max_dur: row.maxDur,
    max_use: 1,
    require_cnf: row.requireCnf === true,
  };
}
