/**
 * Who may do what in the account, three ways: what each function may do (test/golden/permissions.txt, reviewed line by
 * line, `UPDATE_GOLDEN=1` writes it anew), who may do each dangerous thing, and what no policy may say at all.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { FUNCTIONS } from '../../lambdas/routes.ts';
import { ACCOUNT, deploy, REGION, resourcesOf } from './deployment.ts';
import { resourceStatements, roleStatements, type Statement, trustStatements } from './policies.ts';

const GOLDEN = new URL('../golden/permissions.txt', import.meta.url);

const { state, broker } = deploy();
const both = [state, broker];
const roles = roleStatements(both);
const resources = resourceStatements(both);
const everywhere = [...roles, ...resources, ...trustStatements(both)];

const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/wardkey-pilot-${name}`;
const table = (name: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/wardkey-pilot-${name}`;
const key = (name: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${name}`;

/** `arn:aws:dynamodb:eu-central-1:111122223333:table/x` -> `dynamodb table/x`. */
function short(arn: string): string {
  if (arn === '*') return '*';
  const [, , service, , , ...rest] = arn.split(':');
  return `${service} ${rest.join(':')}`;
}

function conditionsOf({ conditions }: Statement): string {
  return Object.values(conditions)
    .flatMap((tests) => Object.entries(tests).map(([name, wanted]) => `${name}=${wanted}`))
    .sort()
    .join(' ');
}

function goldenLines(): string {
  const rows = roles.flatMap((statement) =>
    statement.actions.flatMap((action) =>
      statement.resources.map((arn) => ({
        holder: statement.holder,
        action,
        on: short(arn),
        if: conditionsOf(statement),
      })),
    ),
  );
  const names = [...new Set(rows.map(({ holder }) => holder))];
  const blocks = names.map((name) => {
    const own = rows.filter(({ holder }) => holder === name);
    const lines = own.map((row) => `  ${row.action.padEnd(27)} ${row.on}${row.if && `  if ${row.if}`}`);
    return [name, ...lines.sort()].join('\n');
  });
  return `${blocks.join('\n')}\n`;
}

/** Functions whose role allows `action` on `arn`, by exact ARN or by the one pattern there is. */
function allowedTo(action: string, arn: string): readonly string[] {
  const covers = (pattern: string) =>
    pattern === arn || (pattern.endsWith('/*') && arn.startsWith(pattern.slice(0, -1)));
  const held = roles.filter((one) => one.effect === 'Allow' && one.actions.includes(action));
  return [...new Set(held.filter((one) => one.resources.some(covers)).map(({ holder }) => holder))].sort();
}

test('each function may do what the golden table says', () => {
  if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, goldenLines());
  expect(goldenLines()).toBe(readFileSync(GOLDEN, 'utf8'));
});

