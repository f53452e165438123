/** The demo as README names it: every step goes as it says, and the last one says that the log verified. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Here the broker builds its functions itself, as it does for everybody. */
const ENVIRONMENT = { ...process.env, WARDKEY_FUNCTIONS: undefined };

/** What `npm run demo` says, step by step, and how it ended. */
function demo(...words: readonly string[]) {
  const args = ['run', '--silent', 'demo', '--', ...words, '--json'];
  const { status, stdout } = spawnSync('npm', args, { cwd: ROOT, env: ENVIRONMENT, encoding: 'utf8' });
  const steps = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(steps.filter((step) => !step.ok)).toEqual([]);
  expect(steps.map((step) => step.step)).toEqual(steps.map((_, index) => index + 1));
  expect(steps.at(-1)).toMatchObject({ ok: true, verified: true });
  expect(status).toBe(0);
  const refusals = steps.map((step) => step.reason ?? step.code).filter((code) => code !== undefined);
  return { steps, refusals };
}

test('npm run demo -- --json exits 0, tells every step in one object, and ends with a verified log', () => {
  const { steps, refusals } = demo();
  expect(steps).toHaveLength(28);
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
  const { steps, refusals } = demo('--from-scratch');
  expect(steps).toHaveLength(25);
  expect(steps.at(-2)).toMatchObject({ accepted: true });
  expect(refusals).toEqual(['confirmer_is_proposer', 'power_missing', 'trust_missing']);
});

test('npm run demo -- --channel slack --json asks, decides and is told in Slack, and both logs verify', () => {
  const { steps, refusals } = demo('--channel', 'slack');
  expect(steps).toHaveLength(24);
  expect(steps[9]).toMatchObject({ answers: [200, 200, 200], approvals: 1, scopes: ['diag.run', 'component.pair'] });
  expect(steps[11]).toMatchObject({ unsigned: 401, altered: 401, old: 401 });
  expect(steps[13]).toMatchObject({ accepted: true });
  expect(refusals).toEqual(['revoked']);
});

test.each([
  [['--channel', 'pigeon']],
  [['--channel']],
  [['--chanel', 'slack']],
  [['--channel', 'slack', '--from-scratch']],
])('npm run demo -- %j says how it is used', (words) => {
  const { status, stderr } = spawnSync('node', ['local/demo.ts', ...words], {
    cwd: ROOT,
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toBe('Usage: npm run demo [-- --json] [--from-scratch | --channel slack]\n');
});
