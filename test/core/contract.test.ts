import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAY_FOLLOW } from '../../core/access/request.ts';
import {
  CloseBody,
  ConfirmCodeBody,
  DecisionBody,
  EmptyBody,
  ListQuery,
  MintBody,
  PolicyBody,
  RevokeBody,
  STATUSES,
  SubmitBody,
} from '../../core/contract.ts';
import { PROPOSED_POLICY } from '../../core/policy/policy.ts';
import { SCOPES } from '../../core/policy/tiers.ts';
import { INERT_TEXTS, REFUSED_TEXTS } from '../support/injection.ts';

const submit = {
  device: 'gs1:01/09521000001015/21/LV3-0042',
  scopes: ['selftest.run'],
  holdSeconds: 3_600,
  workOrder: 'WO-7781',
  activity: 'corrective_maintenance',
  reason: 'Occlusion alarm at start-up',
  declarations: { notInClinicalUse: true, compensatingControls: false },
};
const decision = { decision: 'approve', digest: '36A1-3V4TYNN6vX-w7oVgU76wVLMmNIKue1QuKbSQsM', code: '123456' };
const mint = { device: submit.device, code: '123456' };

interface Answer {
  readonly success: boolean;
}
interface Schema {
  safeParse(value: unknown): Answer;
}
const SCHEMAS: Readonly<Record<string, readonly [Schema, object]>> = {
  SubmitBody: [SubmitBody, submit],
  DecisionBody: [DecisionBody, decision],
  MintBody: [MintBody, mint],
  RevokeBody: [RevokeBody, { reason: 'Patient attached' }],
  CloseBody: [CloseBody, { outcome: 'fixed', note: 'Seal replaced' }],
  EmptyBody: [EmptyBody, {}],
  ConfirmCodeBody: [ConfirmCodeBody, { code: '123456' }],
  ListQuery: [ListQuery, {}],
  PolicyBody: [PolicyBody, PROPOSED_POLICY],
};

const names = (count: number) => Array.from({ length: count }, (_, at) => `scope.${at}`);
/** The longest sixteen that exist: together longer than a token may say. */
const longest = Object.keys(SCOPES)
  .sort((a, b) => b.length - a.length)
  .slice(0, 16);

describe('every schema', () => {
  test.each(Object.entries(SCHEMAS))('%s takes its example and no field more', (_name, [schema, example]) => {
    expect(schema.safeParse(example).success).toBe(true);
    expect(schema.safeParse({ ...example, extra: 1 }).success).toBe(false);
    expect(schema.safeParse({ ...example, hospital: 'hdo-north' }).success).toBe(false);
    expect(schema.safeParse({ ...example, constructor: 1 }).success).toBe(false);
    const text = JSON.stringify(example).slice(1);
    const polluted: unknown = JSON.parse(`{"__proto__":{"role":"admin"}${text === '}' ? '' : ','}${text}`);
    expect(schema.safeParse(polluted).success).toBe(false);
  });

  test.each(Object.entries(SCHEMAS))('%s takes nothing but an object', (_name, [schema]) => {
    for (const value of [null, undefined, [], '', 'x', 0, 1, true, [{}]]) {
      expect(schema.safeParse(value).success).toBe(false);
    }
  });

  test.each(Object.entries(SCHEMAS))(
    '%s answers for anything that JSON can say, and never throws',
    (_name, [schema]) => {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          expect(typeof schema.safeParse(value).success).toBe('boolean');
        }),
        { numRuns: 50 },
      );
    },
  );
});