describe('by the roles, exactly these functions may', () => {
  test.each([
    ['kms:Sign', key('TokenKeyExampleHospitalActive'), ['mint-token']],
    ['kms:GenerateMac', key('KeypadKey'), []],
    [
      'kms:Decrypt',
      key('CredentialKey'),
      ['decide-access', 'enrol-credential', 'mint-token', 'registry-admin', 'slack'],
    ],
    ['kms:Encrypt', key('CredentialKey'), ['enrol-credential']],
    [
      'dynamodb:PutItem',
      table('events'),
      [
        'apply-registry',
        'bootstrap',
        'decide-access',
        'end-access',
        'enrol-credential',
        'mint-token',
        'registry-admin',
        'request-access',
        'slack',
        'sweep',
      ],
    ],
    ['dynamodb:UpdateItem', table('events'), []],
    ['dynamodb:DeleteItem', table('events'), []],
    ['dynamodb:PutItem', table('log'), []],
    ['dynamodb:PutItem', table('registry'), ['apply-registry', 'bootstrap', 'registry-admin', 'slack']],
    [
      'dynamodb:Query',
      table('registry'),
      ['apply-registry', 'notify', 'portal', 'read-registry', 'registry-admin', 'sweep'],
    ],
    ['dynamodb:Query', table('events'), ['portal', 'read-registry']],
    ['dynamodb:UpdateItem', table('registry'), []],
    ['dynamodb:DeleteItem', table('registry'), ['apply-registry', 'registry-admin', 'slack']],
    [
      'dynamodb:UpdateItem',
      table('credentials'),
      ['decide-access', 'enrol-credential', 'mint-token', 'registry-admin', 'slack'],
    ],
    ['dynamodb:PutItem', table('credentials'), ['bootstrap', 'enrol-credential', 'notify', 'sweep']],
    ['dynamodb:BatchGetItem', table('credentials'), ['decide-access', 'enrol-credential', 'portal', 'registry-admin']],
    ['dynamodb:GetItem', table('credentials'), []],
    ['dynamodb:Query', table('credentials'), []],
    ['dynamodb:DeleteItem', table('credentials'), ['apply-registry']],
    ['dynamodb:DeleteItem', table('state'), ['apply-registry', 'notify', 'sweep']],
    [
      'secretsmanager:GetSecretValue',
      `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:wardkey-pilot-session-SUFFIX`,
      ['decide-access', 'end-access', 'enrol-credential', 'mint-token', 'portal', 'registry-admin', 'request-access'],
    ],
    ['ses:SendEmail', `arn:aws:ses:${REGION}:${ACCOUNT}:identity/wardkey.example.org`, ['notify', 'sweep']],
  ])('%s on %s', (action, arn, names) => {
    expect(allowedTo(action, arn)).toEqual(names);
  });

  test('nobody may scan, write in batches, use PartiQL, or hand a key on', () => {
    const used = roles.flatMap(({ actions }) => actions);
    const never =
      /^dynamodb:(Scan|BatchWriteItem|PartiQL)|^kms:(CreateGrant|ReEncrypt|GenerateDataKey|PutKeyPolicy)|^iam:|^sts:/;
    expect(used.filter((action) => never.test(action))).toEqual([]);
  });

  test('read-access, read-registry, device-trust and describe-api write nothing', () => {
    const writes = /PutItem|UpdateItem|DeleteItem|kms:|ses:|sqs:/;
    const names = ['read-access', 'read-registry', 'device-trust', 'describe-api'];
    const readers = roles.filter(({ holder }) => names.includes(holder));
    expect([...new Set(readers.map(({ holder }) => holder))].sort()).toEqual([...names].sort());
    expect(readers.flatMap(({ actions }) => actions).filter((action) => writes.test(action))).toEqual([]);
  });

  test('what is removed of the registry are names of devices, teams and accounts of Slack; the function slack puts accounts only', () => {
    const reach = roles
      .filter(({ resources: arns, actions, holder }) => {
        const isWrite = actions.includes('dynamodb:DeleteItem') || (holder === 'slack' && /PutItem/.test(`${actions}`));
        return arns.includes(table('registry')) && isWrite;
      })
      .map((one) => `${one.holder}: ${one.actions.map((action) => action.slice(9))} ${conditionsOf(one)}`);
    expect(reach).toEqual([
      'registry-admin: DeleteItem dynamodb:LeadingKeys=A#*',
      'registry-admin: DeleteItem dynamodb:LeadingKeys=S#*',
      'registry-admin: DeleteItem dynamodb:LeadingKeys=U#*',
      'apply-registry: DeleteItem dynamodb:LeadingKeys=A#*',
      'apply-registry: DeleteItem dynamodb:LeadingKeys=S#*',
      'slack: PutItem dynamodb:LeadingKeys=U#*',
      'slack: DeleteItem dynamodb:LeadingKeys=U#*',
    ]);
  });

  test('who makes tickets reaches no code, and who spends codes reads no row of them', () => {
    const reach = roles
      .filter(({ resources: arns }) => arns.includes(table('credentials')))
      .map((one) => `${one.holder}: ${one.actions.map((action) => action.slice(9))} ${conditionsOf(one)}`);
    expect(reach).toEqual([
      'decide-access: BatchGetItem dynamodb:LeadingKeys=K#*',
      'decide-access: UpdateItem dynamodb:LeadingKeys=C#*',
      'mint-token: UpdateItem dynamodb:LeadingKeys=C#*',
      'enrol-credential: BatchGetItem,PutItem,UpdateItem dynamodb:LeadingKeys=C#*',
      'registry-admin: BatchGetItem dynamodb:LeadingKeys=K#*',
      'registry-admin: UpdateItem dynamodb:LeadingKeys=C#*',
      'apply-registry: DeleteItem dynamodb:LeadingKeys=C#*',
      'portal: BatchGetItem dynamodb:LeadingKeys=K#*',
      'slack: UpdateItem dynamodb:LeadingKeys=C#*',
      'notify: PutItem dynamodb:LeadingKeys=K#*',
      'sweep: PutItem dynamodb:LeadingKeys=K#*',
      'bootstrap: PutItem dynamodb:LeadingKeys=K#*',
    ]);
  });
});

