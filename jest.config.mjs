/** Two projects: `unit` needs nothing but node; `engines` starts real engines and servers on loopback. */
import { availableParallelism } from 'node:os';

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.tsx?$': './test/support/esbuild-transform.mjs' },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/device/package.json', '<rootDir>/.wardkey'],
};

export default {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'engines',
      testMatch: ['<rootDir>/test/**/*.engines.ts'],
      globalSetup: '<rootDir>/test/support/prepare-engines.mjs',
      globalTeardown: '<rootDir>/test/support/after-engines.mjs',
    },
  ],
  // Some suites try every route in every role; what hangs ends all the same.
  testTimeout: 180_000,
  // A suite waits for its broker more than it computes; four brokers and browsers are what any machine has room for.
  maxWorkers: Math.min(4, availableParallelism()),
};
