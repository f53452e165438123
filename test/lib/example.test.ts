/** The broker where it is not our own app that deploys it: another CDK app, and plain CloudFormation. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { addToPlatform } from '../../lib/example.ts';
import { plainTemplates } from '../../lib/plain-templates.ts';
import { parseSettings } from '../../lib/settings.ts';
import { emptyBundles, resourcesOf, type Template } from './deployment.ts';

const outdir = () => mkdtempSync(join(tmpdir(), 'wardkey-synth-'));

describe('another CDK app', () => {
  const app = new App({ outdir: outdir() });
  addToPlatform(app, emptyBundles());
  const assembly = app.synth();
  const templates = ['ClinicalAccessData', 'ClinicalAccess'].map(
    (name) => assembly.getStackByName(name).template as Template,
  );

  test('has the whole broker from two constructs', () => {
    expect(resourcesOf(templates, 'AWS::Lambda::Function').size).toBe(18);
    expect([...resourcesOf(templates, 'AWS::KMS::Key').keys()]).toEqual([
      'CredentialKey',
      'LogKey',
      'KeypadKey',
      'TokenKeyStMaryActive',
      'TokenKeyStMaryNext',
      'TokenKeyStJohnActive',
      'TokenKeyStJohnNext',
    ]);
  });

  test('names its own environment everywhere', () => {
    expect(JSON.stringify(templates)).toContain('role/wardkey-clinical-mint-token');
    expect(JSON.stringify(templates)).not.toContain('wardkey-pilot');
  });

  test('sets at most fifteen properties, each with a word on it', () => {
    const source = readFileSync(new URL('../../lib/broker.ts', import.meta.url), 'utf8');
    const body = /interface WardkeyBrokerProps \{\n(.*?)\n\}/s.exec(source)?.[1] ?? '';
    const props = body.split('\n').filter((line) => line.startsWith('  readonly '));
    expect(props.length).toBeGreaterThan(3);
    expect(props.length).toBeLessThanOrEqual(15);
    expect(body.split('\n').filter((line) => line.startsWith('  /** '))).toHaveLength(props.length);
  });
});

describe('plain CloudFormation', () => {
  const templates = plainTemplates(parseSettings(undefined), '../functions', outdir());

  test('is two templates', () => {
    expect(Object.keys(templates)).toEqual(['wardkey-state.json', 'wardkey-broker.json']);
  });

  test('names code by path, for `aws cloudformation package`', () => {
    const { Resources } = templates['wardkey-broker.json'] as Template;
    const codes = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(codes.map(({ Properties }) => Properties['Code']).slice(0, 2)).toEqual([
      '../functions/request-access',
      '../functions/read-access',
    ]);
  });

  test("asks for no bucket, role or parameter of CDK's", () => {
    for (const template of Object.values(templates)) {
      expect(template).not.toHaveProperty('Parameters');
      expect(template).not.toHaveProperty('Rules');
      expect(JSON.stringify(template)).not.toContain('cdk-hnb659fds');
    }
  });
});