/** `Deny` statements of a resource, each with those it does not hold for. */
function denialsOf(id: string): readonly (readonly [actions: string, but: readonly string[]])[] {
  const denials = resources.filter((one) => one.holder === id && one.effect === 'Deny');
  return denials.map((one) => {
    expect(one.principals).toEqual(['*']);
    const { ArnNotEquals, ...more } = one.conditions;
    const but = ArnNotEquals?.['aws:PrincipalArn'] ?? [];
    const suffix = Object.keys(more).length > 0 ? ` if ${JSON.stringify(more)}` : '';
    return [`${one.actions.join(' ')}${suffix}`, [but].flat()];
  });
}

describe('by the keys themselves', () => {
  test.each([
    ['TokenKeyExampleHospitalActive', 'mint-token'],
    ['TokenKeyExampleHospitalNext', 'mint-token'],
    ['LogKey', 'seal'],
  ])('%s: only %s signs', (id, signer) => {
    expect(denialsOf(id)).toEqual([['kms:GenerateMac kms:Sign', [roleArn(signer)]]]);
    const allowed = resources.filter((one) => one.holder === id && one.effect === 'Allow' && one.sid === 'OneSigns');
    expect(allowed).toEqual([
      expect.objectContaining({
        actions: ['kms:Sign'],
        conditions: {
          StringEquals: { 'kms:MessageType': 'DIGEST', 'kms:SigningAlgorithm': 'ECDSA_SHA_256' },
          ArnEquals: { 'aws:PrincipalArn': [roleArn(signer)] },
        },
      }),
    ]);
  });

  test('KeypadKey: the mint function alone may have a MAC made', () => {
    expect(denialsOf('KeypadKey')).toEqual([['kms:GenerateMac kms:Sign', [roleArn('mint-token')]]]);
  });

  test('a MAC is allowed in one statement of all policies, to one principal, in one way', () => {
    const allowing = everywhere.filter((one) => one.effect === 'Allow' && one.actions.includes('kms:GenerateMac'));
    expect(allowing).toEqual([
      {
        holder: 'KeypadKey',
        kind: 'resource',
        effect: 'Allow',
        sid: 'OneSigns',
        principals: [`arn:aws:iam::${ACCOUNT}:root`],
        actions: ['kms:GenerateMac'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' },
          ArnEquals: { 'aws:PrincipalArn': [roleArn('mint-token')] },
        },
      },
    ]);
  });

  test('CredentialKey: seeds only, opened by who checks codes, sealed by who enrols them', () => {
    const checkers = ['decide-access', 'mint-token', 'enrol-credential', 'registry-admin', 'slack'].map(roleArn);
    expect(denialsOf('CredentialKey')).toEqual([
      ['kms:Decrypt kms:ReEncryptFrom', checkers],
      [
        'kms:Encrypt kms:GenerateDataKey kms:GenerateDataKeyPair kms:GenerateDataKeyPairWithoutPlaintext kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptTo',
        [roleArn('enrol-credential')],
      ],
      ['kms:Decrypt kms:Encrypt if {"StringNotEquals":{"kms:EncryptionContext:purpose":"totp"}}', []],
    ]);
    const uses = resources.filter((one) => one.holder === 'CredentialKey' && one.sid?.startsWith('Code'));
    expect(uses.map(({ actions, conditions }) => [actions, conditions])).toEqual([
      [['kms:Decrypt'], { ...SEEDS, ArnEquals: { 'aws:PrincipalArn': checkers } }],
      [['kms:Encrypt'], { ...SEEDS, ArnEquals: { 'aws:PrincipalArn': [roleArn('enrol-credential')] } }],
    ]);
  });

  test('the account administers and uses nothing', () => {
    const use = /^kms:(Sign|Verify|Encrypt|Decrypt|ReEncrypt|Generate|Derive|CreateGrant)/;
    const administration = resources.filter((one) => one.sid === 'AccountAdministers');
    expect(administration).toHaveLength(5);
    for (const { actions, conditions } of administration) {
      expect(conditions).toEqual({});
      expect(actions.filter((action) => use.test(action))).toEqual([]);
    }
  });

  test('no statement that is not named above lets anybody do anything', () => {
    const ids = [...resourcesOf(both, 'AWS::KMS::Key').keys()];
    const allowing = resources.filter((one) => ids.includes(one.holder) && one.effect === 'Allow');
    expect(new Set(allowing.map(({ sid }) => sid))).toEqual(
      new Set(['AccountAdministers', 'CodeCheckersOpen', 'CodeMakersSeal', 'OneSigns']),
    );
    expect(new Set(allowing.flatMap(({ principals }) => principals))).toEqual(
      new Set([`arn:aws:iam::${ACCOUNT}:root`]),
    );
  });
});

