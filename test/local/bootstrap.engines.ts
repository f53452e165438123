/** `npm run bootstrap` towards an account: what it asks of the AWS CLI, and what it makes of the answers. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { scratchDirectory } from '../support/stand-in.ts';

const ROOT = join(import.meta.dirname, '../..');
const home = scratchDirectory();
const file = join(home, 'operator.json');
const asked = join(home, 'asked.json');
writeFileSync(file, '{"organisation":{}}');
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A stand-in for the CLI: keeps what it was asked, writes `payload` where it was told to, says `said`. */
function awsThatSays(payload: string, said: object, status = 0, stderr = ''): void {
  const script = `#!${process.execPath}
const { writeFileSync } = require('node:fs');
const words = process.argv.slice(2);
const out = words[6];
writeFileSync(${JSON.stringify(asked)}, JSON.stringify({ words, out, tries: process.env.AWS_MAX_ATTEMPTS }));
if (${status} === 0) writeFileSync(out, ${JSON.stringify(payload)});
process.stderr.write(${JSON.stringify(stderr)});
process.stdout.write(${JSON.stringify(JSON.stringify(said))});
process.exitCode = ${status};
`;
  writeFileSync(join(home, 'aws'), script);
  chmodSync(join(home, 'aws'), 0o700);
}

function command(...words: readonly string[]) {
  const env = { ...process.env, PATH: `${home}${delimiter}${process.env['PATH']}`, AWS_REGION: 'eu-central-1' };
  const run = spawnSync(process.execPath, ['local/bootstrap.ts', ...words], { cwd: ROOT, env, encoding: 'utf8' });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

const inAccount = () => command('--file', file, '--function', 'wardkey-pilot-bootstrap');

describe('npm run bootstrap -- --function', () => {
  test('hands the file over by its name, once, and leaves no answer behind', () => {
    const done = { status: 'done', operator: 'st-marys', invitations: [] };
    awsThatSays(JSON.stringify(done), { StatusCode: 200 });
    const { status, stdout, stderr } = inAccount();
    expect([status, JSON.parse(stdout)]).toEqual([0, done]);
    expect(stderr).toMatch(/^Done\. Hand each link/);
    const { words, out, tries } = JSON.parse(readFileSync(asked, 'utf8'));
    expect(words).toEqual([
      ...['lambda', 'invoke', '--function-name', 'wardkey-pilot-bootstrap', '--payload', `fileb://${file}`, out],
      ...['--region', 'eu-central-1', '--output', 'json'],
    ]);
    expect([tries, existsSync(out)]).toEqual(['1', false]);
  });

  test('exits 1 when it is refused', () => {
    awsThatSays('{"status":"refused","reason":"operator_exists","says":"No."}', { StatusCode: 200 });
    expect(inAccount()).toMatchObject({ status: 1, stdout: expect.stringMatching(/operator_exists/) });
  });

  test.each([
    [
      'the function failed',
      () => awsThatSays('{"errorType":"Error"}', { StatusCode: 200, FunctionError: 'Unhandled' }),
    ],
    ['AWS said no', () => awsThatSays('', {}, 255, 'An error occurred (AccessDeniedException) when calling Invoke')],
  ])('exits 2 with nothing on stdout when %s', (_what, plan) => {
    plan();
    expect(inAccount()).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/AccessDenied|Error/) });
  });
});

describe('npm run bootstrap', () => {
  test.each([
    ['no file', []],
    ['a file that is not there', ['--file', join(home, 'none.json')]],
    ['no stack', ['--file', file, '--data', home]],
    ['an unknown option', ['--file', file, '--again']],
  ])('with %s exits 2 with nothing on stdout', (_what, words) => {
    expect(command(...words)).toMatchObject({ status: 2, stdout: '' });
  });

  test.each([
    ['a file that is not there', 'none.json', 'cannot be read'],
    ['a file that is no JSON', 'half.json', 'is no JSON'],
  ])('with %s says so, and not that nobody answered', (_what, name, why) => {
    writeFileSync(join(home, 'half.json'), '{"organisation":');
    const { status, stderr } = command('--file', join(home, name), '--data', home);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`${name} ${why}`)]);
    expect(stderr).not.toContain('Nobody answered');
  });
});

describe('npm start -- --empty', () => {
  test('does not make seeded data empty', () => {
    writeFileSync(join(home, 'stack.json'), '{}');
    const words = ['local/start.ts', '--data', home, '--empty'];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/--fresh/)]);
  });
});
