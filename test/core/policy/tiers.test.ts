import { describe, expect, test } from '@jest/globals';
import { compareTiers, isScope, SCOPES, type Scope, TIERS, tierOf, touches } from '../../../core/policy/tiers.ts';

/** The list of the domain, scope by scope. */
const DOMAIN = {
  T0: ['log.read', 'config.read'],
  T1: ['diag.run', 'selftest.run', 'service-mode.enter', 'calibration.verify', 'security.scan.run'],
  T2: ['calibration.adjust', 'component.pair', 'clock.set', 'config.write.operational'],
  T3: [
    'config.write.network',
    'config.write.security',
    'alarm.defaults.write',
    'software.update.install',
    'software.restore',
    'account.local.manage',
    'data.phi.export',
    'data.sanitize',
  ],
  T4: ['os.shell', 'debug.port', 'trust.update', 'factory.reset'],
} as const;

describe('SCOPES', () => {
  test('are exactly the domain’s, each in its tier', () => {
    const expected = Object.entries(DOMAIN).flatMap(([tier, names]) => names.map((name) => [name, tier]));
    const actual = Object.entries(SCOPES).map(([name, row]) => [name, row.tier]);
    expect(actual.sort()).toEqual(expected.sort());
  });

  test('have names a token can carry and words a person can read', () => {
    for (const [name, row] of Object.entries(SCOPES)) {
      expect(name).toMatch(/^[a-z0-9.:-]{1,32}$/);
      expect(row.says).toMatch(/^[a-z][a-z -]+$/);
    }
  });
});

describe('isScope', () => {
  test.each(['*', '', 'log', 'log.read ', 'LOG.READ', 'log.read.*', 'toString', '__proto__', 'constructor'])(
    'does not know %j',
    (name) => expect(isScope(name)).toBe(false),
  );
});

describe('tierOf', () => {
  test.each<[Scope[], Record<string, 'T0' | 'T3'> | undefined, string]>([
    [['log.read'], undefined, 'T0'],
    [['log.read', 'diag.run'], undefined, 'T1'],
    [['os.shell', 'log.read'], undefined, 'T4'],
    [['log.read'], { 'log.read': 'T3' }, 'T3'],
    [['software.restore'], { 'software.restore': 'T0' }, 'T3'],
    [['log.read'], { 'config.read': 'T3' }, 'T0'],
  ])('of %j with profile %j is %s: the highest, and a profile only raises', (scopes, profile, tier) => {
    expect(tierOf(scopes, profile)).toBe(tier);
  });
});

describe('compareTiers', () => {
  test('orders T0 to T4', () => {
    expect([...TIERS].reverse().sort(compareTiers)).toEqual(['T0', 'T1', 'T2', 'T3', 'T4']);
    expect(compareTiers('T2', 'T2')).toBe(0);
    expect(compareTiers('T1', 'T2')).toBe(-1);
    expect(compareTiers('T3', 'T2')).toBe(1);
  });
});

describe('touches', () => {
  test.each<[Scope[], 'security' | 'output' | 'phi', boolean]>([
    [['selftest.run'], 'security', false],
    [['selftest.run', 'config.write.network'], 'security', true],
    [['calibration.adjust'], 'output', true],
    [['data.phi.export'], 'phi', true],
    [['os.shell'], 'output', false],
  ])('%j touches %s: %s', (scopes, what, answer) => {
    expect(touches(scopes, what)).toBe(answer);
  });
});
