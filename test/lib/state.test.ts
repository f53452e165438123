/** What is kept: under ids that no refactoring changes, and so that no deployment can lose it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BrokerState } from '../../lib/state.ts';
import { deploy, resourcesOf, type Template } from './deployment.ts';

const GOLDEN = new URL('../golden/stateful-logical-ids.txt', import.meta.url);

const { state, broker } = deploy();
const tables = resourcesOf([state], 'AWS::DynamoDB::Table');
const keys = resourcesOf([state], 'AWS::KMS::Key');

function idsOf(template: Template): string {
  const lines = Object.entries(template.Resources).map(([id, { Type }]) => `${id} ${Type}`);
  return `${lines.sort().join('\n')}\n`;
}

/** One table of the template, by its logical id, as far as a table is compared here. */
function shapeOf(id: string) {
  const table = tables.get(id) ?? {};
  const indexes = (table['GlobalSecondaryIndexes'] ?? []) as readonly {
    readonly IndexName: string;
    readonly KeySchema: readonly { readonly AttributeName: string }[];
    readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
  }[];
  const types = new Map(
    (table['AttributeDefinitions'] as readonly { AttributeName: string; AttributeType: string }[]).map((one) => [
      one.AttributeName,
      one.AttributeType,
    ]),
  );
  return {
    name: table['TableName'],
    indexes: indexes.map(({ IndexName, KeySchema, Projection }) =>
      [
        IndexName,
        ...KeySchema.map((key) => `${key.AttributeName}:${types.get(key.AttributeName)}`),
        Projection.ProjectionType,
        ...(Projection.NonKeyAttributes ?? []),
      ].join(' '),
    ),
    stream: (table['StreamSpecification'] as { StreamViewType: string } | undefined)?.StreamViewType,
    ttl: (table['TimeToLiveSpecification'] as { AttributeName: string } | undefined)?.AttributeName,
  };
}

describe('logical ids of what is kept', () => {
  test('are those of the golden file', () => {
    if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, idsOf(state));
    expect(idsOf(state)).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  test('are the same wherever the construct stands and whatever it is called', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'wardkey-synth-')) });
    const stack = new Stack(app, 'Another');
    const deeper = new Construct(new Construct(stack, 'some'), 'where');
    new BrokerState(deeper, 'renamed', {
      environment: 'pilot',
      hospitals: ['example-hospital'],
      signInCallbacks: ['http://localhost:8400/callback'],
    });
    expect(idsOf(app.synth().getStackByName('Another').template as Template)).toBe(idsOf(state));
  });

  test('none of them ends in a hash of a path', () => {
    expect(Object.keys(state.Resources).filter((id) => /[0-9A-F]{8}$/.test(id))).toEqual([]);
  });
});

describe('what is kept', () => {
  test('is retained, all of it, when it leaves the stack and when it would be replaced', () => {
    const lost = Object.entries(state.Resources).filter(
      ([, { DeletionPolicy, UpdateReplacePolicy }]) => DeletionPolicy !== 'Retain' || UpdateReplacePolicy !== 'Retain',
    );
    expect(lost.map(([id]) => id)).toEqual([]);
  });

  test('stands in this stack only: the other has no table, key, secret or user pool', () => {
    const kinds = new Set(Object.values(state.Resources).map(({ Type }) => Type));
    expect(Object.values(broker.Resources).filter(({ Type }) => kinds.has(Type))).toEqual([]);
  });
});

describe('each table', () => {
  test.each([...tables.keys()])('%s is protected, restorable to any second, and paid by use', (id) => {
    expect(tables.get(id)).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  });

  test('has the indexes, stream and expiry that the broker relies on', () => {
    expect([...tables.keys()].map(shapeOf)).toEqual([
      { name: 'wardkey-pilot-events', indexes: ['chains tenant:S chain:S KEYS_ONLY'], stream: 'NEW_IMAGE' },
      {
        name: 'wardkey-pilot-state',
        indexes: [
          'technician tpk:S tat:N ALL',
          'hospital hpk:S hat:N ALL',
          'queue qpk:S qat:N ALL',
          'model mpk:S mat:N INCLUDE line',
        ],
        stream: 'NEW_IMAGE',
        ttl: 'expires',
      },
      { name: 'wardkey-pilot-registry', indexes: [] },
      { name: 'wardkey-pilot-credentials', indexes: [], ttl: 'expires' },
      { name: 'wardkey-pilot-log', indexes: [] },
    ]);
  });
});

describe('keys', () => {
  test('are these and no other: the manufacturers keep theirs', () => {
    expect([...keys].map(([id, key]) => `${id} ${key['KeySpec'] ?? 'SYMMETRIC_DEFAULT'}`)).toEqual([
      'CredentialKey SYMMETRIC_DEFAULT',
      'LogKey ECC_NIST_P256',
      'KeypadKey HMAC_256',
      'TokenKeyExampleHospitalActive ECC_NIST_P256',
      'TokenKeyExampleHospitalNext ECC_NIST_P256',
    ]);
    expect(JSON.stringify([state, broker])).not.toMatch(/\boem|oem\b|manufacturer/i);
  });

  test('are multi-region and wait thirty days when deleted', () => {
    for (const key of keys.values()) expect(key).toMatchObject({ MultiRegion: true, PendingWindowInDays: 30 });
  });

  test('rotate where KMS can rotate them', () => {
    expect([...keys].filter(([, key]) => key['EnableKeyRotation'] === true).map(([id]) => id)).toEqual([
      'CredentialKey',
    ]);
  });

  test('do one thing each', () => {
    expect([...keys].map(([id, key]) => [id, key['KeyUsage'] ?? 'ENCRYPT_DECRYPT'])).toEqual([
      ['CredentialKey', 'ENCRYPT_DECRYPT'],
      ['LogKey', 'SIGN_VERIFY'],
      ['KeypadKey', 'GENERATE_VERIFY_MAC'],
      ['TokenKeyExampleHospitalActive', 'SIGN_VERIFY'],
      ['TokenKeyExampleHospitalNext', 'SIGN_VERIFY'],
    ]);
  });
});

describe('the user pool', () => {
  const [pool] = resourcesOf([state], 'AWS::Cognito::UserPool').values();
  const [client] = resourcesOf([state], 'AWS::Cognito::UserPoolClient').values();

  test('takes nobody who was not put there, and nobody with a password alone', () => {
    expect(pool).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  test('hands tokens out by code only, to a client that keeps no secret', () => {
    expect(client).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  test('is left out where all issuers are your own', () => {
    const without = deploy({ signIn: { cognito: false } });
    expect(idsOf(without.state)).not.toContain('Cognito');
  });
});