const SEEDS = {
  StringEquals: { 'kms:EncryptionContext:purpose': 'totp' },
  'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['organisation', 'person', 'purpose'] },
};

describe('by the tables themselves', () => {
  const rewrites =
    'dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:DeleteTable dynamodb:PartiQLDelete dynamodb:PartiQLInsert dynamodb:PartiQLUpdate dynamodb:UpdateItem dynamodb:UpdateTimeToLive';

  test('events: nobody changes or removes what stands, and only who records events puts one', () => {
    const [first, second, ...more] = denialsOf('EventsTable');
    expect(first).toEqual([rewrites, []]);
    expect(second?.[0]).toBe('dynamodb:PutItem');
    expect([...(second?.[1] ?? [])].sort()).toEqual(allowedTo('dynamodb:PutItem', table('events')).map(roleArn));
    expect(more).toEqual([]);
  });

  test('log: the same, and as long as there is no sealer nobody puts anything', () => {
    expect(denialsOf('LogTable')).toEqual([
      [rewrites, []],
      ['dynamodb:PutItem', [roleArn('seal')]],
    ]);
  });

  test('each denial is of its own table', () => {
    const denials = resources.filter(({ holder }) => holder === 'EventsTable' || holder === 'LogTable');
    expect(denials.map((one) => [one.holder, ...one.resources])).toEqual([
      ['EventsTable', table('events')],
      ['EventsTable', table('events')],
      ['LogTable', table('log')],
      ['LogTable', table('log')],
    ]);
  });
});

test('the session secret is read by the functions of pages and their forms, workspaces’ secrets by those that talk with Slack, and by nobody else', () => {
  const PAGES = [
    'request-access',
    'end-access',
    'decide-access',
    'mint-token',
    'enrol-credential',
    'registry-admin',
    'portal',
  ] as const;
  const ofSlack = ({ resources: arns }: (typeof roles)[number]) =>
    arns.every((arn) => arn.endsWith(':secret:wardkey-pilot-slack-*'));
  const readers = roles.filter(({ actions }) => actions.some((action) => action.startsWith('secretsmanager:')));
  expect(readers.filter(ofSlack).map(({ holder }) => holder)).toEqual(['slack', 'notify', 'sweep']);
  expect(readers.filter((one) => !ofSlack(one))).toEqual(
    PAGES.map((holder) =>
      expect.objectContaining({ holder, effect: 'Allow', actions: ['secretsmanager:GetSecretValue'] }),
    ),
  );
  expect(denialsOf('SessionSecretPolicy')).toEqual([['secretsmanager:GetSecretValue', PAGES.map(roleArn)]]);
});

