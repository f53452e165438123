/** A deployment that uses keys which stand already: none is made, these are used, and what they have to say is written out. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { KeyPapers } from '../../lib/existing-keys.ts';
import { plainTemplates } from '../../lib/plain-templates.ts';
import { parseSettings } from '../../lib/settings.ts';
import { ACCOUNT, deploy, REGION, resolved, resourcesOf, type Template } from './deployment.ts';
import { roleStatements } from './policies.ts';

const key = (digit: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/mrk-${digit.repeat(32)}`;
const [CREDENTIAL, LOG, KEYPAD, ACTIVE, NEXT] = ['1', '2', '3', '4', '5'].map(key) as [
  string,
  string,
  string,
  string,
  string,
];
const ALL = {
  environment: 'pilot2',
  hospitals: ['st-mary'],
  existingKeys: {
    credential: CREDENTIAL,
    log: LOG,
    keypad: KEYPAD,
    tokens: { 'st-mary': { active: ACTIVE, next: NEXT } },
  },
};

describe('with all keys named', () => {
  const { state, broker } = deploy(ALL);
  const both = [state, broker];

  test('no key is made', () => {
    expect([...resourcesOf(both, 'AWS::KMS::Key').keys()]).toEqual([]);
  });

  test('functions are given the named credential key, and no other', () => {
    const given = [...resourcesOf(both, 'AWS::Lambda::Function').values()].flatMap((one) => {
      const { Variables } = (one['Environment'] ?? {}) as { readonly Variables?: Readonly<Record<string, string>> };
      return Variables?.['CREDENTIAL_KEY_ARN'] ?? [];
    });
    expect(given).toEqual(Array(5).fill(CREDENTIAL));
  });

  test('roles may open and seal with it, and know token keys by the tags of the new environment', () => {
    const uses = roleStatements(both).flatMap(({ holder, actions, resources, conditions }) =>
      actions
        .filter((action) => action.startsWith('kms:'))
        .map((action) => [
          holder,
          action,
          ...resources,
          conditions['StringEquals']?.['aws:ResourceTag/wardkey:environment'],
        ]),
    );
    const any = `arn:aws:kms:${REGION}:${ACCOUNT}:key/*`;
    expect(uses).toEqual([
      ['decide-access', 'kms:Decrypt', CREDENTIAL, undefined],
      ['mint-token', 'kms:Decrypt', CREDENTIAL, undefined],
      ['mint-token', 'kms:GetPublicKey', any, 'pilot2'],
      ['mint-token', 'kms:Sign', any, 'pilot2'],
      ['enrol-credential', 'kms:Decrypt', CREDENTIAL, undefined],
      ['enrol-credential', 'kms:Encrypt', CREDENTIAL, undefined],
      ['registry-admin', 'kms:Decrypt', CREDENTIAL, undefined],
      ['apply-registry', 'kms:CreateKey', '*', undefined],
      ['apply-registry', 'kms:TagResource', any, undefined],
      ['apply-registry', 'kms:GetPublicKey', any, undefined],
      ['apply-registry', 'kms:DescribeKey', any, 'pilot2'],
      ['apply-registry', 'kms:ScheduleKeyDeletion', any, 'pilot2'],
      ['slack', 'kms:Decrypt', CREDENTIAL, undefined],
    ]);
  });

  test('the outputs name the token keys as they would name new ones', () => {
    const { TokenKeyStMaryActiveArn, TokenKeyStMaryNextArn } = state.Outputs ?? {};
    expect([TokenKeyStMaryActiveArn?.Value, TokenKeyStMaryNextArn?.Value]).toEqual([ACTIVE, NEXT]);
  });
});

test('what is not named is made', () => {
  const { tokens } = ALL.existingKeys;
  const { state } = deploy({ hospitals: ['st-mary', 'st-john'], existingKeys: { credential: CREDENTIAL, tokens } });
  expect([...resourcesOf([state], 'AWS::KMS::Key').keys()]).toEqual([
    'LogKey',
    'KeypadKey',
    'TokenKeyStJohnActive',
    'TokenKeyStJohnNext',
  ]);
});

describe('what named keys have to have', () => {
  const written = (settings: object) =>
    plainTemplates(parseSettings(settings), '../functions', mkdtempSync(join(tmpdir(), 'wardkey-synth-')));
  const papers = written(ALL)['existing-keys.json'] as Readonly<Record<string, KeyPapers>>;
  const own = deploy({ environment: 'pilot2', hospitals: ['st-mary'] }).state;

  test.each([
    [CREDENTIAL, 'CredentialKey'],
    [LOG, 'LogKey'],
    [KEYPAD, 'KeypadKey'],
    [ACTIVE, 'TokenKeyStMaryActive'],
    [NEXT, 'TokenKeyStMaryNext'],
  ])('%s has the policy and tags with which %s would be made', (arn, id) => {
    const made = resourcesOf([own], 'AWS::KMS::Key').get(id);
    expect(papers[arn]?.policy).toEqual(made?.['KeyPolicy']);
    const tags = papers[arn]?.tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }));
    expect(new Set(tags)).toEqual(new Set(made?.['Tags'] as readonly unknown[]));
  });

  test('is plain text: nothing in it is left to CloudFormation', () => {
    expect(Object.keys(papers)).toEqual([CREDENTIAL, LOG, KEYPAD, ACTIVE, NEXT]);
    expect(JSON.stringify(papers)).not.toMatch(/"(Ref|Fn::\w+)"/);
    expect(resolved(papers, [] as readonly Template[])).toEqual(papers);
  });

  test('is not written when every key is the deployment’s own', () => {
    expect(Object.keys(written({ hospitals: ['st-mary'] }))).toEqual(['wardkey-state.json', 'wardkey-broker.json']);
  });
});
