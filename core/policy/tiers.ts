/**
 * The scopes of service and their tiers (docs/rules.md; domain table). A scope that is not a row here does not exist.
 * A request's tier is its highest scope's.
 */

export const TIERS = Object.freeze(['T0', 'T1', 'T2', 'T3', 'T4'] as const);
export type Tier = (typeof TIERS)[number];

/** What a scope touches beside its tier: decides who may co-approve it. A profile raises output scopes to T3. */
type Touches = 'security' | 'output' | 'phi';

interface ScopeRow {
  readonly tier: Tier;
  /** In a technician's and an approver's words. */
  readonly says: string;
  readonly touches?: readonly Touches[];
}

export const SCOPES = Object.freeze({
  'log.read': { tier: 'T0', says: 'read service logs' },
  'config.read': { tier: 'T0', says: 'read the configuration' },
  'diag.run': { tier: 'T1', says: 'run diagnostics' },
  'selftest.run': { tier: 'T1', says: 'run the self-test' },
  'service-mode.enter': { tier: 'T1', says: 'enter service mode' },
  'calibration.verify': { tier: 'T1', says: 'verify the calibration' },
  'security.scan.run': { tier: 'T1', says: 'run a security scan' },
  'calibration.adjust': { tier: 'T2', says: 'adjust the calibration', touches: ['output'] },
  'component.pair': { tier: 'T2', says: 'pair a replaced component' },
  'clock.set': { tier: 'T2', says: 'set the clock' },
  'config.write.operational': { tier: 'T2', says: 'change operational settings', touches: ['output'] },
  'config.write.network': { tier: 'T3', says: 'change network settings', touches: ['security'] },
  'config.write.security': { tier: 'T3', says: 'change security settings', touches: ['security'] },
  'alarm.defaults.write': { tier: 'T3', says: 'change alarm defaults', touches: ['output'] },
  'software.update.install': { tier: 'T3', says: 'install a software update', touches: ['security'] },
  'software.restore': { tier: 'T3', says: 'restore the installed software', touches: ['security'] },
  'account.local.manage': { tier: 'T3', says: 'manage local accounts', touches: ['security'] },
  'data.phi.export': { tier: 'T3', says: 'export data that shows patients', touches: ['phi', 'security'] },
  'data.sanitize': { tier: 'T3', says: 'erase stored data', touches: ['phi', 'security'] },
  'os.shell': { tier: 'T4', says: 'open an operating-system shell', touches: ['security'] },
  'debug.port': { tier: 'T4', says: 'use the debug port', touches: ['security'] },
  'trust.update': { tier: 'T4', says: 'change trust or keys', touches: ['security'] },
  'factory.reset': { tier: 'T4', says: 'reset to factory state', touches: ['security'] },
} as const satisfies Record<string, ScopeRow>);

export type Scope = keyof typeof SCOPES;

/** Whether `name` is a row of {@link SCOPES} (R1: anything else is refused). */
export function isScope(name: string): name is Scope {
  return Object.hasOwn(SCOPES, name);
}

/** Whether `name` is one of {@link TIERS}. */
export function isTier(name: string): name is Tier {
  return (TIERS as readonly string[]).includes(name);
}

/** -1, 0 or 1 as `a` is a lower, the same or a higher tier than `b`. */
export function compareTiers(a: Tier, b: Tier): number {
  return Math.sign(TIERS.indexOf(a) - TIERS.indexOf(b));
}

/**
 * The highest tier of `scopes`. `log.read` counts as T3 on a model whose logs show patients; its profile says so by
 * listing the scope in T3, therefore tiers of the profile may only raise.
 */
export function tierOf(scopes: readonly Scope[], profileTiers: Readonly<Record<string, Tier>> = {}): Tier {
  const tiers = scopes.flatMap((scope) => [SCOPES[scope].tier, profileTiers[scope] ?? 'T0']);
  return tiers.reduce((high, tier) => (compareTiers(tier, high) > 0 ? tier : high), 'T0');
}

/** Whether any of `scopes` touches `what`. */
export function touches(scopes: readonly Scope[], what: Touches): boolean {
  return scopes.some((scope) => (SCOPES[scope] as ScopeRow).touches?.includes(what));
}