describe('no policy', () => {
  test('allows an action with a wildcard', () => {
    const wild = everywhere.filter(({ actions }) => actions.some((action) => action.includes('*')));
    // `sqs:*` without TLS is denied, which a wildcard may do.
    expect(wild.filter(({ effect }) => effect === 'Allow')).toEqual([]);
  });

  test('of a role has a resource with a wildcard but these', () => {
    const wild = roles.flatMap((one) =>
      one.resources
        .filter((arn) => arn.includes('*') && short(arn) !== `logs log-group:/wardkey/pilot/${one.holder}:*`)
        .map((arn) => `${one.holder} ${one.actions} ${short(arn)} if ${conditionsOf(one)}`),
    );
    const tagged = 'aws:ResourceTag/wardkey:environment=pilot aws:ResourceTag/wardkey:purpose=token';
    const tagging =
      'aws:RequestTag/wardkey:environment=pilot aws:RequestTag/wardkey:purpose=token aws:TagKeys=wardkey:environment,wardkey:purpose,wardkey:hospital,wardkey:kid';
    const kind = 'kms:KeySpec=ECC_NIST_P256 kms:KeyUsage=SIGN_VERIFY kms:MultiRegion=true';
    expect(wild).toEqual([
      // Token keys of later hospitals have no ARN yet; each one's own policy has to name the function too.
      `mint-token kms:GetPublicKey kms key/* if ${tagged}`,
      `mint-token kms:Sign kms key/* if ${tagged} kms:MessageType=DIGEST kms:SigningAlgorithm=ECDSA_SHA_256`,
      // What is made has no ARN yet (lib/token-keys.ts says what that risks).
      `apply-registry kms:CreateKey * if ${tagging} kms:BypassPolicyLockoutSafetyCheck=false ${kind}`,
      `apply-registry kms:TagResource kms key/* if ${tagging}`,
      `apply-registry kms:GetPublicKey kms key/* if ${kind}`,
      `apply-registry kms:DescribeKey kms key/* if ${tagged}`,
      `apply-registry kms:ScheduleKeyDeletion kms key/* if ${tagged} kms:ScheduleKeyDeletionPendingWindowInDays=30`,
      // One a workspace, made by hand: no stack knows which there are.
      'slack secretsmanager:GetSecretValue secretsmanager secret:wardkey-pilot-slack-* if ',
      'notify secretsmanager:GetSecretValue secretsmanager secret:wardkey-pilot-slack-* if ',
      'sweep secretsmanager:GetSecretValue secretsmanager secret:wardkey-pilot-slack-* if ',
    ]);
  });

  test('of a resource opens it to everybody', () => {
    const open = resources.filter((one) => one.effect === 'Allow' && one.principals.includes('*'));
    expect(open).toEqual([]);
  });

  test('lets anything but Lambda take a role', () => {
    expect(new Set(trustStatements(both).map((one) => `${one.actions} ${one.principals}`))).toEqual(
      new Set(['sts:AssumeRole lambda.amazonaws.com']),
    );
  });

  test('stands anywhere but in a role of its function, or at its resource', () => {
    for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::User', 'AWS::IAM::Group']) {
      expect([type, ...resourcesOf(both, type).keys()]).toEqual([type]);
    }
    const made = [...resourcesOf(both, 'AWS::IAM::Role').values()];
    expect(made.map((role) => role['RoleName'])).toEqual(Object.keys(FUNCTIONS).map((name) => `wardkey-pilot-${name}`));
    expect(made.filter((role) => role['ManagedPolicyArns'] !== undefined)).toEqual([]);
  });
});
