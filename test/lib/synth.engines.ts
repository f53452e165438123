/** `npm run synth` as people run it: offline, in time, and red when a rule finds what nobody answered. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { emptyBundles } from './deployment.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Where nobody answers: whatever would ask the network fails. */
const OFFLINE = { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '' };

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { CDK_VALIDATION: _off, NODE_OPTIONS: _jest, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...rest, ...OFFLINE, ...env },
  });
  return { status, output: stdout + stderr };
}

test('synth ends without a finding, offline', () => {
  const out = mkdtempSync(join(tmpdir(), 'wardkey-synth-'));
  const { status, output } = run('npm', ['run', '-s', 'synth', '--', '--output', out]);
  expect([status, output]).toEqual([0, expect.stringContaining('Successfully synthesized')]);
  expect(output).not.toMatch(/^(ERROR|WARNING)/m);
  expect(existsSync(join(out, 'WardkeyBroker-pilot.template.json'))).toBe(true);
  const report = readFileSync(join(out, 'validation-report.json'), 'utf8');
  expect(report).toContain('AwsSolutions');
});

test('a finding that nobody answered is an error, from the rule pack and from the library', () => {
  const { status, output } = run(process.execPath, ['--input-type=module', '-e', planted()], {
    CDK_OUTDIR: mkdtempSync(join(tmpdir(), 'wardkey-synth-')),
  });
  expect(output).toContain('AwsSolutions::AwsSolutions-SQS4');
  expect(output).toMatch(/MessageRetentionPeriod/);
  expect(status).not.toBe(0);
});

test('a misspelt setting ends the synthesis before there is a template', () => {
  const out = mkdtempSync(join(tmpdir(), 'wardkey-synth-'));
  const context = JSON.stringify({ wardkey: { hospital: 'st-mary' } });
  const { status, output } = run(process.execPath, ['bin/wardkey.ts'], { CDK_OUTDIR: out, CDK_CONTEXT_JSON: context });
  expect(status).not.toBe(0);
  expect(output).toContain('wardkey.hospital is no setting');
});

test('template writes both stacks for plain CloudFormation', () => {
  expect(run('npm', ['run', '-s', 'template'])).toMatchObject({
    status: 0,
    output: 'dist/templates/wardkey-state.json\ndist/templates/wardkey-broker.json\n',
  });
});

/** The app of bin/wardkey.ts with a queue in it that breaks a rule, and another one that breaks a schema. */
function planted(): string {
  const settings = JSON.stringify({ environment: 'planted' });
  return `
    import { App, Validations } from 'aws-cdk-lib';
    import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
    import { AwsSolutionsChecks } from 'cdk-nag';
    import { bundlesIn } from './lib/functions.ts';
    import { parseSettings } from './lib/settings.ts';
    import { addStacks } from './lib/stacks.ts';
    const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
    const { broker } = addStacks(app, parseSettings(${settings}), bundlesIn(${JSON.stringify(emptyBundles())}));
    new CfnQueue(broker, 'planted').addPropertyOverride('MessageRetentionPeriod', 'long');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    app.synth();
  `;
}
