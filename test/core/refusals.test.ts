/** The closed lists of core/problems.ts: every reason can be given, every code is a row somewhere, every text is safe. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allowed, firstRefusal, PROBLEMS, Problem, REFUSALS, type RefusalCode, refused } from '../../core/problems.ts';
import { DECIDE_ROWS } from './access/decide-rows.ts';
import { EVALUATE_ROWS } from './policy/evaluate-rows.ts';

/** What only a verb can say, since it takes more than rows and a wish: codes, windows, other requests. */
const SAID_BY_VERBS: Readonly<Record<string, readonly RefusalCode[]>> = {
  'verbs/plan-request': [
    'device_unknown',
    'extension_mismatch',
    'extension_over_cap',
    'partner_unknown',
    'too_many_open',
  ],
  'access/prospect': ['policy_unsatisfiable'],
  'verbs/decide-access': ['sign_in_required', 'approval_window_over', 'code_rejected', 'slack_unlinked'],
  'verbs/end-access': ['not_your_request', 'role_not_entitled'],
  'access/return-to-service': ['return_to_service_missing', 'return_to_service_failed'],
  'verbs/mint-token': [
    'device_mismatch',
    'revoked',
    'access_window_over',
    'not_approved',
    'approval_lost',
    'policy_changed',
    'challenge_required',
  ],
  'verbs/check-code': ['code_rejected', 'tries_exhausted', 'code_locked', 'code_not_enrolled'],
  'verbs/change-registry': ['own_power'],
  'verbs/confirm-change': ['confirmer_is_proposer', 'confirmer_gains', 'confirmer_of_servicer', 'proposal_settled'],
  'verbs/apply-changes': ['proposal_overtaken', 'proposal_impossible', 'proposal_unvouched'],
  'verbs/registry-step': ['registry_row_full'],
  'verbs/redeem-invitation': ['invitation_elsewhere', 'invitation_closed', 'person_exists'],
  'verbs/leave': ['accounts_full', 'last_admin', 'person_unknown', 'person_suspended'],
  'registry/slack': ['slack_team_taken', 'entity_unknown'],
  'verbs/link-slack': ['slack_not_connected', 'slack_code'],
  'verbs/identify-slack': ['slack_foreign', 'slack_unlinked', 'slack_unsure', 'slack_guest'],
  'verbs/decide-in-slack': ['slack_only_asks'],
  'registry/powers': ['power_missing', 'not_a_reader', 'person_unknown', 'person_suspended', 'organisation_suspended'],
  'registry/hospital': ['policy_faulty', 'policy_unsatisfiable', 'hospital_frozen', 'entity_unknown'],
  'registry/vendors': ['vendor_term', 'organisation_offboarded', 'vendor_suspended', 'entity_unknown'],
  'registry/trust-checks': ['trust_rejected', 'trust_mismatch', 'profile_unknown', 'entity_unknown'],
  'registry/people': ['entity_unknown', 'person_left', 'last_admin', 'invitation_closed'],
  'verbs/bootstrap': ['operator_exists'],
  'registry/new-organisation': ['organisation_exists', 'issuer_taken'],
  'registry/organisations': ['operator_organisation', 'organisation_offboarded', 'retention_too_short'],
  'registry/hospital-keys': ['organisation_exists', 'next_key_not_delegated', 'retention_too_short'],
  'registry/devices': ['alias_taken', 'site_unknown', 'dates_disordered', 'device_retired', 'device_transferred'],
};

const ROOT = join(import.meta.dirname, '../..');

/** The sources of a room but the list itself, without comments: a code that is only explained is not said. */
function sourcesIn(room: string): readonly string[] {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && join(room, file) !== join('core', 'problems.ts'))
    .map((file) => readFileSync(join(ROOT, room, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''));
}

describe('REFUSALS', () => {
  test('are exactly what the tables of rules and the verbs produce', () => {
    const seen = [
      ...EVALUATE_ROWS.map(([, code]) => code),
      ...DECIDE_ROWS.map(([, code]) => code),
      ...Object.values(SAID_BY_VERBS).flat(),
    ];
    expect([...new Set(seen)].sort()).toEqual(Object.keys(REFUSALS).sort());
  });

  test('are each quoted by a rule, a verb or a function', () => {
    const sources = ['core', 'lambdas'].flatMap(sourcesIn).join('\n');
    const quoted = new Set([...sources.matchAll(/'([a-z_]+)'/g)].map(([, code]) => code));
    expect(Object.keys(REFUSALS).filter((code) => !quoted.has(code))).toEqual([]);
  });

  test.each(Object.entries(SAID_BY_VERBS))('%s says what is listed here', (verb, codes) => {
    const source = readFileSync(join(import.meta.dirname, '../../core', `${verb}.ts`), 'utf8');
    expect(codes.filter((code) => !source.includes(`'${code}'`))).toEqual([]);
  });

  test.each(Object.entries(REFUSALS))('%s names its rule and speaks to a person', (code, [rule, says]) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(rule).toMatch(/^R([1-9]|1[0-9]|20)$/);
    expect(says).toMatch(/^[A-Z][^<>&{}\n]{10,140}\.$/);
  });

  test('have no two codes of one text', () => {
    expect(new Set(Object.values(REFUSALS).map(([, says]) => says)).size).toBe(Object.keys(REFUSALS).length);
  });
});

describe('PROBLEMS', () => {
  /** The closed list, with its statuses: a client's code depends on each. */
  const LIST = [
    'already-decided 409',
    'audit-unavailable 503',
    'bad-json 400',
    'bad-request 400',
    'code-rejected 403',
    'expired 410',
    'forbidden 403',
    'idempotency-mismatch 422',
    'in-progress 409',
    'issuer-unavailable 503',
    'method-not-allowed 405',
    'no-approver 409',
    'not-found 404',
    'origin-rejected 403',
    'rate-limited 429',
    'schema 422',
    'signature-rejected 401',
    'signer-unavailable 503',
    'stale-view 412',
    'too-large 413',
    'unauthenticated 401',
    'unsupported-media 415',
    'uri-too-long 414',
  ];

  test('are the closed list, each with its status', () => {
    expect(
      Object.entries(PROBLEMS)
        .map(([type, [status]]) => `${type} ${status}`)
        .sort(),
    ).toEqual(LIST);
  });

  test('carry what went wrong without showing it in the message', () => {
    const cause = new Error('key arn:aws:kms:eu-central-1:111122223333:key/one');
    const problem = new Problem('signer-unavailable', { detail: 'fixed' }, { cause });
    expect([problem.name, problem.message, problem.type]).toEqual([
      'Problem',
      'signer-unavailable',
      'signer-unavailable',
    ]);
    expect(problem.cause).toBe(cause);
  });
});

describe('firstRefusal', () => {
  test('is the first row that says no', () => {
    expect(
      firstRefusal([
        ['device_lost', false],
        ['device_retired', true],
        ['revoked', true],
      ]),
    ).toEqual({
      ok: false,
      code: 'device_retired',
    });
    expect(firstRefusal([['device_lost', false]])).toBeUndefined();
    expect(firstRefusal([])).toBeUndefined();
    expect([refused('revoked'), allowed(1)]).toEqual([
      { ok: false, code: 'revoked' },
      { ok: true, value: 1 },
    ]);
  });
});
