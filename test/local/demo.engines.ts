/** The demo as README names it: every step goes as it says, and the last one says that the log verified. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Here the broker builds its functions itself, as it does for everybody. */
const ENVIRONMENT = { ...process.env, WARDKEY_FUNCTIONS: undefined };

test('npm run demo -- --json exits 0, tells every step in one object, and ends with a verified log', () => {
  const { status, stdout } = spawnSync('npm', ['run', '--silent', 'demo', '--', '--json'], {
    cwd: ROOT,
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  const steps = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(steps.filter((step) => !step.ok)).toEqual([]);
  expect(steps.map((step) => step.step)).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
  expect(steps.at(-1)).toMatchObject({ ok: true, verified: true });
  expect(status).toBe(0);
  const refusals = steps.map((step) => step.reason ?? step.code).filter((code) => code !== undefined);
  expect(refusals).toEqual([
    'person_suspended',
    'code_rejected',
    'E_CNF_REQUIRED',
    'E_AUD',
    'E_SIG',
    'E_EXPIRED',
    'E_REPLAY',
    'approver_is_requester',
    'role_already_used',
    'stale_view',
    'revoked',
  ]);
});

test('npm run demo -- --from-scratch --json goes from empty tables to an opened device, and every log verifies', () => {
  const { status, stdout } = spawnSync('npm', ['run', '--silent', 'demo', '--', '--from-scratch', '--json'], {
    cwd: ROOT,
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  const steps = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(steps.filter((step) => !step.ok)).toEqual([]);
  expect(steps.map((step) => step.step)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  expect(steps.at(-2)).toMatchObject({ accepted: true });
  expect(steps.at(-1)).toMatchObject({ ok: true, verified: true });
  expect(status).toBe(0);
  const refusals = steps.map((step) => step.reason ?? step.code).filter((code) => code !== undefined);
  expect(refusals).toEqual(['confirmer_is_proposer', 'power_missing', 'trust_missing']);
});