describe('PolicyBody', () => {
  const rule = PROPOSED_POLICY.tiers.T2;
  const icu = {
    sites: ['main'],
    units: ['ICU 3'],
    models: ['gs1:01/09521000001015'],
    stages: ['end_of_support'],
    tiers: { T2: { approvals: 2, mustInclude: ['clinical_owner'], holdCap: 3_600, closed: false }, T3: {} },
  };
  const tiers = (T2: object) => ({ ...PROPOSED_POLICY.tiers, T2: { ...rule, ...T2 } });
  const names = (count: number) => Array.from({ length: count }, (_, at) => `unit ${at}`);

  test.each<[string, object]>([
    ['tightenings', { tightenings: [icu, { tiers: {} }] }],
    ['a closed tier', { tiers: tiers({ closed: true }) }],
    ['a hundred places', { tightenings: [{ ...icu, sites: names(5), units: names(20) }] }],
  ])('takes %s as they are', (_name, changed) => {
    const policy = { ...PROPOSED_POLICY, ...changed };
    expect(PolicyBody.safeParse(policy)).toEqual({ success: true, data: policy });
  });

  test.each<[string, object]>([
    ['no version', { version: undefined }],
    ['a version before the first', { version: 0 }],
    ['no time to decide', { approveWithin: 0 }],
    ['a day and a second to decide', { approveWithin: 86_401 }],
    ['half a second', { escalateAfter: 0.5 }],
    ['a total of more than a week', { totalHoldCap: 604_801 }],
    ['four tiers', { tiers: { ...PROPOSED_POLICY.tiers, T4: undefined } }],
    ['a sixth tier', { tiers: { ...PROPOSED_POLICY.tiers, T5: rule } }],
    ['no approvals', { tiers: tiers({ approvals: 0 }) }],
    ['ten approvals', { tiers: tiers({ approvals: 10 }) }],
    ['approvals as text', { tiers: tiers({ approvals: '2' }) }],
    ['an unknown role', { tiers: tiers({ mustInclude: ['surgeon'] }) }],
    ['a role that never approves', { tiers: tiers({ mustInclude: ['hdo_admin'] }) }],
    ['a role twice', { tiers: tiers({ mustInclude: ['htm_approver', 'htm_approver'] }) }],
    ['an unknown member of a tier', { tiers: tiers({ hold_cap: 60 }) }],
    ['a tier without a cap', { tiers: tiers({ holdCap: undefined }) }],
    ['a misspelt list of places', { tightenings: [{ ...icu, unit: ['ICU 3'] }] }],
    ['one place as text', { tightenings: [{ ...icu, units: 'ICU 3' }] }],
    ['a place twice', { tightenings: [{ ...icu, units: ['ICU 3', 'ICU 3'] }] }],
    ['a place without a name', { tightenings: [{ ...icu, units: [''] }] }],
    ['a stage that is none', { tightenings: [{ ...icu, stages: ['unknown'] }] }],
    ['a model that is none', { tightenings: [{ ...icu, models: ['VX-7'] }] }],
    ['a tightening without tiers', { tightenings: [{ units: ['ICU 3'] }] }],
    ['an unknown member of a tightening', { tightenings: [{ ...icu, tiers: { T2: { agreement: false } } }] }],
    ['more than a hundred places', { tightenings: [{ ...icu, sites: names(6), units: names(20) }] }],
    ['twenty-one tightenings', { tightenings: names(21).map((unit) => ({ ...icu, units: [unit] })) }],
  ])('refuses %s', (_name, changed) => {
    expect(PolicyBody.safeParse({ ...PROPOSED_POLICY, ...changed }).success).toBe(false);
  });
});

describe('SubmitBody refuses', () => {
  test.each<[string, object]>([
    ['no scope', { scopes: [] }],
    ['a wildcard', { scopes: ['*'] }],
    ['a scope with a wildcard', { scopes: ['config.*'] }],
    ['a scope twice', { scopes: ['selftest.run', 'log.read', 'selftest.run'] }],
    ['seventeen scopes', { scopes: names(17) }],
    ['a thousand scopes', { scopes: names(1_000) }],
    ['scopes longer together than a token may say', { scopes: longest }],
    ['a scope of 33 characters', { scopes: ['a'.repeat(33)] }],
    ['a scope with a space', { scopes: ['log.read config.read'] }],
    ['a scope in capitals', { scopes: ['LOG.READ'] }],
    ['an empty scope', { scopes: [''] }],
    ['a scope with a line end', { scopes: ['log.read\n'] }],
    ['one scope as text', { scopes: 'log.read' }],
    ['a scope that is none of text', { scopes: [1] }],
    ['no time', { holdSeconds: 0 }],
    ['less than a minute', { holdSeconds: 59 }],
    ['a negative time', { holdSeconds: -3_600 }],
    ['a fraction of a second', { holdSeconds: 3_600.5 }],
    ['a day and a second', { holdSeconds: 86_401 }],
    ['more than a number can hold', { holdSeconds: 1e308 * 10 }],
    ['a time that is no number', { holdSeconds: Number.NaN }],
    ['a time as text', { holdSeconds: '3600' }],
    ['no work order', { workOrder: '' }],
    ['a work order that is a formula', { workOrder: '=1+1' }],
    ['a work order with markup', { workOrder: '<b>1</b>' }],
    ['a work order of 41 characters', { workOrder: 'W'.repeat(41) }],
    ['a work order with a line end', { workOrder: 'WO-1\n' }],
    ['full-width digits', { workOrder: 'WO-１２' }],
    ['an activity nobody knows', { activity: 'party' }],
    ['a device with a space', { device: 'LV3 0042' }],
    ['a device with a key separator', { device: 'T#hdo-north' }],
    ['a device of 106 characters', { device: 'd'.repeat(106) }],
    ['a declaration missing', { declarations: { notInClinicalUse: true } }],
    ['a declaration more', { declarations: { ...submit.declarations, patientGone: true } }],
    ['a declaration as text', { declarations: { notInClinicalUse: 'true', compensatingControls: false } }],
    ['a partner by name', { partner: 'Dana' }],
    ['a request of no form', { extends: '../../etc/passwd' }],
    ['null for what may be absent', { partner: null }],
  ])('%s', (_name, changed) => {
    expect(SubmitBody.safeParse({ ...submit, ...changed }).success).toBe(false);
  });

  test.each(Object.keys(submit))('a body without %s', (field) => {
    expect(SubmitBody.safeParse({ ...submit, [field]: undefined }).success).toBe(false);
  });
});

