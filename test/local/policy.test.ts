/** `npm run policy` as a person runs it: files in, words or JSON and an exit code out. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Policy, PROPOSED_POLICY } from '../../core/policy/policy.ts';
import type { Staff } from '../../core/registry.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const ROOT = join(import.meta.dirname, '../..');
const directory = scratchDirectory();
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function policy(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'local/policy.ts'), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

let files = 0;
function fileOf(content: string | object): string {
  files += 1;
  const path = join(directory, `${files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const member = (letter: string, role: Staff['entitlements'][number]['role'], units: string[] = []): Staff => ({
  person: `p_${letter.repeat(20)}`,
  status: 'active',
  entitlements: [{ role, sites: [], units }],
});
const STAFF: readonly Staff[] = [member('a', 'htm_approver'), member('b', 'htm_approver')];
const EVERYBODY = [...STAFF, member('c', 'security_approver'), member('d', 'clinical_owner', ['ICU 3'])];
const IN_ICU: Policy = {
  ...PROPOSED_POLICY,
  tightenings: [{ units: ['ICU 3'], tiers: { T2: { approvals: 2, mustInclude: ['clinical_owner'] } } }],
};
const proposed = fileOf(PROPOSED_POLICY);

describe('policy test', () => {
  test('says what each tier demands, without staff', () => {
    const { status, stdout, stderr } = policy('test', proposed);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(0, 5)).toEqual([
      'A request is decided within 30 min, the next on call is asked after 10 min, all extensions end at 16 h.',
      '',
      'Everywhere',
      '  T0  every stage: 1 person approves; at most 8 h, begun within 8 h of an activation.',
      '      roles that can count: HTM approver',
    ]);
    expect(stdout).toMatch(/\nThis policy can be used\.\n$/);
  });

  test('counts who could approve, with a paragraph for each place', () => {
    const { status, stdout } = policy('test', fileOf(IN_ICU), '--staff', fileOf(EVERYBODY));
    expect(status).toBe(0);
    expect(stdout).toContain('\nEverywhere else\n');
    const [, icu = ''] = stdout.split('\nunit ICU 3\n');
    expect(icu).toContain(
      '  T2  development, support: 2 people, among them clinical owner, approve and confirm that no patient is connected; ' +
        'at most 4 h, begun within 15 min of an activation.\n      could approve: 2 as HTM approver, 1 as clinical owner, 0 as domain safety\n',
    );
  });

  test('refuses what nobody could approve, with path, reason and place', () => {
    const { status, stdout } = policy('test', proposed, '--staff', fileOf(STAFF));
    expect(status).toBe(1);
    expect(stdout).toContain('      NOT SATISFIABLE: Nobody holds the role security approver.\n');
    expect(stdout).toContain('\ntiers/T4: Nobody holds the role security approver. (T4 in support)\n');
    expect(stdout).toMatch(/\nThis policy is refused\.\n$/);
  });

  test('looks where the devices stand, if they are given', () => {
    const needsOwner = fileOf({
      ...PROPOSED_POLICY,
      tightenings: [{ tiers: { T1: { mustInclude: ['clinical_owner'] } } }],
    });
    const staff = fileOf(EVERYBODY);
    const places = fileOf([{ site: 'main', unit: 'OR 4', model: 'gs1:01/09521000001015' }]);
    expect(policy('test', needsOwner, '--staff', staff).status).toBe(0);
    const { status, stdout } = policy('test', needsOwner, '--staff', staff, '--places', places);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'tightenings/0/tiers/T1: Nobody holds the role clinical owner. ' +
        '(T1 in support, unit OR 4, site main, model gs1:01/09521000001015)\n',
    );
  });

  test('says every fault of the form, each with its path', () => {
    const { T0, T2, ...rest } = PROPOSED_POLICY.tiers;
    const bad = { ...PROPOSED_POLICY, tiers: { ...rest, T0: { ...T0, approvals: 0 }, T2: { ...T2, holdcap: 60 } } };
    const { status, stdout } = policy('test', fileOf({ ...bad, tightenings: [{ unit: ['ICU 3'], tiers: {} }] }));
    expect([status, stdout.split('\n')]).toEqual([
      1,
      [
        'tiers/T0/approvals: Too small: expected number to be >=1',
        'tiers/T2: Unrecognized key: "holdcap"',
        'tightenings/0: Unrecognized key: "unit"',
        'This policy is refused.',
        '',
      ],
    ]);
  });

  test('says what no hospital could meet', () => {
    const { T3 } = PROPOSED_POLICY.tiers;
    const bad = { ...PROPOSED_POLICY, tiers: { ...PROPOSED_POLICY.tiers, T3: { ...T3, approvals: 5 } } };
    expect(policy('test', fileOf(bad))).toEqual({
      status: 1,
      stdout:
        'tiers/T3/approvals: asks for more people in different roles than the 4 roles there are\nThis policy is refused.\n',
      stderr: '',
    });
  });

  test.each([
    ['is no JSON', '{'],
    ['is a list', '[]'],
    ['is empty', ''],
    ['names a member twice', '{"version":1,"version":2}'],
  ])('refuses a file that %s', (_name, text) => {
    expect(policy('test', fileOf(text))).toMatchObject({ status: 1, stderr: '' });
  });

  test('prints one JSON value on demand', () => {
    const { status, stdout } = policy('test', proposed, '--staff', fileOf(STAFF), '--json');
    expect(status).toBe(1);
    const { usable, faults, rows } = JSON.parse(stdout);
    expect([usable, rows.length]).toEqual([false, 20]);
    expect(faults[0]).toEqual({
      path: 'tiers/T3',
      says: 'It needs 2 different roles, and only HTM approver is held.',
      at: { tier: 'T3', stage: 'development', place: {} },
    });
  });
});

describe('policy proposed and schema', () => {
  test('proposed prints a policy that can be used', () => {
    const { status, stdout } = policy('proposed');
    expect([status, JSON.parse(stdout)]).toEqual([0, PROPOSED_POLICY]);
  });

  test('schema takes every member by name', () => {
    const { status, stdout } = policy('schema');
    const schema = JSON.parse(stdout);
    expect([status, schema.additionalProperties, Object.keys(schema.properties)]).toEqual([
      0,
      false,
      ['version', 'approveWithin', 'escalateAfter', 'totalHoldCap', 'tiers', 'tightenings'],
    ]);
    expect(schema.required).not.toContain('tightenings');
  });
});

describe('policy of the wrong use', () => {
  test.each<[string, string[]]>([
    ['nothing', []],
    ['a verb that is none', ['check', proposed]],
    ['no file', ['test']],
    ['two files', ['test', proposed, proposed]],
    ['a file that is not there', ['test', join(directory, 'none.json')]],
    ['an option that is none', ['test', proposed, '--strict']],
    ['staff that is none', ['test', proposed, '--staff', proposed]],
    ['places without staff', ['test', proposed, '--places', proposed]],
    ['a schema of something', ['schema', proposed]],
  ])('%s says how it is used, on stderr alone', (_name, args) => {
    const { status, stdout, stderr } = policy(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('usage: policy test FILE');
  });
});

describe('docs/policy.md', () => {
  const blocks = [...readFileSync(join(ROOT, 'docs/policy.md'), 'utf8').matchAll(/```json\n([\s\S]*?)```/g)];

  test('shows tightenings that can be laid over the proposed policy', () => {
    const tightenings = blocks.map(([, text = '']) => JSON.parse(text));
    expect(tightenings.length).toBeGreaterThan(3);
    expect(policy('test', fileOf({ ...PROPOSED_POLICY, tightenings })).status).toBe(0);
  });
});