describe('free text refuses', () => {
  test.each([
    ['nothing', ''],
    ['only space', '   '],
    ['space in front', ' a'],
    ['space behind', 'a '],
    ['a no-break space behind', 'a\u00a0'],
    ['501 characters', 'a'.repeat(501)],
    ['NUL', 'a\u0000b'],
    ['a line end', 'a\nb'],
    ['a tab', 'a\tb'],
    ['an escape sequence', 'a\u001b[31mb'],
    ['delete', 'a\u007fb'],
    ['a C1 control', 'a\u0085b'],
    ['a right-to-left override', 'a\u202eb'],
    ['a right-to-left mark', 'a\u200fb'],
    ['an isolate', 'a\u2067b\u2069'],
    ['a zero-width space', 'a\u200bb'],
    ['a zero-width joiner', 'a\u200db'],
    ['a word joiner', 'a\u2060b'],
    ['a soft hyphen', 'a\u00adb'],
    ['a byte order mark', '\ufeffa'],
    ['a line separator', 'a\u2028b'],
    ['a tag character', 'a\u{e0041}b'],
    ['a variation selector', 'a\ufe0fb'],
    ['a Hangul filler', 'a\u3164b'],
    ['a combining grapheme joiner', 'a\u034fb'],
    ['a private character', 'a\ue000b'],
    ['a character that is not assigned', 'a\u0378b'],
    ['half a character', 'a\ud83d'],
    ['text that is not NFC', 'Gro\u0308sse'],
    ...REFUSED_TEXTS,
  ])('%s', (_name, reason) => {
    expect(SubmitBody.safeParse({ ...submit, reason }).success).toBe(false);
    expect(DecisionBody.safeParse({ ...decision, reason }).success).toBe(false);
    expect(RevokeBody.safeParse({ reason }).success).toBe(false);
    expect(CloseBody.safeParse({ outcome: 'fixed', note: reason }).success).toBe(false);
  });
});

describe('free text keeps as it is', () => {
  test.each([
    ['a letter', 'a'],
    ['500 characters', 'a'.repeat(500)],
    ['other scripts', 'Größe prüfen, 点検, فحص'],
    ['an emoji', 'Alarm 😀'],
    ...INERT_TEXTS,
  ])('%s', (_name, reason) => {
    expect(SubmitBody.parse({ ...submit, reason }).reason).toBe(reason);
  });
});

describe('DecisionBody', () => {
  test.each<[string, object]>([
    ['another decision', { decision: 'Approve' }],
    ['a digest of 42 characters', { digest: 'A'.repeat(42) }],
    ['a digest in plain base64', { digest: `${'A'.repeat(42)}+` }],
    ['no digest', { digest: undefined }],
    ['no code', { code: undefined }],
    ['a code as a number', { code: 123_456 }],
    ['a code of 65 characters', { code: '1'.repeat(65) }],
    ['a role that does not approve', { role: 'hdo_admin' }],
    ['no scope at all', { scopes: [] }],
    ['a scope twice', { scopes: ['log.read', 'log.read'] }],
    ['no time', { holdSeconds: 0 }],
    ['a release as text', { clinicalRelease: 'yes' }],
  ])('refuses %s', (_name, changed) => {
    expect(DecisionBody.safeParse({ ...decision, ...changed }).success).toBe(false);
  });

  test.each(['', '12345', '１２３４５６', 'abc', '123456 '])(
    'takes %j as a code, to be answered as any wrong one',
    (code) => expect(DecisionBody.safeParse({ ...decision, code }).success).toBe(true),
  );
});

describe('MintBody', () => {
  test.each<[string, object]>([
    ['an asset tag for a device', { device: 'BME-1042' }],
    ['a device with a wildcard', { device: 'gs1:01/*' }],
    ['a challenge of 15 bytes', { cnonce: 'A'.repeat(20) }],
    ['a challenge with spare bits', { cnonce: `${'A'.repeat(21)}B` }],
    ['a padded challenge', { cnonce: `${'A'.repeat(21)}Q==` }],
    ['an empty challenge', { cnonce: '' }],
  ])('refuses %s', (_name, changed) => {
    expect(MintBody.safeParse({ ...mint, ...changed }).success).toBe(false);
  });

  test('takes a challenge of 16 bytes', () => {
    expect(MintBody.safeParse({ ...mint, cnonce: 'EBESExQVFhcYGRobHB0eHw' }).success).toBe(true);
  });
});

describe('ListQuery', () => {
  test.each(['0', '101', '-1', '1.5', '01', ' 1', '1e1', '１'])('refuses the limit %j', (limit) => {
    expect(ListQuery.safeParse({ limit }).success).toBe(false);
  });

  test('knows exactly the states there are', () => {
    expect([...STATUSES].sort()).toEqual(Object.keys(MAY_FOLLOW).sort());
    expect(ListQuery.safeParse({ status: 'open' }).success).toBe(false);
  });
});
